//! Which lines has an article, and which questions does each answer? Cut and analysed when an index is built.

pub mod answerable;
pub mod lines;
pub mod sentences;
pub mod stored;
