//! The key of the desk's file, and where it lies: `desk.key` beside the file, readable by its owner alone.
//!
//! It keeps a copied file, a backup or a disk image without the key file shut; it does not keep out who can read the whole
//! folder. Deliberately not here yet: the keychain, a passphrase, the city's recovery key (docs/decisions/0008).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::StoreError;
use crate::opening::refuse_lost;

const FORMAT: u32 = 1;

/// 256 random bits: SQLCipher's raw key, used without derivation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct FileKey([u8; 32]);

/// `desk.key`: JSON, so that other ways of keeping the key can join by their `kind`.
#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    kind: Kind,
    /// 64 hexadecimal digits.
    key: String,
    /// Tells a digit that has slipped from a file that is damaged; none in those of earlier versions.
    #[serde(default)]
    check: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    File,
}

impl FileKey {
    /// The key of the desk's file in this folder; makes one where the file does not exist yet or is not encrypted yet. A
    /// key is on disk before anything is written with it.
    ///
    /// # Errors
    /// Where an encrypted file has lost its key, or the key cannot be read: never a new key then.
    pub fn of(desk_file: &Path) -> Result<Self, StoreError> {
        match Self::existing(desk_file) {
            Err(StoreError::KeyMissing | StoreError::NotEncryptedYet) if !is_encrypted(desk_file)? => {
                refuse_lost(desk_file)?;
                Self::make(&place(desk_file))
            }
            found => found,
        }
    }

    /// The key that is there; makes nothing.
    pub fn existing(desk_file: &Path) -> Result<Self, StoreError> {
        let text = match fs::read_to_string(place(desk_file)) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_plain(desk_file)? => {
                return Err(StoreError::NotEncryptedYet);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::KeyMissing),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(StoreError::KeyUnreadable),
            Err(error) => return Err(error.into()),
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|_| StoreError::KeyUnreadable)?;
        let digits = Zeroizing::new(kept.key);
        if kept.format != FORMAT {
            return Err(StoreError::NewerKey);
        }
        let key = Self(from_hex(&digits).ok_or(StoreError::KeyUnreadable)?);
        let slipped = kept.check.is_some_and(|check| check != key.check());
        if slipped { Err(StoreError::KeyUnreadable) } else { Ok(key) }
    }

    /// Opens a connection's file: first of all, before anything else is asked of it.
    pub fn unlock(&self, connection: &Connection) -> Result<(), rusqlite::Error> {
        // What SQLCipher has to say comes back as an error; it need not be on stderr, too.
        let unlocking = Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = {}", *self.literal()));
        connection.execute_batch(&unlocking)
    }

    /// As SQLCipher reads a raw key.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("\"x'{}'\"", *self.hex()))
    }

    /// Names a key without telling it: 64 bits of a hash over 256 random ones.
    pub(crate) fn check(&self) -> String {
        let hash = Sha256::new().chain_update(b"centrala file key").chain_update(self.0).finalize();
        hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Whole or not at all, and never over another: of two programs that start at once one makes the key, both use it.
    fn make(place: &Path) -> Result<Self, StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let key = Self(bytes);
        let mut kept = Kept { format: FORMAT, kind: Kind::File, key: key.hex().to_string(), check: Some(key.check()) };
        let text = Zeroizing::new(serde_json::to_string(&kept).map_err(io::Error::other)?);
        kept.key.zeroize();
        // Readable by its owner alone, and gone if it does not get its name.
        let mut part = NamedTempFile::new_in(place.parent().unwrap_or(Path::new(".")))?;
        part.write_all(text.as_bytes())?;
        part.as_file().sync_all()?;
        let made = part.persist_noclobber(place).map_err(|error| error.error);
        match made {
            Ok(_) => sync_folder(place)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Self::existing(place),
            Err(error) => return Err(error.into()),
        }
        Ok(key)
    }
}

/// `desk.key` beside `desk.sqlite`.
fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("key")
}

/// A file that holds something and does not begin as a plain SQLite file does.
fn is_encrypted(desk_file: &Path) -> Result<bool, StoreError> {
    let holds_something = desk_file.metadata().is_ok_and(|data| data.len() > 0);
    Ok(holds_something && !is_plain(desk_file)?)
}

pub(crate) fn is_plain(desk_file: &Path) -> Result<bool, StoreError> {
    let mut start = [0; 16];
    let read = match File::open(desk_file) {
        Ok(mut file) => io::Read::read(&mut file, &mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    Ok(&start[..read] == b"SQLite format 3\0")
}

/// A new file for its owner's eyes.
pub(crate) fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A rename or a new name is safe only when the folder is.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let pairs = digits.as_bytes().chunks(2);
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
