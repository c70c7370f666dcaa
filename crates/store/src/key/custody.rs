//! Who keeps the key of the desk's file: the system's keychain, a passphrase, or `desk.key` itself, readable by its owner
//! alone. Without keychain and passphrase the key keeps a copied file, a backup or a disk image shut; it does not keep
//! out who can read the whole folder.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::passphrase::Wrapped;
use super::record::{Kept, Record, place};
use super::{FileKey, Passphrase, hex, keychain};
use crate::disk::{self, is_encrypted, is_plain};
use crate::error::StoreError;
use crate::file::Store;
use crate::opening::refuse_lost;

/// The custody of one desk's key, with what it takes to open it.
pub struct Custody<'a> {
    pub(super) desk_file: &'a Path,
    passphrase: Option<&'a Passphrase>,
    keychain_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyKind {
    Keychain,
    Passphrase,
    File,
}

/// Into whose keeping a key is to go.
pub enum Keeping<'a> {
    Keychain,
    Passphrase(&'a Passphrase),
    File,
}

impl<'a> Custody<'a> {
    /// A new key goes into a key file: nothing asks the keychain unless the record says that the key is there.
    pub fn beside(desk_file: &'a Path) -> Self {
        Self { desk_file, passphrase: None, keychain_first: false }
    }

    /// A new key goes into the keychain where that answers.
    pub fn keychain_first(self, keychain_first: bool) -> Self {
        Self { keychain_first, ..self }
    }

    pub fn with_passphrase(self, passphrase: Option<&'a Passphrase>) -> Self {
        Self { passphrase, ..self }
    }

    /// The key of the desk's file; makes one where the file does not exist yet or is not encrypted yet. A key is safe
    /// before anything is written with it.
    ///
    /// # Errors
    /// Where an encrypted file has lost its key, or the key cannot be had now: never a new key then.
    pub fn key(&self) -> Result<FileKey, StoreError> {
        match self.existing() {
            Err(StoreError::KeyMissing | StoreError::NotEncryptedYet) if !is_encrypted(self.desk_file)? => {
                refuse_lost(self.desk_file)?;
                self.make()
            }
            found => found,
        }
    }

    /// The key that is there; makes nothing.
    pub fn existing(&self) -> Result<FileKey, StoreError> {
        let Some(record) = Record::read(self.desk_file)? else {
            return Err(if is_plain(self.desk_file)? { StoreError::NotEncryptedYet } else { StoreError::KeyMissing });
        };
        let key = match &record.kept {
            Kept::File { key } => FileKey::from_hex(key).ok_or(StoreError::KeyUnreadable)?,
            Kept::Keychain { account } => keychain::get(account)?,
            Kept::Passphrase(wrapped) => wrapped.open(self.passphrase.ok_or(StoreError::PassphraseNeeded)?)?,
            Kept::Unknown => return Err(StoreError::NewerKey),
        };
        record.checked(key)
    }

    /// None where no key was made yet.
    pub fn kind(&self) -> Result<Option<CustodyKind>, StoreError> {
        let Some(record) = Record::read(self.desk_file)? else { return Ok(None) };
        match record.kept {
            Kept::File { .. } => Ok(Some(CustodyKind::File)),
            Kept::Keychain { .. } => Ok(Some(CustodyKind::Keychain)),
            Kept::Passphrase(_) => Ok(Some(CustodyKind::Passphrase)),
            Kept::Unknown => Err(StoreError::NewerKey),
        }
    }

    /// Gives the key into another's keeping, or for the first time. Where it was before it goes only once the new keeper
    /// has it; killed in between, the earlier custody still holds.
    pub fn keep(&self, key: &FileKey, keeping: Keeping<'_>) -> Result<(), StoreError> {
        let before = Record::read(self.desk_file).ok().flatten();
        self.put(key, keeping)?;
        if let Some(Record { kept: Kept::Keychain { account }, .. }) = before {
            // One that stays is of no use to anybody who cannot open this keychain.
            let _ = keychain::remove(&account);
        }
        Ok(())
    }

    /// The same, and whoever kept it before keeps it as well.
    pub fn put(&self, key: &FileKey, keeping: Keeping<'_>) -> Result<(), StoreError> {
        let record = Record::of(key, kept(key, keeping)?);
        Ok(disk::write_whole(&place(self.desk_file), record.text()?.as_bytes())?)
    }

    /// Of two programs that start at once one makes the key, both use it.
    fn make(&self) -> Result<FileKey, StoreError> {
        let key = FileKey::random()?;
        let kept = match self.keychain_first.then(|| kept(&key, Keeping::Keychain)) {
            Some(Ok(kept)) => kept,
            // No keychain, or a locked one: the key file serves, and the doctor says so.
            Some(Err(_)) | None => kept(&key, Keeping::File)?,
        };
        let record = Record::of(&key, kept);
        if disk::write_new(&place(self.desk_file), record.text()?.as_bytes())? {
            return Ok(key);
        }
        if let Kept::Keychain { account } = &record.kept {
            let _ = keychain::remove(account);
        }
        self.existing()
    }
}

impl Store {
    /// Gives the key of this file, which it has opened, into another's keeping.
    pub fn keep_key(&self, keeping: Keeping<'_>) -> Result<(), StoreError> {
        Custody::beside(&self.path).keep(&self.key, keeping)
    }
}

fn kept(key: &FileKey, keeping: Keeping<'_>) -> Result<Kept, StoreError> {
    match keeping {
        Keeping::File => Ok(Kept::File { key: key.hex() }),
        Keeping::Passphrase(passphrase) => Ok(Kept::Passphrase(Wrapped::new(key, passphrase)?)),
        Keeping::Keychain => {
            let mut name = [0; 16];
            getrandom::fill(&mut name).map_err(io::Error::other)?;
            let account = hex::write(&name);
            keychain::put(&account, key)?;
            Ok(Kept::Keychain { account })
        }
    }
}
