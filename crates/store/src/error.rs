//! What can happen to the desk's file, named by what the operator does next.

use std::io;

use centrala_domain::DeskCode;
use centrala_protocol::batch::BatchError;
use centrala_protocol::{ReceiptFault, RecordFault, SealingKeyError, SignedFault, UnsealError};
use rusqlite::ErrorCode;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("the disk is full: nothing that was saved is lost; free some space and save again")]
    DiskFull,
    #[error("the desk's file or folder cannot be written to")]
    ReadOnly,
    #[error("another copy of the program is working on this folder")]
    InUse,
    #[error("another round sends from this desk just now: try again in a moment")]
    Sending,
    #[error("the desk's file has format {found}, this program knows {known}: install the newer program")]
    NewerFile { found: u32, known: u32 },
    #[error("the file is not a desk's file; it was left as it is")]
    NotADesk,
    /// Not even its beginning can be read, and nothing is known of it that would tell why.
    #[error("the file is not a desk's file, or not of this key, or damaged at its beginning; it was left as it is")]
    Unopened,
    #[error("in the place of the desk's file lies another desk's, or no desk's at all; it was left as it is")]
    OtherFile,
    #[error("desk.key is not the key of this desk's file: put the right one back from a copy of the folder")]
    WrongKey,
    #[error("desk.key keeps the key in a way that this program does not know: install the newer program")]
    NewerKey,
    #[error(
        "the desk's file was here and is gone: put it back, or let centrala recover begin from its copies; to begin anew, move the whole folder away"
    )]
    FileLost,
    #[error("the desk's file is not encrypted yet: it will be at the next start")]
    NotEncryptedYet,
    #[error(
        "desk.key, the key of the desk's file, is not there: put it back from a copy of the folder, or get it back with the city's recovery key (centrala recover)"
    )]
    KeyMissing,
    #[error(
        "desk.key, the key of the desk's file, cannot be read: put it back from a copy of the folder, or get it back with the city's recovery key (centrala recover)"
    )]
    KeyUnreadable,
    #[error("the keychain that keeps the key of the desk's file is locked: unlock it and try again")]
    KeychainLocked,
    #[error(
        "the keychain that keeps the key of the desk's file does not answer ({0}): log in to the desktop and try again"
    )]
    KeychainSilent(String),
    #[error(
        "the keychain has no key of this desk's file any more: restore the keychain, or get the key back with the city's recovery key (centrala recover)"
    )]
    KeychainWithoutKey,
    #[error("the key of the desk's file is opened by a passphrase")]
    PassphraseNeeded,
    #[error("the passphrase does not open the key of the desk's file")]
    PassphraseWrong,
    #[error("a passphrase has at least {shortest} characters")]
    PassphraseShort { shortest: usize },
    #[error("desk.recovery.age is not there: this desk's key was never sealed to a recovery key")]
    RecoveryMissing,
    #[error("the recovery key cannot be read: {0}")]
    RecoveryKey(SealingKeyError),
    #[error("desk.recovery.age does not open: {0}")]
    Recovery(UnsealError),
    #[error("there is no good copy, and nothing can be read of the damaged file: it was left as it is")]
    NothingToRecover,
    #[error(
        "the desk's file is damaged; it was left as it is: centrala recover brings back what can be read, and the copies"
    )]
    Corrupt,
    #[error("the desk's folder lies on {0}, where what is saved is not safe: move it to a disk of this machine")]
    UnsafePlace(String),
    #[error("the ticket is sealed for the city: it cannot be undone, only corrected by another")]
    Sealed,
    #[error("this desk is not enrolled with the city's intake: centrala enroll")]
    NotEnrolled,
    #[error(
        "{waiting} tickets wait here that are sealed to another intake's key, and this one cannot open them: send them there first, or carry them there on a stick"
    )]
    SealedToAnother { waiting: u32 },
    #[error("no such batch was made on this desk")]
    NoSuchBatch,
    #[error("the receipt is not the intake's: {0}")]
    FalseReceipt(SignedFault),
    #[error("the receipt cannot be applied: {0}")]
    OtherReceipt(ReceiptFault),
    #[error("the news are desk {0}'s")]
    OtherNews(DeskCode),
    #[error("a record cannot be sealed: {0}")]
    Seal(RecordFault),
    #[error("a batch cannot be made: {0}")]
    Batch(BatchError),
    #[error("this folder's disk cannot keep the desk's log, so that a power cut could lose what was saved")]
    NoLog,
    #[error("the desk's file is busy: another process is writing to it")]
    Busy,
    #[error("the desk's file cannot be read or written: {0}")]
    Io(io::Error),
    #[error("the desk's file refused the act: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<RecordFault> for StoreError {
    fn from(fault: RecordFault) -> Self {
        Self::Seal(fault)
    }
}

impl From<BatchError> for StoreError {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Write(error) => error.into(),
            BatchError::Build(error) => error.into(),
            error @ (BatchError::Full
            | BatchError::Twice
            | BatchError::Orphan
            | BatchError::AttachmentTooLarge
            | BatchError::Empty
            | BatchError::Chain
            | BatchError::NameTaken(_)) => Self::Batch(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        // Most telling first; what is not named here keeps SQLite's own words.
        let named = [
            (ErrorCode::DiskFull, Self::DiskFull),
            (ErrorCode::ReadOnly, Self::ReadOnly),
            (ErrorCode::CannotOpen, Self::ReadOnly),
            (ErrorCode::PermissionDenied, Self::ReadOnly),
            (ErrorCode::DatabaseCorrupt, Self::Corrupt),
            (ErrorCode::NotADatabase, Self::Unopened),
            (ErrorCode::DatabaseBusy, Self::Busy),
            (ErrorCode::DatabaseLocked, Self::Busy),
        ];
        named.into_iter().find(|(known, _)| code == Some(*known)).map_or(Self::Sqlite(error), |(_, named)| named)
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        let named = [
            (io::ErrorKind::StorageFull, Self::DiskFull),
            (io::ErrorKind::QuotaExceeded, Self::DiskFull),
            (io::ErrorKind::PermissionDenied, Self::ReadOnly),
            // A folder that is gone, or refuses new files as /proc does.
            (io::ErrorKind::NotFound, Self::ReadOnly),
            (io::ErrorKind::ReadOnlyFilesystem, Self::ReadOnly),
        ];
        named.into_iter().find(|(known, _)| error.kind() == *known).map_or(Self::Io(error), |(_, named)| named)
    }
}
