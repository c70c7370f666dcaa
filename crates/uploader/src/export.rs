//! The same bytes without a network: on a stick.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use centrala_protocol::BatchId;
use centrala_protocol::batch::write_whole;
use centrala_store::{Store, StoreError};
use chrono::{DateTime, Utc};

use crate::waiting::{Next, Waiting};

/// Copies everything that waits into that folder. The same tickets may still go over the network: the intake keeps them
/// once.
pub fn export(store: &Mutex<Store>, to: &Path, clock: &dyn Fn() -> DateTime<Utc>) -> Result<Vec<PathBuf>, StoreError> {
    let waiting = Waiting { store, clock };
    let mut files = Vec::new();
    waiting.each(|batch, bytes| {
        files.push(write_whole(to, batch.id, bytes)?);
        waiting.store().note_export(batch.id, waiting.now())?;
        Ok(Next::Batch)
    })?;
    Ok(files)
}

/// Copies what the city had after `since` once more, for an intake that was restored from a copy of that moment: it keeps what
/// it lacks, and says "duplicate" of the rest.
pub fn export_again(
    store: &Mutex<Store>,
    to: &Path,
    since: DateTime<Utc>,
    clock: &dyn Fn() -> DateTime<Utc>,
) -> Result<Vec<PathBuf>, StoreError> {
    let waiting = Waiting { store, clock };
    let _alone = waiting.store().take_outbox()?;
    let (mut files, mut after) = (Vec::new(), None);
    loop {
        let now = waiting.now();
        let made = waiting.store().batch_again(since, after, BatchId::new(now), now)?;
        let Some((batch, last)) = made else { return Ok(files) };
        files.push(write_whole(to, batch.id(), batch.bytes())?);
        after = Some(last);
    }
}
