//! What waits for the city, and what a person must look at.

use centrala_domain::{TicketNumber, TicketState};
use chrono::{DateTime, Utc};
use rusqlite::named_params;

use super::receipts::told;
use crate::audit::Act;
use crate::columns;
use crate::error::StoreError;
use crate::file::Store;
use crate::lock::DeskLock;

/// Tickets of this desk, by how far they have come. Purged ones are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Queue {
    pub ready: u32,
    pub sealed: u32,
    pub uploading: u32,
    pub acknowledged: u32,
    pub rejected: u32,
    /// When the oldest was saved that the city does not have yet.
    pub oldest: Option<DateTime<Utc>>,
}

impl Store {
    /// For the one that sends, of all programs that work on this file (I10).
    ///
    /// # Errors
    /// [`StoreError::Sending`] at once where another sends.
    pub fn take_outbox(&self) -> Result<DeskLock, StoreError> {
        DeskLock::at(&self.path.with_extension("sending"), StoreError::Sending)
    }

    pub fn queue(&self) -> Result<Queue, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("sealed/count.sql"))?;
        let mut rows = statement.query([])?;
        let mut queue = Queue::default();
        while let Some(row) = rows.next()? {
            let state: String = row.get("state")?;
            let oldest: Option<DateTime<Utc>> = row.get("oldest")?;
            let (counter, waits) = match columns::named(&state, "state")? {
                TicketState::Ready => (&mut queue.ready, true),
                TicketState::Sealed => (&mut queue.sealed, true),
                TicketState::Uploading => (&mut queue.uploading, true),
                TicketState::Acknowledged => (&mut queue.acknowledged, false),
                TicketState::Rejected => (&mut queue.rejected, true),
            };
            *counter = row.get("count")?;
            if waits {
                queue.oldest = queue.oldest.into_iter().chain(oldest).min();
            }
        }
        Ok(queue)
    }

    /// Has a refused ticket go again, alone. False where it is not refused.
    pub fn retry_ticket(&mut self, number: &TicketNumber, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let transaction = self.begin()?;
        let ticket = named_params! { ":number": number.as_str() };
        let retried = told(&transaction, include_str!("sealed/retry.sql"), ticket, Act::TicketRetried, at)?;
        transaction.commit()?;
        Ok(retried == 1)
    }
}
