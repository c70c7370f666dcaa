//! What was begun and never finished goes after a while. Nothing is lost: the desk has it all and announces it anew.

use centrala_protocol::BatchId;
use chrono::{DateTime, TimeDelta, Utc};

use super::Office;
use crate::fault::Fault;

/// How long half a batch is kept.
pub const UNFINISHED: TimeDelta = TimeDelta::days(7);

impl Office {
    /// Forgets batches that were announced too long ago and never committed; says how many.
    pub fn expire(&self, now: DateTime<Utc>) -> Result<usize, Fault> {
        let gone = self.ledger.expire(now - UNFINISHED)?;
        gone.iter().try_for_each(|batch| self.uploads.with(*batch, |upload| upload.discard()))?;
        // Files of batches that the ledger does not know: a restored ledger, or a crash between the two steps above.
        for batch in self.uploads.all()? {
            if self.is_unknown(batch)? {
                self.uploads.with(batch, |upload| upload.discard())?;
            }
        }
        Ok(gone.len())
    }

    fn is_unknown(&self, batch: BatchId) -> Result<bool, Fault> {
        Ok(self.ledger.batch(batch)?.is_none_or(|known| known.receipt.is_some()))
    }
}
