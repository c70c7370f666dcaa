//! A batch: sealed records in an SQLite file, signed by the desk, in an age file for the intake. The same bytes go over the
//! network or on a stick. `OpenBatch` (being filled) → `SealedBatch` (bytes) → `open` → `CheckedBatch` (at the intake).
//!
//! Deliberately not here: opening the records in it. One that cannot be opened is that ticket's fault, not the batch's.

mod build;
mod fault;
mod header;
#[cfg(test)]
mod hostile;
mod id;
mod manifest;
mod open;
mod read;
#[cfg(test)]
mod roundtrip;
mod sealed;

pub use fault::BatchFault;
pub use id::{BatchId, BatchIdError};
pub use manifest::Manifest;
pub use open::{CheckedBatch, open};
pub use sealed::{BatchError, OpenBatch, SealedBatch, write_whole};

use uuid::Uuid;

use crate::hash::Sha256;

pub const TICKET_LIMIT: usize = 500;
/// Of the file, in bytes.
pub const SIZE_LIMIT: usize = 64 * 1024 * 1024;
/// In one batch.
pub const ATTACHMENT_LIMIT: usize = 20;
/// Of one, in bytes.
pub const ATTACHMENT_SIZE_LIMIT: usize = 8 * 1024 * 1024;

/// The inner file's `application_id`: "CntB".
const APPLICATION_ID: u32 = 0x436e_7442;
/// The inner file's `user_version`.
const FORMAT: u32 = 1;
const PAGE_SIZE: usize = 4096;

/// A picture or paper that belongs to a ticket of the same batch, sealed like its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    id: Uuid,
    ticket: Uuid,
    sha256: Sha256,
    bytes: Vec<u8>,
}

impl Attachment {
    /// `sealed` is never read here, only kept and hashed. Its size is checked by [`OpenBatch::attach`].
    pub fn new(id: Uuid, ticket: Uuid, sealed: Vec<u8>) -> Self {
        Self { id, ticket, sha256: Sha256::of(&sealed), bytes: sealed }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn ticket(&self) -> Uuid {
        self.ticket
    }

    /// Of the sealed bytes.
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
