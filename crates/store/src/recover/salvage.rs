//! Reading a damaged file row by row. Where a page does not open, reading goes on behind it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::aside;
use crate::error::StoreError;
use crate::file::all_migrations;
use crate::key::FileKey;

/// Row ids that are tried one by one behind a page that does not open: far more than a page holds.
const TRIED: i64 = 2000;

/// What could be read of each of the desk's tables.
pub(super) struct Salvaged {
    pub tables: Vec<Rows>,
}

#[derive(Default)]
pub(super) struct Rows {
    pub table: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
    pub gaps: bool,
}

impl Salvaged {
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.rows.is_empty())
    }

    pub fn table(&self, name: &str) -> Option<&Rows> {
        self.tables.iter().find(|rows| rows.table == name)
    }
}

impl Rows {
    /// The values of one column.
    pub fn all(&self, column: &str) -> impl Iterator<Item = &Value> {
        let at = self.columns.iter().position(|name| name == column);
        self.rows.iter().filter_map(move |row| row.get(at?))
    }
}

/// Everything that can be read of the file that was set aside; of none, nothing.
pub(super) fn read(desk_file: &Path, aside: Option<&Path>, key: &FileKey) -> Result<Salvaged, StoreError> {
    let work = tempfile::tempdir_in(desk_file.parent().unwrap_or(Path::new(".")))?;
    let file = aside.map(|aside| aside::copy_out(aside, work.path())).transpose()?;
    let mut salvaged = Salvaged { tables: Vec::new() };
    for (table, has_rowid) in desk_tables()? {
        let mut damaged = file.as_ref().map(|file| Damaged { file: file.clone(), key, connection: None });
        let tickets = salvaged.table("ticket");
        let rows = damaged.as_mut().map(|damaged| damaged.rows(&table, has_rowid, tickets));
        salvaged.tables.push(Rows { table, ..rows.unwrap_or_else(unreadable) });
    }
    Ok(salvaged)
}

fn unreadable() -> Rows {
    Rows { gaps: true, ..Rows::default() }
}

/// The tables of the format that this program writes, tickets first, and whether each has row ids.
fn desk_tables() -> Result<Vec<(String, bool)>, StoreError> {
    let empty = Connection::open_in_memory()?;
    all_migrations(&empty)?;
    let mut tables = empty.prepare(
        "SELECT name, wr = 0 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name <> 'ticket', name",
    )?;
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(tables.collect::<Result<_, _>>()?)
}

struct Damaged<'a> {
    file: PathBuf,
    key: &'a FileKey,
    /// Opened anew after each error: SQLCipher stays with the first one.
    connection: Option<Connection>,
}

impl Damaged<'_> {
    fn rows(&mut self, table: &str, has_rowid: bool, tickets: Option<&Rows>) -> Rows {
        let Ok(columns) = self.columns(table) else { return unreadable() };
        let mut found = Found { rows: BTreeMap::new(), gaps: false };
        if has_rowid {
            self.forward(table, &mut found);
            self.backward(table, &mut found);
            return Rows { table: String::new(), columns, rows: found.rows.into_values().collect(), gaps: found.gaps };
        }
        let mut rows = self.keyed(table, columns);
        if rows.gaps && rows.columns.first().is_some_and(|first| first == "ticket") {
            self.of_each_ticket(table, tickets, &mut rows);
        }
        rows
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>, rusqlite::Error> {
        let statement = self.open()?.prepare(&format!("SELECT * FROM \"{table}\""))?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    /// From the first row on; behind a page that does not open, by each row id that could be the next.
    fn forward(&mut self, table: &str, found: &mut Found) {
        let (mut last, mut tried) = (i64::MIN, 0);
        while tried < TRIED {
            let before = found.rows.len();
            let sql = format!("SELECT rowid, * FROM \"{table}\" WHERE rowid > ?1 ORDER BY rowid");
            if self.stream(&sql, last, found).is_ok() {
                return;
            }
            found.gaps = true;
            let came_on = found.rows.len() > before;
            tried = if came_on { 0 } else { tried + 1 };
            let furthest = found.rows.last_key_value().map_or(0, |(rowid, _)| *rowid);
            last = if came_on { furthest } else { last.max(0) } + 1;
        }
    }

    /// What lies behind more pages than that.
    fn backward(&mut self, table: &str, found: &mut Found) {
        if found.gaps {
            let sql = format!("SELECT rowid, * FROM \"{table}\" WHERE rowid < ?1 ORDER BY rowid DESC");
            let _ = self.stream(&sql, i64::MAX, found);
        }
    }

    fn stream(&mut self, sql: &str, from: i64, found: &mut Found) -> Result<(), rusqlite::Error> {
        let streamed = self.streamed(sql, from, found);
        if streamed.is_err() {
            self.connection = None;
        }
        streamed
    }

    fn streamed(&mut self, sql: &str, from: i64, found: &mut Found) -> Result<(), rusqlite::Error> {
        let mut statement = self.open()?.prepare(sql)?;
        let mut rows = statement.query(params![from])?;
        while let Some(row) = rows.next()? {
            found.rows.insert(row.get(0)?, values(row, 1)?);
        }
        Ok(())
    }

    /// A table without row ids: from both ends as far as it goes.
    fn keyed(&mut self, table: &str, columns: Vec<String>) -> Rows {
        let (mut rows, mut gaps) = (Vec::new(), false);
        for direction in ["ASC", "DESC"] {
            let sql = format!("SELECT * FROM \"{table}\" ORDER BY 1 {direction}");
            if self.keyed_from(&sql, &mut rows).is_ok() {
                break;
            }
            gaps = true;
            self.connection = None;
        }
        Rows { table: String::new(), columns, rows, gaps }
    }

    /// What belongs to a ticket, where reading from both ends left something out between.
    fn of_each_ticket(&mut self, table: &str, tickets: Option<&Rows>, rows: &mut Rows) {
        let sql = format!("SELECT * FROM \"{table}\" WHERE ticket = ?1");
        for ticket in tickets.into_iter().flat_map(|tickets| tickets.all("id")) {
            let is_there = rows.rows.iter().any(|row| row.first() == Some(ticket));
            if !is_there && self.one(&sql, ticket).map(|found| rows.rows.extend(found)).is_err() {
                self.connection = None;
            }
        }
    }

    fn one(&mut self, sql: &str, key: &Value) -> Result<Option<Vec<Value>>, rusqlite::Error> {
        self.open()?.query_row(sql, [key], |row| values(row, 0)).optional()
    }

    fn keyed_from(&mut self, sql: &str, into: &mut Vec<Vec<Value>>) -> Result<(), rusqlite::Error> {
        let mut statement = self.open()?.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            into.push(values(row, 0)?);
        }
        Ok(())
    }

    fn open(&mut self) -> Result<&Connection, rusqlite::Error> {
        if self.connection.is_none() {
            let connection = Connection::open(&self.file)?;
            self.key.unlock(&connection)?;
            self.connection = Some(connection);
        }
        self.connection.as_ref().ok_or(rusqlite::Error::InvalidQuery)
    }
}

struct Found {
    rows: BTreeMap<i64, Vec<Value>>,
    gaps: bool,
}

fn values(row: &Row<'_>, from: usize) -> Result<Vec<Value>, rusqlite::Error> {
    (from..row.as_ref().column_count()).map(|at| row.get(at)).collect()
}
