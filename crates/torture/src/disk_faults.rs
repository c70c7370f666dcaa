//! The n-th thing that SQLite asks of the disk goes wrong, once or from then on. An act may then fail, and say so; what
//! was shown as saved stays, what is read is right or refused, and with a healthy disk the desk is whole and works on.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use centrala_store::Store;
use fastrand::Rng;
use rusqlite::ffi;

use crate::acts::rng;
use crate::check::{Harm, goes_on, judge, look, open, perform};
use crate::desk::Desk;
use crate::report::{Expect, Row};
use crate::vfs::{Call, Done, Fault, Tap, Watch};
use crate::world::World;

/// On the desk before anything goes wrong.
const BEFORE: u64 = 30;
/// Acts that the program still tries after the fault.
const AFTERWARDS: u32 = 3;
/// Half of the programs are closed before the fault, at most so many calls: then closing meets it.
const CLOSING: u32 = 30;

/// Whether the disk says what went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    Honest,
    /// Says that it has written, and has not: nobody can work on such a one, so it has to be caught.
    Lying,
}

/// `points`: at which of SQLite's calls, from 1 on.
pub fn run(disk: Disk, points: impl Iterator<Item = u32>, seed: u64) -> Result<Row> {
    let mut row = match disk {
        Disk::Honest => Row::new("disk faults", Expect::Nothing),
        Disk::Lying => Row::new("  control: writes that are forgotten", Expect::Harm),
    };
    let desk = Desk::make(seed, BEFORE)?;
    for at in points {
        row.count(desk.sabotaged(disk, at)?, || format!("--disk-faults {at} --seed {seed}"));
    }
    Ok(row)
}

impl Desk {
    fn sabotaged(&self, disk: Disk, at: u32) -> Result<Result<(), Harm>> {
        let folder = self.copy()?;
        let saboteur = Arc::new(Saboteur::new(disk, at, rng(self.seed, u64::MAX - u64::from(at))));
        let watch = Watch::on(folder.path(), saboteur.clone())?;
        let mut world = self.world.clone();
        let mut lived = Ok(());
        while lived.is_ok() && saboteur.plan().broken.is_none() {
            lived = self.live(folder.path(), &saboteur, &mut world);
        }
        drop(watch);
        let found = lived.and_then(|()| judge(folder.path(), self.seed, &world));
        Ok(found.and_then(|world| goes_on(folder.path(), &world, self.seed)))
    }

    /// One run of the program, from opening to closing; `world` is what it has acknowledged.
    fn live(&self, folder: &Path, saboteur: &Saboteur, world: &mut World) -> Result<(), Harm> {
        let Ok(mut store) = open(folder) else { return Ok(()) };
        while saboteur.wants_more() {
            let (act, after) = world.next(self.seed);
            // A refused act is tried once more, as an operator does.
            let shown = perform(&mut store, &act, &after).or_else(|_| perform(&mut store, &act, &after));
            self.reads_rightly(&store, world, &after)?;
            match shown {
                Ok(shown) => shown?,
                Err(_) => return Ok(()),
            }
            *world = after;
        }
        Ok(())
    }

    fn reads_rightly(&self, store: &Store, before: &World, after: &World) -> Result<(), Harm> {
        match look(store) {
            Ok(seen) if seen.as_ref().is_ok_and(|seen| [before, after].iter().any(|world| world.seen == *seen)) => {
                Ok(())
            }
            Ok(seen) => Err(seen.err().unwrap_or_else(|| Harm::Corrupt("what was read is wrong".to_owned()))),
            Err(_) => Ok(()),
        }
    }
}

/// A tap that counts calls, and lets one go wrong.
struct Saboteur(Mutex<Plan>);

struct Plan {
    disk: Disk,
    rng: Rng,
    calls: u32,
    /// The call that goes wrong.
    at: u32,
    /// All later calls of that kind go wrong, too.
    lasting: bool,
    /// The program is closed after so many, if nothing has gone wrong yet.
    closes_at: u32,
    /// What went wrong.
    broken: Option<Call>,
    acts_left: u32,
}

impl Saboteur {
    fn new(disk: Disk, at: u32, mut rng: Rng) -> Self {
        let lasting = rng.bool();
        let closes_at = if rng.bool() { at } else { at.saturating_sub(rng.u32(0..CLOSING)) };
        Self(Mutex::new(Plan { disk, rng, calls: 0, at, lasting, closes_at, broken: None, acts_left: AFTERWARDS }))
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wants_more(&self) -> bool {
        let mut plan = self.plan();
        if plan.broken.is_none() {
            return plan.disk == Disk::Lying || plan.calls < plan.closes_at;
        }
        plan.acts_left = plan.acts_left.saturating_sub(1);
        plan.acts_left > 0
    }
}

impl Tap for Saboteur {
    fn before(&self, call: Call) -> Option<Fault> {
        let mut plan = self.plan();
        plan.calls += 1;
        // A lie is told at the next write.
        let fits = plan.disk == Disk::Honest || call == Call::Write;
        let now = plan.broken.is_none() && plan.calls >= plan.at && fits;
        if now {
            plan.broken = Some(call);
        }
        let goes_wrong = now || plan.lasting && plan.broken == Some(call);
        let disk = plan.disk;
        goes_wrong.then(|| fault(disk, call, &mut plan.rng))
    }

    fn after(&self, _: Done<'_>) {}
}

fn fault(disk: Disk, call: Call, rng: &mut Rng) -> Fault {
    if disk == Disk::Lying {
        return Fault::Forgotten;
    }
    let half = rng.bool();
    let (code, can_be_half) = match call {
        Call::Open => (ffi::SQLITE_CANTOPEN, false),
        Call::Read if half => (ffi::SQLITE_IOERR_SHORT_READ, true),
        Call::Read => (ffi::SQLITE_IOERR_READ, false),
        Call::Write if rng.bool() => (ffi::SQLITE_FULL, true),
        Call::Write => (ffi::SQLITE_IOERR_WRITE, true),
        Call::Truncate => (ffi::SQLITE_IOERR_TRUNCATE, false),
        Call::Sync => (ffi::SQLITE_IOERR_FSYNC, false),
        Call::Delete => (ffi::SQLITE_IOERR_DELETE, false),
    };
    if half && can_be_half { Fault::Half(code) } else { Fault::Refused(code) }
}
