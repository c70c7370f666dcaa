//! Copies of the desk's file in `backups/`: encrypted with its key, each checked before it has its name and recorded after,
//! the newest seven kept. The copy before a migration stands beside the file and is `copies`' affair.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, named_params};

use crate::copies;
use crate::disk;
use crate::error::StoreError;
use crate::file::Store;

const KEPT: usize = 7;
/// Longer than any act takes from its moment to its commit.
const WRITTEN: TimeDelta = TimeDelta::minutes(1);
/// Bytes that stay free for the operator's work, whatever a copy would take.
const LEFT_FREE: u64 = 100_000_000;

/// A copy that was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub file: PathBuf,
    /// Everything that was saved before this moment is in it.
    pub made_at: DateTime<Utc>,
    pub tickets: u32,
}

impl Store {
    /// Copies the file as it is at `now`. Saving goes on meanwhile over other connections.
    ///
    /// # Errors
    /// A disk without room, another program that is copying, and whatever is wrong with this file: then the copies that
    /// are there stay.
    pub fn backup(&mut self, now: DateTime<Utc>) -> Result<Backup, StoreError> {
        let folder = folder(&self.path);
        disk::private_folder(&folder)?;
        let _alone = alone(&folder)?;
        remove_parts(&folder)?;
        self.refuse_without_room(&folder)?;
        let place = folder.join(format!("desk-{}.sqlite", now.format("%Y-%m-%dT%H%M%SZ")));
        let made = Backup { tickets: self.copy_to(&place)?, file: place, made_at: now };
        self.record(&made)?;
        self.rotate(&folder, &made.file)?;
        Ok(made)
    }

    /// The newest first; those that are still there.
    pub fn backups(&self) -> Result<Vec<Backup>, StoreError> {
        let folder = folder(&self.path);
        let mut statement = self.connection.prepare_cached(include_str!("list.sql"))?;
        let recorded = statement.query_map([], |row| {
            let file: String = row.get("file")?;
            Ok(Backup { file: folder.join(file), made_at: row.get("made_at")?, tickets: row.get("tickets")? })
        })?;
        let recorded = recorded.collect::<Result<Vec<_>, _>>()?;
        Ok(recorded.into_iter().filter(|backup| backup.file.is_file()).collect())
    }

    /// What was done before this moment is safe in a copy; none where nothing is. An act has its moment before it is written;
    /// and a copy of the future, from a clock that was wrong, saves nothing.
    pub fn backed_up_until(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
        let newest = self.backups()?.into_iter().map(|backup| backup.made_at).find(|made_at| *made_at <= now);
        Ok(newest.map(|made_at| made_at - WRITTEN))
    }

    /// Whether a day has gone by since the last, or one holds contacts that have been sealed since and must go (I8). One of
    /// the future, from a clock that was wrong, does not count.
    pub fn is_backup_due(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let fresh = |backup: &Backup| backup.made_at <= now && now - backup.made_at < TimeDelta::days(1);
        Ok(!self.backups()?.iter().any(fresh) || !self.with_contacts()?.is_empty())
    }

    fn with_contacts(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("with_contacts.sql"))?;
        let files = statement.query_map([], |row| row.get("file"))?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// The same file over a connection of its own, for work that must hold nobody up.
    pub fn beside(&self) -> Result<Self, StoreError> {
        Self::open_existing(&self.path, &self.key)
    }

    /// How many tickets the copy holds, found whole.
    fn copy_to(&self, place: &Path) -> Result<u32, StoreError> {
        let part = copies::begin(place)?;
        let mut copy = Connection::open(&part)?;
        self.key.unlock(&copy)?;
        match Copying::new(&self.connection, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            // Named by rusqlite in time: nothing but the end is the end.
            StepResult::More | StepResult::Busy | StepResult::Locked | _ => return Err(StoreError::Busy),
        }
        // A copy is one file, without a log beside it.
        copy.execute_batch("PRAGMA journal_mode = DELETE")?;
        copy.close().map_err(|(_, error)| error)?;
        let copy = copies::whole(&part, &self.key)?;
        let version: u32 = copy.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let tickets = copy.query_row("SELECT count(*) FROM ticket", [], |row| row.get(0))?;
        copy.close().map_err(|(_, error)| error)?;
        if version != self.version()? {
            return Err(StoreError::Corrupt);
        }
        copies::put_in_place(&part, place)?;
        Ok(tickets)
    }

    fn record(&self, made: &Backup) -> Result<(), StoreError> {
        let record = named_params! { ":file": name(&made.file), ":made_at": made.made_at, ":tickets": made.tickets };
        self.connection.execute(include_str!("record.sql"), record)?;
        Ok(())
    }

    /// The newest seven stay. One with a later name than the one just made has it from a clock that was wrong: it would be
    /// taken for the newest for as long as it lies there.
    fn rotate(&self, folder: &Path, made: &Path) -> Result<(), StoreError> {
        let (copies, of_the_future): (Vec<_>, Vec<_>) =
            newest_first(folder).into_iter().partition(|copy| copy.as_path() <= made);
        let with_contacts =
            self.with_contacts()?.into_iter().map(|file| folder.join(file)).filter(|file| file.is_file());
        for old in copies.iter().skip(KEPT).cloned().chain(of_the_future).chain(with_contacts) {
            fs::remove_file(&old)?;
            self.connection.execute(include_str!("forget.sql"), named_params! { ":file": name(&old) })?;
        }
        if copies.len() >= KEPT { self.remove_older_formats(&copies[KEPT - 1]) } else { Ok(()) }
    }

    /// A copy of an earlier format serves until the seven are all younger: it holds contacts that have long been sealed.
    fn remove_older_formats(&self, oldest: &Path) -> Result<(), StoreError> {
        let since = fs::metadata(oldest)?.modified()?;
        for copy in copies::of_formats(&self.path) {
            if fs::metadata(&copy)?.modified()? < since {
                fs::remove_file(copy)?;
            }
        }
        Ok(())
    }

    fn refuse_without_room(&self, folder: &Path) -> Result<(), StoreError> {
        let wanted = fs::metadata(&self.path)?.len() + LEFT_FREE;
        if disk::free_space(folder)? < wanted { Err(StoreError::DiskFull) } else { Ok(()) }
    }
}

/// The copies that lie there, the newest first, whether or not the desk's file can tell of them.
pub fn files(desk_file: &Path) -> Vec<PathBuf> {
    newest_first(&folder(desk_file))
}

/// Their names are moments.
fn newest_first(folder: &Path) -> Vec<PathBuf> {
    let mut copies = in_folder(folder, ".sqlite");
    copies.sort_unstable_by(|a, b| b.cmp(a));
    copies
}

fn folder(desk_file: &Path) -> PathBuf {
    desk_file.with_file_name("backups")
}

/// One copy at a time; held until dropped.
fn alone(folder: &Path) -> Result<File, StoreError> {
    let lock = File::options().create(true).append(true).open(folder.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Busy),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// What a killed program left.
fn remove_parts(folder: &Path) -> Result<(), StoreError> {
    for part in in_folder(folder, ".part") {
        fs::remove_file(part)?;
    }
    Ok(())
}

fn in_folder(folder: &Path, end: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    files.filter(|file| name(file).starts_with("desk-") && name(file).ends_with(end)).collect()
}

fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
