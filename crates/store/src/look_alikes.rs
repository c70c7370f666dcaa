//! Reports that may be of the same matter, of this desk and of others, and tickets that only add a voice to one.

use std::cmp::Reverse;

use centrala_domain::{Filed, Matter, TicketState};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, named_params};
use uuid::Uuid;

use crate::columns;
use crate::error::StoreError;
use crate::file::Store;
use crate::tickets;

/// Which reports come into question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentOf {
    /// Codes of the services that count as the same kind.
    pub services: Vec<String>,
    pub since: DateTime<Utc>,
    /// A draft is not like itself, nor like the ticket that it corrects.
    pub but: Uuid,
    pub corrected: Option<Uuid>,
    /// Of this desk and of others, each.
    pub limit: u32,
}

/// A report that is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub matter: Matter,
    /// How far it has come from this desk; none where another desk has made it.
    pub here: Option<TicketState>,
}

impl Store {
    /// The youngest first; without voices and without what was corrected by another.
    pub fn recent_of(&self, wanted: &RecentOf) -> Result<Vec<Known>, StoreError> {
        let services = columns::to_json(&wanted.services)?;
        let mut own = self.connection.prepare_cached(include_str!("ticket/recent_of.sql"))?;
        let own = own.query_map(
            named_params! {
                ":services": services,
                ":since": wanted.since,
                ":but": wanted.but.to_string(),
                ":corrected": wanted.corrected.map(|id| id.to_string()),
                ":limit": wanted.limit,
            },
            |row| tickets::filed(row).map(Known::from),
        )?;
        let mut others = self.connection.prepare_cached(include_str!("matter/recent_of.sql"))?;
        let asked = named_params! { ":services": services, ":since": wanted.since, ":limit": wanted.limit };
        let others = others.query_map(asked, told)?;
        let mut recent = own.chain(others).collect::<Result<Vec<_>, _>>()?;
        recent.sort_by_key(|known| Reverse(known.matter.created_at));
        Ok(recent)
    }

    /// None where there is no such report, or it is purged.
    pub fn known(&self, ticket: Uuid) -> Result<Option<Known>, StoreError> {
        if let Some(filed) = tickets::by_id(&self.connection, ticket)? {
            return Ok(Some(filed.into()));
        }
        let ticket = named_params! { ":ticket": ticket.to_string() };
        Ok(self.connection.query_row(include_str!("matter/by_ticket.sql"), ticket, told).optional()?)
    }

    /// How many callers have added their voice to the ticket at this desk.
    pub fn voices(&self, id: Uuid) -> Result<u32, StoreError> {
        let id = named_params! { ":id": id.to_string() };
        Ok(self.connection.query_row(include_str!("ticket/voices.sql"), id, |row| row.get(0))?)
    }

    /// What other desks reported before `before` is no look-alike any more.
    pub fn forget_matters(&mut self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        Ok(self.connection.execute(include_str!("matter/forget.sql"), named_params! { ":before": before })?)
    }
}

impl From<Filed> for Known {
    fn from(Filed { ticket, state, city, .. }: Filed) -> Self {
        Self { matter: Matter::new(ticket, city.map(|city| city.state)), here: Some(state) }
    }
}

fn told(row: &Row<'_>) -> Result<Known, rusqlite::Error> {
    Ok(Known { matter: columns::json(row, "told")?, here: None })
}
