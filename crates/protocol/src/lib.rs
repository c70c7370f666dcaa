//! Floor 1: what travels to the intake and back, and how either side checks it.
//!
//! A `Record` is sealed by itself, sealed records go in a signed `batch`, a signed `Receipt` comes back. Both sides use these
//! same types (docs/decisions/0008). Deliberately not here: sockets, clocks, the desk's outbox, the intake's ledger.

pub mod batch;
mod enrolment;
#[cfg(test)]
mod fixtures;
mod hash;
mod intake;
mod intake_error;
mod receipt;
mod record;
mod refusal;
mod sealing;
mod signed;
mod signing;
mod updates;

pub use batch::{BatchFault, BatchId, CheckedBatch, Manifest, OpenBatch, SealedBatch};
pub use enrolment::{CityKeys, DeskToken, EnrolmentCode, EnrolmentGrant, EnrolmentRequest};
pub use hash::{HashError, Sha256};
pub use intake::{Announced, Announcement, Chunk, Intake};
pub use intake_error::{Answer, IntakeError};
pub use receipt::{Item, ItemCode, Receipt, ReceiptFault, Verdict};
pub use record::{Record, RecordFault, SealedRecord};
pub use refusal::Refusal;
pub use sealing::{Identities, Recipients, SealingKeyError, UnsealError};
pub use signed::{Signed, SignedFault, Statement};
pub use signing::{
    DeskSigner, DeskVerifier, IntakeSigner, IntakeVerifier, KeyId, Signature, Signer, SigningKeyError, Verifier,
};
pub use updates::{Heard, MatterNews, NewestEdition, StatusChange, TOLD_FOR, Updates};

/// The version of this protocol. It grows when an older side would misread a newer one.
pub const PROTOCOL: u32 = 1;
