//! Content → one edition. The same content gives the same bytes.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use centrala_domain::{Content, Procedure};
use rusqlite::{Connection, named_params};
use serde::Serialize;

use crate::EditionInfo;
use crate::asked_as;
use crate::clean::cleaned;
use crate::error::PackError;
use crate::{schema, seal};

/// Writes the edition to `out`: whole, or not at all (temporary file, fsync, rename).
///
/// # Errors
/// [`PackError::NotAnEdition`] where a file stands at `out` that is no edition of ours, whole or damaged: a slip in a
/// name must not cost anybody a file.
pub fn build(info: &EditionInfo, content: &Content, out: &Path) -> Result<(), PackError> {
    if out.exists() && !schema::is_ours(out)? {
        return Err(PackError::NotAnEdition);
    }
    let part = part_of(out);
    if part.exists() {
        fs::remove_file(&part)?;
    }
    let connection = Connection::open(&part)?;
    // No journal: a half-built file is thrown away. Its bytes depend on the content alone.
    connection.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;")?;
    write(&connection, info, content)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::File::open(&part)?.sync_all()?;
    Ok(fs::rename(&part, out)?)
}

/// Beside the edition under its whole name and more, so that it is no other file's.
fn part_of(out: &Path) -> PathBuf {
    let mut name: OsString = out.into();
    name.push(".part");
    name.into()
}

fn write(connection: &Connection, info: &EditionInfo, content: &Content) -> Result<(), PackError> {
    connection.execute_batch("BEGIN")?;
    schema::create(connection)?;
    let edition = Writer { connection };
    for (at, procedure) in (0_u32..).zip(&content.procedures) {
        edition.procedure(at, &cleaned(procedure.clone()))?;
    }
    edition.all("unit", &content.units)?;
    edition.all("category", &content.categories)?;
    edition.all("service_group", &content.service_groups)?;
    edition.all("service", &content.services)?;
    edition.all("elsewhere", &content.elsewhere)?;
    edition.all("asked_as", &asked_as::of(content))?;
    edition.all("text_module", &content.text_modules)?;
    edition.all("lexicon", &content.lexicon)?;
    edition.all("street", &content.streets)?;
    edition.all("osiedle", &content.osiedla)?;
    edition.all("emergency_number", &content.emergency_numbers)?;
    edition.all("emergency_rule", &content.emergency_rules)?;
    if let Some(vectors) = &content.vectors {
        edition.vectors(vectors.as_bytes())?;
    }
    let info = [("info", json(info)?), ("key", seal::key(connection, schema::FORMAT, info)?)];
    for (name, value) in info {
        connection.execute(
            "INSERT INTO meta (name, value) VALUES (:name, :value)",
            named_params! { ":name": name, ":value": value },
        )?;
    }
    Ok(connection.execute_batch("COMMIT")?)
}

struct Writer<'a> {
    connection: &'a Connection,
}

impl Writer<'_> {
    fn procedure(&self, ordinal: u32, procedure: &Procedure) -> Result<(), PackError> {
        let body = json(procedure)?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO procedure (ordinal, id, title, unit, body) VALUES (:ordinal, :id, :title, :unit, :body)",
        )?;
        insert.execute(named_params! {
            ":ordinal": ordinal,
            ":id": procedure.id,
            ":title": procedure.title,
            ":unit": procedure.unit,
            ":body": body,
        })?;
        Ok(())
    }

    /// `table` is one of the schema's names, never text from outside.
    fn all(&self, table: &'static str, records: &[impl Serialize]) -> Result<(), PackError> {
        let insert = format!("INSERT INTO {table} (ordinal, body) VALUES (:ordinal, :body)");
        let mut insert = self.connection.prepare(&insert)?;
        for (ordinal, record) in (0_u32..).zip(records) {
            let body = json(record)?;
            insert.execute(named_params! { ":ordinal": ordinal, ":body": body })?;
        }
        Ok(())
    }

    fn vectors(&self, body: &[u8]) -> Result<(), PackError> {
        let insert = "INSERT INTO vectors (ordinal, body) VALUES (0, :body)";
        self.connection.execute(insert, named_params! { ":body": body })?;
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String, PackError> {
    serde_json::to_string(value).map_err(|error| PackError::Io(error.into()))
}
