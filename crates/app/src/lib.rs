//! Floor 4: the desk. One method per act of an operator; each ends in one transaction or in none.
//!
//! Deliberately not here: windows, command lines, SQL, and how search scores. A new act begins in the file of its noun
//! (articles, calls, tickets …); what it answers with, if it is more than a domain type, stands in `views`.

mod articles;
mod backups;
mod calls;
mod clock;
mod desk;
mod error;
mod folder;
mod found_ticket;
mod habits;
mod handouts;
mod health;
mod keys;
mod learning;
mod look_alikes;
mod meaning;
mod named;
mod outbox;
mod pickers;
mod prints;
mod recovery;
mod sender;
mod settings;
mod shifts;
mod tickets;
mod views;

pub use centrala_finders::{PlaceHit, PlaceKind};
pub use centrala_paper::{Block, Fact, Format, Message, Sheet};
pub use centrala_search::{Explanation, Query};
pub use centrala_store::{Applied, Backup, CustodyKind, DeskLock};
pub use centrala_uploader::{Round, Stopped, Trouble};
pub use clock::{Clock, SystemClock};
pub use desk::Desk;
pub use error::{AppError, Code};
pub use folder::DeskFolder;
pub use handouts::Handout;
pub use health::{Health, HealthCheck, examine};
pub use keys::Keeper;
pub use recovery::{KeyBack, Recovery};
pub use views::{
    Article, EmergencyWarning, EndedCall, Findings, FoundElsewhere, FoundService, FoundTicket, FoundUnit, Handover,
    Home, HourOfCalls, KnownOfTicket, LookAlike, MissedQuestion, OpenCall, OpenedAfter, Outbox, Reference, Report,
    Saved, SavedCall, Sending, Shift, ShiftDraft, Start, TakenDraft, TicketOutcome, Title,
};
