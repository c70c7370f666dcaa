//! Floor 2: one edition of the reference content. Checked ([`check`]), built ([`build`]), opened ([`Edition`]).
//!
//! Deliberately not here: search (its index is made from an edition), the operator's own work, the network.

mod asked_as;
mod build;
mod check;
mod clean;
mod contact;
mod dangers;
mod edition;
mod error;
mod flaw;
mod ids;
mod lexicon;
mod phrasings;
mod read;
mod schema;
mod seal;
mod texts;
mod told;
mod unit_names;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use specta::Type;

pub use build::build;
pub use check::{check, warnings};
pub use clean::clean_html;
pub use edition::Edition;
pub use error::PackError;
pub use flaw::{Flaw, Flaws};

/// Which edition this is (`edition.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct EditionInfo {
    /// Grows with each edition.
    pub number: u32,
    /// The day of the content: what the operator is told.
    pub date: NaiveDate,
    pub name: String,
    /// Demonstration content: shown on every article.
    pub sample: bool,
}
