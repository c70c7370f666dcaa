//! What is used on purpose, and what is learnt from it: habits after a question, and questions that found little.

use centrala_domain::{DeliberateAct, Kind, Missed, MissedQuery, Phrasing, Target};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// A procedure used after a question, on this desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Habit {
    pub query: String,
    pub procedure: String,
    /// As it was at `last_at`.
    pub weight: f64,
    pub times: u32,
    pub last_at: DateTime<Utc>,
}

impl Store {
    /// `text` is folded and holds nothing of a caller's (`centrala_domain::keepable`).
    pub fn record_missed(
        &mut self,
        text: &str,
        kind: Missed,
        reported: bool,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let missed = named_params! { ":text": text, ":kind": columns::name(&kind)?, ":reported": reported, ":at": at };
        self.connection.execute(include_str!("missed/record.sql"), missed)?;
        Ok(())
    }

    /// The most frequent first.
    pub fn missed_queries(&self) -> Result<Vec<MissedQuery>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("missed/list.sql"))?;
        let missed = statement.query_map([], missed)?;
        Ok(missed.collect::<Result<_, _>>()?)
    }

    /// The call must be saved already. Using a thing again in a call only makes it more recent.
    pub fn record_use(
        &mut self,
        call: Uuid,
        target: &Target,
        act: DeliberateAct,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let used = named_params! {
            ":call": call.to_string(), ":kind": columns::name(&target.kind)?, ":id": target.id,
            ":act": columns::name(&act)?, ":at": at
        };
        self.connection.execute(include_str!("used/record.sql"), used)?;
        Ok(())
    }

    /// What was used last in this call.
    pub fn last_used(&self, call: Uuid) -> Result<Option<Kind>, StoreError> {
        let call = named_params! { ":call": call.to_string() };
        let kind = |row: &Row<'_>| columns::named(&row.get::<_, String>("kind")?, "kind");
        Ok(self.connection.query_row(include_str!("used/last_in_call.sql"), call, kind).optional()?)
    }

    pub fn is_used(&self, call: Uuid, target: &Target) -> Result<bool, StoreError> {
        let used = named_params! {
            ":call": call.to_string(), ":kind": columns::name(&target.kind)?, ":id": target.id
        };
        Ok(self.connection.prepare_cached(include_str!("used/is_in_call.sql"))?.exists(used)?)
    }

    pub fn save_habit(&mut self, habit: &Habit) -> Result<(), StoreError> {
        let Habit { query, procedure, weight, times, last_at } = habit;
        let saved = named_params! {
            ":query": query, ":procedure": procedure, ":weight": weight, ":times": times, ":at": last_at
        };
        self.connection.execute(include_str!("habit/save.sql"), saved)?;
        Ok(())
    }

    pub fn habits(&self) -> Result<Vec<Habit>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("habit/list.sql"))?;
        let habits = statement.query_map([], habit)?;
        Ok(habits.collect::<Result<_, _>>()?)
    }

    /// This was used after a question that found little, which stands among the missed ones from now on at the latest.
    /// `text` as in [`Store::record_missed`].
    pub fn record_phrasing(
        &mut self,
        text: &str,
        missed: Missed,
        target: &Target,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let noted = named_params! { ":text": text, ":kind": columns::name(&missed)?, ":at": at };
        transaction.execute(include_str!("missed/note.sql"), noted)?;
        let phrasing = named_params! {
            ":text": text, ":kind": columns::name(&target.kind)?, ":id": target.id, ":at": at
        };
        transaction.execute(include_str!("phrasing/record.sql"), phrasing)?;
        Ok(transaction.commit()?)
    }

    /// The most frequent first.
    pub fn phrasings(&self) -> Result<Vec<Phrasing>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("phrasing/list.sql"))?;
        let phrasings = statement.query_map([], phrasing)?;
        Ok(phrasings.collect::<Result<_, _>>()?)
    }

    /// What has not happened since `before` is no habit any more, and no phrasing to propose.
    pub fn forget_learnt(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        transaction.execute(include_str!("habit/forget.sql"), named_params! { ":before": before })?;
        transaction.execute(include_str!("phrasing/forget.sql"), named_params! { ":before": before })?;
        Ok(transaction.commit()?)
    }
}

fn missed(row: &Row<'_>) -> Result<MissedQuery, rusqlite::Error> {
    let kind: String = row.get("kind")?;
    Ok(MissedQuery {
        text: row.get("text")?,
        kind: columns::named(&kind, "kind")?,
        count: row.get("count")?,
        reported: row.get("reported")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
    })
}

fn habit(row: &Row<'_>) -> Result<Habit, rusqlite::Error> {
    Ok(Habit {
        query: row.get("query")?,
        procedure: row.get("procedure")?,
        weight: row.get("weight")?,
        times: row.get("times")?,
        last_at: row.get("last_at")?,
    })
}

fn phrasing(row: &Row<'_>) -> Result<Phrasing, rusqlite::Error> {
    let kind: String = row.get("kind")?;
    Ok(Phrasing {
        text: row.get("text")?,
        target: Target { kind: columns::named(&kind, "kind")?, id: row.get("id")? },
        count: row.get("count")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
    })
}
