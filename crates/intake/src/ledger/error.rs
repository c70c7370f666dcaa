//! What can happen to the ledger, named by what follows from it. Without the values that were written: they may be anyone's.

use rusqlite::ErrorCode;
use thiserror::Error;

/// It can be cloned, as all who wait for one transaction get the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    #[error("the ledger's disk is full")]
    DiskFull,
    #[error("the ledger is busy: another program is writing, or its disk or standby does not answer")]
    Busy,
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    #[error("the ledger has format {found}, this program knows {known}: install the newer program")]
    NewerFormat { found: u32, known: u32 },
    #[error("the file is not an intake's ledger; it was left as it is")]
    NotALedger,
    #[error("the ledger is damaged; it was left as it is")]
    Damaged,
    #[error("the ledger cannot be written to")]
    ReadOnly,
    #[error("a value of the ledger is not of its kind: {0}")]
    Column(&'static str),
    #[error("PostgreSQL runs with {0} = off: a receipt would promise what a power cut can undo")]
    Forgetful(&'static str),
    #[error("a PostgreSQL ledger is copied with pg_dump")]
    NoCopy,
    #[error("an act on the ledger has broken off, and was undone")]
    BrokenOff,
    #[error("the service is stopping")]
    Stopping,
    #[error("the database refused the act: {0}")]
    Database(String),
}

impl LedgerError {
    /// The same act may well succeed a little later.
    pub fn passes(&self) -> bool {
        match self {
            Self::DiskFull | Self::Busy | Self::Unreachable(_) | Self::Stopping => true,
            Self::NewerFormat { .. }
            | Self::NotALedger
            | Self::Damaged
            | Self::ReadOnly
            | Self::Column(_)
            | Self::Forgetful(_)
            | Self::NoCopy
            | Self::BrokenOff
            | Self::Database(_) => false,
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        let named = [
            (ErrorCode::DiskFull, Self::DiskFull),
            (ErrorCode::DatabaseBusy, Self::Busy),
            (ErrorCode::DatabaseLocked, Self::Busy),
            (ErrorCode::NotADatabase, Self::NotALedger),
            (ErrorCode::DatabaseCorrupt, Self::Damaged),
            (ErrorCode::ReadOnly, Self::ReadOnly),
            (ErrorCode::CannotOpen, Self::ReadOnly),
            (ErrorCode::PermissionDenied, Self::ReadOnly),
        ];
        let found = named.into_iter().find(|(known, _)| code == Some(*known));
        found.map_or_else(|| Self::Database(error.to_string()), |(_, named)| named)
    }
}
