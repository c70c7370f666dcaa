//! One ticket is taken out for good (GDPR, article 17). A row without its record stays, so that the same ticket is known as a
//! duplicate when it comes once more, and its desk's news go on.

use centrala_domain::TicketNumber;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::audit::{self, Entry};
use super::engine::{Row, Value};
use super::{Ledger, LedgerError, matters};

/// A ticket by its number, erased or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    pub id: Uuid,
    pub erased_at: Option<DateTime<Utc>>,
}

impl Ledger {
    /// More than one only where two machines had one desk code.
    pub fn named(&self, number: &TicketNumber) -> Result<Vec<Named>, LedgerError> {
        let values = [(":number", number.as_str().into())];
        let named = |row: &Row| Ok(Named { id: row.parsed("id")?, erased_at: row.maybe_time("erased_at")? });
        self.read(|engine| engine.query(include_str!("ticket/named.sql"), &values)?.iter().map(named).collect())
    }

    /// Takes out its record, its attachments and what was noted of it, in one transaction with the audit's entry; false
    /// where that was done before. Then the files forget it, too.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] after the transaction: others kept the files from forgetting. Erasing again does it.
    pub fn erase(&self, ticket: Uuid, entry: Entry) -> Result<bool, LedgerError> {
        let id = [(":id", ticket.to_string().into())];
        let row = [(":id", ticket.to_string().into()), (":at", entry.at.into()), (":nothing", Value::Bytes(vec![]))];
        let is_new = self.write(move |engine| {
            if engine.execute(include_str!("ticket/erase.sql"), &row)? == 0 {
                return Ok(false);
            }
            engine.execute(include_str!("ticket/erase_attachments.sql"), &id)?;
            engine.execute(include_str!("status/erase_notes.sql"), &id)?;
            matters::withdraw(engine, ticket, entry.at)?;
            audit::add(engine, &entry)?;
            Ok(true)
        })?;
        self.read(|engine| engine.forget_deleted())?;
        Ok(is_new)
    }
}
