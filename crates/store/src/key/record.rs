//! `desk.key`: JSON that tells how the key is kept, and where that is the key file itself, the key.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::passphrase::Wrapped;
use super::{FileKey, hex};
use crate::error::StoreError;

const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    format: u32,
    #[serde(flatten)]
    pub kept: Kept,
    /// Tells a digit that has slipped, or another's key, from a file that is damaged; none in those of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<String>,
    /// SQLCipher's, 32 hexadecimal digits; none for a file that was encrypted before it was kept here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_salt: Option<String>,
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
        let file_salt = key.salt.map(|salt| hex::write(&salt));
        Self { format: FORMAT, kept, check: Some(key.check()), file_salt }
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

    /// The key with its salt, if it is the one that this record was written for.
    pub fn checked(&self, key: FileKey) -> Result<FileKey, StoreError> {
        if self.check.as_ref().is_some_and(|check| *check != key.check()) {
            return Err(StoreError::KeyUnreadable);
        }
        let salt = |digits: &String| hex::read(digits)?.try_into().ok();
        let salt = self.file_salt.as_ref().map(|digits| salt(digits).ok_or(StoreError::KeyUnreadable)).transpose()?;
        Ok(key.salted(salt))
    }
}

/// `desk.key` beside `desk.sqlite`.
pub(super) fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("key")
}
