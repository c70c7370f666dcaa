//! Where batches lie on the disk: `outbox/` beside the desk's file. They are sealed, and the desk's file is what counts:
//! a batch that is gone from here is made anew from its records.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use centrala_protocol::BatchId;

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

/// All that no waiting batch needs: acknowledged ones, and what a kill left half written.
pub(super) fn sweep(folder: &Path, waiting: &[BatchId]) -> io::Result<()> {
    let kept: Vec<String> = waiting.iter().map(|batch| name(*batch)).collect();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !kept.iter().any(|name| entry.file_name() == name.as_str()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
