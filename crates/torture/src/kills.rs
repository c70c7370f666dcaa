//! A real program that works on a desk is killed at any moment (SIGKILL), again and again on the same desk. What survives
//! is the system's cache: that a commit reaches the disk itself is the power cuts' to show.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fastrand::Rng;
use tempfile::TempDir;

use crate::acts::rng;
use crate::check::{Harm, judge, open, perform};
use crate::report::{Expect, Row};
use crate::world::World;

/// Then a new desk, so that looking at all of it stays quick.
const KILLS_PER_DESK: u32 = 25;
/// Enough acts that SQLite moves its log into the file by itself.
const LONG_LIFE: u64 = 400;

/// One desk, and what is known of it.
struct Victim {
    folder: TempDir,
    seed: u64,
    world: World,
    rng: Rng,
}

/// `program` is this crate's own: the one that understands `work`.
pub fn run(program: &Path, kills: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kills", Expect::Nothing);
    for (desk, first) in (0..kills).step_by(KILLS_PER_DESK as usize).enumerate() {
        let mut victim = Victim::new(seed + desk as u64)?;
        for kill in 0..KILLS_PER_DESK.min(kills - first) {
            let outcome = victim.kill(program)?;
            let harmed = outcome.is_err();
            row.count(outcome, || format!("--kills {} --seed {}", kill + 1, victim.seed));
            if harmed {
                break;
            }
        }
    }
    Ok(row)
}

/// What the killed program does: acts without end, and each is said only when it was acknowledged.
pub fn work(folder: &Path, seed: u64, steps: u64) -> Result<()> {
    let mut store = open(folder)?;
    let mut world = World::after(seed, steps);
    loop {
        let act = world.advance(seed);
        if let Err(harm) = perform(&mut store, &act, &world)? {
            bail!("{harm}");
        }
        println!("done {}", world.step);
    }
}

impl Victim {
    fn new(seed: u64) -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()?, seed, world: World::default(), rng: rng(seed, u64::MAX) })
    }

    fn kill(&mut self, program: &Path) -> Result<Result<(), Harm>> {
        let child = Command::new(program)
            .arg("work")
            .arg(self.folder.path())
            .args([self.seed, self.world.step].map(|number| number.to_string()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let acknowledged = match killed(child, &mut self.rng, LONG_LIFE)? {
            Ok(steps) => steps.map_or(self.world.clone(), |steps| self.world.until(self.seed, steps)),
            Err(harm) => return Ok(Err(harm)),
        };
        Ok(judge(self.folder.path(), self.seed, &acknowledged).map(|found| self.world = found))
    }
}

/// Kills it at some moment; what it had said until then counts. One that says more than that has found harm.
pub(crate) fn killed(mut child: Child, rng: &mut Rng, long_life: u64) -> Result<Result<Option<u64>, Harm>> {
    let (acts, pause) = moment(rng, long_life);
    let mut lines = BufReader::new(child.stdout.take().context("its output")?).lines().map_while(Result::ok);
    let mut last = None;
    for line in lines.by_ref().take(acts) {
        last = Some(line);
    }
    thread::sleep(pause);
    child.kill()?;
    last = lines.last().or(last);
    let output = child.wait_with_output()?;
    if !output.stderr.is_empty() {
        return Ok(Err(Harm::Corrupt(String::from_utf8_lossy(&output.stderr).into_owned())));
    }
    Ok(Ok(last.map(|line| line.trim_start_matches("done ").parse().context("a step")).transpose()?))
}

/// While it starts, after few acts or after many; then within an act.
fn moment(rng: &mut Rng, long_life: u64) -> (usize, Duration) {
    match rng.u8(0..4) {
        0 => (0, Duration::from_micros(rng.u64(0..40_000))),
        1 => (rng.usize(1..long_life as usize), Duration::from_micros(rng.u64(0..2_000))),
        _ => (rng.usize(1..12), Duration::from_micros(rng.u64(0..2_000))),
    }
}
