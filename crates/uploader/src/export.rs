//! The same bytes without a network: on a stick.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

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
