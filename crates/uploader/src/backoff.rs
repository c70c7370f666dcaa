//! How long until the next round: longer after each failure, and never the same for all desks, so that an intake that comes
//! back is not run over (full jitter, from 5 s to 15 min, without a maximum of tries).

use std::time::Duration;

use crate::round::Stopped;

const LEAST: Duration = Duration::from_secs(5);
const MOST: Duration = Duration::from_secs(15 * 60);

/// Rounds in a row that failed.
#[derive(Debug, Default)]
pub struct Backoff(u32);

impl Backoff {
    pub fn is_calm(&self) -> bool {
        self.0 == 0
    }

    pub fn success(&mut self) {
        self.0 = 0;
    }

    /// The wait after one more failure; `random` is any number, evenly spread. What the intake itself has asked for comes
    /// on top: all desks were told the same.
    pub fn failure(&mut self, stopped: Option<&Stopped>, random: u32) -> Duration {
        let reach = LEAST.saturating_mul(2_u32.saturating_pow(self.0)).min(MOST);
        self.0 = self.0.saturating_add(1);
        let asked = stopped.and_then(|stopped| stopped.retry_after).unwrap_or_default().min(MOST);
        asked + LEAST + (reach.saturating_sub(LEAST)).mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::Trouble;

    #[test]
    fn the_wait_grows_to_a_quarter_of_an_hour_and_begins_anew_after_a_success() {
        let mut backoff = Backoff::default();
        let longest: Vec<u64> = (0..10).map(|_| backoff.failure(None, u32::MAX).as_secs()).collect();
        assert_eq!(longest, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(backoff.failure(None, 0).as_secs(), 5, "some desk comes early");
        backoff.success();
        assert_eq!(backoff.failure(None, u32::MAX).as_secs(), 5);
    }

    #[test]
    fn a_busy_intake_is_left_alone_for_as_long_as_it_asked_but_not_for_days() {
        let stopped = |seconds| Stopped {
            trouble: Trouble::Busy,
            detail: String::new(),
            retry_after: Some(Duration::from_secs(seconds)),
        };
        assert_eq!(Backoff::default().failure(Some(&stopped(60)), 0).as_secs(), 65);
        assert_eq!(Backoff::default().failure(Some(&stopped(1_000_000)), 0).as_secs(), 905);
    }
}
