//! A desk that is brought back while its tickets are on their way to the city (docs/decisions/0008).

#[allow(dead_code)]
mod fixtures;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use centrala_domain::{DeskCode, Filed, TicketState};
use centrala_store::{FileKey, Recovered, Store, TicketFilter, recover};
use fixtures::{City, EMAIL, TestDesk, at, batch_id};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

fn key(dir: &TempDir) -> FileKey {
    FileKey::existing(&dir.path().join("desk.sqlite")).expect("the key")
}

/// Closes the desk, and damages the first page of a table as a bad sector does.
fn damaged(desk: TestDesk, table: &str) -> TempDir {
    let page: usize = desk
        .raw()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| row.get::<_, u32>(0))
        .expect("a table") as usize;
    let TestDesk { store, dir } = desk;
    drop(store);
    let path = dir.path().join("desk.sqlite");
    let mut bytes = fs::read(&path).expect("bytes");
    bytes[(page - 1) * 4096 + 1000..(page - 1) * 4096 + 1500].fill(0xff);
    fs::write(path, bytes).expect("damaged");
    dir
}

fn recovered(dir: &TempDir) -> (Recovered, Store) {
    let path = dir.path().join("desk.sqlite");
    let new = || (Uuid::nil(), DeskCode::numbered(1).expect("a code"), at(0));
    let recovered = recover(&path, &key(dir), None, at(5000), new).expect("recovered").expect("it was damaged");
    (recovered, Store::open(&path, &key(dir), new).expect("opens"))
}

fn all(store: &Store) -> Vec<Filed> {
    store.tickets(&TicketFilter { words: String::new(), limit: 100 }).expect("tickets")
}

fn states(store: &Store) -> Vec<TicketState> {
    all(store).into_iter().map(|filed| filed.state).collect()
}

/// All that the file holds, decrypted.
fn in_the_clear(path: &Path, key: &FileKey) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let clear = dir.path().join("clear.sqlite");
    let file = Connection::open(path).expect("the file");
    key.unlock(&file).expect("unlocked");
    file.execute("ATTACH DATABASE ?1 AS clear KEY ''", [clear.to_string_lossy()]).expect("a plain file");
    file.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).expect("copied");
    file.execute_batch("DETACH DATABASE clear").expect("written");
    String::from_utf8_lossy(&fs::read(clear).expect("bytes")).into_owned()
}

#[test]
fn what_was_sealed_since_the_copy_stays_sealed_and_its_contact_does_not_come_back() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    desk.log(1..=2);
    desk.store.backup(at(40)).expect("a copy with two contacts");
    desk.store.seal(at(50), at(60)).expect("sealed");
    desk.log(3..=3);
    let sealed = "SELECT group_concat(sha256) FROM sealed";
    let before: String = desk.raw().query_row(sealed, [], |row| row.get(0)).expect("two records");
    let dir = damaged(desk, "habit");
    let (_, mut store) = recovered(&dir);
    assert_eq!(states(&store), [TicketState::Ready, TicketState::Sealed, TicketState::Sealed]);
    store.seal(at(4000), at(5001)).expect("the third, too");
    let path = dir.path().join("desk.sqlite");
    let file = Connection::open(&path).expect("the file");
    key(&dir).unlock(&file).expect("unlocked");
    let after: String = file.query_row(sealed, [], |row| row.get(0)).expect("three records");
    assert!(after.starts_with(&before), "the very bytes");
    drop(store);
    assert!(!in_the_clear(&path, &key(&dir)).contains(EMAIL));
    assert!(file.execute("UPDATE sealed SET record = x''", []).is_err(), "the guards are back");
}

#[test]
fn a_ticket_whose_record_is_lost_is_there_as_before_it_was_sealed() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    desk.log(1..=2);
    desk.store.backup(at(40)).expect("a copy");
    desk.store.seal(at(50), at(60)).expect("sealed");
    let dir = damaged(desk, "sealed");
    let (_, mut store) = recovered(&dir);
    assert_eq!(states(&store), [TicketState::Ready; 2]);
    assert!(all(&store).iter().all(|filed| filed.ticket.contact.is_some()), "nobody could call back without it");
    assert_eq!(store.seal(at(50), at(5001)).expect("sealed again"), 2);
}

#[test]
fn records_of_a_batch_that_is_lost_travel_again() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    desk.log(1..=2);
    desk.store.seal(at(50), at(60)).expect("sealed");
    desk.store.make_batch(batch_id(1), at(100)).expect("made").expect("a batch");
    let dir = damaged(desk, "batch");
    let (_, mut store) = recovered(&dir);
    assert_eq!(states(&store), [TicketState::Sealed; 2]);
    let again = store.make_batch(batch_id(2), at(5001)).expect("made").expect("a batch");
    assert_eq!(again.tickets, 2);
}

#[test]
fn what_was_purged_since_the_copy_does_not_come_back() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log(1..=2);
    desk.store.seal(at(1), at(60)).expect("the first is sealed");
    desk.store.backup(at(70)).expect("a copy");
    let batch = desk.store.make_batch(batch_id(1), at(100)).expect("made").expect("a batch");
    let receipt = city.take(&desk.bytes(&batch));
    desk.store.apply_receipt(&receipt, at(101)).expect("applied");
    desk.raw()
        .execute_batch(
            "INSERT INTO tombstone (id, number, sha256, sealed_at, acknowledged_at, purged_at)
             SELECT ticket.id, number, sha256, sealed_at, acknowledged_at, sealed_at FROM sealed
             JOIN ticket ON ticket.id = sealed.ticket;
             DELETE FROM sealed; DELETE FROM ticket WHERE id IN (SELECT id FROM tombstone)",
        )
        .expect("purged");
    let dir = damaged(desk, "habit");
    let (report, store) = recovered(&dir);
    assert!(report.copy.is_some());
    let left: Vec<_> = all(&store).into_iter().map(|filed| filed.ticket.id.as_u128()).collect();
    assert_eq!(left, [2]);
    assert!(store.audit().expect("read").is_ok());
}

/// As a bad sector does.
fn spoil(bytes: &mut [u8], page: usize) {
    bytes[page * 4096 + 1000..page * 4096 + 1500].fill(0xff);
}

/// A file with one damaged page, as SQLite gives its records: SQLCipher gives up a connection at its first bad page.
struct Spoilt {
    path: PathBuf,
    key: FileKey,
}

impl Spoilt {
    fn open(&self) -> Connection {
        let file = Connection::open(&self.path).expect("the file");
        self.key.unlock(&file).expect("unlocked");
        file
    }

    /// Those that no look by their ticket finds.
    fn not_found(&self, tickets: &[String]) -> BTreeSet<String> {
        let mut file = self.open();
        let mut found = |ticket: &String| {
            let record = "SELECT record FROM sealed WHERE ticket = ?1";
            let found = file.query_row(record, [ticket], |row| row.get::<_, Vec<u8>>(0)).is_ok();
            if !found {
                file = self.open();
            }
            found
        };
        tickets.iter().filter(|ticket| !found(ticket)).cloned().collect()
    }

    /// Those that come before the damage, from this end.
    fn read(&self, direction: &str) -> Vec<String> {
        let file = self.open();
        let sql = format!("SELECT ticket, record FROM sealed ORDER BY ticket {direction}");
        let Ok(mut statement) = file.prepare(&sql) else { return vec![] };
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?.len()).0)).expect("rows");
        rows.map_while(Result::ok).collect()
    }
}

#[test]
fn records_between_two_damaged_pages_are_found_by_their_tickets() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    let tickets: Vec<String> = desk.log(1..=60).into_iter().map(|ticket| ticket.id.to_string()).collect();
    desk.store.seal(at(100), at(160)).expect("sealed");
    let TestDesk { store, dir } = desk;
    drop(store);
    let path = dir.path().join("desk.sqlite");
    let mut bytes = fs::read(&path).expect("bytes");
    // Where they lie differs at each run, as do sealed bytes: two pages that hold some records each.
    let holds_some = |page: usize| {
        let trial = tempfile::tempdir().expect("a folder");
        let spoilt = Spoilt { path: trial.path().join("spoilt.sqlite"), key: key(&dir) };
        let mut bytes = bytes.clone();
        spoil(&mut bytes, page);
        fs::write(&spoilt.path, bytes).expect("a copy");
        let not_found = spoilt.not_found(&tickets);
        let lost = || {
            let read = [spoilt.read("ASC"), spoilt.read("DESC")].concat();
            not_found.iter().any(|ticket| !read.contains(ticket))
        };
        ((1..=5).contains(&not_found.len()) && lost()).then_some((page, not_found))
    };
    let mut pages: Vec<_> = (1..bytes.len() / 4096).filter_map(holds_some).collect();
    pages.sort_by_key(|(_, not_found)| not_found.len());
    let [(one, lost), (other, also), ..] = &pages[..] else { panic!("records fill more than two pages") };
    let lost: BTreeSet<&String> = lost.union(also).collect();
    spoil(&mut bytes, *one);
    spoil(&mut bytes, *other);
    fs::write(&path, bytes).expect("damaged twice");
    let (report, store) = recovered(&dir);
    let sealed = report.tables.iter().find(|table| table.name == "sealed").expect("the records");
    assert!(sealed.gaps && sealed.now < 60, "{report}");
    assert!(sealed.now > 50, "two pages hold some records each, and no more are lost: {report}");
    assert!(sealed.now >= 60 - lost.len(), "all that their tickets lead to: {report}");
    assert_eq!(all(&store).len(), 60, "a ticket without its record is there without it");
}
