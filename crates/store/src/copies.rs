//! A copy of the desk's file becomes a file of its own only when it has been found whole: written beside, checked, synced,
//! renamed. A name without `.part` is never half a file.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::disk::{owner_only, sync_folder};
use crate::error::StoreError;
use crate::key::FileKey;

/// The copies that were made before the file was brought up to a newer format.
pub(crate) fn of_formats(desk_file: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("desk-of-format-") && name.ends_with(".sqlite")
    };
    let folder = desk_file.parent().and_then(|folder| fs::read_dir(folder).ok());
    folder.into_iter().flatten().flatten().map(|entry| entry.path()).filter(is_copy).collect()
}

/// Where a copy is written first: an empty file for its owner's eyes. What a killed program left there goes: whoever copies
/// holds the opening lock (`file`).
pub(crate) fn begin(place: &Path) -> io::Result<PathBuf> {
    let part = place.with_extension("part");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    owner_only().open(&part)?;
    Ok(part)
}

/// The copy opened, once its pages and its structure have been found whole; never changed by that.
pub(crate) fn whole(part: &Path, key: &FileKey) -> Result<Connection, StoreError> {
    let copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    key.unlock(&copy)?;
    let bad_pages = copy.prepare("PRAGMA cipher_integrity_check")?.exists([])?;
    let structure: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if bad_pages || structure != "ok" { Err(StoreError::Corrupt) } else { Ok(copy) }
}

/// On disk with all its bytes before it has its name, and the name on disk before anything relies on it.
pub(crate) fn put_in_place(part: &Path, place: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(part)?.sync_all()?;
    fs::rename(part, place)?;
    sync_folder(place)
}
