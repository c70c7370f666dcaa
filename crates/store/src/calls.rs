//! Calls: kept at every change, ended once.

use centrala_domain::{Call, Outcome};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

impl Store {
    /// Inserts the call, or keeps what changed in it. An ended call stays as it ended.
    pub fn save_call(&mut self, call: &Call) -> Result<(), StoreError> {
        let outcome = call.outcome.as_ref().map(columns::name).transpose()?;
        self.connection.execute(
            include_str!("call/save.sql"),
            named_params! {
                ":id": call.id.to_string(),
                ":opened_at": call.opened_at,
                ":ended_at": call.ended_at,
                ":outcome": outcome,
                ":query": call.query,
                ":procedure": call.procedure,
                ":note": call.note,
            },
        )?;
        Ok(())
    }

    pub fn end_call(&mut self, id: Uuid, at: DateTime<Utc>, outcome: Outcome) -> Result<(), StoreError> {
        let outcome = columns::name(&outcome)?;
        let ended = named_params! { ":id": id.to_string(), ":at": at, ":outcome": outcome };
        self.connection.execute(include_str!("call/end.sql"), ended)?;
        Ok(())
    }

    pub fn call(&self, id: Uuid) -> Result<Option<Call>, StoreError> {
        let id = named_params! { ":id": id.to_string() };
        Ok(self.connection.query_row(include_str!("call/get.sql"), id, call).optional()?)
    }

    /// In the order in which they were opened.
    pub fn open_calls(&self) -> Result<Vec<Call>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("call/open.sql"))?;
        let calls = statement.query_map([], call)?;
        Ok(calls.collect::<Result<_, _>>()?)
    }

    pub fn tickets_of_call(&self, id: Uuid) -> Result<u32, StoreError> {
        let call = named_params! { ":call": id.to_string() };
        Ok(self.connection.query_row(include_str!("call/count_tickets.sql"), call, |row| row.get(0))?)
    }
}

fn call(row: &Row<'_>) -> Result<Call, rusqlite::Error> {
    let outcome: Option<String> = row.get("outcome")?;
    Ok(Call {
        id: columns::uuid(row, "id")?,
        opened_at: row.get("opened_at")?,
        ended_at: row.get("ended_at")?,
        outcome: outcome.map(|outcome| columns::named(&outcome, "outcome")).transpose()?,
        query: row.get("query")?,
        procedure: row.get("procedure")?,
        note: row.get("note")?,
    })
}
