//! What else may the words name? Kinds of intervention, units, places, dangers, earlier tickets: small catalogues, kept in memory.

mod address;
pub mod emergency;
pub mod look_alikes;
pub mod places;
pub mod services;
pub mod units;
