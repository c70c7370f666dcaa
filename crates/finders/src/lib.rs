//! Floor 2: what else do typed words name? Places of the form, dangers, earlier reports of the same matter.
//!
//! Deliberately not here: procedures, kinds of intervention, units and matters elsewhere (`centrala-search`).

mod address;
mod emergency;
mod look_alikes;
mod places;

pub use emergency::{EmergencyHit, EmergencyWatch};
pub use look_alikes::{SHOWN, look_alikes};
pub use places::{PlaceHit, PlaceKind, PlacePicker};
