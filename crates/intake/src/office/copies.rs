//! Backup and restore. A copy has its name only when it is whole and was read back; a restore overwrites nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};
use thiserror::Error;

use super::{Office, OpenError, Place, belong_together};
use crate::folder::{DataFolder, sync_folder};
use crate::keys::{KeyError, Keys};
use crate::ledger::{Ledger, LedgerError, Sqlite};

const LEDGER: &str = "ledger.sqlite";
const KEYS: &str = "keys";

/// Are the secret keys copied, too? Such a copy opens everything: it must lie as safe as the service itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    Copied,
    LeftOut,
}

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    pub tickets: u64,
}

#[derive(Debug, Error)]
pub enum CopyError {
    #[error("{} is there already: nothing is overwritten", .0.display())]
    Taken(PathBuf),
    #[error("the copy has {copied} tickets, the ledger had {held} when it began")]
    Short { held: u64, copied: u64 },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the copy cannot be written or read")]
    Io(#[from] io::Error),
}

impl Office {
    /// Copies the ledger into `dir` as of one moment, and reads every record of the copy back.
    pub fn back_up(&self, dir: &Path, secrets: Secrets) -> Result<Copied, CopyError> {
        let held = self.ledger.count_tickets()?;
        let place = dir.join(LEDGER);
        free(&place)?;
        let dir = DataFolder::private(dir)?;
        let part = part_in(&dir)?;
        self.ledger.copy_to(&part)?;
        let tickets = read_back(&part)?;
        if tickets < held {
            return Err(CopyError::Short { held, copied: tickets });
        }
        part.persist(&place).map_err(|error| error.error)?;
        if secrets == Secrets::Copied {
            copy_keys(&self.folder.keys(), &dir.join(KEYS))?;
        }
        sync_folder(&dir)?;
        Ok(Copied { tickets })
    }
}

/// Puts a copy in the place of a ledger that is not there any more; its keys come with it, or lie in place already. All is
/// looked at before anything is put there: what is refused leaves the place as it was.
pub fn restore(from: &Path, place: &Place) -> Result<Copied, CopyError> {
    if place.postgres.is_some() {
        return Err(LedgerError::NoCopy.into());
    }
    let there = DataFolder::at(&place.data);
    free(&there.ledger())?;
    let brought = Some(from.join(KEYS)).filter(|keys| keys.exists() && !Keys::lie_in(&there.keys()));
    let place_of_keys = brought.clone().unwrap_or_else(|| there.keys());
    let keys = Keys::existing(&place_of_keys, place.recovery.as_deref())?;
    let part = part_in(ground(&place.data))?;
    fs::copy(from.join(LEDGER), &part)?;
    let tickets = read_back(&part)?;
    belong_together(&Ledger::open(Sqlite::opener(part.to_path_buf()))?, &keys, &place_of_keys)?;

    let folder = DataFolder::new(&place.data)?;
    if let Some(brought) = brought {
        copy_keys(&brought, &folder.keys())?;
    }
    part.persist(folder.ledger()).map_err(|error| error.error)?;
    sync_folder(folder.path())?;
    Ok(Copied { tickets })
}

/// What becomes a ledger once it is known to be good; gone again where it is not. Closed: SQLite opens it by its name.
fn part_in(folder: &Path) -> io::Result<TempPath> {
    Ok(Builder::new().prefix("ledger-").suffix(".part").tempfile_in(folder)?.into_temp_path())
}

/// The nearest folder on the way to `path` that is there.
fn ground(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
}

/// Each record's bytes against its sha256.
fn read_back(file: &Path) -> Result<u64, CopyError> {
    let copy = Ledger::open(Sqlite::opener(file.to_owned()))?;
    copy.check()?;
    let mut tickets = 0;
    copy.each_ticket(|_| {
        tickets += 1;
        Ok::<_, LedgerError>(())
    })?;
    // Closing the last connection brings the log into the file.
    drop(copy);
    fs::File::open(file)?.sync_all()?;
    Ok(tickets)
}

fn copy_keys(from: &Path, to: &Path) -> Result<(), CopyError> {
    let to = DataFolder::private(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if !place.exists() {
            // `copy` keeps the rights: for the owner's eyes alone.
            fs::copy(entry.path(), &place)?;
            fs::File::open(&place)?.sync_all()?;
        }
    }
    Ok(sync_folder(&to)?)
}

fn free(place: &Path) -> Result<(), CopyError> {
    if place.exists() { Err(CopyError::Taken(place.to_owned())) } else { Ok(()) }
}
