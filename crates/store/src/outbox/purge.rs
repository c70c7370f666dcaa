//! What the city has, and a copy has, and nobody has asked about for long, goes; a tombstone stays (I7).

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::receipts::told;
use crate::audit::Act;
use crate::error::StoreError;
use crate::file::Store;

/// Tickets in one transaction.
const AT_ONCE: u32 = 200;

impl Store {
    /// Purges what was acknowledged before `before`, so far as a checked copy holds it, too; says how many.
    pub fn purge(&mut self, before: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let Some(copied) = self.backed_up_until(at)? else { return Ok(0) };
        let transaction = self.begin()?;
        let purged = purge(&transaction, before.min(copied), at)?;
        transaction.commit()?;
        Ok(purged)
    }
}

fn purge(connection: &Connection, before: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, rusqlite::Error> {
    let due = named_params! { ":before": before, ":at": at, ":limit": AT_ONCE };
    let purged = told(connection, include_str!("tombstone/make.sql"), due, Act::TicketPurged, at)?;
    if purged > 0 {
        connection.execute_batch(include_str!("tombstone/bury.sql"))?;
    }
    Ok(purged)
}
