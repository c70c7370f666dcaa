//! What the city keeps: desks, batches, tickets with their sealed records, and what was said of them. One ledger, on either
//! of two engines; the acts are written once.
//!
//! Deliberately not here: the keys (this file opens no record), sockets, the clock.

mod audit;
mod batches;
mod desks;
mod engine;
mod erasure;
mod error;
mod matters;
mod page;
mod postgres;
mod readers;
mod sqlite;
mod statuses;
mod tickets;
mod writer;

use std::path::Path;
use std::sync::Arc;

pub use audit::{Act, Entry, act_text};
pub use batches::{Arrival, Facts, Keeping, Kept, Known};
pub use desks::{Desk, DeskKey, Enrolled, Enrolling, NewCode};
pub use engine::{Engine, Row, Value};
pub use erasure::Named;
pub use error::LedgerError;
pub use matters::{Changed, Told};
pub use page::Page;
pub use postgres::Postgres;
pub use sqlite::Sqlite;
pub use statuses::state_text;
pub use tickets::{AttachmentHeld, Held, Said};

use readers::Readers;
use writer::Writer;

/// In the order in which they were released; a released one never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_ledger.sql"),
    include_str!("migrations/0002_erasure_and_audit.sql"),
    include_str!("migrations/0003_matters.sql"),
];

/// What opens one more connection.
pub type Opener = Box<dyn Fn() -> Result<Box<dyn Engine>, LedgerError> + Send + Sync>;

pub struct Ledger {
    readers: Readers,
    writer: Writer,
}

impl Ledger {
    /// Opens it, and makes or brings up its tables.
    ///
    /// # Errors
    /// A newer, foreign or damaged one is refused before anything is written to it.
    pub fn open(open: Opener) -> Result<Self, LedgerError> {
        let mut engine = open()?;
        migrate(engine.as_mut())?;
        let open = Arc::new(open);
        let writer = Writer::start(Arc::clone(&open));
        Ok(Self { readers: Readers::new(open, engine), writer })
    }

    /// Finishes what is being written, then refuses more.
    pub fn close(&self) {
        self.writer.close();
    }

    /// The signing key's public half that this ledger belongs to; `ours` if it had none.
    pub fn belongs_to(&self, ours: String) -> Result<String, LedgerError> {
        self.write(move |engine| {
            engine.execute(include_str!("city/remember.sql"), &[(":verifier", ours.into())])?;
            let row = engine.one(include_str!("city/verifier.sql"), &[])?.ok_or(LedgerError::Damaged)?;
            Ok(row.text("verifier")?.to_owned())
        })
    }

    /// The same where it has one.
    pub fn city(&self) -> Result<Option<String>, LedgerError> {
        let row = self.read(|engine| engine.one(include_str!("city/verifier.sql"), &[]))?;
        row.map(|row| row.text("verifier").map(str::to_owned)).transpose()
    }

    /// Whether both reading and writing work at this moment.
    pub fn is_well(&self) -> Result<(), LedgerError> {
        self.city()?;
        self.write(|_| Ok(()))
    }

    /// Whether the file is sound, as far as its engine can tell.
    pub fn check(&self) -> Result<(), LedgerError> {
        self.read(|engine| engine.check())
    }

    /// Copies all of it into a new file, as of one moment, while others go on working.
    pub fn copy_to(&self, file: &Path) -> Result<(), LedgerError> {
        self.read(|engine| engine.copy_to(file))
    }

    fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut dyn Engine) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.writer.write(act)
    }

    fn read<T>(&self, ask: impl Fn(&mut dyn Engine) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.readers.read(ask)
    }
}

fn migrate(engine: &mut dyn Engine) -> Result<(), LedgerError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    if engine.version()? == known {
        return Ok(());
    }
    engine.begin()?;
    // Another program may have been first.
    let found = engine.version()?;
    if found > known {
        engine.run("ROLLBACK")?;
        return Err(LedgerError::NewerFormat { found, known });
    }
    for migration in MIGRATIONS.iter().skip(found as usize) {
        engine.migrate(migration)?;
    }
    engine.set_version(known)?;
    engine.run("COMMIT")
}
