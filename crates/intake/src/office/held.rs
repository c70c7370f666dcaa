//! Reading back: what the city holds, opened for those who handle it. The contact is shown only where it is asked for.

use centrala_domain::{CityState, Ticket, TicketNumber};
use centrala_protocol::RecordFault;
use chrono::{DateTime, Utc};
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

use super::Office;
use crate::ledger::{Act, AttachmentHeld, Entry, Held, LedgerError, Named, state_text};

/// A ticket as `tickets --json` and the exports show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    pub ticket: Ticket,
    pub desk: String,
    pub batch: String,
    pub received_at: DateTime<Utc>,
    /// The receipt's remark.
    pub remark: Option<String>,
    pub city_state: &'static str,
    pub city_note: String,
    pub attachments: Vec<AttachmentHeld>,
}

/// May the contact be shown? Only after [`Office::note_reading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    Shown(Noted),
    Hidden,
}

/// The audit names who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted(());

#[derive(Debug, Error)]
pub enum OpenedError {
    #[error(transparent)]
    Record(#[from] RecordFault),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

#[derive(Debug, Error)]
pub enum TicketError {
    #[error("no ticket has the number {0}")]
    Unknown(TicketNumber),
    #[error("several tickets have this number: name one by its id: {}", join(.0))]
    Several(Vec<Uuid>),
    #[error("{0} was erased on {day}", day = .1.format("%Y-%m-%d"))]
    Erased(TicketNumber, DateTime<Utc>),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Office {
    pub fn opened(&self, held: Held, contact: Contact) -> Result<Opened, OpenedError> {
        let mut ticket = held.record.open(&self.keys.identities)?.into_ticket();
        if contact == Contact::Hidden {
            (ticket.contact, ticket.consent_at, ticket.consent_version) = (None, None, None);
        }
        let attachments = self.ledger.attachments(ticket.id)?;
        let said = held.said.unwrap_or(crate::ledger::Said {
            state: CityState::Received,
            note: String::new(),
            at: held.received_at,
        });
        Ok(Opened {
            ticket,
            desk: held.desk.to_string(),
            batch: held.batch.to_string(),
            received_at: held.received_at,
            remark: held.remark,
            city_state: state_text(said.state),
            city_note: said.note,
            attachments,
        })
    }

    /// Says how a ticket is; its desk learns of it when it asks next.
    pub fn say(
        &self,
        number: &TicketNumber,
        id: Option<Uuid>,
        state: CityState,
        note: &str,
        now: DateTime<Utc>,
    ) -> Result<Uuid, TicketError> {
        let Named { id, erased_at } = self.named(number, id)?;
        if let Some(at) = erased_at {
            return Err(TicketError::Erased(number.clone(), at));
        }
        self.ledger.say(id, state, note, now)?;
        Ok(id)
    }

    /// The one that is meant: of several with this number the one with this id.
    pub(super) fn named(&self, number: &TicketNumber, id: Option<Uuid>) -> Result<Named, TicketError> {
        let mut found = self.ledger.named(number)?;
        found.retain(|named| id.is_none_or(|id| id == named.id));
        match found.as_slice() {
            [] => Err(TicketError::Unknown(number.clone())),
            [one] => Ok(*one),
            _ => Err(TicketError::Several(found.iter().map(|named| named.id).collect())),
        }
    }

    /// What is held under this number, to be shown.
    pub fn numbered(&self, number: &TicketNumber) -> Result<Vec<Held>, TicketError> {
        let held = self.ledger.tickets_numbered(number)?;
        if !held.is_empty() {
            return Ok(held);
        }
        let erased = self.ledger.named(number)?.into_iter().find_map(|named| named.erased_at);
        erased.map_or(Ok(held), |at| Err(TicketError::Erased(number.clone(), at)))
    }

    /// Before any contact is shown: `who` is about to read those of this ticket, or of all, by the command `by`.
    pub fn note_reading(
        &self,
        who: &str,
        by: &str,
        number: Option<&TicketNumber>,
        now: DateTime<Utc>,
    ) -> Result<Contact, LedgerError> {
        let tickets = match number {
            Some(number) => self.ledger.tickets_numbered(number)?.len() as u64,
            None => self.ledger.count_tickets()?,
        };
        let (who, detail, ticket) = (who.to_owned(), by.to_owned(), number.cloned());
        self.ledger.note(Entry { at: now, who, act: Act::ContactsRead, ticket, tickets, detail })?;
        Ok(Contact::Shown(Noted(())))
    }
}

fn join(ids: &[Uuid]) -> String {
    ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(", ")
}
