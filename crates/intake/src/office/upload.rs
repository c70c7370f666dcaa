//! A batch arrives in parts, as often interrupted as the network likes.

use std::time::Duration;

use centrala_protocol::{Announced, Announcement, BatchId, Sha256, batch};
use chrono::{DateTime, Utc};

use super::Office;
use crate::fault::Fault;
use crate::ledger::{Desk, Known};

/// Batches of one desk on their way at once. An uploader has one; more would only fill the disk.
const UNFINISHED_LIMIT: u64 = 50;
const FINISH_FIRST: Duration = Duration::from_secs(60);

/// What is here of a batch, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub offset: u64,
    pub size: u64,
}

impl Office {
    /// What will come, or what is known of it. The flag says whether it is new.
    pub fn announce(&self, desk: &Desk, what: &Announcement, now: DateTime<Utc>) -> Result<(Announced, bool), Fault> {
        if what.size > batch::SIZE_LIMIT as u64 {
            return Err(Fault::TooLarge);
        }
        if what.size == 0 {
            return Err(Fault::Malformed("a batch is not empty"));
        }
        if self.ledger.unfinished(&desk.code)? >= UNFINISHED_LIMIT && self.ledger.batch(what.batch)?.is_none() {
            return Err(Fault::TooMany { wait: FINISH_FIRST });
        }
        let known = self.ledger.announce(&desk.code, what, now)?;
        if known.sha256 != what.sha256 || known.size != what.size {
            return Err(Fault::Fork);
        }
        if let Some(receipt) = &known.receipt {
            let receipt = serde_json::from_str(receipt).map_err(|_| Fault::Broken)?;
            return Ok((Announced::Receipt(receipt), false));
        }
        let offset = self.uploads.with(what.batch, |upload| upload.offset())?;
        Ok((Announced::Offset(offset), known.is_new))
    }

    pub fn progress(&self, desk: &Desk, batch: BatchId) -> Result<Progress, Fault> {
        let known = self.announced(desk, batch)?;
        let offset = match known.receipt {
            Some(_) => known.size,
            None => self.uploads.with(batch, |upload| upload.offset())?,
        };
        Ok(Progress { offset, size: known.size })
    }

    /// Takes a part; the answer is the new offset.
    pub fn append(
        &self,
        desk: &Desk,
        batch: BatchId,
        offset: u64,
        bytes: &[u8],
        checksum: Sha256,
    ) -> Result<u64, Fault> {
        if Sha256::of(bytes) != checksum {
            return Err(Fault::ChangedOnTheWay);
        }
        let known = self.announced(desk, batch)?;
        self.uploads.with(batch, |upload| {
            let have = if known.receipt.is_some() { known.size } else { upload.offset()? };
            if have != offset {
                return Err(Fault::WrongOffset { have });
            }
            if offset + bytes.len() as u64 > known.size {
                return Err(Fault::TooLarge);
            }
            Ok(upload.append(bytes)?)
        })
    }

    /// A batch of this desk; of another's it does not even say that it is there.
    pub(super) fn announced(&self, desk: &Desk, batch: BatchId) -> Result<Known, Fault> {
        self.ledger.batch(batch)?.filter(|known| known.desk == desk.code).ok_or(Fault::NotAnnounced)
    }
}
