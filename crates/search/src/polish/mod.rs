//! What is a word? Text → words, their lemmas and families, and the words that say nothing.

pub mod derive;
pub mod lemmas;
pub mod stop_words;
pub mod terms;
pub mod tokens;
