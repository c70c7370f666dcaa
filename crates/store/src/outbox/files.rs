//! Where batches lie on the disk: `outbox/` beside the desk's file. They are sealed, and the desk's file is what counts:
//! a batch that is gone from here is made anew from its records.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use centrala_protocol::BatchId;

use crate::disk::private_folder;
use crate::file::Store;

impl Store {
    /// Made when it is first needed, for its owner alone.
    pub(super) fn outbox(&self) -> io::Result<PathBuf> {
        let folder = self.path.with_file_name("outbox");
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Ok(()) => crate::disk::sync_folder(&folder)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        Ok(folder)
    }
}

pub(super) fn name(batch: BatchId) -> String {
    format!("{batch}.sqlite.age")
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
pub(super) fn sweep(folder: &Path, waiting: &[BatchId], known: &[BatchId]) -> io::Result<()> {
    let is_of = |file: &str, batches: &[BatchId]| batches.iter().any(|batch| name(*batch) == file);
    for entry in fs::read_dir(folder)?.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if is_of(&file, waiting) {
            continue;
        }
        // One that cannot be moved or removed now must not hold up the others.
        let _ = if is_of(&file, known) || file.starts_with(".tmp") {
            fs::remove_file(entry.path())
        } else if file.ends_with(".sqlite.age") {
            set_aside(folder, &file)
        } else {
            Ok(())
        };
    }
    Ok(())
}

fn set_aside(folder: &Path, file: &str) -> io::Result<()> {
    let aside = folder.with_file_name("outbox-unknown");
    private_folder(&aside)?;
    fs::rename(folder.join(file), aside.join(file))
}
