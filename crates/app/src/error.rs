//! What can go wrong above the floors below, and the code that the window turns into a Polish sentence.

use std::io;
use std::path::PathBuf;

use centrala_intake_client::{AddressError, RootError};
use centrala_model::ModelError;
use centrala_pack::PackError;
use centrala_paper::PdfError;
use centrala_protocol::IntakeError;
use centrala_search::SearchError;
use centrala_store::StoreError;
use centrala_uploader::{EnrollError, Trouble};
use serde::Serialize;
use specta::Type;
use thiserror::Error;
use uuid::Uuid;

#[derive(Debug, Error)]
pub enum AppError {
    #[error("there is no article {0} in this edition")]
    ArticleNotFound(String),
    #[error("there is no ticket {0} on this desk")]
    TicketNotFound(String),
    #[error("there is no draft {0} on this desk")]
    DraftNotFound(Uuid),
    #[error("there is no call {0} on this desk")]
    CallNotFound(Uuid),
    #[error("no folder for the desk's data is known on this system: name one with --data")]
    NoDataFolder,
    #[error("this is not a receipt of the intake's")]
    NotAReceipt,
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error("the intake speaks another version of the protocol than this program: install the newer program")]
    OtherProtocol,
    #[error(transparent)]
    IntakeAddress(#[from] AddressError),
    #[error(transparent)]
    IntakeRoot(#[from] RootError),
    #[error(transparent)]
    Paper(#[from] PdfError),
    #[error("no program opens this: {0}")]
    NoViewer(#[source] io::Error),
    #[error("there is no folder {}", .0.display())]
    NoSuchFolder(PathBuf),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What the operator does next decides the code; its sentence stands in `ui/src/text/errors.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    ArticleNotFound,
    TicketNotFound,
    CallNotFound,
    DraftNotFound,
    /// It is sealed for the city: not undone any more, only corrected.
    TicketSealed,
    /// The city's intake does not know this desk yet.
    NotEnrolled,
    /// The intake does not answer, or is busy, or has a fault: try again later.
    IntakeAway,
    /// Something else answers in its place.
    NotTheIntake,
    /// It answers, and says no.
    IntakeRefused,
    /// It speaks a newer protocol.
    IntakeNewer,
    /// Not an address of an intake, or not a certificate.
    IntakeAddress,
    /// Tickets wait that are sealed to another intake's key: they go there first.
    SealedToAnother,
    /// A receipt that is not the intake's, or not for this desk's batches.
    ReceiptRefused,
    /// Free some space; nothing saved is lost.
    DiskFull,
    /// The data folder cannot be written to.
    ReadOnly,
    /// Another copy of the program works on this folder.
    DeskInUse,
    /// A round sends from this desk just now.
    Sending,
    /// The desk's file was written by a newer program.
    DeskNewer,
    /// The desk's file was there and is gone.
    DeskLost,
    /// The key of the desk's file is missing or unreadable.
    DeskKey,
    /// The keychain that keeps the key is locked or does not answer: wait, unlock, try again.
    KeychainLocked,
    /// The keychain does not have the key any more.
    KeychainEmpty,
    /// The passphrase is asked for.
    PassphraseNeeded,
    PassphraseWrong,
    PassphraseShort,
    /// The key that is there is another desk's.
    DeskKeyWrong,
    /// In the file's place lies another desk's, or none's.
    DeskOther,
    /// The folder lies where what is saved is not safe: a network drive, a synchronised folder.
    DeskPlace,
    /// The desk's file is damaged; it is left as it is.
    DeskCorrupt,
    /// Any other fault of the desk's file.
    Storage,
    /// The paper cannot be made of this content.
    PaperFailed,
    /// Nothing on this machine opens a PDF, or a draft of a mail.
    NoViewer,
    /// The folder that was named is not there: another stick, another drive.
    NoSuchFolder,
    EditionNewer,
    EditionCorrupt,
    IndexFailed,
}

impl AppError {
    pub fn code(&self) -> Code {
        match self {
            Self::ArticleNotFound(_) => Code::ArticleNotFound,
            Self::TicketNotFound(_) => Code::TicketNotFound,
            Self::CallNotFound(_) => Code::CallNotFound,
            Self::DraftNotFound(_) => Code::DraftNotFound,
            Self::NoDataFolder => Code::ReadOnly,
            Self::NotAReceipt => Code::ReceiptRefused,
            Self::Intake(error) => intake_code(error),
            Self::OtherProtocol => Code::IntakeNewer,
            Self::IntakeAddress(_) | Self::IntakeRoot(_) => Code::IntakeAddress,
            Self::Paper(_) => Code::PaperFailed,
            Self::NoViewer(_) => Code::NoViewer,
            Self::NoSuchFolder(_) => Code::NoSuchFolder,
            Self::Store(error) => store_code(error),
            Self::Pack(error) => pack_code(error),
            // No act of an operator asks for the model: search goes on without it.
            Self::Search(_) | Self::Model(_) => Code::IndexFailed,
        }
    }
}

fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::DiskFull => Code::DiskFull,
        StoreError::ReadOnly => Code::ReadOnly,
        StoreError::InUse => Code::DeskInUse,
        StoreError::Sending => Code::Sending,
        StoreError::NewerFile { .. } | StoreError::NewerKey => Code::DeskNewer,
        StoreError::FileLost => Code::DeskLost,
        StoreError::KeyMissing | StoreError::KeyUnreadable => Code::DeskKey,
        StoreError::Sealed => Code::TicketSealed,
        StoreError::NotEnrolled => Code::NotEnrolled,
        StoreError::SealedToAnother { .. } => Code::SealedToAnother,
        StoreError::NoSuchBatch
        | StoreError::FalseReceipt(_)
        | StoreError::OtherReceipt(_)
        | StoreError::OtherNews(_) => Code::ReceiptRefused,
        StoreError::Seal(_)
        | StoreError::Batch(_)
        | StoreError::NotEncryptedYet
        | StoreError::Busy
        | StoreError::Io(_)
        | StoreError::Sqlite(_) => Code::Storage,
        StoreError::KeychainLocked | StoreError::KeychainSilent(_) => Code::KeychainLocked,
        StoreError::KeychainWithoutKey => Code::KeychainEmpty,
        StoreError::PassphraseNeeded => Code::PassphraseNeeded,
        StoreError::PassphraseWrong => Code::PassphraseWrong,
        StoreError::PassphraseShort { .. } => Code::PassphraseShort,
        StoreError::RecoveryMissing | StoreError::RecoveryKey(_) | StoreError::Recovery(_) => Code::DeskKey,
        StoreError::WrongKey => Code::DeskKeyWrong,
        StoreError::OtherFile => Code::DeskOther,
        StoreError::NotADesk | StoreError::Unopened | StoreError::Corrupt | StoreError::NothingToRecover => {
            Code::DeskCorrupt
        }
        StoreError::NoLog | StoreError::UnsafePlace(_) => Code::DeskPlace,
    }
}

fn intake_code(error: &IntakeError) -> Code {
    match Trouble::of(error) {
        Trouble::Network | Trouble::Busy | Trouble::Intake | Trouble::Desk => Code::IntakeAway,
        Trouble::NotTheIntake => Code::NotTheIntake,
        Trouble::DeskRefused | Trouble::Misfit | Trouble::Batch => Code::IntakeRefused,
    }
}

impl From<EnrollError> for AppError {
    fn from(error: EnrollError) -> Self {
        match error {
            EnrollError::Intake(error) => error.into(),
            EnrollError::Store(error) => error.into(),
            EnrollError::OtherProtocol(_) => Self::OtherProtocol,
        }
    }
}

fn pack_code(error: &PackError) -> Code {
    match error {
        PackError::NewerFormat { .. } => Code::EditionNewer,
        PackError::NotAnEdition | PackError::Corrupt => Code::EditionCorrupt,
        PackError::Io(_) => Code::Storage,
    }
}
