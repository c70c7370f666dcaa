//! The key in the system's keychain (Secret Service, Keychain, Credential Manager), each desk's under a name of its own.

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::FileKey;
use crate::error::StoreError;

const SERVICE: &str = "pl.lodz.centrala";

/// Kept, and read back: a keychain that only says yes has lost a desk before.
pub(super) fn put(account: &str, key: &FileKey) -> Result<(), StoreError> {
    entry(account)?.set_secret(&key.bytes).map_err(fault)?;
    if get(account)?.bytes == key.bytes { Ok(()) } else { Err(StoreError::KeyUnreadable) }
}

pub(super) fn get(account: &str) -> Result<FileKey, StoreError> {
    let secret = Zeroizing::new(entry(account)?.get_secret().map_err(fault)?);
    FileKey::from_bytes(&secret).ok_or(StoreError::KeyUnreadable)
}

pub(super) fn remove(account: &str) -> Result<(), StoreError> {
    entry(account)?.delete_credential().map_err(fault)
}

fn entry(account: &str) -> Result<Entry, StoreError> {
    Entry::new(SERVICE, account).map_err(fault)
}

fn fault(error: Error) -> StoreError {
    match error {
        Error::NoStorageAccess(_) => StoreError::KeychainLocked,
        Error::NoEntry => StoreError::KeychainWithoutKey,
        // No session, no service, or one that fails: it may answer later. The library may name more in time.
        Error::PlatformFailure(_)
        | Error::BadEncoding(_)
        | Error::BadDataFormat(..)
        | Error::BadStoreFormat(_)
        | Error::TooLong(..)
        | Error::Invalid(..)
        | Error::Ambiguous(_)
        | Error::NoDefaultStore
        | Error::NotSupportedByStore(_)
        | _ => StoreError::KeychainSilent(error.to_string()),
    }
}
