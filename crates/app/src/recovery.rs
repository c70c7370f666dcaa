//! Bringing a desk back: its key with the city's recovery key, its file from the copies and from what can still be read.

use std::fs;
use std::path::{Path, PathBuf};

use centrala_store::{FileKey, Identities, Keeping, Recovered, StoreError, recover};
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::desk::new_desk;
use crate::error::AppError;
use crate::folder::DeskFolder;

/// What there was to bring back.
#[derive(Debug)]
pub struct Recovery {
    /// Where the record of a key that did not serve any more has gone; none where the key was not asked back.
    pub key: Option<KeyBack>,
    /// None where the file is whole.
    pub file: Option<Recovered>,
}

#[derive(Debug)]
pub struct KeyBack {
    /// The record that was there before.
    pub before: Option<PathBuf>,
}

impl DeskFolder {
    /// Brings the desk back, with the folder's lock: no window may work in it. `identity` is the text of the city's recovery
    /// key, one secret key a line; `copy` names the copy to begin from instead of the newest good one.
    pub fn recover(
        &self,
        identity: Option<&str>,
        copy: Option<&Path>,
        now: DateTime<Utc>,
    ) -> Result<Recovery, AppError> {
        let _lock = self.lock()?;
        let desk_file = self.desk_file();
        let custody = self.custody(&desk_file);
        let (key, back) = match identity {
            Some(text) => {
                let identities = Identities::from_text(&secrets(text)).map_err(StoreError::RecoveryKey)?;
                let key = custody.recovered(&identities)?;
                let back = self.take_back(&desk_file, &key, now)?;
                (key, Some(back))
            }
            None => (custody.existing()?, None),
        };
        Ok(Recovery { key: back, file: recover(&desk_file, &key, copy, now, || new_desk(now))? })
    }

    /// The key goes into a key file; what kept it before stays beside it.
    fn take_back(&self, desk_file: &Path, key: &FileKey, now: DateTime<Utc>) -> Result<KeyBack, AppError> {
        let record = desk_file.with_extension("key");
        let kept = desk_file.with_file_name(format!("desk.key.before-{}", now.format("%Y-%m-%dT%H%M%SZ")));
        let before = record.exists().then_some(kept);
        if let Some(kept) = &before {
            fs::copy(&record, kept).map_err(|error| AppError::Store(error.into()))?;
        }
        self.custody(desk_file).put(key, Keeping::File)?;
        Ok(KeyBack { before })
    }
}

/// Without the remarks that `age-keygen` writes above a key.
fn secrets(text: &str) -> Zeroizing<String> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    Zeroizing::new(lines.join("\n"))
}
