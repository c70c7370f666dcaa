//! A desk sends through a network at its worst: the real file, uploader and client, the real intake; both are restarted in
//! between, batches given up, their files spoilt. When the weather clears all must be in the city's ledger: once, whole,
//! under its number, and nowhere in the clear.
//!
//! Deliberately not here: TLS (the client's own tests have it).

mod bugs;
mod city;
mod clear;
mod desk;
mod held;
#[cfg(test)]
mod invariants;
mod kills;
mod replay;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;
use fastrand::Rng;

pub use bugs::{BUGS, Bug};
pub use kills::{run as run_kills, send};

use crate::acts::rng;
use crate::check::Harm;
use crate::report::{Expect, Row};
use crate::world::Sends;
use city::City;
use desk::Desk;

/// Stories told at once: most of their time is waiting.
const AT_ONCE: usize = 6;
/// Pieces of one story; each ends with a round.
const LEGS: u32 = 6;
/// With a working network all is sent in so many rounds. The desk makes them 30 s apart, the first at once: 60 s (L1).
const DRAINED: u32 = 3;

/// One story, its outcome.
type Told = Result<Result<(), Harm>>;

/// `bug`: one that is planted, and must be caught; none: the program as it is.
pub fn run(bug: Option<Bug>, seeds: u32, seed: u64) -> Result<Row> {
    clear::keep_the_log();
    let mut row = match bug {
        None => Row::new("network at its worst", Expect::Nothing),
        Some(bug) => Row::new(bug.name(), Expect::Harm),
    };
    for (number, told) in all(seeds, |number| story(bug, seed + u64::from(number))).into_iter().enumerate() {
        row.count(told?, || format!("--network-seeds 1 --seed {}", seed + number as u64));
    }
    Ok(row)
}

/// In the order of their numbers.
fn all(stories: u32, tell: impl Fn(u32) -> Told + Sync) -> Vec<Told> {
    let (next, told) = (AtomicU32::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= stories {
                return;
            }
            let outcome = tell(number);
            told.lock().unwrap_or_else(PoisonError::into_inner).push((number, outcome));
        }
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    let mut told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
    told.sort_unstable_by_key(|(number, _)| *number);
    told.into_iter().map(|(_, outcome)| outcome).collect()
}

fn story(bug: Option<Bug>, seed: u64) -> Told {
    let mut rng = rng(seed, u64::MAX / 2);
    let mut city = City::start()?;
    let mut desk = Desk::new(seed, Sends::ByOthers, bug)?;
    city.bad_weather(&mut rng);
    desk.enroll(&mut city, &mut rng)?;
    for _ in 0..LEGS {
        if let Err(harm) = leg(&mut desk, &mut city, &mut rng)? {
            return Ok(Err(harm));
        }
    }
    city.fair_weather();
    Ok(match end(&mut desk, &city)? {
        Ok(()) => desk.purge(&city)?,
        harm => harm,
    })
}

/// Some work, a while, something that happens, a round.
fn leg(desk: &mut Desk, city: &mut City, rng: &mut Rng) -> Told {
    for _ in 0..rng.u8(1..5) {
        if let Err(harm) = desk.act()? {
            return Ok(Err(harm));
        }
    }
    desk.rest(rng.u64(0..20));
    match rng.u8(0..8) {
        0 | 1 => desk.reopen()?,
        2 => city.restart()?,
        3 => desk.give_up_a_batch()?,
        4 => desk.spoil_a_batch(rng)?,
        _ => {}
    }
    city.bad_weather(rng);
    desk.round(city, rng)?;
    desk.reads_rightly(city)
}

/// The shift ends: all drafts become tickets, and all that waits goes.
fn end(desk: &mut Desk, city: &City) -> Told {
    if let Err(harm) = desk.save_all()? {
        return Ok(Err(harm));
    }
    desk.rest(60);
    for _ in 0..DRAINED {
        desk.calm_round(city)?;
    }
    held::judge(desk, city)
}
