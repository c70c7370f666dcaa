//! The key of the desk's file. How it is kept is the affair of `custody`.

mod custody;
mod hex;
mod keychain;
mod passphrase;
mod record;
mod recovery;

use std::io;
use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cipher;
use crate::error::StoreError;

pub use custody::{Custody, CustodyKind, Keeping};
pub use passphrase::Passphrase;
pub use recovery::has_recovery;

/// 256 random bits: SQLCipher's raw key, used without derivation. Deliberately without `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FileKey {
    bytes: [u8; 32],
    /// The file's salt comes from the key. Else SQLCipher has it from the file's first 16 bytes alone, which its log does not
    /// cover: a first sector torn by a power cut took the whole file with it (`cargo xtask torture --power-cuts` found
    /// it). False for files from before that was known.
    salted: bool,
}

impl FileKey {
    /// The key of the desk's file in this folder, or a new one in a key file: [`Custody::key`] without a passphrase.
    pub fn of(desk_file: &Path) -> Result<Self, StoreError> {
        Custody::beside(desk_file).key()
    }

    /// The key that is there; makes nothing.
    pub fn existing(desk_file: &Path) -> Result<Self, StoreError> {
        Custody::beside(desk_file).existing()
    }

    /// Opens a connection's file: first of all, before anything else is asked of it.
    pub fn unlock(&self, connection: &Connection) -> Result<(), rusqlite::Error> {
        cipher::wait_until_ready()?;
        // What SQLCipher has to say comes back as an error; it need not be on stderr, too.
        let unlocking = Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = {}", *self.literal()));
        connection.execute_batch(&unlocking)
    }

    fn random() -> io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self { bytes, salted: true })
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self { bytes: bytes.try_into().ok()?, salted: true })
    }

    fn from_hex(digits: &str) -> Option<Self> {
        Self::from_bytes(&Zeroizing::new(hex::read(digits)?))
    }

    fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::write(&self.bytes))
    }

    /// As SQLCipher reads a raw key, with its salt.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let salt = if self.salted { hex::write(&self.hash(b"centrala file salt")[..16]) } else { String::new() };
        Zeroizing::new(format!("\"x'{}{salt}'\"", *self.hex()))
    }

    /// Names a key without telling it: 64 bits of a hash over 256 random ones.
    pub(crate) fn check(&self) -> String {
        hex::write(&self.hash(b"centrala file key")[..8])
    }

    fn hash(&self, purpose: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(purpose).chain_update(self.bytes).finalize().into()
    }
}
