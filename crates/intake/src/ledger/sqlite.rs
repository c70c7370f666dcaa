//! The ledger in one SQLite file. WAL, so that reading never waits for writing; `synchronous=FULL`, so that a receipt
//! outlives the power (docs/decisions/0003 has the figures).

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql};

use super::LedgerError;
use super::engine::{Engine, Row, Value};
use crate::folder::make_private;

/// "CntI" in the file's header.
const APPLICATION_ID: i32 = 0x436E_7449;

const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
";

pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens the file, or makes it. A foreign one is refused before anything is written to it.
    pub fn open(file: &Path) -> Result<Self, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(64);
        let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        if application != APPLICATION_ID && pages > 0 {
            return Err(LedgerError::NotALedger);
        }
        // Before anything stands in it; SQLite gives its log the same rights.
        make_private(file).map_err(|_| LedgerError::ReadOnly)?;
        connection.execute_batch(SETTINGS)?;
        Ok(Self { connection })
    }

    /// What opens connections to this file.
    pub fn opener(file: PathBuf) -> super::Opener {
        Box::new(move || Ok(Box::new(Self::open(&file)?)))
    }
}

impl Engine for Sqlite {
    fn begin(&mut self) -> Result<(), LedgerError> {
        self.run("BEGIN IMMEDIATE")
    }

    fn run(&mut self, sql: &str) -> Result<(), LedgerError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    fn migrate(&mut self, sql: &str) -> Result<(), LedgerError> {
        self.run(sql)
    }

    fn execute(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<u64, LedgerError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        Ok(statement.raw_execute()? as u64)
    }

    fn query(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<Vec<Row>, LedgerError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let value = |(at, name): (usize, &String)| Ok((name.clone(), value(row.get_ref(at)?)?));
            found.push(Row(columns.iter().enumerate().map(value).collect::<Result<_, LedgerError>>()?));
        }
        Ok(found)
    }

    fn version(&mut self) -> Result<u32, LedgerError> {
        Ok(self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    fn set_version(&mut self, version: u32) -> Result<(), LedgerError> {
        self.connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        Ok(self.connection.pragma_update(None, "user_version", version)?)
    }

    fn check(&mut self) -> Result<(), LedgerError> {
        let found: String = self.connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        if found == "ok" { Ok(()) } else { Err(LedgerError::Damaged) }
    }

    /// `secure_delete` has overwritten it in the file; the log still holds the pages of before.
    fn forget_deleted(&mut self) -> Result<(), LedgerError> {
        let busy: bool = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get("busy"))?;
        if busy { Err(LedgerError::Busy) } else { Ok(()) }
    }

    /// All pages in one step: in several it would begin anew at each commit of the running service.
    fn copy_to(&mut self, file: &Path) -> Result<(), LedgerError> {
        let mut copy = Connection::open(file)?;
        match Backup::new(&self.connection, &mut copy)?.step(-1)? {
            StepResult::Done => Ok(()),
            StepResult::More | StepResult::Busy | StepResult::Locked => Err(LedgerError::Busy),
            // The library may name more in time.
            _ => Err(LedgerError::Busy),
        }
    }
}

fn bind(statement: &mut Statement<'_>, values: &[(&str, Value)]) -> Result<(), LedgerError> {
    for (name, value) in values {
        let at = statement.parameter_index(name)?.ok_or_else(|| LedgerError::Database(format!("no value {name}")))?;
        statement.raw_bind_parameter(at, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(found: ValueRef<'_>) -> Result<Value, LedgerError> {
    Ok(match found {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_owned()).map_err(|_| LedgerError::Damaged)?),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_owned()),
        ValueRef::Real(_) => return Err(LedgerError::Damaged),
    })
}
