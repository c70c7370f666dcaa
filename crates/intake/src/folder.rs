//! Where the intake's files lie: one folder, for its owner's eyes alone.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// Makes it where it is not there yet.
    pub fn new(path: &Path) -> io::Result<Self> {
        let folder = Self(path.to_owned());
        for path in [path, &folder.keys(), &folder.uploads()] {
            Self::private(path)?;
        }
        Ok(folder)
    }

    /// Makes a folder for its owner's eyes alone, unless it is there.
    pub fn private(path: &Path) -> io::Result<PathBuf> {
        private(DirBuilder::new().recursive(true)).create(path)?;
        Ok(path.to_owned())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Unless the ledger is in PostgreSQL.
    pub fn ledger(&self) -> PathBuf {
        self.0.join("ledger.sqlite")
    }

    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// Held by the one service that takes uploads into this folder.
    pub fn lock(&self) -> PathBuf {
        self.0.join("serving.lock")
    }

    /// Batches on their way: sealed, as they come from the desks.
    pub fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }
}

#[cfg(unix)]
fn private(builder: &mut DirBuilder) -> &mut DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    builder.mode(0o700)
}

/// Windows gives a folder the rights of the one it lies in.
#[cfg(not(unix))]
fn private(builder: &mut DirBuilder) -> &mut DirBuilder {
    builder
}

/// What was renamed or made in `folder` is on disk, too.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
