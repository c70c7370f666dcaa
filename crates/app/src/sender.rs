//! The desk sends by itself: on a thread of its own, woken by time, by the network, by the start and by each saved ticket.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use centrala_protocol::TOLD_FOR;
use centrala_store::StoreError;
use centrala_uploader::{Backoff, GRACE, Round, Trouble};
use chrono::TimeDelta;

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::Sending;

/// The city's news are asked for so often, and a ticket that another program has saved here waits no longer (L1).
const NEWS: Duration = Duration::from_secs(45);
/// One batch is in trouble, the line and the intake are not: nothing new waits longer for it (L2).
const SOON: Duration = Duration::from_secs(30);
/// How long a ticket stays here after the city has it, so that a caller who asks gets an answer; and what was typed in a
/// call after its end.
const KEPT: TimeDelta = TimeDelta::days(90);

/// What the thread waits for, and what it is at.
#[derive(Default)]
pub(crate) struct Sender {
    state: Mutex<State>,
    bell: Condvar,
}

#[derive(Default)]
struct State {
    sending: Sending,
    rung: Option<Wake>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wake {
    /// A ticket was saved: it goes when it cannot be undone any more.
    Saved,
    /// Whatever was in the way may be gone.
    Now,
}

impl Desk {
    /// Never returns: the work of a thread. The first round comes after this rest, or when it is asked for.
    pub fn keep_sending(&self, rest: Duration) {
        let mut backoff = Backoff::default();
        let mut pause = rest;
        loop {
            let asked = self.rest(pause, &backoff);
            pause = self.send_once(&mut backoff, asked);
        }
    }

    /// Until the next round is due; whether a person or the network has asked for it before.
    fn rest(&self, pause: Duration, backoff: &Backoff) -> bool {
        let mut due = Instant::now() + pause;
        loop {
            match self.sender.wait_until(due) {
                Some(Wake::Now) => return true,
                // A line that is down stays so: the round that is due takes this one along.
                Some(Wake::Saved) if backoff.is_calm() => due = due.min(Instant::now() + grace()),
                Some(Wake::Saved) => {}
                None => return false,
            }
        }
    }

    /// The network is back, or the operator does not want to wait.
    pub fn send_now(&self) -> Result<(), AppError> {
        self.sender.ring();
        Ok(())
    }

    /// How long until the next round.
    fn send_once(&self, backoff: &mut Backoff, asked: bool) -> Duration {
        let ended = self.try_to_send(asked);
        let (sending, pause) = match ended {
            Ok(None) => (Sending::Idle, NEWS),
            Ok(Some(Round { stopped: None, .. })) => {
                backoff.success();
                (Sending::Idle, self.calm())
            }
            Ok(Some(Round { stopped: Some(stopped), applied, heard })) => {
                let goes_on = applied.acknowledged > 0 || heard || stopped.trouble == Trouble::Batch;
                let asked_for = stopped.retry_after.unwrap_or_default();
                let pause = if goes_on { SOON.max(asked_for) } else { backoff.failure(Some(&stopped), random()) };
                (Sending::waiting(stopped.trouble, self.now(), pause), pause)
            }
            // Another program sends from this file just now.
            Err(AppError::Store(StoreError::Sending)) => (Sending::Idle, SOON),
            Err(_) => {
                let pause = backoff.failure(None, random());
                (Sending::waiting(Trouble::Desk, self.now(), pause), pause)
            }
        };
        self.sender.tell(sending);
        pause
    }

    /// What was saved a moment before this round could still be undone, and was left.
    fn calm(&self) -> Duration {
        let left = self.store().queue().is_ok_and(|queue| queue.ready > 0);
        if left { grace() } else { NEWS }
    }

    /// None where there is nobody to send to. One that has refused this desk is asked only when a person wants it.
    fn try_to_send(&self, asked: bool) -> Result<Option<Round>, AppError> {
        let enrolment = self.store().enrolment()?;
        let round = match enrolment {
            Some(enrolment) if asked || enrolment.refused.is_none() => Some(self.upload()?),
            // What can no longer be undone is sealed all the same (I8).
            Some(_) => {
                self.seal()?;
                None
            }
            None => None,
        };
        let now = self.now();
        let purged = {
            let mut store = self.store();
            // Each is tried, whatever became of the one before.
            let past =
                [store.purge(now - KEPT, now), store.forget_calls(now - KEPT), store.forget_matters(now - TOLD_FOR)];
            past.into_iter().collect::<Result<Vec<_>, _>>()
        };
        // A purge that fails is tried again; it must not hide that the round went well.
        if round.is_none() {
            purged?;
        }
        Ok(round)
    }
}

impl Sender {
    pub(crate) fn sending(&self) -> Sending {
        self.state().sending
    }

    pub(crate) fn tell(&self, sending: Sending) {
        self.state().sending = sending;
    }

    pub(crate) fn ring(&self) {
        self.wake(Wake::Now);
    }

    pub(crate) fn ring_saved(&self) {
        self.wake(Wake::Saved);
    }

    fn wake(&self, wake: Wake) {
        let mut state = self.state();
        state.rung = state.rung.max(Some(wake));
        self.bell.notify_one();
    }

    /// What woke it before; none when the time has come.
    fn wait_until(&self, due: Instant) -> Option<Wake> {
        let pause = due.saturating_duration_since(Instant::now());
        let waited = self.bell.wait_timeout_while(self.state(), pause, |state| state.rung.is_none());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.rung.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A second more than the time in which a ticket can be undone.
fn grace() -> Duration {
    GRACE.to_std().unwrap_or_default() + Duration::from_secs(1)
}

fn random() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX)
}
