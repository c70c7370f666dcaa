//! The office: one method per act of a desk or of who looks after the service. The routes and the command line call the
//! same ones.
//!
//! Deliberately not here: HTTP, and the clock (`now` is an argument).

mod commit;
mod enrol;
mod upload;

use std::io;
use std::path::PathBuf;

use centrala_protocol::{Signed, Updates};
use thiserror::Error;

pub use commit::Import;

use crate::fault::Fault;
use crate::folder::DataFolder;
use crate::keys::{KeyError, Keys};
use crate::ledger::{Desk, Ledger, LedgerError, Opener, Sqlite};
use crate::uploads::Uploads;

pub struct Office {
    folder: DataFolder,
    keys: Keys,
    ledger: Ledger,
    uploads: Uploads,
}

/// Where an office keeps what it has.
#[derive(Debug, Clone)]
pub struct Place {
    pub data: PathBuf,
    /// The city's own recovery key (age1…); one is made where none is named at the first start.
    pub recovery: Option<String>,
}

#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] io::Error),
}

impl Office {
    pub fn open(place: &Place) -> Result<Self, OpenError> {
        let folder = DataFolder::new(&place.data)?;
        let ledger = Ledger::open(opener(&folder))?;
        let recovery = place.recovery.as_deref();
        // A ledger without its keys has lost them: new ones would hide that.
        let keys = if ledger.is_new()? { Keys::make(&folder, recovery)? } else { Keys::existing(&folder, recovery)? };
        let ours = String::from(keys.signer.verifier());
        if ledger.belongs_to(ours.clone())? != ours {
            return Err(KeyError::OtherLedger(folder.keys()).into());
        }
        let uploads = Uploads::new(folder.uploads());
        Ok(Self { folder, keys, ledger, uploads })
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

    /// What the city has to say to this desk.
    pub fn updates(&self, desk: &Desk, since: u64) -> Result<Signed<Updates>, Fault> {
        let (changes, safe_through) = self.ledger.changes(&desk.code, since)?;
        let updates = Updates { desk: desk.code.clone(), changes, safe_through, newest_edition: None };
        Signed::sign(&updates, &self.keys.signer).map_err(|_| Fault::Broken)
    }

    /// Finishes what is being written and takes nothing more.
    pub fn close(&self) {
        self.ledger.close();
    }
}

fn opener(folder: &DataFolder) -> Opener {
    Sqlite::opener(folder.ledger())
}
