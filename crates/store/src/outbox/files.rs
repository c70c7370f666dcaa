//! Where batches lie on the disk: `outbox/` beside the desk's file. They are sealed, and the desk's file is what counts:
//! a batch that is gone from here is made anew from its records.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use centrala_protocol::BatchId;

use crate::disk::{private_folder, sync_folder};
use crate::error::StoreError;
use crate::file::Store;

const END: &str = ".sqlite.age";

impl Store {
    /// Made when it is first needed, for its owner alone.
    pub(super) fn outbox(&self) -> io::Result<PathBuf> {
        let folder = self.path.with_file_name("outbox");
        if !folder.is_dir() {
            private_folder(&folder)?;
            sync_folder(&folder)?;
        }
        Ok(folder)
    }
}

pub(super) fn name(batch: BatchId) -> String {
    format!("{batch}{END}")
}

pub(super) fn remove(folder: &Path, batch: BatchId) -> io::Result<()> {
    match fs::remove_file(folder.join(name(batch))) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What no waiting batch needs goes: batches that are answered or given up, and what a kill left half written. One that the
/// desk's file does not know was made before that was put back from a copy: nobody else may have its tickets, and
/// `centrala-intake import` takes it; it is set aside. Whatever else lies there is left alone.
pub(super) fn sweep(
    folder: &Path,
    waits: impl Fn(BatchId) -> Result<Option<bool>, rusqlite::Error>,
) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder)?.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let waits = match batch_of(&file) {
            Some(batch) => waits(batch)?,
            // Half of one.
            None if file.starts_with(".tmp") => Some(false),
            None => continue,
        };
        // One that cannot be moved or removed now must not hold up the others.
        let _ = match waits {
            Some(true) => Ok(()),
            Some(false) => fs::remove_file(entry.path()),
            None => set_aside(folder, &file),
        };
    }
    Ok(())
}

fn batch_of(file: &str) -> Option<BatchId> {
    file.strip_suffix(END)?.parse().ok()
}

fn set_aside(folder: &Path, file: &str) -> io::Result<()> {
    let aside = folder.with_file_name("outbox-unknown");
    private_folder(&aside)?;
    fs::rename(folder.join(file), aside.join(file))
}
