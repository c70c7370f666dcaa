//! The real client and the real intake with the network at its worst between them: what was sent is kept once, and nothing
//! counts as kept without the intake's signature.

mod courier;
mod each_misfortune;
mod liars;
mod one_after_the_other;
mod storms;
mod town;
