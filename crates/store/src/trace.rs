//! A number that a caller says: what this desk knows of its ticket, whoever has made it.

use centrala_domain::{Filed, Matter, TicketNumber};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, named_params};

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// What is left of a ticket on this desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// The ticket itself.
    Here(Box<Filed>),
    /// It was this desk's, and was purged: the city has it since then.
    Purged { acknowledged_at: DateTime<Utc> },
    /// Another desk's, as the city has told of it.
    Told(Box<Matter>),
}

impl Store {
    /// None where nothing is known of it.
    pub fn trace(&self, number: &TicketNumber) -> Result<Option<Trace>, StoreError> {
        if let Some(filed) = self.ticket(number)? {
            return Ok(Some(Trace::Here(Box::new(filed))));
        }
        let wanted = named_params! { ":number": number.as_str() };
        let purged = self.connection.query_row(include_str!("outbox/tombstone/by_number.sql"), wanted, |row| {
            Ok(Trace::Purged { acknowledged_at: row.get("acknowledged_at")? })
        });
        if let Some(purged) = purged.optional()? {
            return Ok(Some(purged));
        }
        let told = self.connection.query_row(include_str!("matter/by_number.sql"), wanted, |row| {
            Ok(Trace::Told(Box::new(columns::json(row, "told")?)))
        });
        Ok(told.optional()?)
    }
}
