//! An edition's key: its number, and a hash over all that it holds. The same content has the same key, and what was
//! changed since then has another one.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::EditionInfo;
use crate::error::PackError;
use crate::schema::{ASKED_AS, FIRST, VECTORS};

/// The tables with bodies in the order in which they are hashed, each with the format that brought it.
const TABLES: [(&str, u32); 14] = [
    ("procedure", FIRST),
    ("unit", FIRST),
    ("category", FIRST),
    ("service_group", FIRST),
    ("service", FIRST),
    ("elsewhere", ASKED_AS),
    ("asked_as", ASKED_AS),
    ("text_module", FIRST),
    ("lexicon", FIRST),
    ("street", FIRST),
    ("osiedle", FIRST),
    ("emergency_number", FIRST),
    ("emergency_rule", FIRST),
    ("vectors", VECTORS),
];
/// Bytes of the hash in a key.
const LENGTH: usize = 8;

/// "number-hash": the hash is over every body, in order.
pub(crate) fn key(connection: &Connection, format: u32, info: &EditionInfo) -> Result<String, PackError> {
    let mut hash = Sha256::new();
    for (table, _) in TABLES.iter().filter(|(_, since)| *since <= format) {
        let mut statement = connection.prepare(&format!("SELECT body FROM {table} ORDER BY ordinal"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(0)?;
            hash.update(body.as_bytes().map_err(|_| PackError::Corrupt)?);
            // A text ends; the vectors are one body of bytes and come last.
            if body.as_str().is_ok() {
                hash.update([0]);
            }
        }
    }
    let hash: String = hash.finalize().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{}-{hash}", info.number))
}
