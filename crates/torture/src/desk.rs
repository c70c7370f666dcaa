//! A desk on which acts were done, and whose files can be copied again and again: where programmes begin.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use anyhow::{Result, anyhow};
use tempfile::TempDir;

use crate::acted_disk;
use crate::check::{open, perform};
use crate::world::World;

pub struct Desk {
    pub seed: u64,
    pub world: World,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    /// Closed after so many acts.
    pub fn make(seed: u64, acts: u64) -> Result<Self> {
        let folder = acted_disk()?;
        let mut store = open(folder.path())?;
        let mut world = World::default();
        while world.step < acts {
            let act = world.advance(seed);
            perform(&mut store, &act, &world)?.map_err(|harm| anyhow!("{harm}"))?;
        }
        drop(store);
        Ok(Self { seed, world, files: read(folder.path())? })
    }

    pub fn copy(&self) -> io::Result<TempDir> {
        let folder = acted_disk()?;
        write(folder.path(), &self.files)?;
        Ok(folder)
    }
}

pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for (name, content) in files {
        let place = folder.join(name);
        place.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(place, content)?;
    }
    Ok(())
}

/// With those of its folders: `outbox/…`.
pub fn read(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            files.extend(read(&entry.path())?.into_iter().map(|(inner, content)| (format!("{name}/{inner}"), content)));
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}
