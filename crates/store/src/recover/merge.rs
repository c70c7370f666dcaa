//! What was read of the damaged file, over the copy. The file that was worked on is the newer one as a rule: its rows win,
//! and a table that was read whole replaces the copy's. A ticket that either of them has is kept, and no number that may
//! have been given is given again.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, named_params, params_from_iter};

use super::salvage::{Rows, Salvaged};
use super::{Recovered, RecoveredTable};
use crate::audit::{self, Act, Link};
use crate::error::StoreError;
use crate::file::Store;

/// Tables that the newer file replaces where all of it was read: what it does not have any more is gone for good. Of all
/// others a row that either side has is kept.
const REPLACED: &[&str] = &[
    "article_seen",
    "backup",
    "draft",
    "edition_seen",
    "favourite",
    "flag",
    "habit",
    "handover",
    "missed_query",
    "phrasing",
    "undone",
];

/// Skipped where the last number given is not known.
const MARGIN: u32 = 1000;

pub(super) fn merge(
    store: &mut Store,
    salvaged: &Salvaged,
    has_copy: bool,
    now: DateTime<Utc>,
) -> Result<Recovered, StoreError> {
    store.connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = store.begin()?;
    let guards = take_guards(&transaction)?;
    let newer = is_newer(&transaction, salvaged)?;
    let merging = Merging { to: &transaction, salvaged, has_copy, newer };
    let recovered = merging.all(now)?;
    transaction.execute_batch(&guards)?;
    transaction.commit()?;
    store.connection.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(recovered)
}

/// The triggers hold what may happen to a desk that works; here two states of it become one. As they are put back.
fn take_guards(connection: &Connection) -> Result<String, StoreError> {
    let mut triggers = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let triggers = triggers.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let triggers = triggers.collect::<Result<Vec<_>, _>>()?;
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    Ok(triggers.into_iter().map(|(_, sql)| sql + ";\n").collect())
}

/// The audit grows with each ticket: the longer one is of the newer file. One with gaps tells nothing.
fn is_newer(copy: &Connection, salvaged: &Salvaged) -> Result<bool, StoreError> {
    let last: i64 = copy.query_row("SELECT coalesce(max(seq), 0) FROM audit", [], |row| row.get(0))?;
    let read = salvaged.table("audit").filter(|audit| !audit.gaps).map(|audit| audit.rows.len());
    Ok(read.is_none_or(|read| read >= usize::try_from(last).unwrap_or_default()))
}

/// In their order.
fn links(rows: &Rows) -> Vec<Link> {
    let at = |column: &str| rows.columns.iter().position(|name| name == column);
    let places = ["seq", "at", "act", "subject", "previous", "hash"].map(at);
    rows.rows.iter().filter_map(|row| Link::read(places.map(|at| row.get(at?)))).collect()
}

struct Merging<'a> {
    to: &'a Connection,
    salvaged: &'a Salvaged,
    has_copy: bool,
    newer: bool,
}

impl Merging<'_> {
    fn all(&self, now: DateTime<Utc>) -> Result<Recovered, StoreError> {
        let next_before = self.next_number()?;
        let (mut tables, mut links_left) = (Vec::new(), 0);
        for rows in &self.salvaged.tables {
            let from_copy = self.count(&rows.table)?;
            let refused = match rows.table.as_str() {
                "audit" => {
                    links_left = audit::append_read(self.to, &links(rows))?;
                    0
                }
                _ => self.table(rows)?,
            };
            let name = rows.table.clone();
            tables.push(RecoveredTable { name, from_copy, read: rows.rows.len(), gaps: rows.gaps, refused, now: 0 });
        }
        self.settle(now)?;
        let next_number = self.set_next_number(next_before)?;
        audit::append(self.to, now, Act::DeskRecovered, "")?;
        for table in &mut tables {
            table.now = self.count(&table.name)?;
        }
        let mut check = self.to.prepare("PRAGMA foreign_key_check")?;
        let loose = check.query_map([], |_| Ok(()))?.count();
        Ok(Recovered { aside: None, copy: None, tables, next_number, links_left, loose })
    }

    /// How many rows were refused.
    fn table(&self, rows: &Rows) -> Result<usize, StoreError> {
        if self.newer && !rows.gaps && REPLACED.contains(&rows.table.as_str()) {
            self.to.execute(&format!("DELETE FROM \"{}\"", rows.table), [])?;
        }
        let known = self.columns(&rows.table)?;
        let taken: Vec<_> = rows.columns.iter().enumerate().filter(|(_, name)| known.contains(name)).collect();
        let names: Vec<_> = taken.iter().map(|(_, name)| format!("\"{name}\"")).collect();
        let verb = if self.newer { "INSERT OR REPLACE" } else { "INSERT OR IGNORE" };
        let places = vec!["?"; taken.len()].join(", ");
        let sql = format!("{verb} INTO \"{}\" ({}) VALUES ({places})", rows.table, names.join(", "));
        let mut refused = 0;
        for row in &rows.rows {
            let values = taken.iter().map(|(at, _)| &row[*at]);
            let fits = self.fits(rows, row)? && self.to.prepare_cached(&sql)?.execute(params_from_iter(values)).is_ok();
            refused += usize::from(!fits);
        }
        Ok(refused)
    }

    /// A ticket and its number belong together; so do one without its contact and its sealed record, and one that was
    /// undone and its draft.
    fn fits(&self, rows: &Rows, row: &[Value]) -> Result<bool, StoreError> {
        let value = |column: &str| rows.columns.iter().position(|name| name == column).and_then(|at| row.get(at));
        let id = value("id");
        let read = |table: &str, column: &str| {
            self.salvaged.table(table).is_some_and(|rows| rows.all(column).any(|other| Some(other) == id))
        };
        match rows.table.as_str() {
            "ticket" => {
                let ours = named_params! {
                    ":id": id, ":number": value("number"), ":newer": self.newer,
                    ":contact": value("consent_at"), ":sealed": read("sealed", "ticket"),
                };
                Ok(!self.to.prepare_cached(include_str!("misfit.sql"))?.exists(ours)?)
            }
            "undone" => {
                let has_ticket = self.to.prepare_cached("SELECT 1 FROM ticket WHERE id = ?1")?.exists([id])?;
                Ok(read("draft", "id") && self.newer || !has_ticket)
            }
            _ => Ok(true),
        }
    }

    /// What stands on both sides after the merge, each for itself right: the newer file's word counts.
    fn settle(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let in_newer = |table: &str| {
            let rows = self.salvaged.table(table).filter(|_| self.newer);
            rows.into_iter().flat_map(|rows| rows.all("id").cloned()).collect::<Vec<_>>()
        };
        for id in in_newer("undone") {
            self.to.execute(include_str!("drop_undone_ticket.sql"), named_params! { ":id": id })?;
        }
        self.to.execute_batch(include_str!("settle.sql"))?;
        self.to.execute(include_str!("missing_calls.sql"), named_params! { ":now": now })?;
        Ok(())
    }

    fn next_number(&self) -> Result<u32, StoreError> {
        Ok(self.to.query_row("SELECT next_running FROM desk", [], |row| row.get(0))?)
    }

    fn set_next_number(&self, before: u32) -> Result<u32, StoreError> {
        let mut numbers = self.to.prepare(include_str!("numbers.sql"))?;
        let numbers = numbers.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let running = |number: &String| number.split('-').nth(1)?.parse::<u32>().ok();
        let highest = numbers.iter().filter_map(running).max().unwrap_or_default();
        let known = self.next_number()?.max(before).max(highest + 1);
        let sure = self.salvaged.table("desk").is_some_and(|desk| !desk.rows.is_empty());
        let next = if sure { known } else { known + MARGIN };
        self.to.execute(include_str!("set_next.sql"), named_params! { ":next": next })?;
        if !sure && !self.has_copy {
            self.to.execute_batch(include_str!("code_of_last_ticket.sql"))?;
        }
        Ok(next)
    }

    fn count(&self, table: &str) -> Result<usize, StoreError> {
        let count: u32 = self.to.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0))?;
        Ok(count as usize)
    }

    fn columns(&self, table: &str) -> Result<Vec<String>, StoreError> {
        let mut columns = self.to.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let names = columns.query_map([table], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}
