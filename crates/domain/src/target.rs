//! What the box can find and the middle of the screen can open, of whatever kind; and what is a deliberate act on it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Something that was found or opened.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct Target {
    pub kind: Kind,
    /// A procedure's symbol, a service's code, a unit's or a matter's id, a ticket's number.
    pub id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Procedure,
    /// A kind of intervention.
    Service,
    Unit,
    /// A matter that is not the city's.
    Elsewhere,
    /// A ticket, by its number.
    Ticket,
}

/// What an operator does on purpose with a thing that is open. Only such an act teaches a habit, counts as read and says
/// how a call went; a thing that opened by itself, or flew past under ↓, was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DeliberateAct {
    /// Its row was chosen, with ↑, ↓ or a click, and it stayed open.
    Chosen,
    /// Enter: the operator went into it.
    Entered,
    /// One of its sections was jumped to.
    SectionOpened,
    /// One of its sections was copied.
    Copied,
    /// A document that the person has was ticked.
    Ticked,
    Printed,
    /// A text for the resident was made of it.
    Messaged,
    /// F4: a ticket was begun from it.
    TicketBegun,
}
