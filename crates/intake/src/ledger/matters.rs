//! Of which reports other desks are told. What is told lies in the sealed record alone; opening it is the office's act.

use centrala_domain::{CityState, DeskCode};
use centrala_protocol::SealedRecord;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::engine::{Engine, Row};
use super::page::Page;
use super::{Ledger, LedgerError, statuses};

/// What has changed for the other desks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub ticket: Uuid,
    /// None where it was withdrawn.
    pub told: Option<Told>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub record: SealedRecord,
    pub received_at: DateTime<Utc>,
    /// What was said of it last.
    pub state: Option<CityState>,
}

impl Ledger {
    /// What has changed after `since` of reports that others than `desk` have made after `after`.
    pub fn matters(&self, desk: &DeskCode, since: u64, after: DateTime<Utc>) -> Result<Page<Changed>, LedgerError> {
        let values = [(":desk", desk.as_str().into()), (":since", since.into()), (":after", after.into())];
        let (last, rows) = (include_str!("matter/last.sql"), include_str!("matter/of_others.sql"));
        self.read(|engine| Page::read(engine, last, rows, &values, changed))
    }
}

/// Is told again with what was said of it.
pub(super) fn change(engine: &mut dyn Engine, ticket: Uuid) -> Result<(), LedgerError> {
    engine.execute(include_str!("matter/changed.sql"), &[(":ticket", ticket.to_string().into())]).map(|_| ())
}

/// Counts no more: another ticket of the same desk corrects it.
pub(super) fn correct(
    engine: &mut dyn Engine,
    ticket: Uuid,
    desk: &DeskCode,
    at: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let row = [(":ticket", ticket.to_string().into()), (":desk", desk.as_str().into()), (":at", at.into())];
    engine.execute(include_str!("matter/correct.sql"), &row).map(|_| ())
}

/// Counts no more at other desks.
pub(super) fn withdraw(engine: &mut dyn Engine, ticket: Uuid, at: DateTime<Utc>) -> Result<(), LedgerError> {
    let row = [(":ticket", ticket.to_string().into()), (":at", at.into())];
    engine.execute(include_str!("matter/withdraw.sql"), &row).map(|_| ())
}

fn changed(row: &Row) -> Result<Changed, LedgerError> {
    let ticket: Uuid = row.parsed("id")?;
    if row.maybe_text("withdrawn_at")?.is_some() {
        return Ok(Changed { ticket, told: None });
    }
    let record = SealedRecord::new(ticket, row.parsed("number")?, row.bytes("record")?.to_owned());
    let record = record.map_err(|_| LedgerError::Damaged)?;
    let state = row.maybe_text("state")?;
    let state = state.map(|text| statuses::state(text).ok_or(LedgerError::Column("state"))).transpose()?;
    Ok(Changed { ticket, told: Some(Told { record, received_at: row.parsed("received_at")?, state }) })
}
