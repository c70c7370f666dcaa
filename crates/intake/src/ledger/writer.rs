//! Group commit: one thread writes. It takes all acts that wait and makes them durable with one fsync, each undone alone if it
//! fails. Who waits is answered after the commit, never before.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::engine::Engine;
use super::{LedgerError, Opener};

/// Most acts in one transaction: a bound on how much one failing disk can refuse at once.
const GROUP: usize = 64;

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
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub fn start(open: Arc<Opener>) -> Self {
        let (queue, waiting) = channel();
        let thread = thread::spawn(move || work(&waiting, &open));
        Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) }
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
        answered.recv().map_err(|_| LedgerError::Stopping)??;
        kept.recv().map_err(|_| LedgerError::Stopping)
    }

    /// Finishes what waits; whatever comes later is refused.
    pub fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A thread that has panicked has told its callers already.
            drop(thread.join());
        }
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
        if !together(acts, &mut engine, open) {
            // Whatever state it is in: the next group gets a fresh connection.
            engine = None;
        }
    }
}

/// Whether the transaction came to a good end.
fn together(acts: Vec<Act>, engine: &mut Option<Box<dyn Engine>>, open: &Opener) -> bool {
    let (acts, answers): (Vec<_>, Vec<_>) = acts.into_iter().map(|act| (act.run, act.answer)).unzip();
    let (ended, committed) = match connected(engine, open).and_then(|engine| engine.begin().map(|()| engine)) {
        Ok(engine) => (acts.into_iter().map(|act| one(act, engine)).collect(), engine.run("COMMIT")),
        Err(error) => (vec![Ok(()); answers.len()], Err(error)),
    };
    for (answer, ended) in answers.into_iter().zip(ended) {
        // Who asked may have gone: then nobody is told.
        drop(answer.send(ended.and(committed.clone())));
    }
    committed.is_ok()
}

fn connected<'a>(engine: &'a mut Option<Box<dyn Engine>>, open: &Opener) -> Result<&'a mut dyn Engine, LedgerError> {
    let opened = match engine.take() {
        Some(opened) => opened,
        None => open()?,
    };
    Ok(engine.insert(opened).as_mut())
}

/// One act, in a frame of its own.
fn one(act: impl FnOnce(&mut dyn Engine) -> Answer, engine: &mut dyn Engine) -> Answer {
    engine.run("SAVEPOINT act")?;
    let done = act(engine);
    let end = if done.is_ok() { "RELEASE SAVEPOINT act" } else { "ROLLBACK TO SAVEPOINT act; RELEASE SAVEPOINT act" };
    // The act's own error tells more than what follows from it.
    let ended = engine.run(end);
    done.and(ended)
}
