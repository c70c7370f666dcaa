//! One at a time, window or sender, on a folder: an exclusive lock that the system lets go when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::error::StoreError;

/// Held until dropped.
#[derive(Debug)]
pub struct DeskLock {
    _file: File,
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
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(taken),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
