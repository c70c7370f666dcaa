//! One at a time, window or sender, on a folder: an exclusive lock that the system lets go when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::error::StoreError;

/// Held until dropped.
#[derive(Debug)]
pub struct DeskLock {
    file: File,
}

impl DeskLock {
    /// Takes the folder's lock, or says at once that another holds it.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        Self::at(&folder.join("desk.lock"), StoreError::InUse)
    }

    /// `taken` where another holds it.
    pub(crate) fn at(place: &Path, taken: StoreError) -> Result<Self, StoreError> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(place)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(taken),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for DeskLock {
    /// Not left to the closing of the file: a program that is being started just now has a copy of it until it runs.
    fn drop(&mut self) {
        // If it fails the file is closed all the same.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_free_at_once_though_a_program_that_is_being_started_has_a_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = DeskLock::take(folder.path()).expect("free");
        let _copy = lock.file.try_clone().expect("as a fork has it");
        drop(lock);
        assert!(DeskLock::take(folder.path()).is_ok());
    }
}
