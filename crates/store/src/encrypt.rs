//! A desk's file from before encryption becomes an encrypted one: copied, compared, and only then put in its place. Killed
//! at any moment the folder holds the plain file or the encrypted one, whole.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::error::StoreError;
use crate::file::{APPLICATION_ID, refuse_newer};
use crate::key::{FileKey, owner_only, sync_folder};

/// # Errors
/// A foreign or newer file is refused and left alone; one that another program holds is busy.
pub(crate) fn encrypt(path: &Path, key: &FileKey) -> Result<(), StoreError> {
    let part = path.with_extension("encrypted.part");
    if part.exists() {
        fs::remove_file(&part)?;
    }
    let plain = Connection::open(path)?;
    // Before the first look: nobody else may read or write it any more; who does so already keeps it.
    plain.busy_timeout(Duration::from_secs(1))?;
    plain.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
    let (application, version) = (number(&plain, "application_id")?, number(&plain, "user_version")?);
    if application != APPLICATION_ID {
        return Err(StoreError::NotADesk);
    }
    refuse_newer(u32::try_from(version).unwrap_or(u32::MAX))?;
    plain.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    copy(&plain, &part, key)?;
    let same = counts(&plain)? == checked_counts(&part, key)?;
    if !same {
        return Err(StoreError::Corrupt);
    }
    plain.close().map_err(|(_, error)| error)?;
    put_in_place(&part, path)
}

fn copy(plain: &Connection, part: &Path, key: &FileKey) -> Result<(), StoreError> {
    drop(owner_only().open(part)?);
    plain
        .execute("ATTACH DATABASE ?1 AS encrypted KEY ?2", (part.to_string_lossy(), key.literal().trim_matches('"')))?;
    plain.query_row("SELECT sqlcipher_export('encrypted')", [], |_| Ok(()))?;
    for name in ["application_id", "user_version"] {
        plain.pragma_update(Some("encrypted"), name, number(plain, name)?)?;
    }
    Ok(plain.execute_batch("DETACH DATABASE encrypted")?)
}

/// The rows of each table of the copy, once its pages and its structure have been found whole.
fn checked_counts(part: &Path, key: &FileKey) -> Result<Vec<(String, i64)>, StoreError> {
    let copy = Connection::open(part)?;
    key.unlock(&copy)?;
    let pages = copy.prepare("PRAGMA cipher_integrity_check")?.exists([])?;
    let structure: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if pages || structure != "ok" { Err(StoreError::Corrupt) } else { counts(&copy) }
}

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
fn put_in_place(part: &Path, path: &Path) -> Result<(), StoreError> {
    fs::File::open(part)?.sync_all()?;
    for end in ["-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        if Path::new(&beside).exists() {
            fs::remove_file(&beside)?;
        }
    }
    fs::rename(part, path)?;
    Ok(sync_folder(path)?)
}

fn number(connection: &Connection, pragma: &str) -> Result<i32, rusqlite::Error> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}
