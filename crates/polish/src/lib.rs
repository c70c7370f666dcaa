//! Floor 1: what is a word? Text → tokens, their lemmas and families, and the words that say nothing.
//!
//! Deliberately not here: documents, queries, scores (`centrala-search`).

pub mod families;
pub mod few_words;
pub mod lemmas;
pub mod rarity;
pub mod stop_words;
pub mod terms;
pub mod tokens;
pub mod words;
