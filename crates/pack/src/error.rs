//! What can happen to an edition's file.

use std::io;

use rusqlite::ErrorCode;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum PackError {
    #[error("the edition has format {found}, this program knows {known}: install the newer program")]
    NewerFormat { found: u32, known: u32 },
    #[error("the file is not an edition of the knowledge base")]
    NotAnEdition,
    #[error("the edition is damaged or was changed by somebody else")]
    Corrupt,
    #[error("the edition cannot be read or written: {0}")]
    Io(io::Error),
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rusqlite::Error> for PackError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        if code == Some(ErrorCode::NotADatabase) {
            Self::NotAnEdition
        } else if code == Some(ErrorCode::CannotOpen) {
            Self::Io(io::Error::new(io::ErrorKind::NotFound, error))
        } else if code.is_none() || code == Some(ErrorCode::DatabaseCorrupt) {
            // Without a code: a column that cannot be read back.
            Self::Corrupt
        } else {
            Self::Io(io::Error::other(error))
        }
    }
}
