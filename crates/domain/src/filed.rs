//! A saved ticket and how far it has come on its way to the city (docs/decisions/0008).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ticket::Ticket;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Filed {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub state: TicketState,
    /// Why the city's intake refused it: a code.
    pub refusal: Option<String>,
    /// What the city last said of it.
    pub city: Option<CityStatus>,
}

/// Before it is a `Draft`; once purged only a tombstone is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Checked and saved; may still be undone.
    Ready,
    /// Its record is sealed to the city's key: not even the desk can read the contact any more.
    Sealed,
    /// In a batch that is written and on its way.
    Uploading,
    /// The intake's signed receipt names it.
    Acknowledged,
    /// The intake refused it: a person must look.
    Rejected,
}

/// What the city says of a ticket that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CityStatus {
    pub state: CityState,
    pub note: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CityState {
    Received,
    /// With the unit that handles it.
    InProgress,
    Done,
    /// Will not be done; the note says why.
    Declined,
}
