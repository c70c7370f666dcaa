//! Tickets that may be of the same matter, and those that only add a voice to another.

use centrala_domain::Filed;
use chrono::{DateTime, Utc};
use rusqlite::named_params;
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;
use crate::tickets;

/// Which tickets come into question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentOf {
    /// Codes of the services that count as the same kind.
    pub services: Vec<String>,
    pub since: DateTime<Utc>,
    /// A draft is not like itself, nor like the ticket that it corrects.
    pub but: Uuid,
    pub corrected: Option<Uuid>,
    pub limit: u32,
}

impl Store {
    /// The youngest first; without voices and without what was corrected by another.
    pub fn recent_of(&self, wanted: &RecentOf) -> Result<Vec<Filed>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("ticket/recent_of.sql"))?;
        let wanted = named_params! {
            ":services": columns::to_json(&wanted.services)?,
            ":since": wanted.since,
            ":but": wanted.but.to_string(),
            ":corrected": wanted.corrected.map(|id| id.to_string()),
            ":limit": wanted.limit,
        };
        let tickets = statement.query_map(wanted, tickets::filed)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// None where there is no ticket of this id, or it is purged.
    pub fn ticket_of(&self, id: Uuid) -> Result<Option<Filed>, StoreError> {
        Ok(tickets::by_id(&self.connection, id)?)
    }

    /// How many callers have added their voice to the ticket.
    pub fn voices(&self, id: Uuid) -> Result<u32, StoreError> {
        let id = named_params! { ":id": id.to_string() };
        Ok(self.connection.query_row(include_str!("ticket/voices.sql"), id, |row| row.get(0))?)
    }
}
