//! Who keeps the key of the desk's file: asked, and given into another's keeping.

use centrala_store::{CustodyKind, Keeping, Passphrase};

use crate::error::AppError;
use crate::folder::DeskFolder;

/// Where the key is to go, as a person says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper<'a> {
    Keychain,
    Passphrase(&'a str),
    File,
}

impl DeskFolder {
    /// None where there is no key yet.
    pub fn key_keeper(&self) -> Result<Option<CustodyKind>, AppError> {
        Ok(self.custody(&self.desk_file()).kind()?)
    }

    /// The desk's key, once it has opened the desk's file, goes into another's keeping.
    pub fn give_key_to(&self, keeper: Keeper<'_>) -> Result<(), AppError> {
        let store = self.existing_store()?;
        match keeper {
            Keeper::Keychain => store.keep_key(Keeping::Keychain)?,
            Keeper::Passphrase(typed) => store.keep_key(Keeping::Passphrase(&Passphrase::chosen(typed)?))?,
            Keeper::File => store.keep_key(Keeping::File)?,
        }
        Ok(())
    }
}
