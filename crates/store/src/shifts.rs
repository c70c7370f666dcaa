//! The end of a shift: the day's own figures, and drafts that go on to the next one.

use centrala_domain::Draft;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use crate::drafts;
use crate::error::StoreError;
use crate::file::Store;

/// What was done on this desk in some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Ended in that time, as all that follows of calls.
    pub calls: u32,
    /// Of these, in how many an article was read.
    pub with_article: u32,
    pub tickets: u32,
    /// Seconds of talk, the median; none without a call.
    pub median: Option<u32>,
    /// Calls by the hour in which they ended, counted from the beginning.
    pub hours: Vec<(u32, u32)>,
}

impl Store {
    pub fn figures(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Figures, StoreError> {
        let time = named_params! { ":from": from, ":until": until };
        let mut hours = self.connection.prepare_cached(include_str!("shift/hours.sql"))?;
        let hours = hours.query_map(time, |row| Ok((row.get("hour")?, row.get("calls")?)))?;
        let hours = hours.collect::<Result<_, _>>()?;
        let figures = self.connection.query_row(include_str!("shift/figures.sql"), time, |row| {
            Ok(Figures {
                calls: row.get("calls")?,
                with_article: row.get("with_article")?,
                tickets: row.get("tickets")?,
                median: row.get("median")?,
                hours,
            })
        });
        Ok(figures?)
    }

    /// When somebody last worked on this desk before then.
    pub fn last_worked(&self, before: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let before = named_params! { ":before": before };
        Ok(self.connection.query_row(include_str!("shift/last_worked.sql"), before, |row| row.get(0))?)
    }

    /// Leaves a draft to the next shift, with a note. False where it is not there any more.
    pub fn hand_over(&mut self, draft: Uuid, note: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let transaction = self.begin()?;
        let id = draft.to_string();
        let there = transaction.prepare(include_str!("draft/get.sql"))?.exists(named_params! { ":id": id })?;
        if there {
            let handover = named_params! { ":draft": id, ":note": note, ":at": at };
            transaction.execute(include_str!("handover/save.sql"), handover)?;
        }
        transaction.commit()?;
        Ok(there)
    }

    /// Goes on with a draft, in this call; none where it is not there any more.
    pub fn take_draft(&mut self, draft: Uuid, call: Uuid) -> Result<Option<Draft>, StoreError> {
        let transaction = self.begin()?;
        let id = draft.to_string();
        transaction.execute(include_str!("draft/take.sql"), named_params! { ":id": id, ":call": call.to_string() })?;
        transaction.execute(include_str!("handover/remove.sql"), named_params! { ":draft": id })?;
        let taken = transaction.query_row(include_str!("draft/get.sql"), named_params! { ":id": id }, drafts::draft);
        let taken = taken.optional()?;
        transaction.commit()?;
        Ok(taken)
    }
}
