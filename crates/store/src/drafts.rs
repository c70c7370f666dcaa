//! Drafts: saved at every change, gone when their ticket is saved. A contact without consent is never among what is saved.

use centrala_domain::Draft;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// A draft with the moment of its last save.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptDraft {
    pub draft: Draft,
    pub saved_at: DateTime<Utc>,
    /// The note for the next shift, and when it was left.
    pub handover: Option<(String, DateTime<Utc>)>,
}

impl Store {
    /// False where the draft's ticket is already saved: a late autosave does not bring the draft back.
    pub fn save_draft(&mut self, draft: &Draft, at: DateTime<Utc>) -> Result<bool, StoreError> {
        Ok(save(&self.connection, draft, at)?)
    }

    /// In the order in which they were begun.
    pub fn drafts(&self) -> Result<Vec<KeptDraft>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("draft/list.sql"))?;
        let kept = statement.query_map([], |row| {
            let note: Option<String> = row.get("note")?;
            let at: Option<DateTime<Utc>> = row.get("at")?;
            Ok(KeptDraft { draft: draft(row)?, saved_at: row.get("saved_at")?, handover: note.zip(at) })
        })?;
        Ok(kept.collect::<Result<_, _>>()?)
    }

    pub fn delete_draft(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.connection.execute(include_str!("draft/delete.sql"), named_params! { ":id": id.to_string() })?;
        Ok(())
    }
}

pub(crate) fn save(connection: &Connection, draft: &Draft, at: DateTime<Utc>) -> Result<bool, rusqlite::Error> {
    let saved = connection.execute(
        include_str!("draft/save.sql"),
        named_params! {
            ":id": draft.id.to_string(),
            ":call": draft.call.map(|call| call.to_string()),
            ":procedure": draft.procedure,
            ":supersedes": draft.supersedes.map(|ticket| ticket.to_string()),
            ":voice_of": draft.voice_of.map(|ticket| ticket.to_string()),
            ":form": columns::to_json(&draft.form.keepable())?,
            ":at": at,
        },
    )?;
    Ok(saved == 1)
}

pub(crate) fn draft(row: &Row<'_>) -> Result<Draft, rusqlite::Error> {
    Ok(Draft {
        id: columns::uuid(row, "id")?,
        call: columns::maybe_uuid(row, "call")?,
        procedure: row.get("procedure")?,
        supersedes: columns::maybe_uuid(row, "supersedes")?,
        voice_of: columns::maybe_uuid(row, "voice_of")?,
        form: columns::json(row, "form")?,
    })
}
