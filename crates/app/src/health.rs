//! Is this desk well? Looks at each part by itself, so that one broken part does not hide the others.

use std::path::PathBuf;

use centrala_pack::Edition;
use centrala_store::{CustodyKind, Store, refuse_lost};
use serde::Serialize;
use specta::Type;

use crate::folder::DeskFolder;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Health {
    pub healthy: bool,
    pub checks: Vec<HealthCheck>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HealthCheck {
    pub name: String,
    pub healthy: bool,
    pub detail: String,
}

/// Examines what is there and makes nothing: a missing file is said, not created.
pub fn examine(folder: &DeskFolder) -> Health {
    let checks = vec![
        HealthCheck { name: "program".into(), healthy: true, detail: env!("CARGO_PKG_VERSION").into() },
        check("folder", folder_detail(folder)),
        check("desk", desk_detail(folder)),
        check("key", key_detail(folder)),
        check("audit", audit_detail(folder)),
        check("edition", edition_detail(folder)),
        check("index", index_detail(folder)),
    ];
    Health { healthy: checks.iter().all(|check| check.healthy), checks }
}

fn check(name: &str, found: Result<String, String>) -> HealthCheck {
    let healthy = found.is_ok();
    HealthCheck { name: name.into(), healthy, detail: found.unwrap_or_else(|fault| fault) }
}

fn folder_detail(folder: &DeskFolder) -> Result<String, String> {
    let path = folder.path().display();
    if folder.path().is_dir() { Ok(path.to_string()) } else { Err(format!("{path} does not exist yet")) }
}

fn desk_detail(folder: &DeskFolder) -> Result<String, String> {
    let health = stored(folder, Store::health)?;
    if !health.integrity.is_empty() {
        return Err(health.integrity.join("; "));
    }
    Ok(format!(
        "{} tickets, {} drafts, {} open calls; {} bytes, format {}, SQLite {}",
        health.tickets, health.drafts, health.open_calls, health.bytes, health.user_version, health.sqlite_version
    ))
}

fn desk_file(folder: &DeskFolder) -> Result<PathBuf, String> {
    let file = folder.desk_file();
    refuse_lost(&file).map_err(|error| error.to_string())?;
    if file.exists() { Ok(file) } else { Err("there is no desk file yet: it is made at the first start".into()) }
}

fn key_detail(folder: &DeskFolder) -> Result<String, String> {
    let file = desk_file(folder)?;
    let custody = folder.custody(&file);
    let kind = custody.kind().map_err(|error| error.to_string())?;
    custody.existing().map_err(|error| error.to_string())?;
    Ok(match kind {
        Some(CustodyKind::Keychain) => "in the system's keychain".into(),
        Some(CustodyKind::Passphrase) => "behind a passphrase".into(),
        // Not unhealthy: there may be no keychain, and the operator could do nothing about it.
        Some(CustodyKind::File) | None => {
            "WARNING: in desk.key beside the file: whoever can read this folder can read the \
             tickets (centrala key --give-to keychain or passphrase); back up both together"
                .into()
        }
    })
}

fn stored<T>(
    folder: &DeskFolder,
    asked: impl FnOnce(&Store) -> Result<T, centrala_store::StoreError>,
) -> Result<T, String> {
    desk_file(folder)?;
    let store = folder.existing_store().map_err(|error| error.to_string())?;
    asked(&store).map_err(|error| error.to_string())
}

fn audit_detail(folder: &DeskFolder) -> Result<String, String> {
    match stored(folder, Store::audit)? {
        Ok(links) => Ok(format!("{links} links, whole")),
        Err(at) => Err(format!("the chain breaks at link {at}: somebody changed the file by hand")),
    }
}

fn edition_detail(folder: &DeskFolder) -> Result<String, String> {
    let edition = Edition::open(&folder.edition_file()).map_err(|error| error.to_string())?;
    let info = edition.info();
    Ok(format!("number {} of {}: {}", info.number, info.date, info.name))
}

fn index_detail(folder: &DeskFolder) -> Result<String, String> {
    let edition = Edition::open(&folder.edition_file()).map_err(|error| error.to_string())?;
    centrala_search::Index::open(&folder.index_dir(), &edition.key()).map_err(|error| error.to_string())?;
    Ok(folder.index_dir().display().to_string())
}
