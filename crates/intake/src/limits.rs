//! How much one desk may ask, how often an address may guess, and how much may be under way at once.
//!
//! Deliberately not here: limits per address for desks that are known. A whole building shares one.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use centrala_domain::DeskCode;
use centrala_protocol::batch::SIZE_LIMIT;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::fault::Fault;

/// Requests of one desk a second: far above what an uploader needs, far below what hurts.
pub const DESK_RATE: u32 = 100;
/// For so many seconds a desk may save up.
const DESK_BURST: u32 = 3;
/// Wrong enrolment codes from one address: 60 bits are not guessed at ten in ten minutes.
const WRONG_CODES: Rate = Rate { per_second: 1.0 / 60.0, burst: 10.0 };
/// Bodies that lie in memory at once, in bytes.
const UNDER_WAY: usize = 8 * SIZE_LIMIT;
/// What room is counted in, in bytes.
const UNIT: usize = 64 * 1024;
/// More keys than this and those that are rested are forgotten.
const REMEMBERED: usize = 10_000;

pub struct Limits {
    desks: Buckets<DeskCode>,
    wrong_codes: Buckets<IpAddr>,
    room: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy)]
struct Rate {
    per_second: f64,
    burst: f64,
}

/// Token buckets, one a key.
struct Buckets<K> {
    rate: Rate,
    levels: Mutex<HashMap<K, (f64, Instant)>>,
}

impl Limits {
    /// `desk_rate`: requests of one desk a second, at least one.
    pub fn new(desk_rate: u32) -> Self {
        let room = Arc::new(Semaphore::new(UNDER_WAY / UNIT));
        let rate = desk_rate.max(1);
        let desk = Rate { per_second: rate.into(), burst: rate.saturating_mul(DESK_BURST).into() };
        Self { desks: Buckets::new(desk), wrong_codes: Buckets::new(WRONG_CODES), room }
    }

    /// Counts a request of this desk.
    pub fn desk(&self, desk: &DeskCode, now: Instant) -> Result<(), Fault> {
        self.desks.take(desk.clone(), now).map_err(|wait| Fault::TooMany { wait })
    }

    /// Whether this address may try a code.
    pub fn may_try_a_code(&self, from: IpAddr, now: Instant) -> Result<(), Fault> {
        self.wrong_codes.has(from, now).map_err(|wait| Fault::TooMany { wait })
    }

    pub fn wrong_code(&self, from: IpAddr, now: Instant) {
        // Whether there was still one left is asked before the next try.
        let _: Result<(), Duration> = self.wrong_codes.take(from, now);
    }

    /// Room for a body of so many bytes, until the permit is dropped.
    pub fn room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Fault> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).map_err(|_| Fault::TooLarge)?;
        Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| Fault::NoRoom)
    }
}

impl<K: Hash + Eq> Buckets<K> {
    fn new(rate: Rate) -> Self {
        Self { rate, levels: Mutex::new(HashMap::new()) }
    }

    /// Takes one, or says how long until there is one.
    fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() > REMEMBERED {
            levels.retain(|_, (level, then)| self.rate.level(*level, *then, now) < self.rate.burst);
        }
        let (level, then) = levels.entry(key).or_insert((self.rate.burst, now));
        (*level, *then) = (self.rate.level(*level, *then, now), now);
        self.rate.enough(*level)?;
        *level -= 1.0;
        Ok(())
    }

    fn has(&self, key: K, now: Instant) -> Result<(), Duration> {
        let levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        levels.get(&key).map_or(Ok(()), |(level, then)| self.rate.enough(self.rate.level(*level, *then, now)))
    }
}

impl Rate {
    fn level(self, level: f64, then: Instant, now: Instant) -> f64 {
        let rested = now.saturating_duration_since(then).as_secs_f64() * self.per_second;
        (level + rested).min(self.burst)
    }

    fn enough(self, level: f64) -> Result<(), Duration> {
        if level >= 1.0 { Ok(()) } else { Err(Duration::from_secs_f64((1.0 - level) / self.per_second)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_waits_and_then_goes_on() {
        let (limits, now) = (Limits::new(100), Instant::now());
        let [greedy, other] = [1, 2].map(|n| DeskCode::numbered(n).expect("a code"));
        for _ in 0..300 {
            limits.desk(&greedy, now).expect("within the burst");
        }
        let wait = limits.desk(&greedy, now).expect_err("too often").retry_after().expect("how long");
        assert!(wait <= Duration::from_millis(10), "{wait:?}");
        limits.desk(&other, now).expect("another desk is not hindered");
        limits.desk(&greedy, now + wait).expect("after the wait");
    }

    #[test]
    fn guessing_codes_becomes_slow() {
        let (limits, now) = (Limits::new(DESK_RATE), Instant::now());
        let from = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..10 {
            limits.may_try_a_code(from, now).expect("a person errs");
            limits.wrong_code(from, now);
        }
        assert!(limits.may_try_a_code(from, now).is_err());
        limits.may_try_a_code(IpAddr::from([192, 0, 2, 2]), now).expect("another address");
        assert!(limits.may_try_a_code(from, now + Duration::from_secs(59)).is_err());
        limits.may_try_a_code(from, now + Duration::from_secs(61)).expect("one a minute");
    }

    #[test]
    fn no_more_bodies_than_there_is_room_for_and_room_comes_back() {
        let limits = Limits::new(DESK_RATE);
        let full: Vec<_> = (0..8).map(|_| limits.room(SIZE_LIMIT).expect("room")).collect();
        assert_eq!(limits.room(1).map(|_| ()).expect_err("full").status(), 503);
        drop(full);
        assert!(limits.room(SIZE_LIMIT).is_ok(), "room again");
    }

    #[test]
    fn rested_keys_are_forgotten() {
        let (buckets, now) = (Buckets::new(WRONG_CODES), Instant::now());
        for key in 0..=REMEMBERED {
            buckets.take(key, now).expect("the first");
        }
        buckets.take(usize::MAX, now + Duration::from_secs(600)).expect("the first");
        assert_eq!(buckets.levels.lock().expect("a map").len(), 1);
    }
}
