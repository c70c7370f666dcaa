//! Reading back: what the city holds, opened for those who handle it. The contact is shown only where it is asked for.

use centrala_domain::{CityState, Ticket, TicketNumber};
use centrala_protocol::RecordFault;
use chrono::{DateTime, Utc};
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

use super::Office;
use crate::ledger::{AttachmentHeld, Held, LedgerError, state_text};

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

/// May the contact be shown?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    Shown,
    Hidden,
}

#[derive(Debug, Error)]
pub enum OpenedError {
    #[error(transparent)]
    Record(#[from] RecordFault),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

#[derive(Debug, Error)]
pub enum StatusError {
    #[error("no ticket has the number {0}")]
    Unknown(TicketNumber),
    #[error("several tickets have this number: name one by its id: {}", join(.0))]
    Several(Vec<Uuid>),
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
    ) -> Result<Uuid, StatusError> {
        let found = self.ledger.tickets_numbered(number)?;
        let ids: Vec<Uuid> = found.iter().map(|held| held.record.id()).collect();
        let wanted: Vec<Uuid> = ids.into_iter().filter(|found| id.is_none_or(|id| id == *found)).collect();
        match wanted.as_slice() {
            [] => Err(StatusError::Unknown(number.clone())),
            [one] => {
                self.ledger.say(*one, state, note, now)?;
                Ok(*one)
            }
            _ => Err(StatusError::Several(wanted)),
        }
    }
}

fn join(ids: &[Uuid]) -> String {
    ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(", ")
}
