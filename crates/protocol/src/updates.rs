//! What the city has to say to a desk: how its tickets are, and whether there is a newer edition.

use centrala_domain::{CityState, DeskCode, TicketNumber};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::hash::Sha256;
use crate::signed::Statement;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Updates {
    pub desk: DeskCode,
    pub changes: Vec<StatusChange>,
    /// Everything up to here is told: what the desk asks from next time. Opaque, the intake's own counting.
    pub safe_through: u64,
    pub newest_edition: Option<NewestEdition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    pub ticket: Uuid,
    pub number: TicketNumber,
    pub state: CityState,
    pub note: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestEdition {
    pub name: String,
    pub sha256: Sha256,
}

impl Statement for Updates {
    const KIND: &'static str = "updates";
}
