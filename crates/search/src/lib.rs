//! Floor 2: which procedure is meant? Polish search over one edition, and the small pickers of the form.
//!
//! An index is built beside an edition once and opened from disk afterwards. A query becomes groups, one a word, whose
//! members compete (`groups`); they are scored against tantivy's postings (`score`); the same groups give facets,
//! highlights and the reasons. Deliberately not here: the edition's own file, the operator's file, the screen.
//! The design and its measurements: docs/search.md.

mod answer;
mod answerable;
mod answers;
mod ask;
mod beginnings;
mod corrected;
mod derive;
mod documents;
mod emergency;
mod facets;
mod fault;
mod favour;
mod groups;
mod index;
mod lemmas;
mod lexicon;
mod lines;
mod marks;
mod meanings;
mod priors;
mod reading;
mod reasons;
mod recent;
pub mod relevance;
mod schema;
mod score;
mod sentences;
mod services;
mod slot_words;
mod slots;
mod stop_words;
mod stored;
mod streets;
mod tables;
mod terms;
mod titles;
mod tokens;
mod units;
mod vocabulary;
mod without;

pub use answer::{Answer, FacetCount, Facets, Fragment, Hit, Query, Section, Why, Without};
pub use emergency::{EmergencyHit, EmergencyWatch};
pub use fault::SearchError;
pub use favour::{Favour, MOST, query_key};
pub use index::{Index, Opened};
pub use services::{ServiceFinder, ServiceHit};
pub use streets::{StreetHit, StreetPicker};
pub use units::{UnitFinder, UnitHit};
