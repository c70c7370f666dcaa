//! A ticket is sealed: from now on not even this desk can read its contact.

use std::fs;

use centrala_domain::Filed;
use centrala_protocol::{Recipients, Record, RecordFault, SealedRecord};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use super::enrolling;
use crate::audit::{self, Act};
use crate::error::StoreError;
use crate::file::Store;
use crate::tickets;

/// Tickets in one transaction.
const AT_ONCE: usize = 50;

impl Store {
    /// Seals what was saved until then, the oldest first, and says how many. None on a desk that is not enrolled: it has no
    /// key to seal to.
    pub fn seal(&mut self, until: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut sealed = 0;
        loop {
            match self.seal_some(until, at)? {
                0 => return Ok(sealed),
                some => sealed += some,
            }
        }
    }

    /// The same, so few that an operator's own save never waits for long; 0 where none is left.
    pub fn seal_some(&mut self, until: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let transaction = self.begin()?;
        let Some(enrolment) = enrolling::newest(&transaction)? else { return Ok(0) };
        let ready = ready(&transaction, &enrolment.grant.keys.intake, until, at)?;
        for (id, sealed) in &ready {
            seal(&transaction, *id, sealed, at)?;
        }
        transaction.commit()?;
        self.empty_log()?;
        Ok(ready.len())
    }

    /// The write-ahead log still holds the pages as they were, contact included. While another program reads, it stays for
    /// the next time.
    fn empty_log(&self) -> Result<(), StoreError> {
        let log = self.path.with_extension("sqlite-wal");
        if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// One that cannot be read or sealed stays as it is and delays no other (L2): the doctor and the status bar tell of it.
fn ready(
    connection: &Connection,
    keys: &Recipients,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, SealedRecord)>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("../ticket/ready.sql"))?;
    let mut rows = statement.query(named_params! { ":until": until, ":future": now + (now - until) })?;
    let mut ready = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| ready.len() < AT_ONCE) {
        let Ok(Filed { ticket, .. }) = tickets::filed(row) else { continue };
        let id = ticket.id;
        match Record::new(ticket).seal(keys) {
            Ok(sealed) => ready.push((id, sealed)),
            Err(RecordFault::TooLarge) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(ready)
}

fn seal(connection: &Connection, id: Uuid, sealed: &SealedRecord, at: DateTime<Utc>) -> Result<(), StoreError> {
    let id = id.to_string();
    connection.execute(include_str!("../ticket/without_contact.sql"), named_params! { ":id": id })?;
    connection.execute(
        include_str!("sealed/insert.sql"),
        named_params! {
            ":ticket": id, ":at": at, ":sha256": sealed.sha256().to_string(), ":record": sealed.bytes(),
        },
    )?;
    Ok(audit::append(connection, at, Act::TicketSealed, sealed.number().as_str())?)
}
