//! Group commit: one thread writes. It takes all acts that wait and makes them durable with one fsync, each undone alone if it
//! fails. Who waits is answered after the commit, never before. The thread outlives every act: one that panics is undone like
//! one that fails, for a service that can never write again would refuse all desks until a person looks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::engine::Engine;
use super::{LedgerError, Opener};

/// Most acts in one transaction: a bound on how much one failing disk can refuse at once.
const GROUP: usize = 64;

/// A disk that hangs, or a standby that is away, must not hold every request for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the end of the service waits for the last commit.
const LAST: Duration = Duration::from_secs(10);

type Answer = Result<(), LedgerError>;

type Work = Box<dyn FnOnce(&mut dyn Engine) -> Answer + Send>;

struct Act {
    run: Work,
    /// Told how the transaction ended.
    answer: Sender<Answer>,
}

pub struct Writer {
    /// None once it is closed.
    queue: Mutex<Option<Sender<Act>>>,
    /// Nothing ever comes; it breaks off when the thread has ended.
    ended: Mutex<Receiver<()>>,
}

impl Writer {
    pub fn start(open: Arc<Opener>) -> Self {
        let (queue, waiting) = channel();
        let (running, ended) = channel();
        thread::spawn(move || {
            work(&waiting, &open);
            drop(running);
        });
        Self { queue: Mutex::new(Some(queue)), ended: Mutex::new(ended) }
    }

    /// Runs `act` in a transaction and returns when that is on disk. An error of `act` undoes what it did.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut dyn Engine) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (value, kept) = channel();
        let (answer, answered) = channel();
        // Who asked waits for both, or has died.
        let run = Box::new(move |engine: &mut dyn Engine| act(engine).map(|done| drop(value.send(done))));
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        queue.and_then(|queue| queue.send(Act { run, answer }).ok()).ok_or(LedgerError::Stopping)?;
        // The act may still be done later. All that desks ask for may be asked again.
        answered.recv_timeout(PATIENCE).map_err(|error| match error {
            RecvTimeoutError::Timeout => LedgerError::Busy,
            RecvTimeoutError::Disconnected => LedgerError::Stopping,
        })??;
        kept.recv().map_err(|_| LedgerError::Stopping)
    }

    /// Finishes what waits; whatever comes later is refused. A commit that hangs, as with a standby away, is left to itself:
    /// nobody has been told that it is done.
    pub fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        // Both answers end it: the thread has ended, or its time has.
        let _: Result<(), RecvTimeoutError> = ended.recv_timeout(LAST);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn work(waiting: &Receiver<Act>, open: &Opener) {
    let mut engine = None;
    while let Ok(first) = waiting.recv() {
        let acts: Vec<Act> = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
        // What breaks off outside of any act takes its whole group with it: nobody is told that it is done.
        let good = catch_unwind(AssertUnwindSafe(|| together(acts, &mut engine, open))).unwrap_or(false);
        if !good {
            // Whatever state it is in: the next group gets a fresh connection.
            engine = None;
        }
    }
}

/// Whether the transaction came to a good end.
fn together(acts: Vec<Act>, engine: &mut Option<Box<dyn Engine>>, open: &Opener) -> bool {
    let (acts, answers): (Vec<_>, Vec<_>) = acts.into_iter().map(|act| (act.run, act.answer)).unzip();
    let (ended, committed): (Vec<_>, _) = match begun(engine, open) {
        Ok(engine) => (acts.into_iter().map(|act| one(act, engine)).collect(), engine.run("COMMIT")),
        Err(error) => (vec![Ok(()); answers.len()], Err(error)),
    };
    let broken = ended.contains(&Err(LedgerError::BrokenOff));
    for (answer, ended) in answers.into_iter().zip(ended) {
        // Who asked may have gone: then nobody is told.
        drop(answer.send(ended.and(committed.clone())));
    }
    committed.is_ok() && !broken
}

/// In a transaction; over a new connection where the old one has gone, as after a restart of the database.
fn begun<'a>(engine: &'a mut Option<Box<dyn Engine>>, open: &Opener) -> Result<&'a mut dyn Engine, LedgerError> {
    if let Some(mut old) = engine.take() {
        match old.begin() {
            Ok(()) => return Ok(engine.insert(old).as_mut()),
            Err(LedgerError::Unreachable(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let mut new = open()?;
    new.begin()?;
    Ok(engine.insert(new).as_mut())
}

/// One act, in a frame of its own.
fn one(act: impl FnOnce(&mut dyn Engine) -> Answer, engine: &mut dyn Engine) -> Answer {
    engine.run("SAVEPOINT act")?;
    let done = catch_unwind(AssertUnwindSafe(|| act(engine))).unwrap_or(Err(LedgerError::BrokenOff));
    let end = if done.is_ok() { "RELEASE SAVEPOINT act" } else { "ROLLBACK TO SAVEPOINT act; RELEASE SAVEPOINT act" };
    // The act's own error tells more than what follows from it.
    let ended = engine.run(end);
    done.and(ended)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Sqlite;
    use super::*;

    const ADD: &str = "INSERT INTO t (id, content) VALUES (:id, zeroblob(:size))";

    fn writer(folder: &Path) -> Writer {
        let writer = Writer::start(Arc::new(Sqlite::opener(folder.join("ledger.sqlite"))));
        let made = writer.write(|engine| {
            engine.set_version(1)?;
            engine.run("CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT")
        });
        made.expect("made");
        writer
    }

    fn add(engine: &mut dyn Engine, id: u32, size: u32) -> Result<(), LedgerError> {
        engine.execute(ADD, &[(":id", id.into()), (":size", size.into())]).map(|_| ())
    }

    fn ids(writer: &Writer) -> Vec<i64> {
        let rows = writer.write(|engine| engine.query("SELECT id FROM t ORDER BY id", &[])).expect("rows");
        rows.iter().map(|row| row.number("id").expect("a number")).collect()
    }

    #[test]
    fn of_acts_that_are_made_durable_together_each_fails_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        let (go, wait) = channel::<()>();
        let answers: Vec<Result<(), LedgerError>> = thread::scope(|scope| {
            let first = scope.spawn(|| {
                writer.write(move |engine| {
                    wait.recv().expect("the word");
                    add(engine, 1, 1)
                })
            });
            // These queue up behind the first; the third takes its own id once more, after it has written something.
            let rest = [2_u32, 3, 4].map(|id| {
                thread::sleep(Duration::from_millis(30));
                let writer = &writer;
                scope.spawn(move || {
                    writer.write(move |engine| {
                        add(engine, id, 1)?;
                        if id == 3 { add(engine, id, 1) } else { Ok(()) }
                    })
                })
            });
            thread::sleep(Duration::from_millis(30));
            go.send(()).expect("heard");
            let all = std::iter::once(first).chain(rest);
            all.map(|hand| hand.join().expect("an answer")).collect()
        });
        let good: Vec<bool> = answers.iter().map(Result::is_ok).collect();
        assert_eq!(good, [true, true, false, true], "{answers:?}");
        assert_eq!(ids(&writer), [1, 2, 4], "what the third wrote first is gone, too");
    }

    #[test]
    fn an_act_that_panics_is_undone_alone_and_the_thread_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        let broken = writer.write(|engine| {
            add(engine, 1, 1)?;
            if engine.version()? == 1 { panic!("a fault of ours") } else { Ok(()) }
        });
        assert_eq!(broken, Err(LedgerError::BrokenOff));
        assert_eq!(writer.write(|engine| add(engine, 2, 1)), Ok(()));
        assert_eq!(ids(&writer), [2]);
    }

    #[test]
    fn a_full_disk_is_said_and_the_next_act_is_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        writer.write(|engine| engine.query("PRAGMA max_page_count = 8", &[]).map(|_| ())).expect("set");
        let full = writer.write(|engine| add(engine, 1, 1_000_000));
        assert_eq!(full, Err(LedgerError::DiskFull));
        assert_eq!(writer.write(|engine| add(engine, 2, 10)), Ok(()));
        assert_eq!(ids(&writer), [2]);
    }

    #[test]
    fn what_was_written_before_the_end_is_there_and_nothing_comes_after_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        writer.write(|engine| add(engine, 1, 1)).expect("written");
        writer.close();
        assert_eq!(writer.write(|engine| add(engine, 2, 1)), Err(LedgerError::Stopping));
        let mut again = Sqlite::open(&folder.path().join("ledger.sqlite")).expect("opened");
        let row = again.one("SELECT COUNT(*) AS n FROM t", &[]).expect("a row").expect("one");
        assert_eq!(row.number("n"), Ok(1_i64));
        assert_eq!(row.text("n"), Err(LedgerError::Column("n")), "a number is no text");
    }
}
