//! Floor 5: the city's service that takes batches and signs receipts, and its command line (`centrala-intake`).
//!
//! A request → `http` → [`Office`], one method per act → [`ledger`], one transaction → back. Tests of other crates start the
//! real one with [`Server::start`] and [`Settings::local`]. It opens sockets and knows the clock, so nothing below depends on it.

mod cli;
mod edition;
mod fault;
mod folder;
mod http;
mod keys;
pub mod ledger;
mod limits;
mod metrics;
mod office;
mod server;
mod uploads;

pub use cli::command_line;
pub use edition::{EditionError, Newest};
pub use fault::Fault;
pub use folder::DataFolder;
pub use keys::{KeyError, Keys};
pub use metrics::Metrics;
pub use office::{
    Contact, Copied, CopyError, Erased, Import, Noted, Office, OpenError, Opened, OpenedError, Place, Secrets,
    TicketError, UNFINISHED, restore,
};
pub use server::{Server, Settings, StartError, Tls};
