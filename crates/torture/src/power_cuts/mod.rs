//! The power is cut at any moment: acts are done once while all writes are recorded, then the disk is made anew as it may
//! look after a cut, as often as asked for, and the desk opened on it.

mod disk;
mod log;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use fastrand::Rng;

use crate::acted_disk;
use crate::acts::rng;
use crate::check::{Harm, goes_on, judge, open, perform};
use crate::desk;
use crate::power_cuts::log::{Event, Log, Recorder};
use crate::report::{Expect, Row};
use crate::vfs::Watch;
use crate::world::World;

/// Then other acts are recorded.
const STATES_PER_RECORDING: u32 = 200;
/// Done and safe before the recording begins.
const BEFORE: u64 = 20;
/// Enough that SQLite moves its log into the file once by itself.
const ACTS: u64 = 230;
/// The desk is closed and opened again before each such act.
const REOPENED_EVERY: u64 = 190;

/// How SQLite is set; only the first is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Shipped,
    WalNormal,
    DeleteFull,
}

impl Setting {
    fn pragmas(self) -> &'static str {
        match self {
            Self::Shipped => "",
            Self::WalNormal => "PRAGMA synchronous = NORMAL",
            Self::DeleteFull => "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL",
        }
    }

    fn row(self) -> Row {
        match self {
            Self::Shipped => Row::new("power cuts (WAL, FULL: as shipped)", Expect::Nothing),
            Self::WalNormal => Row::new("  control: WAL, NORMAL", Expect::Harm),
            Self::DeleteFull => Row::new("  other: DELETE journal, FULL", Expect::Anything),
        }
    }
}

struct Recording {
    log: Log,
    /// After 0, 1, 2 … acts of the recording.
    worlds: Vec<World>,
    /// The batches' files after each of them.
    outboxes: Vec<Files>,
}

type Files = BTreeMap<String, Vec<u8>>;

pub fn run(setting: Setting, states: u32, seed: u64) -> Result<Row> {
    let mut row = setting.row();
    for (number, first) in (0..states).step_by(STATES_PER_RECORDING as usize).enumerate() {
        let seed = seed + number as u64;
        let recording = record(setting, seed)?;
        for state in 0..STATES_PER_RECORDING.min(states - first) {
            let outcome = recording.cut(seed, &mut rng(seed, u64::MAX - u64::from(state)))?;
            row.count(outcome, || format!("--power-cuts {} --seed {seed}", state + 1));
        }
    }
    Ok(row)
}

fn record(setting: Setting, seed: u64) -> Result<Recording> {
    let folder = acted_disk()?;
    let mut worlds = vec![World::default()];
    act(folder.path(), Setting::Shipped, seed, BEFORE, &mut worlds, || Ok(()))?;
    worlds.drain(..worlds.len() - 1);
    let mut outboxes = vec![outbox(folder.path())?];
    let recorder = Arc::new(Recorder::new(folder.path())?);
    let _watch = Watch::on(folder.path(), recorder.clone())?;
    for first in (0..ACTS).step_by(REOPENED_EVERY as usize) {
        let acts = REOPENED_EVERY.min(ACTS - first);
        act(folder.path(), setting, seed, acts, &mut worlds, || {
            recorder.acknowledge();
            outboxes.push(outbox(folder.path())?);
            Ok(())
        })?;
    }
    Ok(Recording { log: recorder.finish(), worlds, outboxes })
}

fn outbox(folder: &Path) -> io::Result<Files> {
    let files = desk::read(folder)?;
    Ok(files.into_iter().filter(|(name, _)| name.starts_with("outbox/")).collect())
}

/// Opens, does the next acts, closes.
fn act(
    folder: &Path,
    setting: Setting,
    seed: u64,
    acts: u64,
    worlds: &mut Vec<World>,
    mut acknowledge: impl FnMut() -> io::Result<()>,
) -> Result<()> {
    let mut store = open(folder)?;
    store.set_for_test(setting.pragmas())?;
    for _ in 0..acts {
        let (act, after) = worlds[worlds.len() - 1].next(seed);
        perform(&mut store, &act, &after)?.map_err(|harm| anyhow!("{harm}"))?;
        acknowledge()?;
        worlds.push(after);
    }
    Ok(())
}

impl Recording {
    /// One state of the disk, and the desk opened on it.
    fn cut(&self, seed: u64, rng: &mut Rng) -> Result<Result<(), Harm>> {
        let cut = self.moment(rng);
        let acknowledged = self.log.events[..cut].iter().filter(|event| matches!(event, Event::Acknowledged)).count();
        let folder = acted_disk()?;
        desk::write(folder.path(), &disk::after_cut(&self.log, cut, rng))?;
        desk::write(folder.path(), &self.batches(acknowledged, cut, rng))?;
        let found = judge(folder.path(), seed, &self.worlds[acknowledged]);
        Ok(found.and_then(|world| goes_on(folder.path(), &world, seed)))
    }

    /// A batch is synced, with its name, before SQLite is told of it; it is removed after its receipt is synced, and that it
    /// is gone is synced by nobody: it may come back.
    fn batches(&self, acknowledged: usize, cut: usize, rng: &mut Rng) -> Files {
        let mut files = self.outboxes[acknowledged].clone();
        let told = cut > 0 && !matches!(self.log.events[cut - 1], Event::Acknowledged);
        if let Some(next) = self.outboxes.get(acknowledged + 1).filter(|_| told || rng.bool()) {
            files.extend(next.clone());
        }
        if let Some(before) = acknowledged.checked_sub(1).filter(|_| rng.bool()) {
            files.extend(self.outboxes[before].clone());
        }
        files
    }

    /// Half of the cuts come just when an act was acknowledged.
    fn moment(&self, rng: &mut Rng) -> usize {
        let cut = rng.usize(0..=self.log.events.len());
        let next = self.log.events[cut..].iter().position(|event| matches!(event, Event::Acknowledged));
        if rng.bool() { next.map_or(cut, |next| cut + next + 1) } else { cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts that never fall into a checkpoint would prove little.
    #[test]
    fn the_recording_has_commits_checkpoints_and_a_log_that_comes_and_goes() {
        let Recording { log, worlds, outboxes } = record(Setting::Shipped, 1).expect("recorded");
        let acknowledged = |event: &Event| matches!(event, Event::Acknowledged);
        assert_eq!(log.events.iter().filter(|event| acknowledged(event)).count() + 1, worlds.len());
        let file = log.names_before["desk.sqlite"];
        let in_the_middle = log.events.split(acknowledged).skip(10).take(170);
        let checkpoint =
            |act: &[Event]| act.iter().any(|event| matches!(event, Event::Wrote { inode, .. } if *inode == file));
        assert!(in_the_middle.filter(|act| checkpoint(act)).count() >= 1, "SQLite moved its log by itself");
        let comes = log.events.iter().filter(|event| matches!(event, Event::Linked { .. })).count();
        let goes = log.events.iter().filter(|event| matches!(event, Event::Unlinked { .. })).count();
        assert_eq!((comes, goes), (2, 2), "opened and closed twice");
        let under_way = outboxes.iter().filter(|files| !files.is_empty()).count();
        assert!((20..outboxes.len() - 20).contains(&under_way), "batches come and go: {under_way}");
    }
}
