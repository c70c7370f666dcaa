//! For tests only: a network between a desk and the intake that loses, repeats, changes, delays and makes up what passes
//! through it. A [`HostileNetwork`] stands on a free port of this machine and hands every request on to the intake, or does
//! to it what its `weather` says; the same seed brings the same weather.
//!
//! It speaks just enough HTTP/1.1 to know where a request ends: one request per connection, bodies with a length.

mod misfortune;
mod network;
mod request;
mod stranger;
mod weather;

pub use misfortune::Misfortune;
pub use network::{HostileNetwork, Passage};
pub use request::Request;
pub use stranger::Stranger;
pub use weather::{fair, misfortunes, once, seeded};
