//! Floor 0: the words and rules of the residents' contact centre.
//!
//! Deliberately not here: files, sockets, clocks, random numbers and Polish sentences for the screen. What a rule
//! needs from above (the time, an id) is an argument.

pub mod call;
pub mod content;
mod filed;
mod flag;
pub mod hours;
mod matter;
pub mod missed;
pub mod number;
mod personal;
pub mod settings;
mod target;
pub mod text;
pub mod ticket;
pub mod vectors;

pub use call::{Call, Outcome};
pub use content::{
    Appointment, Category, Certainty, Content, DangerSign, Elsewhere, ElsewhereFact, EmergencyNumber, EmergencyRule,
    Facts, Fee, FeeKind, LexiconEntry, Location, Osiedle, Procedure, Question, QuestionKind, Sections, Service,
    ServiceEmergency, ServiceGroup, ServicePromise, Step, Street, TextModule, Unit, UnitKind, WordFamily,
};
pub use filed::{CityState, CityStatus, Filed, Refusal, RefusalReason, TicketState};
pub use flag::{Flag, keepable_note};
pub use hours::{Opening, OpeningHours};
pub use matter::Matter;
pub use missed::{Missed, MissedQuery, Phrasing, keepable};
pub use number::{DeskCode, TicketNumber};
pub use personal::{Personal, PersonalKind, personal};
pub use settings::{DeskName, Mode, Settings, Theme, Zoom};
pub use target::{DeliberateAct, Kind, Target};
pub use ticket::{
    Accepted, Contact, Draft, PRIVACY_SENTENCE, PRIVACY_VERSION, Place, Problem, ProblemCode, Ticket, TicketForm,
};
pub use vectors::{Direction, EntryTexts, EntryVectors, Vector, Vectors, VectorsError, WeightedWord};
