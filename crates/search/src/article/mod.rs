//! Which line of an article answers? Questions → slots → lines. Lines are cut and analysed when an index is built.

pub mod answerable;
pub mod answers;
pub mod lines;
pub mod sentences;
pub mod slot_words;
pub mod slots;
pub mod stored;
