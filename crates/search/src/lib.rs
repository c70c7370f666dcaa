//! Floor 2: which procedure is meant? Polish search over one edition, and the small pickers of the form.
//!
//! | folder | question |
//! |---|---|
//! | `index` | What is kept on disk, and how is it opened? |
//! | `query` | What was meant? Groups, one a word, whose members compete. |
//! | `ranking` | Which hit stands first? |
//! | `sections` | Which line of an article answers? |
//! | `hits` | What is shown: filters, counts, marks, reasons? |
//! | `pickers` | What else may the words name? |
//!
//! `ask` walks one question through them. Deliberately not here: the edition's own file, the operator's file, the screen.
//! The design and its measurements: docs/search.md.

mod ask;
mod fault;
mod hits;
mod index;
mod pickers;
mod query;
mod ranking;
pub mod relevance;
mod sections;

pub use fault::SearchError;
pub use hits::answer::{Answer, FacetCount, Facets, Fragment, Hit, Query, Section, Why, Without};
pub use index::{Index, Opened};
pub use pickers::services::{ServiceFinder, ServiceHit};
pub use pickers::units::{UnitFinder, UnitHit};
pub use ranking::favour::{Favour, MOST, query_key};
