//! The checksums of an index's files: whatever a failing disk changes in one of them is noticed when it is opened, and
//! the index is built again.
//!
//! `checksums.json` is written last: file → CRC-32 of its bytes. Locks are no part of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::error::SearchError;

const FILE: &str = "checksums.json";
/// Bytes read at once.
const CHUNK: usize = 1 << 18;

type Checksums = BTreeMap<String, u32>;

/// Of all files in the folder.
pub fn write(place: &Path) -> Result<(), SearchError> {
    let mut checksums = Checksums::new();
    for entry in fs::read_dir(place)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".lock") {
            checksums.insert(name.clone(), of(&place.join(&name))?);
        }
    }
    let json = serde_json::to_vec(&checksums).map_err(|error| SearchError::Content(Box::new(error)))?;
    Ok(fs::write(place.join(FILE), json)?)
}

/// Are all files as they were written?
pub fn check(place: &Path) -> Result<(), SearchError> {
    let checksums: Checksums = serde_json::from_slice(&fs::read(place.join(FILE))?).map_err(|_| SearchError::Stale)?;
    for (name, checksum) in &checksums {
        if of(&place.join(name))? != *checksum {
            return Err(SearchError::Stale);
        }
    }
    Ok(())
}

/// Read and not mapped: what is only checked does not stay in memory.
fn of(file: &Path) -> Result<u32, SearchError> {
    let mut file = File::open(file)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(&chunk[..read]),
        }
    }
}
