//! A desk's file from before encryption becomes an encrypted one: copied, compared, and only then put in its place. Killed
//! at any moment the folder holds the plain file or the encrypted one, whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::cipher;
use crate::copies;
use crate::disk::is_plain;
use crate::error::StoreError;
use crate::file::{APPLICATION_ID, refuse_newer};
use crate::key::FileKey;

/// Under the opening lock (`file`): SQLite's own ends with the connection, before the encrypted file has its place.
///
/// # Errors
/// A foreign or newer file is refused and left alone; one that another program holds is busy.
pub(crate) fn encrypt(path: &Path, key: &FileKey) -> Result<(), StoreError> {
    cipher::wait_until_ready()?;
    let plain = Connection::open(path)?;
    // Before the first look: nobody else may read or write it any more; who does so already keeps it.
    plain.busy_timeout(Duration::from_secs(1))?;
    plain.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
    let (application, version) = (number(&plain, "application_id")?, number(&plain, "user_version")?);
    if application != APPLICATION_ID {
        return Err(StoreError::NotADesk);
    }
    refuse_newer(u32::try_from(version).unwrap_or(u32::MAX))?;
    // Nobody else can hold it: the log is emptied whole, or an error says why not.
    let held: bool = plain.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if held {
        return Err(StoreError::Busy);
    }
    let part = copies::begin(path)?;
    copy(&plain, &part, key)?;
    if counts(&plain)? != counts(&copies::whole(&part, key)?)? {
        return Err(StoreError::Corrupt);
    }
    plain.close().map_err(|(_, error)| error)?;
    remove_log(path)?;
    Ok(copies::put_in_place(&part, path)?)
}

/// Copies that an earlier format left beside the file from before encryption, each for itself. One that cannot be taken
/// over now is no reason not to work: the next start tries again, and the doctor names it until then.
pub(crate) fn encrypt_copies(desk_file: &Path, key: &FileKey) {
    for copy in plain_copies(desk_file) {
        let _ = encrypt(&copy, key);
    }
}

pub(crate) fn plain_copies(desk_file: &Path) -> Vec<PathBuf> {
    let copies = copies::of_formats(desk_file).into_iter();
    copies.filter(|copy| is_plain(copy).unwrap_or(false)).collect()
}

fn copy(plain: &Connection, part: &Path, key: &FileKey) -> Result<(), StoreError> {
    plain
        .execute("ATTACH DATABASE ?1 AS encrypted KEY ?2", (part.to_string_lossy(), key.literal().trim_matches('"')))?;
    plain.query_row("SELECT sqlcipher_export('encrypted')", [], |_| Ok(()))?;
    for name in ["application_id", "user_version"] {
        plain.pragma_update(Some("encrypted"), name, number(plain, name)?)?;
    }
    Ok(plain.execute_batch("DETACH DATABASE encrypted")?)
}

/// The rows of each table.
fn counts(connection: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let count = |name: String| {
        let rows = connection.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0))?;
        Ok((name, rows))
    };
    names.into_iter().map(count).collect()
}

/// The log of the plain file was emptied and must not lie beside the encrypted one.
fn remove_log(path: &Path) -> Result<(), StoreError> {
    for end in ["-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        if Path::new(&beside).exists() {
            fs::remove_file(&beside)?;
        }
    }
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> Result<i32, rusqlite::Error> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}
