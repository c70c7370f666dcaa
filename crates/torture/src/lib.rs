//! Dev only: is anything lost that was shown as saved? Programs are killed, power is cut, disks fail, bits flip, and each
//! time the desk's file is held against what was acknowledged.
//!
//! A programme (`kills`, …) makes harm; `acts` says what the operator does and `world` what must then be there; `check`
//! compares; `report` prints. docs/reliability.md says what is modelled, and what is not.

pub mod acts;
pub mod bit_flips;
pub mod check;
mod desk;
pub mod disk_faults;
pub mod kills;
pub mod network;
mod played;
pub mod power_cuts;
pub mod report;
pub mod vfs;
pub mod world;

use std::io;
use std::path::Path;

use tempfile::TempDir;

/// A folder for disks that are only acted: in memory where the system has such a place. Its syncs prove nothing and cost
/// nine tenths of the time.
fn acted_disk() -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
