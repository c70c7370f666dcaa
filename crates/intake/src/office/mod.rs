//! The office: one method per act of a desk or of who looks after the service. The routes and the command line call the
//! same ones.
//!
//! Deliberately not here: HTTP, and the clock (`now` is an argument).

mod commit;
mod copies;
mod enrol;
mod erase;
mod expiry;
mod held;
mod updates;
mod upload;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use commit::Import;
pub use copies::{Copied, CopyError, Secrets, restore};
pub use erase::Erased;
pub use expiry::UNFINISHED;
pub use held::{Contact, Noted, Opened, OpenedError, TicketError};

use crate::edition::{EditionError, Newest};
use crate::fault::Fault;
use crate::folder::DataFolder;
use crate::keys::{KeyError, Keys};
use crate::ledger::{Ledger, LedgerError, Opener, Postgres, Sqlite};
use crate::metrics::Metrics;
use crate::uploads::Uploads;

pub struct Office {
    folder: DataFolder,
    keys: Keys,
    ledger: Ledger,
    uploads: Uploads,
    edition: Option<Newest>,
    metrics: Metrics,
}

/// Where an office keeps what it has.
#[derive(Debug, Clone)]
pub struct Place {
    pub data: PathBuf,
    /// The city's own recovery key (age1…); one is made where none is named at the first start.
    pub recovery: Option<String>,
    /// The ledger's database; none: SQLite in `data`.
    pub postgres: Option<postgres::Config>,
    /// The newest edition's file.
    pub edition: Option<PathBuf>,
}

#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error("metrics")]
    Metrics(#[from] prometheus::Error),
    #[error("the data folder cannot be used")]
    Folder(#[from] io::Error),
}

impl Office {
    pub fn open(place: &Place) -> Result<Self, OpenError> {
        let folder = DataFolder::new(&place.data)?;
        let ledger = Ledger::open(opener(place, &folder))?;
        let recovery = place.recovery.as_deref();
        // A ledger without its keys has lost them: new ones would hide that.
        let new = ledger.city()?.is_none();
        let keys = if new { Keys::make(&folder, recovery)? } else { Keys::existing(&folder.keys(), recovery)? };
        belong_together(&ledger, &keys, &folder.keys())?;
        let uploads = Uploads::new(folder.uploads());
        let edition = place.edition.as_deref().map(Newest::read).transpose()?;
        Ok(Self { folder, keys, ledger, uploads, edition, metrics: Metrics::new()? })
    }

    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The newest edition, if there is one here.
    pub fn edition(&self) -> Result<&Newest, Fault> {
        self.edition.as_ref().ok_or(Fault::NoEdition)
    }

    /// Finishes what is being written and takes nothing more.
    pub fn close(&self) {
        self.ledger.close();
    }
}

/// A ledger without a city becomes the city's of these keys, which lie there.
fn belong_together(ledger: &Ledger, keys: &Keys, place: &Path) -> Result<(), OpenError> {
    let ours = String::from(keys.signer.verifier());
    if ledger.belongs_to(ours.clone())? == ours { Ok(()) } else { Err(KeyError::OtherLedger(place.to_owned()).into()) }
}

fn opener(place: &Place, folder: &DataFolder) -> Opener {
    match &place.postgres {
        Some(config) => Postgres::opener(config.clone()),
        None => Sqlite::opener(folder.ledger()),
    }
}
