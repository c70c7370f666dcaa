//! Floor 2: what is meant? Polish search over one edition: procedures, kinds of intervention, units, matters elsewhere.
//!
//! Layers, lowest first; each may use those above it in this table:
//!
//! | room | question |
//! |---|---|
//! | `answer` | What crosses to the window? |
//! | `analysis` | What was typed? A query's words, what they ask for, what everyday words mean. |
//! | `article` | Which lines has an article, and which questions do they answer? |
//! | `index` | What is kept on disk, and how is it opened? |
//! | `matching` | Which documents hold the words? Alternatives of each word, scores over the postings. |
//! | `explain` | What is shown of a hit: its line, marks, reasons; filters and counts. |
//! | `ranking` | Which stands first, and is it sure enough to open? |
//!
//! `search` walks one question through them. Deliberately not here: Polish words (`centrala-polish`), places and dangers
//! (`centrala-finders`), the edition's file, the operator's file, the screen. The design and its figures: docs/search.md.

mod analysis;
mod answer;
mod article;
mod error;
mod explain;
mod index;
mod matching;
mod ranking;
pub mod relevance;
mod search;

pub use answer::{Answer, Explanation, FacetCount, Facets, Fragment, Hit, Named, Query, Section, Without};
pub use error::SearchError;
pub use index::documents::texts;
pub use ranking::best::Features;
pub use ranking::boosts::{Boosts, GREATEST_BOOST, query_key};
pub use ranking::neighbours::MeaningSource;
pub use search::{Engine, OpenedEngine};
