//! What was typed? A query's words and what they ask for; what everyday words mean. Knows no index.

pub mod circumstance;
pub mod intent;
pub mod intent_words;
pub mod lexicon;
pub mod query;
pub mod speech_act;
