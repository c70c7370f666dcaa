//! What the ledger asks of a database. Two stand behind it: SQLite and PostgreSQL. Both run the same SQL, with `:named` values.
//!
//! Deliberately not here: what the ledger keeps. An engine knows no desk and no ticket.

use std::path::Path;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};

use super::LedgerError;

/// One open connection.
pub trait Engine: Send {
    /// Starts a transaction that has the right to write: one at a time over all programs that use this ledger.
    fn begin(&mut self) -> Result<(), LedgerError>;

    /// Runs what has neither values nor an answer: `COMMIT`, `SAVEPOINT …`.
    fn run(&mut self, sql: &str) -> Result<(), LedgerError>;

    /// Runs a migration, which is written in SQLite's words.
    fn migrate(&mut self, sql: &str) -> Result<(), LedgerError>;

    /// How many rows it changed.
    fn execute(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<u64, LedgerError>;

    fn query(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<Vec<Row>, LedgerError>;

    /// The number of migrations that were applied; 0 for an empty database.
    fn version(&mut self) -> Result<u32, LedgerError>;

    fn set_version(&mut self, version: u32) -> Result<(), LedgerError>;

    /// Whether what is on disk is sound, as far as it can tell.
    fn check(&mut self) -> Result<(), LedgerError>;

    /// What was deleted leaves the files, too, as far as the engine can see to it. Outside of any transaction.
    fn forget_deleted(&mut self) -> Result<(), LedgerError>;

    /// Copies the whole ledger into a new file, as of one moment, while others go on working.
    fn copy_to(&mut self, file: &Path) -> Result<(), LedgerError>;

    fn one(&mut self, sql: &'static str, values: &[(&str, Value)]) -> Result<Option<Row>, LedgerError> {
        Ok(self.query(sql, values)?.into_iter().next())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row of an answer: its columns by their names.
#[derive(Debug, Clone)]
pub struct Row(pub(super) Vec<(String, Value)>);

/// To the microsecond, in one spelling: it sorts as text.
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

impl Row {
    fn value(&self, name: &'static str) -> Result<&Value, LedgerError> {
        let found = self.0.iter().find(|(column, _)| column == name);
        found.map(|(_, value)| value).ok_or(LedgerError::Column(name))
    }

    pub fn maybe_text(&self, name: &'static str) -> Result<Option<&str>, LedgerError> {
        match self.value(name)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            Value::Number(_) | Value::Bytes(_) => Err(LedgerError::Column(name)),
        }
    }

    pub fn text(&self, name: &'static str) -> Result<&str, LedgerError> {
        self.maybe_text(name)?.ok_or(LedgerError::Column(name))
    }

    pub fn number<T: TryFrom<i64>>(&self, name: &'static str) -> Result<T, LedgerError> {
        match self.value(name)? {
            Value::Number(number) => T::try_from(*number).map_err(|_| LedgerError::Column(name)),
            Value::Null | Value::Text(_) | Value::Bytes(_) => Err(LedgerError::Column(name)),
        }
    }

    pub fn bytes(&self, name: &'static str) -> Result<&[u8], LedgerError> {
        match self.value(name)? {
            Value::Bytes(bytes) => Ok(bytes),
            Value::Null | Value::Number(_) | Value::Text(_) => Err(LedgerError::Column(name)),
        }
    }

    /// A text that has a type of its own.
    pub fn parsed<T: FromStr>(&self, name: &'static str) -> Result<T, LedgerError> {
        self.text(name)?.parse().map_err(|_| LedgerError::Column(name))
    }

    /// The same for types that are made from a `String`.
    pub fn made<T: TryFrom<String>>(&self, name: &'static str) -> Result<T, LedgerError> {
        T::try_from(self.text(name)?.to_owned()).map_err(|_| LedgerError::Column(name))
    }

    pub fn maybe_time(&self, name: &'static str) -> Result<Option<DateTime<Utc>>, LedgerError> {
        let text = self.maybe_text(name)?;
        text.map(|text| text.parse().map_err(|_| LedgerError::Column(name))).transpose()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Text(time(at))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// What has more than 63 bits is no size and no position of ours; it becomes the largest there is.
impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
