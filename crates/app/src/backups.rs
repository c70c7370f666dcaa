//! Copies of the desk's file: one a day, made while the operator works.

use centrala_store::Backup;
use centrala_uploader::GRACE;

use crate::desk::Desk;
use crate::error::AppError;

impl Desk {
    /// Makes one where a day has gone by since the last. Over a connection of its own: saving never waits for it.
    pub fn back_up_if_due(&self) -> Result<Option<Backup>, AppError> {
        let now = self.now();
        // A copy made before sealing would hold what is sealed a moment later, and be made again.
        self.store().seal(now - GRACE, now)?;
        let due = self.store().is_backup_due(now)?;
        if due { self.back_up().map(Some) } else { Ok(None) }
    }

    pub fn back_up(&self) -> Result<Backup, AppError> {
        let mut beside = self.store().beside()?;
        Ok(beside.backup(self.now())?)
    }
}
