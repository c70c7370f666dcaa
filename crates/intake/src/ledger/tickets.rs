//! Reading back what the city holds. The record stays sealed here; opening it is the office's act.

use centrala_domain::{CityState, DeskCode, TicketNumber};
use centrala_protocol::{BatchId, SealedRecord, Sha256};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::engine::Row;
use super::{Ledger, LedgerError};

/// How many are read at once: a year of the whole city never lies in memory.
const PAGE: u32 = 200;

/// A ticket as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub record: SealedRecord,
    pub desk: DeskCode,
    pub batch: BatchId,
    pub received_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub service: String,
    pub unit: String,
    /// The receipt's remark, for instance "unknown_service".
    pub remark: Option<String>,
    /// What was said of it last.
    pub said: Option<Said>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub state: CityState,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// What belongs to a ticket, sealed like its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentHeld {
    pub id: Uuid,
    /// Of the sealed bytes.
    pub sha256: Sha256,
    /// In bytes, sealed.
    pub size: u64,
}

impl Ledger {
    /// All tickets in the order in which they were made, page by page until `each` wants no more.
    pub fn each_ticket<E: From<LedgerError>>(&self, mut each: impl FnMut(Held) -> Result<(), E>) -> Result<(), E> {
        let mut after = String::new();
        loop {
            let values = [(":after", after.as_str().into()), (":limit", PAGE.into())];
            let rows = self.read(|engine| engine.query(include_str!("ticket/page.sql"), &values))?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.text("id")?.to_owned();
            for row in &rows {
                each(held(row)?)?;
            }
        }
    }

    /// More than one only where two desks had the same code before they were enrolled.
    pub fn tickets_numbered(&self, number: &TicketNumber) -> Result<Vec<Held>, LedgerError> {
        let values = [(":number", number.as_str().into())];
        self.read(|engine| engine.query(include_str!("ticket/numbered.sql"), &values)?.iter().map(held).collect())
    }

    pub fn attachments(&self, ticket: Uuid) -> Result<Vec<AttachmentHeld>, LedgerError> {
        let values = [(":ticket", ticket.to_string().into())];
        let rows = self.read(|engine| engine.query(include_str!("ticket/attachments.sql"), &values))?;
        let attachment = |row: &Row| {
            Ok(AttachmentHeld { id: row.parsed("id")?, sha256: row.parsed("sha256")?, size: row.number("size")? })
        };
        rows.iter().map(attachment).collect()
    }

    pub fn count_tickets(&self) -> Result<u64, LedgerError> {
        let row = self.read(|engine| engine.one(include_str!("ticket/count.sql"), &[]))?;
        row.ok_or(LedgerError::Damaged)?.number("tickets")
    }
}

/// The bytes must still be those that were receipted: no page's checksum sees a flipped bit inside a row.
fn held(row: &Row) -> Result<Held, LedgerError> {
    let id: Uuid = row.parsed("id")?;
    let record = SealedRecord::new(id, row.parsed("number")?, row.bytes("record")?.to_owned());
    let record = record.map_err(|_| LedgerError::Damaged)?;
    if record.sha256() != row.parsed::<Sha256>("sha256")? {
        return Err(LedgerError::Damaged);
    }
    Ok(Held {
        record,
        desk: row.made("desk")?,
        batch: row.parsed("batch")?,
        received_at: row.parsed("received_at")?,
        created_at: row.parsed("created_at")?,
        service: row.text("service")?.to_owned(),
        unit: row.text("unit")?.to_owned(),
        remark: row.maybe_text("remark")?.map(str::to_owned),
        said: said(row)?,
    })
}

fn said(row: &Row) -> Result<Option<Said>, LedgerError> {
    let Some(state) = row.maybe_text("state")? else { return Ok(None) };
    let state = super::statuses::state(state).ok_or(LedgerError::Column("state"))?;
    Ok(Some(Said { state, note: row.text("note")?.to_owned(), at: row.parsed("at")? }))
}
