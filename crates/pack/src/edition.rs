//! An edition, open for reading. Articles are read one by one; the rest is small and read at once.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use centrala_domain::{Content, Procedure, Vectors};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, named_params};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::EditionInfo;
use crate::asked_as;
use crate::error::PackError;
use crate::{schema, seal};

pub struct Edition {
    connection: Mutex<Connection>,
    format: u32,
    info: EditionInfo,
    key: String,
}

impl Edition {
    /// Opens the file read-only and hardened: it may come from a stick.
    ///
    /// Whether the content is what the key says is not looked at: that takes 8 to 12 ms with the processor's own
    /// instructions for it and 45 without (7 MB, with vectors), too long for each start. [`Edition::take_over`] does.
    ///
    /// # Errors
    /// A missing, foreign, newer or damaged file.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        if !path.exists() {
            return Err(PackError::Io(std::io::ErrorKind::NotFound.into()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(immutable_uri(path), flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        let format = schema::format(&connection)?;
        let sound: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if sound != "ok" {
            return Err(PackError::Corrupt);
        }
        let info = parsed(&meta(&connection, "info")?)?;
        let key = meta(&connection, "key")?;
        Ok(Self { connection: Mutex::new(connection), format, info, key })
    }

    /// Opens an edition that is new here, before it is installed, indexed or handed on: [`Edition::open`], and its
    /// content must be what its key says. This finds damage, which SQLite's own checks let pass inside a text; whoever
    /// means to deceive can make the key anew.
    ///
    /// # Errors
    /// As [`Edition::open`]; [`PackError::Corrupt`] where number or content and key do not agree.
    pub fn take_over(path: &Path) -> Result<Self, PackError> {
        let edition = Self::open(path)?;
        let key = seal::key(&edition.connection(), edition.format, &edition.info)?;
        if key == edition.key { Ok(edition) } else { Err(PackError::Corrupt) }
    }

    pub fn info(&self) -> &EditionInfo {
        &self.info
    }

    /// "number-hash": the same for the same content.
    pub fn key(&self) -> String {
        self.key.clone()
    }

    /// Its two Markdown sections are cleaned HTML.
    pub fn procedure(&self, id: &str) -> Result<Option<Procedure>, PackError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT body FROM procedure WHERE id = :id")?;
        let body: Option<String> = statement.query_row(named_params! { ":id": id }, |row| row.get(0)).optional()?;
        body.map(|body| parsed(&body)).transpose()
    }

    /// The titles of these procedures, in this order; unknown ids are left out.
    pub fn titles(&self, ids: &[String]) -> Result<Vec<(String, String)>, PackError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT title FROM procedure WHERE id = :id")?;
        let mut titles = Vec::new();
        for id in ids {
            let title = statement.query_row(named_params! { ":id": id }, |row| row.get(0)).optional()?;
            titles.extend(title.map(|title| (id.clone(), title)));
        }
        Ok(titles)
    }

    /// Of each procedure its id and the sha256 of its text, to tell which of them another edition has changed.
    pub fn fingerprints(&self) -> Result<Vec<(String, String)>, PackError> {
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT id, body FROM procedure ORDER BY ordinal")?;
        let bodies = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        bodies.map(|body| body.map(|(id, body)| (id, sha256(&body))).map_err(PackError::from)).collect()
    }

    /// Everything, for making the index.
    pub fn content(&self) -> Result<Content, PackError> {
        let procedures = all(&self.connection(), "procedure")?;
        let lexicon = all(&self.connection(), "lexicon")?;
        let vectors = self.vectors()?;
        let mut content = Content { procedures, lexicon, vectors, ..self.reference()? };
        asked_as::put_back(&mut content, self.since(schema::ASKED_AS, "asked_as")?);
        Ok(content)
    }

    /// What a desk keeps at hand: everything but the procedures, the lexicon, the vectors and how callers ask.
    pub fn reference(&self) -> Result<Content, PackError> {
        let elsewhere = self.since(schema::ASKED_AS, "elsewhere")?;
        let connection = self.connection();
        Ok(Content {
            procedures: Vec::new(),
            lexicon: Vec::new(),
            units: all(&connection, "unit")?,
            categories: all(&connection, "category")?,
            service_groups: all(&connection, "service_group")?,
            services: all(&connection, "service")?,
            elsewhere,
            text_modules: all(&connection, "text_module")?,
            streets: all(&connection, "street")?,
            osiedla: all(&connection, "osiedle")?,
            emergency_numbers: all(&connection, "emergency_number")?,
            emergency_rules: all(&connection, "emergency_rule")?,
            vectors: None,
        })
    }

    /// The records of a table that formats before `format` lack.
    fn since<T: DeserializeOwned>(&self, format: u32, table: &'static str) -> Result<Vec<T>, PackError> {
        if self.format < format { Ok(Vec::new()) } else { all(&self.connection(), table) }
    }

    /// Formats before had a table of meanings in their place, which nothing reads any more.
    fn vectors(&self) -> Result<Option<Vectors>, PackError> {
        if self.format < schema::VECTORS {
            return Ok(None);
        }
        let connection = self.connection();
        let mut statement = connection.prepare("SELECT body FROM vectors WHERE ordinal = 0")?;
        let body: Option<Vec<u8>> = statement.query_row([], |row| row.get(0)).optional()?;
        body.map(|body| Vectors::read(body).map_err(|_| PackError::Corrupt)).transpose()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `immutable`: nobody writes an edition in place, so SQLite needs no locks and makes no files beside it.
fn immutable_uri(path: &Path) -> String {
    let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{escaped}?mode=ro&immutable=1")
}

fn meta(connection: &Connection, name: &str) -> Result<String, PackError> {
    let value =
        connection
            .query_row("SELECT value FROM meta WHERE name = :name", named_params! { ":name": name }, |row| row.get(0));
    value.optional()?.ok_or(PackError::Corrupt)
}

/// `table` is one of the schema's names, never text from outside.
fn all<T: DeserializeOwned>(connection: &Connection, table: &'static str) -> Result<Vec<T>, PackError> {
    let mut statement = connection.prepare(&format!("SELECT body FROM {table} ORDER BY ordinal"))?;
    let bodies = statement.query_map([], |row| row.get::<_, String>(0))?;
    bodies.map(|body| parsed(&body?)).collect()
}

fn sha256(body: &str) -> String {
    Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parsed<T: DeserializeOwned>(body: &str) -> Result<T, PackError> {
    serde_json::from_str(body).map_err(|_| PackError::Corrupt)
}
