//! The key of the desk's file, and where it lies: `desk.key` beside the file, readable by its owner alone.
//!
//! It keeps a copied file, a backup or a disk image without the key file shut; it does not keep out who can read the whole
//! folder. Deliberately not here yet: the keychain, a passphrase, the city's recovery key (docs/decisions/0008).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::StoreError;
use crate::opening::refuse_lost;

const FORMAT: u32 = 1;

/// 256 random bits: SQLCipher's raw key, used without derivation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct FileKey {
    key: [u8; 32],
    /// Else SQLCipher has it from the file's first 16 bytes alone, which its log does not cover: a first sector torn by a
    /// power cut took the whole file with it (`cargo xtask torture --power-cuts` found it).
    salt: Option<[u8; 16]>,
}

/// `desk.key`: JSON, so that other ways of keeping the key can join by their `kind`.
#[derive(Serialize, Deserialize)]
struct Kept {
    format: u32,
    kind: Kind,
    /// 64 hexadecimal digits.
    key: String,
    /// 32 hexadecimal digits; none for a file that was encrypted before it was kept here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
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
            return Err(StoreError::KeyUnreadable);
        }
        let salt = kept.salt.map(|salt| from_hex(&salt).ok_or(StoreError::KeyUnreadable)).transpose()?;
        Ok(Self { key: from_hex(&digits).ok_or(StoreError::KeyUnreadable)?, salt })
    }

    /// Opens a connection's file: first of all, before anything else is asked of it.
    pub fn unlock(&self, connection: &Connection) -> Result<(), rusqlite::Error> {
        // What SQLCipher has to say comes back as an error; it need not be on stderr, too.
        let unlocking = Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = {}", *self.literal()));
        connection.execute_batch(&unlocking)
    }

    /// As SQLCipher reads a raw key, with its salt.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let salt = self.salt.map_or(String::new(), |salt| to_hex(&salt));
        Zeroizing::new(format!("\"x'{}{salt}'\"", *Zeroizing::new(to_hex(&self.key))))
    }

    /// Whole or not at all, and never over another: of two programs that start at once one makes the key, both use it.
    fn make(place: &Path) -> Result<Self, StoreError> {
        let (mut bytes, mut salt) = ([0; 32], [0; 16]);
        getrandom::fill(&mut bytes).and_then(|()| getrandom::fill(&mut salt)).map_err(io::Error::other)?;
        let key = Self { key: bytes, salt: Some(salt) };
        let mut kept = Kept { format: FORMAT, kind: Kind::File, key: to_hex(&bytes), salt: Some(to_hex(&salt)) };
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

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let pairs = digits.as_bytes().chunks(2);
    if digits.len() != 2 * N || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
