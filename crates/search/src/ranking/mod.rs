//! Which stands first, and is it sure enough to open? What weighs besides the words, and the order of the kinds.

pub mod best;
pub mod boosts;
pub mod neighbours;
pub mod priors;
pub mod rank;
