//! Small files that are there whole or not at all, and for their owner's eyes alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::StoreError;

/// A new file for its owner's eyes.
pub(crate) fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A folder for its owner alone; one that is there already keeps its rights.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut make = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.recursive(true).create(folder)
}

/// Bytes that this user may still write there.
pub fn free_space(folder: &Path) -> io::Result<u64> {
    fs4::available_space(folder)
}

/// Over whatever has the name.
pub(crate) fn write_whole(place: &Path, bytes: &[u8]) -> io::Result<()> {
    part(place, bytes)?.persist(place).map_err(|error| error.error)?;
    sync_folder(place)
}

/// False where the name is taken; what has it stays.
pub(crate) fn write_new(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    match part(place, bytes)?.persist_noclobber(place) {
        Ok(_) => sync_folder(place).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// Readable by its owner alone, on disk, and gone if it does not get its name.
fn part(place: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut part = NamedTempFile::new_in(place.parent().unwrap_or(Path::new(".")))?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    Ok(part)
}

/// A rename or a new name is safe only when the folder is.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Begins as a plain SQLite file does.
pub(crate) fn is_plain(file: &Path) -> Result<bool, StoreError> {
    let mut start = Vec::new();
    match File::open(file) {
        Ok(file) => file.take(16).read_to_end(&mut start)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    Ok(start == b"SQLite format 3\0")
}

/// Holds something and does not begin as a plain SQLite file does.
pub(crate) fn is_encrypted(file: &Path) -> Result<bool, StoreError> {
    let holds_something = file.metadata().is_ok_and(|data| data.len() > 0);
    Ok(holds_something && !is_plain(file)?)
}
