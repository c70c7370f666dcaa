//! The way to the city: sealed records, batches, receipts (docs/decisions/0008). Each act is one transaction; what lies on
//! the disk beside the file (`outbox/<batch id>.sqlite.age`) is whole before the file names it, and goes after it is not
//! named any more.
//!
//! Deliberately not here: the network, when to try again, who decides (`centrala_app`'s uploader).

mod batches;
mod enrolling;
mod files;
mod news;
mod purge;
mod queue;
mod receipts;
mod seal;

pub use batches::WaitingBatch;
pub use enrolling::Enrolment;
pub use queue::Queue;
pub use receipts::Applied;
