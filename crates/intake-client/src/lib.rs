//! Floor 2: `trait Intake` over HTTPS. One call is one request; nothing is tried again here and nothing is remembered.
//!
//! The network is taken to be hostile: only an answer that bears the intake's mark is the intake's, and of that only what is
//! signed will acknowledge anything (docs/decisions/0008). Deliberately not here: when to try again (the uploader), keys and
//! receipts (centrala-protocol).

mod address;
mod answer;
mod connection;
mod http_intake;
mod retry_after;
mod root;

pub use address::{AddressError, IntakeAddress};
pub use connection::Settings;
pub use http_intake::HttpIntake;
pub use root::{RootCertificates, RootError};
