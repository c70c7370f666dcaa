//! For tests only: a real desk in a temporary folder, on the built-in content, with a clock that stands still or leaps.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use centrala_app::{Clock, Desk, DeskFolder};
use centrala_domain::{Place, TicketForm};
use centrala_store::FileKey;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use rusqlite::Connection;
use tempfile::TempDir;

/// Monday, 23 November 2026, 10:00 in Łódź.
pub struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).single().expect("one such moment")
    }
}

/// The machine's clock, ahead by as much as was let pass; its clones are the same clock.
#[derive(Clone, Default)]
pub struct Later(Arc<AtomicI64>);

impl Later {
    pub fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds(), Ordering::Relaxed);
    }
}

impl Clock for Later {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::Relaxed))
    }
}

/// A desk and the folder it lives in; the folder goes with it.
pub struct TestDesk {
    pub desk: Desk,
    pub folder: DeskFolder,
    dir: TempDir,
}

impl TestDesk {
    pub fn new() -> Self {
        Self::on(tempfile::tempdir().expect("a temporary folder"))
    }

    fn on(dir: TempDir) -> Self {
        let folder = DeskFolder::new(dir.path());
        let desk = Desk::open(&folder, FixedClock).expect("a desk opens in an empty folder and in its own");
        Self { desk, folder, dir }
    }

    /// The same folder after the program has ended.
    pub fn reopened(self) -> Self {
        let Self { desk, folder: _, dir } = self;
        drop(desk);
        Self::on(dir)
    }
}

impl Default for TestDesk {
    fn default() -> Self {
        Self::new()
    }
}

/// The desk's file as SQLite sees it, past the store.
pub fn unlocked(folder: &DeskFolder) -> Connection {
    let file = Connection::open(folder.desk_file()).expect("the desk's file");
    FileKey::existing(&folder.desk_file()).expect("its key").unlock(&file).expect("unlocked");
    file
}

/// All that the desk's file holds, decrypted: does anything stand there that must not?
pub fn in_the_clear(folder: &DeskFolder) -> String {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let clear = dir.path().join("clear.sqlite");
    let file = unlocked(folder);
    file.execute("ATTACH DATABASE ?1 AS clear KEY ''", [clear.to_string_lossy()]).expect("a plain file");
    file.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).expect("copied");
    file.execute_batch("DETACH DATABASE clear").expect("written");
    String::from_utf8_lossy(&std::fs::read(clear).expect("bytes")).into_owned()
}

/// A complete form: a pothole at Piotrkowska 104, nothing personal in it.
pub fn pothole() -> TicketForm {
    TicketForm {
        service: Some("drogi.ubytek-jezdni".into()),
        place: Place { street: Some("ul. Piotrkowska".into()), number: Some("104".into()), ..Place::default() },
        description: "Głęboki ubytek na prawym pasie".into(),
        answers: [("miejsce".to_owned(), "prawy pas, przed przystankiem".to_owned())].into(),
        contact: None,
    }
}
