//! A ticket is sealed: from now on not even this desk can read its contact.

use centrala_domain::Ticket;
use centrala_protocol::{Recipients, Record};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::enrolling;
use crate::audit::{self, Act};
use crate::error::StoreError;
use crate::file::Store;
use crate::tickets;

/// Tickets in one transaction: few enough that an operator's own save never waits for long.
const AT_ONCE: u32 = 50;

impl Store {
    /// Seals what was saved until then, the oldest first, and says how many. None on a desk that is not enrolled: it has no
    /// key to seal to.
    pub fn seal(&mut self, until: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut sealed = 0;
        loop {
            let count = self.seal_some(until, at)?;
            sealed += count;
            if count < AT_ONCE as usize {
                break;
            }
        }
        if sealed > 0 {
            self.empty_log()?;
        }
        Ok(sealed)
    }

    fn seal_some(&mut self, until: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let transaction = self.begin()?;
        let Some(enrolment) = enrolling::newest(&transaction)? else { return Ok(0) };
        let ready = ready(&transaction, until, at)?;
        let count = ready.len();
        for ticket in ready {
            seal(&transaction, ticket, &enrolment.grant.keys.intake, at)?;
        }
        transaction.commit()?;
        Ok(count)
    }

    /// The write-ahead log still holds the pages as they were, contact included. While another program reads, it stays for
    /// the next time.
    fn empty_log(&self) -> Result<(), StoreError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

fn ready(connection: &Connection, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<Ticket>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(include_str!("../ticket/ready.sql"))?;
    let wanted = named_params! { ":until": until, ":now": now, ":limit": AT_ONCE };
    statement.query_map(wanted, |row| Ok(tickets::filed(row)?.ticket))?.collect()
}

fn seal(connection: &Connection, ticket: Ticket, keys: &Recipients, at: DateTime<Utc>) -> Result<(), StoreError> {
    let id = ticket.id.to_string();
    let sealed = Record::new(ticket).seal(keys)?;
    connection.execute(include_str!("../ticket/without_contact.sql"), named_params! { ":id": id })?;
    connection.execute(
        include_str!("sealed/insert.sql"),
        named_params! {
            ":ticket": id, ":at": at, ":sha256": sealed.sha256().to_string(), ":record": sealed.bytes(),
        },
    )?;
    Ok(audit::append(connection, at, Act::TicketSealed, sealed.number().as_str())?)
}
