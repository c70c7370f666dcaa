//! What the city says of tickets, in one counted row after the other.

use centrala_domain::{CityState, DeskCode};
use centrala_protocol::StatusChange;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::engine::Row;
use super::page::Page;
use super::{Ledger, LedgerError, matters};

impl Ledger {
    /// What was said of this desk's tickets after `since`.
    pub fn changes(&self, desk: &DeskCode, since: u64) -> Result<Page<StatusChange>, LedgerError> {
        let values = [(":desk", desk.as_str().into()), (":since", since.into())];
        let (last, rows) = (include_str!("status/last.sql"), include_str!("status/of_desk.sql"));
        self.read(|engine| Page::read(engine, last, rows, &values, change))
    }

    /// Says something of a ticket; false where it is not held, or was erased. The row's number is drawn under the
    /// one right to write, so no desk ever sees a later one first.
    pub fn say(&self, ticket: Uuid, state: CityState, note: &str, at: DateTime<Utc>) -> Result<bool, LedgerError> {
        let row = [
            (":ticket", ticket.to_string().into()),
            (":state", state_text(state).into()),
            (":note", note.into()),
            (":at", at.into()),
        ];
        self.write(move |engine| {
            let said = engine.execute(include_str!("status/add.sql"), &row)? == 1;
            if said {
                matters::change(engine, ticket)?;
            }
            Ok(said)
        })
    }
}

fn change(row: &Row) -> Result<StatusChange, LedgerError> {
    Ok(StatusChange {
        ticket: row.parsed("ticket")?,
        number: row.parsed("number")?,
        state: state(row.text("state")?).ok_or(LedgerError::Column("state"))?,
        note: row.text("note")?.to_owned(),
        at: row.parsed("at")?,
    })
}

pub(super) fn state(text: &str) -> Option<CityState> {
    serde_json::from_value(text.into()).ok()
}

/// As the updates write it.
pub fn state_text(state: CityState) -> &'static str {
    match state {
        CityState::Received => "received",
        CityState::InProgress => "in_progress",
        CityState::Done => "done",
        CityState::Declined => "declined",
    }
}
