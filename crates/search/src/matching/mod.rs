//! Which documents hold the words? The alternatives of each word, scored over the postings.

pub mod exhaustive;
pub mod expansion;
pub mod phrasings;
pub mod query_terms;
pub mod score;
pub mod scratch;
pub mod spelling;
pub mod term_cache;
pub mod term_matches;
