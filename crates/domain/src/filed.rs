//! A saved ticket and how far it has come on its way to the city (docs/decisions/0008).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::number::TicketNumber;
use crate::ticket::Ticket;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Filed {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub state: TicketState,
    /// Why the city's intake refused it.
    pub refusal: Option<Refusal>,
    /// The newest ticket that corrects this one.
    pub corrected_by: Option<TicketNumber>,
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Refusal {
    pub reason: RefusalReason,
    /// As the intake has put it; for support.
    pub code: String,
}

/// By what a person can do about it; its sentence stands in `ui/src/text/city.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// What was sealed cannot be opened there, or is of another ticket than the batch says.
    Unreadable,
    /// What was sealed is damaged on this desk, and was never sent.
    Damaged,
    /// This program seals a newer format than the intake reads.
    NewerFormat,
    /// The intake holds another ticket under the same id. Nothing was overwritten.
    Conflict,
    /// It was sealed to a key that the city does not have any more.
    OtherKey,
    /// The intake holds this ticket, with its number, sealed another time: this desk was put back from an older copy.
    AlreadyHeld,
    /// Even alone it is more than the intake takes.
    TooLarge,
    /// The intake has a fault of its own on it, or has not said a word of it.
    IntakeFault,
    /// A code that this program does not know.
    Other,
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

impl Refusal {
    /// Of the intake's code (`docs/decisions/0008`), or of the desk's own where the intake has said none.
    pub fn new(code: String) -> Self {
        let reason = match code.as_str() {
            "unreadable" | "mismatch" => RefusalReason::Unreadable,
            "damaged" => RefusalReason::Damaged,
            "newer_format" => RefusalReason::NewerFormat,
            "conflict" => RefusalReason::Conflict,
            "other_key" => RefusalReason::OtherKey,
            "already_held" => RefusalReason::AlreadyHeld,
            "too_large" => RefusalReason::TooLarge,
            "intake_fault" | "not_named" => RefusalReason::IntakeFault,
            _ => RefusalReason::Other,
        };
        Self { reason, code }
    }
}
