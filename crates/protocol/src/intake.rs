//! The intake as the desk's uploader sees it: over HTTPS, or played by a test.

use serde::{Deserialize, Serialize};

use crate::batch::BatchId;
use crate::enrolment::{EnrolmentGrant, EnrolmentRequest};
use crate::hash::Sha256;
use crate::intake_error::IntakeError;
use crate::receipt::Receipt;
use crate::signed::Signed;
use crate::updates::{Heard, Updates};

/// Each call is one attempt. Whether and when to try again is the uploader's decision, by the [`IntakeError`].
pub trait Intake {
    fn enroll(&self, request: &EnrolmentRequest) -> Result<EnrolmentGrant, IntakeError>;

    /// Says what will come. May be repeated at any time.
    fn announce(&self, batch: &Announcement) -> Result<Announced, IntakeError>;

    /// How many bytes the intake has of an announced batch.
    fn offset(&self, batch: BatchId) -> Result<u64, IntakeError>;

    /// Sends a part; the answer is the new offset.
    fn send(&self, batch: BatchId, chunk: &Chunk<'_>) -> Result<u64, IntakeError>;

    /// All is sent: check it and keep it. Committing again gives the same receipt.
    fn commit(&self, batch: BatchId) -> Result<Signed<Receipt>, IntakeError>;

    /// After a lost answer; none where the batch is not committed.
    fn receipt(&self, batch: BatchId) -> Result<Option<Signed<Receipt>>, IntakeError>;

    /// What has changed after `since`, an earlier answer's ends; 0 and 0 at first.
    fn updates(&self, since: Heard) -> Result<Signed<Updates>, IntakeError>;
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub batch: BatchId,
    pub sha256: Sha256,
    /// In bytes.
    pub size: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Announced {
    /// Go on from here: so many bytes have arrived.
    Offset(u64),
    /// It is committed already.
    Receipt(Signed<Receipt>),
}

/// A part of a batch's file, with its checksum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk<'a> {
    offset: u64,
    bytes: &'a [u8],
    sha256: Sha256,
}

impl<'a> Chunk<'a> {
    /// At most `size` bytes of `file` from `offset` on; none where the file ends before.
    pub fn of(file: &'a [u8], offset: u64, size: usize) -> Option<Self> {
        let rest = file.get(usize::try_from(offset).ok()?..)?;
        let bytes = &rest[..rest.len().min(size)];
        (!bytes.is_empty()).then(|| Self { offset, bytes, sha256: Sha256::of(bytes) })
    }

    pub fn offset(&self) -> u64 {
        self.offset
    }

    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_in_parts_and_ends() {
        let parts = |offset| Chunk::of(b"abcde", offset, 2).map(|part| (part.offset(), part.bytes(), part.sha256()));
        assert_eq!(parts(0), Some((0, &b"ab"[..], Sha256::of(b"ab"))));
        assert_eq!(parts(4), Some((4, &b"e"[..], Sha256::of(b"e"))));
        assert_eq!((parts(5), parts(6), parts(u64::MAX)), (None, None, None));
    }
}
