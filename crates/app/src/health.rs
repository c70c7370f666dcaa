//! Is this desk well? Looks at each part by itself, so that one broken part does not hide the others. What is no fault of
//! the desk but should be known is a warning.

use std::path::PathBuf;

use centrala_pack::Edition;
use centrala_store::{
    CustodyKind, Store, backup_files, free_space, has_recovery, readable_copies, refuse_lost, refuse_unsafe,
};
use chrono::{DateTime, TimeDelta, Utc};
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
    /// Works, and should be looked after.
    pub warning: bool,
    pub detail: String,
}

/// A desk that was open lately has a younger copy.
const BACKUP_DAYS: i64 = 7;
/// A shift, and the night after it.
const LATE_HOURS: i64 = 24;
/// Free space under which the disk will be full before anybody looks.
const SPARSE_MB: u64 = 500;

/// Examines what is there and makes nothing: a missing file is said, not created.
pub fn examine(folder: &DeskFolder, now: DateTime<Utc>) -> Health {
    let checks = vec![
        check("program", Ok(well(env!("CARGO_PKG_VERSION")))),
        check("folder", folder_detail(folder)),
        check("desk", desk_detail(folder)),
        check("key", key_detail(folder)),
        check("recovery", recovery_detail(folder)),
        check("backups", backups_detail(folder, now)),
        check("copies", copies_detail(folder)),
        check("space", space_detail(folder)),
        check("audit", audit_detail(folder)),
        check("queue", queue_detail(folder, now)),
        check("edition", edition_detail(folder)),
        check("index", index_detail(folder)),
    ];
    Health { healthy: checks.iter().all(|check| check.healthy), checks }
}

/// What was found of a part that works.
struct Found {
    warning: bool,
    detail: String,
}

fn well(detail: impl Into<String>) -> Found {
    Found { warning: false, detail: detail.into() }
}

fn warning(detail: impl Into<String>) -> Found {
    Found { warning: true, detail: detail.into() }
}

fn check(name: &str, found: Result<Found, String>) -> HealthCheck {
    let healthy = found.is_ok();
    let Found { warning, detail } = found.unwrap_or_else(well);
    HealthCheck { name: name.into(), healthy, warning, detail }
}

fn folder_detail(folder: &DeskFolder) -> Result<Found, String> {
    let path = folder.path().display();
    refuse_unsafe(&folder.desk_file()).map_err(|error| error.to_string())?;
    if folder.path().is_dir() { Ok(well(path.to_string())) } else { Err(format!("{path} does not exist yet")) }
}

fn desk_detail(folder: &DeskFolder) -> Result<Found, String> {
    let health = stored(folder, Store::health)?;
    if !health.integrity.is_empty() {
        return Err(health.integrity.join("; "));
    }
    if !health.sqlite_is_sound {
        return Err(format!("SQLite {} has a bug that loses what was saved: 3.51.3 mended it", health.sqlite_version));
    }
    Ok(well(format!(
        "tickets: {}, drafts: {}, open calls: {}; {} bytes, every page whole, format {}, SQLite {}, SQLCipher {}",
        health.tickets,
        health.drafts,
        health.open_calls,
        health.bytes,
        health.user_version,
        health.sqlite_version,
        health.cipher_version
    )))
}

fn desk_file(folder: &DeskFolder) -> Result<PathBuf, String> {
    let file = folder.desk_file();
    refuse_lost(&file).map_err(|error| error.to_string())?;
    if file.exists() { Ok(file) } else { Err("there is no desk file yet: it is made at the first start".into()) }
}

fn key_detail(folder: &DeskFolder) -> Result<Found, String> {
    let file = desk_file(folder)?;
    let custody = folder.custody(&file);
    let kind = custody.kind().map_err(|error| error.to_string())?;
    custody.existing().map_err(|error| error.to_string())?;
    Ok(match kind {
        Some(CustodyKind::Keychain) => well("in the system's keychain"),
        Some(CustodyKind::Passphrase) => well("behind a passphrase"),
        // Not unhealthy: there may be no keychain, and the operator could do nothing about it.
        Some(CustodyKind::File) | None => warning(
            "in desk.key beside the file: whoever can read this folder can read the tickets \
             (centrala key --give-to keychain or passphrase); back up both together",
        ),
    })
}

/// The city can open the file when this desk's own key is lost.
fn recovery_detail(folder: &DeskFolder) -> Result<Found, String> {
    let sealed = has_recovery(&desk_file(folder)?);
    Ok(if sealed {
        well("desk.recovery.age is there: the city's recovery key opens this desk")
    } else {
        warning("none: if this desk's key is lost, so are its tickets")
    })
}

fn backups_detail(folder: &DeskFolder, now: DateTime<Utc>) -> Result<Found, String> {
    let desk_file = folder.desk_file();
    let Ok(backups) = stored(folder, Store::backups) else {
        return Ok(well(format!("{} copies that centrala recover can begin from", backup_files(&desk_file).len())));
    };
    let Some(newest) = backups.first() else {
        return Ok(warning("none yet: one is made while the desk is open"));
    };
    let told =
        format!("{}, the newest of {} with {} tickets", backups.len(), newest.made_at.date_naive(), newest.tickets);
    if now - newest.made_at > TimeDelta::days(BACKUP_DAYS) {
        return Err(format!("{told}: older than {BACKUP_DAYS} days"));
    }
    Ok(well(told))
}

fn copies_detail(folder: &DeskFolder) -> Result<Found, String> {
    let readable = readable_copies(&desk_file(folder)?);
    let names: Vec<_> = readable.iter().map(|copy| copy.display().to_string()).collect();
    if names.is_empty() { Ok(well("none is readable")) } else { Err(format!("not encrypted: {}", names.join(", "))) }
}

fn space_detail(folder: &DeskFolder) -> Result<Found, String> {
    let megabytes = free_space(folder.path()).map_err(|error| error.to_string())? / 1_000_000;
    let told = format!("{megabytes} MB free");
    Ok(if megabytes < SPARSE_MB { warning(told) } else { well(told) })
}

fn stored<T>(
    folder: &DeskFolder,
    asked: impl FnOnce(&Store) -> Result<T, centrala_store::StoreError>,
) -> Result<T, String> {
    desk_file(folder)?;
    let store = folder.existing_store().map_err(|error| error.to_string())?;
    asked(&store).map_err(|error| error.to_string())
}

fn audit_detail(folder: &DeskFolder) -> Result<Found, String> {
    match stored(folder, Store::audit).map_err(|_| "not known: the desk's file does not open")? {
        Ok(links) => Ok(well(format!("{links} links, whole"))),
        Err(at) => Err(format!("the chain breaks at link {at}: somebody changed the file by hand")),
    }
}

/// The city's intake or the line to it may be at fault: the desk is well, and somebody should know (L3).
fn queue_detail(folder: &DeskFolder, now: DateTime<Utc>) -> Result<Found, String> {
    let queue = stored(folder, Store::queue)?;
    let waiting = queue.ready + queue.sealed + queue.uploading + queue.rejected;
    let Some(oldest) = queue.oldest else { return Ok(well("the city has every ticket")) };
    let told = format!(
        "{waiting} tickets that the city has not, {} of them refused; the oldest is of {oldest}",
        queue.rejected
    );
    Ok(if now - oldest > TimeDelta::hours(LATE_HOURS) {
        warning(format!("{told}: it waits for more than {LATE_HOURS} hours (centrala outbox, centrala upload)"))
    } else {
        well(told)
    })
}

fn edition_detail(folder: &DeskFolder) -> Result<Found, String> {
    let edition = Edition::take_over(&folder.edition_file()).map_err(|error| error.to_string())?;
    let info = edition.info();
    let told = format!("number {} of {}: {}", info.number, info.date, info.name);
    let damaged = folder.damaged_edition_file();
    Ok(match damaged.exists() {
        true => warning(format!("{told}; one that was damaged lies in {}: install it anew", damaged.display())),
        false => well(told),
    })
}

fn index_detail(folder: &DeskFolder) -> Result<Found, String> {
    let edition = Edition::open(&folder.edition_file()).map_err(|error| error.to_string())?;
    centrala_search::Engine::open(&folder.index_dir(), &edition.key()).map_err(|error| error.to_string())?;
    Ok(well(folder.index_dir().display().to_string()))
}
