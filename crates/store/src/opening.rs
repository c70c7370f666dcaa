//! `desk.opening`: of programs that start at once one makes, encrypts or brings up the desk's file, and the file is
//! remembered once it has been made: one that is missing later is lost, and no new one may hide that.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::StoreError;

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
    pub(crate) fn remember_file(&mut self) -> Result<(), StoreError> {
        if self.0.metadata()?.len() == 0 {
            self.0.write_all(b"made\n")?;
            self.0.sync_all()?;
        }
        Ok(())
    }
}

/// # Errors
/// Where a desk's file was here, and is not any more.
pub fn refuse_lost(desk_file: &Path) -> Result<(), StoreError> {
    let was_here = || place(desk_file).metadata().is_ok_and(|data| data.len() > 0) || has_copy(desk_file);
    if !desk_file.exists() && was_here() { Err(StoreError::FileLost) } else { Ok(()) }
}

/// A copy of an earlier format tells of a file, too.
fn has_copy(desk_file: &Path) -> bool {
    let folder = desk_file.parent().and_then(|folder| fs::read_dir(folder).ok());
    let is_copy = |name: &str| name.starts_with("desk-of-format-");
    folder.into_iter().flatten().flatten().any(|entry| entry.file_name().to_str().is_some_and(is_copy))
}

fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("opening")
}
