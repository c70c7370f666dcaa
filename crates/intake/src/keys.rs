//! The city's keys: made once, at the first start, and never replaced. A new key would open nothing of what is on its way.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use centrala_protocol::{CityKeys, Identities, IntakeSigner, Recipients, SealingKeyError};
use tempfile::NamedTempFile;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::folder::{DataFolder, sync_folder};

const INTAKE: &str = "intake-key.txt";
const SIGNING: &str = "signing-key.txt";
const RECOVERY: &str = "recovery-recipient.txt";
/// The secret half, where the city brought no recovery key of its own.
const RECOVERY_SECRET: &str = "recovery-key.txt";

/// Secret and public halves. Deliberately without `Debug`.
pub struct Keys {
    pub identities: Identities,
    /// Shared with the thread that writes: a receipt is signed inside its transaction.
    pub signer: Arc<IntakeSigner>,
    recovery: Recipients,
}

#[derive(Debug, Error)]
pub enum KeyError {
    #[error("{} is missing: put it back from a copy; nothing was changed", .0.display())]
    Missing(PathBuf),
    #[error("{} cannot be read as a key: put it back from a copy; nothing was changed", .0.display())]
    Unreadable(PathBuf),
    #[error("the recovery key is already {0}: what is sealed to it cannot be sealed anew")]
    OtherRecovery(String),
    #[error("the keys in {} are not those of this ledger; nothing was changed", .0.display())]
    OtherLedger(PathBuf),
    #[error("--recovery is not usable")]
    Recovery(#[from] SealingKeyError),
    #[error("the keys cannot be kept")]
    Io(#[from] io::Error),
}

impl Keys {
    /// Makes what is missing. Several programs that start at once agree: who is first makes the key.
    pub fn make(folder: &DataFolder, recovery: Option<&str>) -> Result<Self, KeyError> {
        let place = folder.keys();
        keep(&place.join(INTAKE), || Ok(Identities::generate().to_text()))?;
        keep(&place.join(SIGNING), || Ok(IntakeSigner::generate()?.to_text()))?;
        keep(&place.join(RECOVERY), || match recovery {
            Some(text) => Ok(Zeroizing::new(text.to_owned())),
            None => recovery_of_our_own(&place),
        })?;
        sync_folder(&place)?;
        Self::existing(&place, recovery)
    }

    /// Those that lie in this folder. `recovery` must be the one that is in use, if it is named.
    pub fn existing(place: &Path, recovery: Option<&str>) -> Result<Self, KeyError> {
        let identities = read(&place.join(INTAKE), |text| Identities::from_text(text).ok())?;
        let signer = read(&place.join(SIGNING), |text| IntakeSigner::from_text(text.trim()).ok())?;
        let kept = read(&place.join(RECOVERY), |text| Recipients::from_texts(text.lines().map(str::trim)).ok())?;
        let named = recovery.map(|text| Recipients::from_texts([text])).transpose()?;
        match named {
            Some(named) if named != kept => Err(KeyError::OtherRecovery(kept.texts().join(" "))),
            Some(_) | None => Ok(Self { identities, signer: Arc::new(signer), recovery: kept }),
        }
    }

    /// Whether there are secret keys in this folder.
    pub fn lie_in(place: &Path) -> bool {
        [INTAKE, SIGNING].iter().any(|name| place.join(name).exists())
    }

    /// What desks get.
    pub fn public(&self) -> CityKeys {
        CityKeys {
            intake: self.identities.recipients(),
            recovery: self.recovery.clone(),
            verifier: self.signer.verifier(),
        }
    }

    /// The recovery key's secret half while it still lies here, where it should not stay.
    pub fn recovery_to_move(folder: &DataFolder) -> Option<PathBuf> {
        Some(folder.keys().join(RECOVERY_SECRET)).filter(|file| file.exists())
    }
}

fn recovery_of_our_own(place: &Path) -> Result<Zeroizing<String>, KeyError> {
    keep(&place.join(RECOVERY_SECRET), || Ok(Identities::generate().to_text()))?;
    let secret = read(&place.join(RECOVERY_SECRET), |text| Identities::from_text(text).ok())?;
    Ok(Zeroizing::new(secret.recipients().texts().join("\n")))
}

/// Whole or not at all, for the owner's eyes alone (a temporary file is), and never over another one.
fn keep(file: &Path, text: impl FnOnce() -> Result<Zeroizing<String>, KeyError>) -> Result<(), KeyError> {
    if file.exists() {
        return Ok(());
    }
    let mut part = NamedTempFile::new_in(file.parent().unwrap_or(file))?;
    part.write_all(text()?.as_bytes())?;
    part.as_file().sync_all()?;
    match part.persist_noclobber(file).map_err(|error| error.error) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn read<T>(file: &Path, key: impl FnOnce(&str) -> Option<T>) -> Result<T, KeyError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(KeyError::Missing(file.to_owned())),
        Err(error) => return Err(error.into()),
    };
    key(&text).ok_or_else(|| KeyError::Unreadable(file.to_owned()))
}
