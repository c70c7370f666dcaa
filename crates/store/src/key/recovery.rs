//! `desk.recovery.age`: the key once more, sealed to the city's recovery key. What it holds, opened, is a key file:
//! `age -d -i city.key desk.recovery.age > desk.key` helps even where this program does not.

use std::path::{Path, PathBuf};
use std::{fs, io};

use centrala_protocol::{Identities, Recipients};
use zeroize::Zeroizing;

use super::record::{Kept, Record};
use super::{Custody, FileKey};
use crate::disk;
use crate::error::StoreError;
use crate::file::Store;

/// Longest text of a key file, in bytes.
const LIMIT: usize = 4096;

impl Store {
    /// Seals the key of this file, beside it, to whoever may open it when it is lost. Over an earlier one: it is the same
    /// key.
    pub fn wrap_for_recovery(&self, recipients: &Recipients) -> Result<(), StoreError> {
        let text = Record::of_key_file(&self.key).text()?;
        let sealed = recipients.seal(text.as_bytes())?;
        Ok(disk::write_whole(&place(&self.path), &sealed)?)
    }
}

impl Custody<'_> {
    /// The key out of `desk.recovery.age`; keeps it nowhere.
    pub fn recovered(&self, identities: &Identities) -> Result<FileKey, StoreError> {
        let sealed = match fs::read(place(self.desk_file)) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::RecoveryMissing),
            Err(error) => return Err(error.into()),
        };
        let text = identities.unseal(&sealed, LIMIT).map_err(StoreError::Recovery)?;
        let text = Zeroizing::new(String::from_utf8(text).map_err(|_| StoreError::KeyUnreadable)?);
        let record = Record::parse(&text)?;
        match &record.kept {
            Kept::File { key } => record.checked(FileKey::from_hex(key).ok_or(StoreError::KeyUnreadable)?),
            Kept::Keychain { .. } | Kept::Passphrase(_) | Kept::Unknown => Err(StoreError::KeyUnreadable),
        }
    }
}

pub fn has_recovery(desk_file: &Path) -> bool {
    place(desk_file).is_file()
}

fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("recovery.age")
}
