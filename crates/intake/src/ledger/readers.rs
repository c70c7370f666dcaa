//! The connections that read: a bounded number, each for one question at a time.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::{Engine, LedgerError, Opener};

/// At most so many connections. PostgreSQL lets in a hundred of everybody's by itself, and refuses the next one: whoever comes
/// while all are at work waits a moment instead.
const MOST: usize = 16;

pub struct Readers {
    open: Arc<Opener>,
    state: Mutex<State>,
    free: Condvar,
}

struct State {
    /// Nobody uses them at the moment.
    idle: Vec<Box<dyn Engine>>,
    at_work: usize,
}

impl Readers {
    pub fn new(open: Arc<Opener>, first: Box<dyn Engine>) -> Self {
        Self { open, state: Mutex::new(State { idle: vec![first], at_work: 0 }), free: Condvar::new() }
    }

    /// Outside of any transaction: each query sees what is committed by then.
    pub fn read<T>(&self, ask: impl Fn(&mut dyn Engine) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let _seat = self.seat();
        // Not in the `if let` itself: that would hold the lock while the engine is asked.
        let idle = self.state().idle.pop();
        if let Some(engine) = idle {
            match self.ask(engine, &ask) {
                // A database that was restarted has dropped them all.
                Err(LedgerError::Unreachable(_)) => self.state().idle.clear(),
                answer => return answer,
            }
        }
        self.ask((self.open)()?, &ask)
    }

    /// After an error the connection is not used again: it may be the cause.
    fn ask<T>(
        &self,
        mut engine: Box<dyn Engine>,
        ask: &impl Fn(&mut dyn Engine) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let answer = ask(engine.as_mut())?;
        self.state().idle.push(engine);
        Ok(answer)
    }

    fn seat(&self) -> Seat<'_> {
        let waited = self.free.wait_while(self.state(), |state| state.at_work >= MOST);
        waited.unwrap_or_else(PoisonError::into_inner).at_work += 1;
        Seat(self)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of one who reads; free again when it is dropped, by a panic, too.
struct Seat<'a>(&'a Readers);

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.state().at_work -= 1;
        self.0.free.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::super::{Ledger, Sqlite};
    use super::*;

    #[test]
    fn many_who_read_at_once_share_a_bounded_number_of_connections() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(Sqlite::opener(folder.path().join("ledger.sqlite"))).expect("a ledger");
        let readers = &ledger.readers;
        let (reading, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let read = |fails: bool| {
            readers.read(|_| {
                most.fetch_max(reading.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(20));
                reading.fetch_sub(1, Ordering::SeqCst);
                if fails { Err(LedgerError::Damaged) } else { Ok(()) }
            })
        };
        thread::scope(|scope| {
            for hand in 0..100 {
                let (read, fails) = (&read, hand % 4 == 0);
                scope.spawn(move || assert_eq!(read(fails).is_err(), fails));
            }
        });
        let state = readers.state();
        let most = most.into_inner();
        assert!((2..=MOST).contains(&most) && state.idle.len() <= most, "{most} at once, {} kept", state.idle.len());
        assert_eq!(state.at_work, 0);
    }
}
