//! Backup and restore. A copy has its name only when it is whole and was read back; a restore overwrites nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
        let dir = DataFolder::private(dir)?;
        free(&place)?;
        let part = dir.join("ledger.part");
        remove(&part)?;
        self.ledger.copy_to(&part)?;
        let tickets = read_back(&part)?;
        if tickets < held {
            return Err(CopyError::Short { held, copied: tickets });
        }
        fs::rename(&part, &place)?;
        if secrets == Secrets::Copied {
            copy_keys(&self.folder.keys(), &dir.join(KEYS))?;
        }
        sync_folder(&dir)?;
        Ok(Copied { tickets })
    }
}

/// Puts a copy in the place of a ledger that is not there any more; its keys come with it, or lie in place already.
pub fn restore(from: &Path, place: &Place) -> Result<Copied, CopyError> {
    if place.postgres.is_some() {
        return Err(LedgerError::NoCopy.into());
    }
    let folder = DataFolder::new(&place.data)?;
    free(&folder.ledger())?;
    let part = folder.path().join("ledger.part");
    remove(&part)?;
    fs::copy(from.join(LEDGER), &part)?;
    let tickets = read_back(&part)?;
    if from.join(KEYS).exists() {
        copy_keys(&from.join(KEYS), &folder.keys())?;
    }
    let keys = Keys::existing(&folder, place.recovery.as_deref())?;
    belong_together(&Ledger::open(Sqlite::opener(part.clone()))?, &keys, &folder)?;
    fs::rename(&part, folder.ledger())?;
    sync_folder(folder.path())?;
    Ok(Copied { tickets })
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

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
