//! Calls: kept at every change, held and resumed, ended once. At most one of them talks.

use centrala_domain::{Call, Outcome, TicketNumber};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

impl Store {
    /// A call that begins now: whoever talked until then waits.
    pub fn begin_call(&mut self, call: &Call) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        save(&transaction, call)?;
        hold_others(&transaction, call.id, call.opened_at)?;
        Ok(transaction.commit()?)
    }

    /// Inserts the call, or keeps what changed in it. An ended call stays as it ended, and whether it is held is an act of
    /// its own: a late autosave resumes nobody.
    pub fn save_call(&mut self, call: &Call) -> Result<(), StoreError> {
        Ok(save(&self.connection, call)?)
    }

    /// The caller waits from now on.
    pub fn hold_call(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        let held = named_params! { ":id": id.to_string(), ":at": at };
        self.connection.execute(include_str!("call/hold.sql"), held)?;
        Ok(())
    }

    /// They talk again, and nobody else does.
    pub fn resume_call(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        hold_others(&transaction, id, at)?;
        let resumed = named_params! { ":id": id.to_string(), ":at": at };
        transaction.execute(include_str!("call/resume.sql"), resumed)?;
        Ok(transaction.commit()?)
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

    /// In the order in which they were saved.
    pub fn tickets_of_call(&self, id: Uuid) -> Result<Vec<TicketNumber>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("call/tickets.sql"))?;
        let numbers =
            statement.query_map(named_params! { ":call": id.to_string() }, |row| columns::parsed(row, "number"))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Forgets what was typed and ticked in calls that ended before then; says in how many.
    pub fn forget_calls(&mut self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        Ok(self.connection.execute(include_str!("call/forget.sql"), named_params! { ":before": before })?)
    }
}

fn save(connection: &Connection, call: &Call) -> Result<(), rusqlite::Error> {
    let outcome = call.outcome.as_ref().map(columns::name).transpose()?;
    connection.execute(
        include_str!("call/save.sql"),
        named_params! {
            ":id": call.id.to_string(),
            ":opened_at": call.opened_at,
            ":ended_at": call.ended_at,
            ":outcome": outcome,
            ":query": call.query,
            ":procedure": call.procedure,
            ":elsewhere": call.elsewhere,
            ":note": call.note,
            ":ticked": columns::to_json(&call.ticked)?,
        },
    )?;
    Ok(())
}

fn hold_others(connection: &Connection, id: Uuid, at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
    connection.execute(include_str!("call/hold_others.sql"), named_params! { ":id": id.to_string(), ":at": at })?;
    Ok(())
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
        elsewhere: row.get("elsewhere")?,
        note: row.get("note")?,
        held_since: row.get("held_since")?,
        held_ms: row.get("held_ms")?,
        ticked: columns::json(row, "ticked")?,
    })
}
