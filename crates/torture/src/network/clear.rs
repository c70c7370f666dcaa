//! Is a caller's phone or address to be read anywhere, once all is sealed? (I8) In the desk's file though it is opened with
//! the key, in any other file of the desk and of the city, in what the intake logs.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{fs, iter};

use anyhow::Result;
use tracing_subscriber::fmt::MakeWriter;

use super::Told;
use super::city::City;
use super::desk::Desk;
use super::held::unlocked;
use crate::acted_disk;
use crate::acts::{EMAIL_HOST, PHONE};
use crate::check::Harm;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// What the intake logs is kept from now on.
pub fn keep_the_log() {
    // Another run may have been first.
    drop(tracing_subscriber::fmt().with_writer(|| Log).try_init());
}

pub fn judge(desk: &Desk, city: &City) -> Told {
    let log = std::mem::take(&mut *LOG.lock().unwrap_or_else(PoisonError::into_inner));
    let opened = iter::once(Ok(("the desk's file, opened".to_owned(), opened(desk)?)));
    let logged = iter::once(Ok(("the log".to_owned(), log)));
    for place in opened.chain(logged).chain(files(desk.folder())?).chain(files(city.folder())?) {
        let (name, bytes) = place?;
        if let Some(canary) = [PHONE, EMAIL_HOST].iter().find(|canary| contains(&bytes, canary)) {
            return Ok(Err(Harm::Corrupt(format!("I8: {canary:?} can be read in {name}"))));
        }
    }
    Ok(Ok(()))
}

/// All that the file holds, decrypted.
fn opened(desk: &Desk) -> Result<Vec<u8>> {
    let (folder, file) = (acted_disk()?, unlocked(desk)?);
    let clear = folder.path().join("clear.sqlite");
    file.execute("ATTACH DATABASE ?1 AS clear KEY ''", [clear.to_string_lossy()])?;
    file.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(()))?;
    file.execute_batch("DETACH DATABASE clear")?;
    Ok(fs::read(clear)?)
}

type Named = Result<(String, Vec<u8>)>;

/// Each file beneath.
fn files(folder: &Path) -> Result<Vec<Named>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(fs::read(&path).map(|bytes| (path.display().to_string(), bytes)).map_err(Into::into));
        }
    }
    Ok(files)
}

fn contains(bytes: &[u8], canary: &str) -> bool {
    let first = canary.as_bytes()[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if rest.starts_with(canary.as_bytes()) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
