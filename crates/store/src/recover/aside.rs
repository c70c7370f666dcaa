//! The damaged file, set aside with its log in a folder of its own: `damaged-<moment>`. Without a report in it the recovery
//! was cut off, and the next one begins from it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use chrono::{DateTime, Utc};

use super::Recovered;
use crate::disk;
use crate::error::StoreError;

const REPORT: &str = "report.txt";
const LOG: &str = "desk.sqlite-wal";
const FILE: &str = "desk.sqlite";

/// None where there is no file, and none was set aside before.
pub(super) fn set_aside(desk_file: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, StoreError> {
    let unfinished = unfinished(desk_file);
    if !desk_file.exists() {
        return Ok(unfinished);
    }
    let damaged = fs::read(desk_file)?;
    if let Some(unfinished) = unfinished {
        if fs::read(unfinished.join(FILE))? == damaged {
            return Ok(Some(unfinished));
        }
        // Somebody has put another file in its place since.
        disk::write_whole(&unfinished.join(REPORT), b"cut off, and another file was put in its place\n")?;
    }
    let folder = desk_file.with_file_name(format!("damaged-{}", now.format("%Y-%m-%dT%H%M%SZ")));
    // Under another name until it is whole: half of it must not be begun from.
    let part = folder.with_extension("part");
    match fs::remove_dir_all(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    disk::private_folder(&part)?;
    disk::write_whole(&part.join(FILE), &damaged)?;
    let log = log_of(desk_file);
    if log.exists() {
        disk::write_whole(&part.join(LOG), &fs::read(log)?)?;
    }
    fs::rename(part, &folder)?;
    disk::sync_folder(&folder)?;
    Ok(Some(folder))
}

fn unfinished(desk_file: &Path) -> Option<PathBuf> {
    let entries = desk_file.parent().and_then(|folder| fs::read_dir(folder).ok())?;
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("damaged-") && path.extension().is_none() && path.join(FILE).exists()
    };
    entries.flatten().map(|entry| entry.path()).find(|path| is_one(path) && !path.join(REPORT).exists())
}

/// The damaged file copied into `folder`, to be opened there: opening changes it.
pub(super) fn copy_out(aside: &Path, folder: &Path) -> Result<PathBuf, StoreError> {
    let file = folder.join(FILE);
    fs::copy(aside.join(FILE), &file)?;
    if aside.join(LOG).exists() {
        fs::copy(aside.join(LOG), folder.join(LOG))?;
    }
    Ok(file)
}

/// The damaged file itself goes where its copy is: from now on no program can work on it without its log.
pub(super) fn move_out(desk_file: &Path, aside: &Path) -> Result<(), StoreError> {
    if desk_file.exists() {
        fs::rename(desk_file, aside.join(FILE))?;
    }
    disk::sync_folder(desk_file)?;
    remove_logs(desk_file)
}

/// Nothing came of it. Where the file is in its place, the next recovery looks at that one again.
pub(super) fn give_up(desk_file: &Path, aside: &Path) -> Result<(), StoreError> {
    if desk_file.exists() {
        disk::write_whole(&aside.join(REPORT), b"nothing could be read, and there was no good copy\n")?;
    }
    Ok(())
}

/// For support, and so that the next recovery does not begin from it.
pub(super) fn finish(aside: &Path, recovered: &Recovered) -> Result<(), StoreError> {
    Ok(disk::write_whole(&aside.join(REPORT), format!("{recovered}\n").as_bytes())?)
}

pub(super) fn remove_logs(file: &Path) -> Result<(), StoreError> {
    for end in ["-wal", "-shm", "-journal"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(end);
        match fs::remove_file(beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn log_of(desk_file: &Path) -> PathBuf {
    let mut log = desk_file.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}
