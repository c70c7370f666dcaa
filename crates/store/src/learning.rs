//! What is learnt from questions: those that found little, and what was opened after one.

use centrala_domain::{Missed, MissedQuery};
use chrono::{DateTime, Utc};
use rusqlite::{Row, named_params};

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// A procedure opened after a question, on this desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
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

    pub fn save_chosen(&mut self, chosen: &Chosen) -> Result<(), StoreError> {
        let Chosen { query, procedure, weight, times, last_at } = chosen;
        let saved = named_params! {
            ":query": query, ":procedure": procedure, ":weight": weight, ":times": times, ":at": last_at
        };
        self.connection.execute(include_str!("chosen/save.sql"), saved)?;
        Ok(())
    }

    /// What has not been opened since `before` is no habit any more.
    pub fn forget_chosen(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        self.connection.execute(include_str!("chosen/forget.sql"), named_params! { ":before": before })?;
        Ok(())
    }

    pub fn chosen(&self) -> Result<Vec<Chosen>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("chosen/list.sql"))?;
        let chosen = statement.query_map([], chosen)?;
        Ok(chosen.collect::<Result<_, _>>()?)
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

fn chosen(row: &Row<'_>) -> Result<Chosen, rusqlite::Error> {
    Ok(Chosen {
        query: row.get("query")?,
        procedure: row.get("procedure")?,
        weight: row.get("weight")?,
        times: row.get("times")?,
        last_at: row.get("last_at")?,
    })
}
