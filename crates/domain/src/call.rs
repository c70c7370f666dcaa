//! A call (at the counter: a visit): the unit of work, holding articles read and tickets.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

/// One call, open or ended. Its draft and its tickets point to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Call {
    pub id: Uuid,
    pub opened_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub outcome: Option<Outcome>,
    /// What stands in the search box.
    pub query: String,
    /// The article that is open.
    pub procedure: Option<String>,
    /// The operator's own note; never leaves the desk.
    pub note: String,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The caller was told what to do.
    Informed,
    /// At least one ticket was saved.
    TicketTaken,
    /// Ended without an article and without a ticket.
    Dropped,
}

impl Call {
    pub fn opened(id: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            id,
            opened_at: now,
            ended_at: None,
            outcome: None,
            query: String::new(),
            procedure: None,
            note: String::new(),
        }
    }

    /// The outcome that the call's own facts propose: never asked of the operator.
    pub fn proposed_outcome(&self, tickets: u32) -> Outcome {
        match (tickets, &self.procedure) {
            (1.., _) => Outcome::TicketTaken,
            (0, Some(_)) => Outcome::Informed,
            (0, None) => Outcome::Dropped,
        }
    }
}
