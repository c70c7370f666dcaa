//! What was meant? The words of a query → groups, whose members compete.

pub mod circumstance;
pub mod groups;
pub mod lexicon;
pub mod meanings;
pub mod reading;
