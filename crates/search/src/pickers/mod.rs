//! What else may the words name? Kinds of intervention, units, streets, dangers: small catalogues, kept in memory.

pub mod emergency;
pub mod services;
pub mod streets;
pub mod units;
