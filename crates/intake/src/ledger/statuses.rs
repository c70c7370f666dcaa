//! What the city says of tickets, in one counted row after the other.

use centrala_domain::{CityState, DeskCode};
use centrala_protocol::StatusChange;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::engine::Row;
use super::{Ledger, LedgerError};

/// Most changes in one answer; the desk asks again from where it ends.
const AT_ONCE: u32 = 1_000;

impl Ledger {
    /// What was said of this desk's tickets after `since`, and up to where that is all.
    pub fn changes(&self, desk: &DeskCode, since: u64) -> Result<(Vec<StatusChange>, u64), LedgerError> {
        let values = [(":desk", desk.as_str().into()), (":since", since.into()), (":limit", AT_ONCE.into())];
        self.read(|engine| {
            // First the end, then what lies before it: a change in between is told next time.
            let last =
                engine.one(include_str!("status/last.sql"), &[])?.ok_or(LedgerError::Damaged)?.number("position")?;
            let rows = engine.query(include_str!("status/of_desk.sql"), &values)?;
            let told = rows.last().map(|row| row.number::<u64>("position")).transpose()?;
            let all = rows.len() < AT_ONCE as usize;
            let changes = rows.iter().map(change).collect::<Result<_, _>>()?;
            Ok((changes, if all { told.unwrap_or(0).max(last) } else { told.unwrap_or(since) }))
        })
    }

    /// Says something of a ticket; false where it is not held, or was erased. The row's number is drawn under the one right to write, so
    /// no desk ever sees a later one first.
    pub fn say(&self, ticket: Uuid, state: CityState, note: &str, at: DateTime<Utc>) -> Result<bool, LedgerError> {
        let row = [
            (":ticket", ticket.to_string().into()),
            (":state", state_text(state).into()),
            (":note", note.into()),
            (":at", at.into()),
        ];
        self.write(move |engine| Ok(engine.execute(include_str!("status/add.sql"), &row)? == 1))
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
