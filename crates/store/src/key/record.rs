//! `desk.key`: JSON that tells how the key is kept, and where that is the key file itself, the key.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::FileKey;
use super::passphrase::Wrapped;
use crate::error::StoreError;

const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    format: u32,
    #[serde(flatten)]
    pub kept: Kept,
    /// Tells a digit that has slipped, or another's key, from a file that is damaged. None in those of earlier versions, whose
    /// salt is the file's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Kept {
    /// 64 hexadecimal digits.
    File {
        key: Zeroizing<String>,
    },
    /// Under this name in the system's keychain.
    Keychain {
        account: String,
    },
    Passphrase(Wrapped),
    /// Of a newer program.
    #[serde(other)]
    Unknown,
}

impl Record {
    pub fn of(key: &FileKey, kept: Kept) -> Self {
        Self { format: FORMAT, kept, check: key.salted.then(|| key.check()) }
    }

    pub fn of_key_file(key: &FileKey) -> Self {
        Self::of(key, Kept::File { key: key.hex() })
    }

    /// None where there is none.
    pub fn read(desk_file: &Path) -> Result<Option<Self>, StoreError> {
        match fs::read_to_string(place(desk_file)) {
            Ok(text) => Self::parse(&Zeroizing::new(text)).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(StoreError::KeyUnreadable),
            Err(error) => Err(error.into()),
        }
    }

    pub fn parse(text: &str) -> Result<Self, StoreError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|_| StoreError::KeyUnreadable)?;
        if head.format != FORMAT {
            return Err(StoreError::NewerKey);
        }
        serde_json::from_str(text).map_err(|_| StoreError::KeyUnreadable)
    }

    pub fn text(&self) -> Result<Zeroizing<String>, StoreError> {
        Ok(Zeroizing::new(serde_json::to_string(self).map_err(io::Error::other)?))
    }

    /// The key, if it is the one that this record was written for.
    pub fn checked(&self, mut key: FileKey) -> Result<FileKey, StoreError> {
        key.salted = self.check.is_some();
        let other = self.check.as_ref().is_some_and(|check| *check != key.check());
        if other { Err(StoreError::KeyUnreadable) } else { Ok(key) }
    }
}

/// `desk.key` beside `desk.sqlite`.
pub(super) fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("key")
}
