//! Over all that waits, the oldest first: what a round sends, and what goes on a stick.

use std::sync::{Mutex, MutexGuard, PoisonError};

use centrala_protocol::BatchId;
use centrala_store::{Store, StoreError, WaitingBatch};
use chrono::{DateTime, TimeDelta, Utc};

/// How long a saved ticket can be undone before it is sealed.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// The store is held for one step at a time: neither a network nor a slow stick keeps an operator from saving.
#[derive(Clone, Copy)]
pub(crate) struct Waiting<'a> {
    pub store: &'a Mutex<Store>,
    pub clock: &'a dyn Fn() -> DateTime<Utc>,
}

/// What comes after a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Batch,
    /// The others that wait, but no new ones this time.
    Waiting,
    Stop,
}

impl Waiting<'_> {
    /// Seals, then has `act` do its part with each batch that waits, and with each new one of what is sealed.
    ///
    /// # Errors
    /// [`StoreError::Sending`]: another program is at it now (I10).
    pub fn each(
        &self,
        mut act: impl FnMut(&WaitingBatch, &[u8]) -> Result<Next, StoreError>,
    ) -> Result<Next, StoreError> {
        let _alone = self.store().take_outbox()?;
        let mut next = Next::Batch;
        for batch in self.prepare()? {
            // One whose file was lost is dissolved, and its tickets are in the new ones below.
            let Some(bytes) = self.bytes(&batch)? else { continue };
            match act(&batch, &bytes)? {
                Next::Stop => return Ok(Next::Stop),
                Next::Waiting => next = Next::Waiting,
                Next::Batch => {}
            }
        }
        while next == Next::Batch {
            let Some(batch) = self.make_batch()? else { break };
            // A disk that loses what was just written would be asked for ever.
            let Some(bytes) = self.bytes(&batch)? else { break };
            next = act(&batch, &bytes)?;
        }
        Ok(next)
    }

    fn prepare(&self) -> Result<Vec<WaitingBatch>, StoreError> {
        self.store().sweep_outbox()?;
        self.seal()?;
        self.store().waiting_batches()
    }

    /// An operator's save comes in between.
    fn seal(&self) -> Result<(), StoreError> {
        let now = self.now();
        while self.store().seal_some(now - GRACE, now)? > 0 {}
        Ok(())
    }

    fn make_batch(&self) -> Result<Option<WaitingBatch>, StoreError> {
        let now = self.now();
        self.store().make_batch(BatchId::new(now), now)
    }

    fn bytes(&self, batch: &WaitingBatch) -> Result<Option<Vec<u8>>, StoreError> {
        let mut store = self.store();
        let bytes = store.batch_bytes(batch)?;
        if bytes.is_none() {
            store.dissolve_batch(batch.id, "file_lost", self.now())?;
        }
        Ok(bytes)
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
