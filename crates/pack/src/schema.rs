//! The one schema an edition may have. A file with anything else in it (a view, a trigger) is refused unread.

use rusqlite::Connection;

use crate::error::PackError;

/// "CENE" in the file's header.
pub(crate) const APPLICATION_ID: i32 = 0x4345_4E45;
/// The format this program writes and reads (`user_version`).
pub(crate) const FORMAT: u32 = 3;

pub(crate) fn create(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch(include_str!("schema.sql"))?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", FORMAT)
}

/// Ours, of a known format, and with our schema to the letter.
pub(crate) fn refuse_foreign(connection: &Connection) -> Result<(), PackError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(PackError::NotAnEdition);
    }
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > FORMAT {
        return Err(PackError::NewerFormat { found, known: FORMAT });
    }
    let known = Connection::open_in_memory()?;
    create(&known)?;
    if definitions(connection)? != definitions(&known)? { Err(PackError::Corrupt) } else { Ok(()) }
}

fn definitions(connection: &Connection) -> Result<Vec<Option<String>>, rusqlite::Error> {
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")?;
    statement.query_map([], |row| row.get(0))?.collect()
}
