//! `desk.opening`: of programs that start at once one makes, encrypts or brings up the desk's file, and the file is
//! remembered once it has been made: one that is missing later is lost, and no new one may hide that. Its salt and its
//! key's check are remembered, too: of a file that does not open they tell why.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::backup;
use crate::copies::of_formats;
use crate::error::StoreError;
use crate::key::FileKey;

/// Longer than bringing up takes; a program that hangs must not hold the others without a word.
const PATIENCE: Duration = Duration::from_secs(10);

/// Held until dropped, and let go by the system when the program is killed.
pub(crate) struct Opening(File);

impl Opening {
    /// # Errors
    /// Busy where another program does not come to an end.
    pub(crate) fn wait(desk_file: &Path) -> Result<Self, StoreError> {
        let lock = File::options().create(true).append(true).open(place(desk_file))?;
        let started = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self(lock)),
                Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => {
                    thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }

    /// The desk's file is there, with all that makes it one.
    pub(crate) fn remember(&mut self, desk_file: &Path, key: &FileKey) -> Result<(), StoreError> {
        let made = Made { salt: salt(desk_file)?, check: key.check() };
        if remembered(desk_file).as_ref() != Some(&made) {
            writeln!(self.0, "made {} {}", made.salt, made.check)?;
            self.0.sync_all()?;
        }
        Ok(())
    }
}

/// The file that was last open here.
#[derive(PartialEq, Eq)]
struct Made {
    /// SQLCipher's, in hexadecimal digits: the first bytes of the file, and no other's.
    salt: String,
    check: String,
}

/// None where no file was made, or by a program that remembered no more than that.
fn remembered(desk_file: &Path) -> Option<Made> {
    let text = fs::read_to_string(place(desk_file)).ok()?;
    let mut words = text.lines().last()?.split(' ').skip(1).map(str::to_owned);
    Some(Made { salt: words.next()?, check: words.next()? })
}

fn salt(desk_file: &Path) -> Result<String, StoreError> {
    let mut salt = Vec::new();
    File::open(desk_file)?.take(16).read_to_end(&mut salt)?;
    Ok(salt.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Why a file does not open whose beginning SQLCipher cannot read: it says the same of a wrong key, of another file and
/// of damage.
pub(crate) fn explained(error: StoreError, desk_file: &Path, key: &FileKey) -> StoreError {
    if !matches!(error, StoreError::Unopened) {
        return error;
    }
    match (remembered(desk_file), salt(desk_file)) {
        (Some(made), _) if made.check != key.check() => StoreError::WrongKey,
        (Some(made), Ok(salt)) if made.salt != salt => StoreError::OtherFile,
        (Some(_), Ok(_)) => StoreError::Corrupt,
        (None, _) | (_, Err(_)) => error,
    }
}

/// Whether a desk's file was ever made here: a copy tells of one, too.
pub(crate) fn was_made(desk_file: &Path) -> bool {
    let copies = || of_formats(desk_file).len() + backup::files(desk_file).len();
    place(desk_file).metadata().is_ok_and(|data| data.len() > 0) || copies() > 0
}

/// # Errors
/// Where a desk's file was here, and is not any more, or holds nothing any more.
pub fn refuse_lost(desk_file: &Path) -> Result<(), StoreError> {
    let holds_something = fs::metadata(desk_file).map_or(desk_file.exists(), |data| data.len() > 0);
    if !holds_something && was_made(desk_file) { Err(StoreError::FileLost) } else { Ok(()) }
}

fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("opening")
}
