//! Who has read contacts, and who has erased what. It is only added to: triggers hold that on both engines.
//!
//! Deliberately not here: what desks do. Their batches stand in the ledger themselves.

use centrala_domain::TicketNumber;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::engine::{Engine, Row};
use super::{Ledger, LedgerError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    ContactsRead,
    TicketErased,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub at: DateTime<Utc>,
    /// A user of the machine.
    pub who: String,
    pub act: Act,
    /// None where it was about all of them.
    pub ticket: Option<TicketNumber>,
    /// About how many.
    pub tickets: u64,
    /// By which command, or for which reason.
    pub detail: String,
}

impl Ledger {
    pub fn note(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(move |engine| add(engine, &entry))
    }

    /// The oldest first.
    pub fn audit(&self) -> Result<Vec<Entry>, LedgerError> {
        self.read(|engine| engine.query(include_str!("audit/all.sql"), &[])?.iter().map(entry).collect())
    }
}

pub(super) fn add(engine: &mut dyn Engine, entry: &Entry) -> Result<(), LedgerError> {
    let row = [
        (":at", entry.at.into()),
        (":who", entry.who.as_str().into()),
        (":act", act_text(entry.act).into()),
        (":ticket", entry.ticket.as_ref().map(TicketNumber::as_str).into()),
        (":tickets", entry.tickets.into()),
        (":detail", entry.detail.as_str().into()),
    ];
    engine.execute(include_str!("audit/add.sql"), &row).map(|_| ())
}

fn entry(row: &Row) -> Result<Entry, LedgerError> {
    let act = serde_json::from_value(row.text("act")?.into()).map_err(|_| LedgerError::Column("act"))?;
    let ticket = row.maybe_text("ticket")?.map(str::parse).transpose().map_err(|_| LedgerError::Column("ticket"))?;
    Ok(Entry {
        at: row.parsed("at")?,
        who: row.text("who")?.to_owned(),
        act,
        ticket,
        tickets: row.number("tickets")?,
        detail: row.text("detail")?.to_owned(),
    })
}

/// As it is written and shown.
pub fn act_text(act: Act) -> &'static str {
    match act {
        Act::ContactsRead => "contacts_read",
        Act::TicketErased => "ticket_erased",
    }
}
