//! Which hit stands first? Scores over the postings, and what weighs besides the words.

pub mod favour;
pub mod priors;
pub mod recent;
pub mod score;
pub mod tables;
