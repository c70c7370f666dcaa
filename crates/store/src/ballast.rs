//! `desk.ballast`: room that is held back, and let go when the disk is full, so that what lies on the desk can still be saved.

use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::disk;
use crate::error::StoreError;

/// Bytes: some thousand drafts and tickets.
const WEIGHT: usize = 8 * 1024 * 1024;
/// Bytes that are free where the ballast is taken in (again): no sooner, so that it does not fill the disk itself.
const ROOM: u64 = 500_000_000;

/// Takes the ballast in where it is missing and there is room for it.
pub fn keep_ballast(desk_file: &Path) -> Result<(), StoreError> {
    let ballast = place(desk_file);
    if ballast.exists() || disk::free_space(desk_file.parent().unwrap_or(Path::new(".")))? < ROOM {
        return Ok(());
    }
    // Random, so that a file system that compresses does not make nothing of it.
    let mut bytes = Zeroizing::new(vec![0; WEIGHT]);
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(disk::write_whole(&ballast, &bytes)?)
}

/// Whether there was some to let go.
pub fn release_ballast(desk_file: &Path) -> bool {
    fs::remove_file(place(desk_file)).is_ok()
}

fn place(desk_file: &Path) -> PathBuf {
    desk_file.with_extension("ballast")
}
