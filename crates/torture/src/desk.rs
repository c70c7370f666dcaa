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
    files.iter().try_for_each(|(name, content)| fs::write(folder.join(name), content))
}

fn read(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let name = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    fs::read_dir(folder)?.map(|entry| entry.and_then(|entry| Ok((name(&entry), fs::read(entry.path())?)))).collect()
}
