//! Bringing back a desk whose file is damaged or lost: the newest good copy, and over it everything that can still be read
//! of the damaged file. That one is set aside first and never changed; killed at any moment, the next try begins from it.

mod aside;
mod merge;
mod salvage;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use centrala_domain::DeskCode;
use chrono::{DateTime, Utc};
use rusqlite::OpenFlags;
use uuid::Uuid;

use crate::backup;
use crate::copies;
use crate::error::StoreError;
use crate::file::{Store, refuse_newer};
use crate::key::FileKey;
use crate::opening::Opening;

/// What was brought back, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The folder with the damaged file; none where the file was lost.
    pub aside: Option<PathBuf>,
    /// The copy that it begins from; none where there is no good one.
    pub copy: Option<PathBuf>,
    pub tables: Vec<RecoveredTable>,
    /// The first running number to be given from now on.
    pub next_number: u32,
    /// Links of the audit that do not join on: they stay in the damaged file.
    pub links_left: usize,
    /// References whose target is not there any more.
    pub loose: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveredTable {
    pub name: String,
    /// In the copy that it begins from.
    pub from_copy: usize,
    /// Read of the damaged file.
    pub read: usize,
    /// Some rows could not be read.
    pub gaps: bool,
    /// Rows that do not fit what is there already: they stay in the damaged file.
    pub refused: usize,
    pub now: usize,
}

/// Brings the desk's file back; none where it is whole.
///
/// # Errors
/// A key that is not this desk's; or neither a good copy nor anything to read: then nothing was changed.
pub fn recover(
    desk_file: &Path,
    key: &FileKey,
    copy: Option<&Path>,
    now: DateTime<Utc>,
    new_desk: impl FnOnce() -> (Uuid, DeskCode, DateTime<Utc>),
) -> Result<Option<Recovered>, StoreError> {
    let mut opening = Opening::wait(desk_file)?;
    if is_whole(desk_file, key)? {
        return Ok(None);
    }
    let aside = aside::set_aside(desk_file, now)?;
    let salvaged = salvage::read(desk_file, aside.as_deref(), key)?;
    let copy = good_copy(desk_file, copy, key);
    if copy.is_none() && salvaged.is_empty() {
        if let Some(aside) = &aside {
            aside::give_up(desk_file, aside)?;
        }
        return Err(StoreError::NothingToRecover);
    }
    let part = begin(desk_file, copy.as_deref())?;
    let mut store = Store::connect(&part, key, OpenFlags::SQLITE_OPEN_CREATE)?;
    store.bring_up(new_desk)?;
    let mut recovered = merge::merge(&mut store, &salvaged, copy.is_some(), now)?;
    close(store, &part, key)?;
    if let Some(aside) = &aside {
        aside::move_out(desk_file, aside)?;
    }
    copies::put_in_place(&part, desk_file)?;
    opening.remember(desk_file, key)?;
    (recovered.aside, recovered.copy) = (aside, copy);
    if let Some(aside) = &recovered.aside {
        aside::finish(aside, &recovered)?;
    }
    Ok(Some(recovered))
}

/// # Errors
/// What no copy would mend: another's key, a newer program's file.
fn is_whole(desk_file: &Path, key: &FileKey) -> Result<bool, StoreError> {
    if !desk_file.exists() {
        return Ok(false);
    }
    match Store::open_existing(desk_file, key).and_then(|store| store.health()) {
        Ok(health) => Ok(health.integrity.is_empty()),
        Err(
            error @ (StoreError::WrongKey
            | StoreError::NewerFile { .. }
            | StoreError::NotEncryptedYet
            | StoreError::Busy
            | StoreError::ReadOnly
            | StoreError::DiskFull
            | StoreError::NoLog),
        ) => Err(error),
        Err(_) => Ok(false),
    }
}

/// The one that was named, else the newest that is whole.
fn good_copy(desk_file: &Path, named: Option<&Path>, key: &FileKey) -> Option<PathBuf> {
    let mut candidates = backup::files(desk_file);
    candidates.extend(copies::of_formats(desk_file));
    let candidates = named.map_or(candidates, |named| vec![named.to_owned()]);
    candidates.into_iter().find(|copy| is_good(copy, key).unwrap_or(false))
}

/// Whole, a desk's, and of a format that this program knows.
fn is_good(copy: &Path, key: &FileKey) -> Result<bool, StoreError> {
    let copy = copies::whole(copy, key)?;
    refuse_newer(copy.pragma_query_value(None, "user_version", |row| row.get(0))?)?;
    Ok(copy.prepare("SELECT 1 FROM desk")?.exists([])?)
}

fn begin(desk_file: &Path, copy: Option<&Path>) -> Result<PathBuf, StoreError> {
    let part = copies::begin(desk_file)?;
    aside::remove_logs(&part)?;
    if let Some(copy) = copy {
        fs::write(&part, fs::read(copy)?)?;
    }
    Ok(part)
}

/// One file without a log, found whole.
fn close(store: Store, part: &Path, key: &FileKey) -> Result<(), StoreError> {
    store.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")?;
    drop(store);
    copies::whole(part, key).map(|_| ())
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |path: &Option<PathBuf>| path.as_ref().map_or("none".to_owned(), |path| path.display().to_string());
        writeln!(f, "damaged file, kept as it was: {}", place(&self.aside))?;
        writeln!(f, "begun from the copy:          {}", place(&self.copy))?;
        writeln!(f, "{:<14} {:>9} {:>9} {:>9} {:>9}", "table", "in copy", "read", "refused", "now")?;
        for table in &self.tables {
            let RecoveredTable { name, from_copy, read, gaps, refused, now } = table;
            let gaps = if *gaps { "  not all could be read" } else { "" };
            writeln!(f, "{name:<14} {from_copy:>9} {read:>9} {refused:>9} {now:>9}{gaps}")?;
        }
        writeln!(f, "next number: {}; links of the audit left out: {}", self.next_number, self.links_left)?;
        write!(f, "references without their target: {}", self.loose)
    }
}
