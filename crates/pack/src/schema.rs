//! The schemas an edition may have, one a format. A file with anything else in it (a view, a trigger) is refused
//! unread.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::Connection;

use crate::error::PackError;

/// "CENE" in the file's header.
pub(crate) const APPLICATION_ID: i32 = 0x4345_4E45;
/// The format this program writes (`user_version`); it reads every one since the first in [`ADDED`].
pub(crate) const FORMAT: u32 = 5;
/// The first format that this program reads.
pub(crate) const FIRST: u32 = 3;
/// The first format that knows how callers ask, and what is handled elsewhere.
pub(crate) const ASKED_AS: u32 = 4;
/// The first format with vectors of words and texts.
pub(crate) const VECTORS: u32 = 4;

/// A format above that no program will write for long: such a number is damage.
const FAR: u32 = 1000;
/// Where SQLite's header has what kind of file it is, and whose.
const HEADER: usize = 72;
const SQLITE: &[u8] = b"SQLite format 3\0";

/// What each format added to the one before; released ones never change.
///
/// The fifth has the tables of the fourth: its `asked_as` speaks of units, too, which a program of the fourth would
/// take for a broken row, and call the edition damaged where it is the program that is too old.
const ADDED: [(u32, &str); 2] = [(FIRST, include_str!("schema/3.sql")), (ASKED_AS, include_str!("schema/4.sql"))];

pub(crate) fn create(connection: &Connection) -> Result<(), rusqlite::Error> {
    define(connection, FORMAT)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", FORMAT)
}

/// The format of an edition that is ours, of a known format, and has its schema to the letter.
pub(crate) fn format(connection: &Connection) -> Result<u32, PackError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(PackError::NotAnEdition);
    }
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > FAR {
        return Err(PackError::Corrupt);
    }
    if found > FORMAT {
        return Err(PackError::NewerFormat { found, known: FORMAT });
    }
    let known = Connection::open_in_memory()?;
    define(&known, found)?;
    if definitions(connection)? != definitions(&known)? { Err(PackError::Corrupt) } else { Ok(found) }
}

/// Whether a file says in its header that it is an edition: of any format, and be it damaged behind that.
pub(crate) fn is_ours(file: &Path) -> io::Result<bool> {
    if !file.is_file() {
        return Ok(false);
    }
    let mut header = [0; HEADER];
    match File::open(file)?.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
        Ok(()) => Ok(header.starts_with(SQLITE) && header.ends_with(&APPLICATION_ID.to_be_bytes())),
    }
}

fn define(connection: &Connection, format: u32) -> Result<(), rusqlite::Error> {
    ADDED.iter().filter(|(since, _)| *since <= format).try_for_each(|(_, sql)| connection.execute_batch(sql))
}

fn definitions(connection: &Connection) -> Result<Vec<Option<String>>, rusqlite::Error> {
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")?;
    statement.query_map([], |row| row.get(0))?.collect()
}
