//! Where the intake's files lie: one folder, for its owner's eyes alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// Makes it where it is not there yet.
    pub fn new(path: &Path) -> io::Result<Self> {
        let folder = Self::at(path);
        for path in [path, &folder.keys(), &folder.uploads()] {
            Self::private(path)?;
        }
        Ok(folder)
    }

    /// Where it would lie; makes nothing.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
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

/// Opens a file for writing; one that is not there yet is made for its owner's eyes alone.
pub fn private_file(path: &Path) -> io::Result<File> {
    owners(OpenOptions::new().create(true).truncate(false).write(true)).open(path)
}

/// Takes the eyes of others off a file that something else has made. By its name: to open and close a database's file
/// would drop the locks that this process has on it.
#[cfg(unix)]
pub fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path)?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    match fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
        // A stick has no rights to set, and another's file is not ours to lock.
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Windows gives a file the rights of its folder.
#[cfg(not(unix))]
pub fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn owners(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn owners(options: &mut OpenOptions) -> &mut OpenOptions {
    options
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
