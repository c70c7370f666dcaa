//! Bringing a desk back: what can be read is there again, the damaged file is kept, no number is given twice.

#[path = "fixtures/ticket.rs"]
mod ticket_fixture;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use centrala_domain::{Accepted, DeskCode, Draft};
use centrala_store::{FileKey, Recovered, Store, StoreError, TicketFilter, recover};
use chrono::{DateTime, Utc};
use tempfile::TempDir;
use ticket_fixture::{at, service};
use uuid::Uuid;

fn new_desk() -> (Uuid, DeskCode, DateTime<Utc>) {
    (Uuid::nil(), DeskCode::numbered(7).expect("a code"), at(0))
}

/// Long enough that some hundred fill many pages.
fn draft(id: u128) -> Draft {
    let mut draft = ticket_fixture::draft(id);
    draft.form.description = format!("Głęboki ubytek {id} ").repeat(20);
    draft
}

fn accepted(id: u128) -> Accepted {
    draft(id).accept(Some(&service()), at(1)).expect("a complete form")
}

struct Desk {
    dir: TempDir,
    key: FileKey,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let key = FileKey::of(&dir.path().join("desk.sqlite")).expect("a key");
        Self { dir, key }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("desk.sqlite")
    }

    fn open(&self) -> Store {
        Store::open(&self.file(), &self.key, new_desk).expect("a desk")
    }

    fn save(&self, ids: std::ops::Range<u128>) {
        let mut store = self.open();
        for id in ids {
            store.save_ticket(accepted(id)).expect("saved");
        }
    }

    /// Fills some bytes of one page, counted from 0, as a bad sector does.
    fn damage(&self, page: usize) {
        let mut bytes = fs::read(self.file()).expect("bytes");
        bytes[page * 4096 + 1000..page * 4096 + 1500].fill(0xff);
        fs::write(self.file(), bytes).expect("damaged");
    }

    fn pages(&self) -> usize {
        usize::try_from(self.file().metadata().expect("a file").len()).expect("small") / 4096
    }

    fn recover(&self) -> Result<Option<Recovered>, StoreError> {
        recover(&self.file(), &self.key, None, at(100), new_desk)
    }

    fn ids(&self) -> BTreeSet<u128> {
        let all = TicketFilter { words: String::new(), limit: 10_000 };
        self.open().tickets(&all).expect("tickets").into_iter().map(|filed| filed.ticket.id.as_u128()).collect()
    }
}

fn aside(recovered: &Recovered) -> &Path {
    recovered.aside.as_deref().expect("a folder with the damaged file")
}

#[test]
fn whichever_page_is_damaged_the_copy_and_what_can_be_read_are_there_again() {
    let desk = Desk::new();
    desk.save(1..61);
    desk.open().backup(at(50)).expect("a copy");
    desk.save(61..121);
    let whole = fs::read(desk.file()).expect("bytes");
    let opening = fs::read(desk.dir.path().join("desk.opening")).expect("bytes");
    let (mut most, mut damaged) = (0, 0);
    for page in (0..desk.pages()).step_by(4) {
        fs::write(desk.file(), &whole).expect("as it was");
        fs::write(desk.dir.path().join("desk.opening"), &opening).expect("as it was");
        desk.damage(page);
        let bytes = fs::read(desk.file()).expect("bytes");
        let recovered = desk.recover().expect("recovered").expect("there was something to recover");
        damaged += 1;
        assert_eq!(fs::read(aside(&recovered).join("desk.sqlite")).expect("kept"), bytes, "page {page}: as it was");
        assert!(aside(&recovered).join("report.txt").exists());
        let ids = desk.ids();
        assert!((1..61).all(|id| ids.contains(&id)), "page {page}: a ticket of the copy is missing");
        most = most.max(ids.len());
        let mut store = desk.open();
        assert!(store.audit().expect("read").is_ok(), "page {page}: the chain verifies");
        assert_eq!(store.health().expect("health").integrity, Vec::<String>::new(), "page {page}");
        let next = store.save_ticket(accepted(999)).expect("saved");
        let running: u32 = next.number.as_str().split('-').nth(1).expect("a number").parse().expect("digits");
        assert!(running > 120, "page {page}: {} was given before", next.number);
        drop(store);
        assert!(desk.recover().expect("asked").is_none(), "page {page}: whole again");
        fs::remove_dir_all(aside(&recovered)).expect("next");
    }
    assert!(damaged > 5 && most == 120, "{damaged} pages, {most} tickets at most");
}

#[test]
fn without_a_copy_all_that_can_be_read_comes_back() {
    let desk = Desk::new();
    desk.save(1..121);
    desk.open().save_draft(&draft(500), at(3)).expect("a draft");
    // One in the middle of the tickets.
    desk.damage(desk.pages() / 2);
    let recovered = desk.recover().expect("recovered").expect("damaged");
    assert_eq!(recovered.copy, None);
    let table = recovered.tables.iter().find(|table| table.name == "ticket").expect("the tickets");
    assert_eq!((table.read, table.from_copy), (table.now, 0));
    let ids = desk.ids();
    assert!(ids.len() > 90 && ids.len() == table.now, "{}", ids.len());
    assert_eq!(desk.open().identity().expect("an identity").code.as_str(), "Ł7");
}

#[test]
fn a_lost_file_begins_from_the_newest_good_copy_and_gives_no_number_again() {
    let desk = Desk::new();
    desk.save(1..11);
    let good = desk.open().backup(at(50)).expect("a copy").file;
    let bad = desk.open().backup(at(60)).expect("a copy").file;
    let half = fs::read(&bad).expect("bytes");
    fs::write(&bad, &half[..half.len() / 2]).expect("a damaged copy");
    desk.save(11..14);
    fs::remove_file(desk.file()).expect("lost");
    let recovered = desk.recover().expect("recovered").expect("lost");
    assert_eq!((recovered.copy, recovered.aside), (Some(good), None));
    assert_eq!(desk.ids(), (1..11).collect());
    let next = desk.open().save_ticket(accepted(99)).expect("saved").number;
    assert!(next.as_str().starts_with("Ł7-1011-"), "{next}: 0011 to 0013 were read to callers");
}

#[test]
fn what_was_undone_stays_undone_and_what_was_saved_again_stays_saved() {
    let desk = Desk::new();
    desk.save(1..3);
    let mut store = desk.open();
    let numbers: Vec<_> = (1..3).map(|id| store.save_ticket(accepted(id)).expect("the same").number).collect();
    store.undo_ticket(&numbers[0], at(2)).expect("undone");
    store.backup(at(50)).expect("a copy with 1 undone");
    store.save_ticket(accepted(1)).expect("saved again");
    store.undo_ticket(&numbers[1], at(2)).expect("undone");
    drop(store);
    desk.save(100..140);
    // The last page: nothing of these.
    desk.damage(desk.pages() - 1);
    desk.recover().expect("recovered").expect("damaged");
    let ids = desk.ids();
    assert!(ids.contains(&1) && !ids.contains(&2), "{ids:?}");
    let mut store = desk.open();
    let drafts: Vec<_> = store.drafts().expect("drafts").into_iter().map(|kept| kept.draft.id.as_u128()).collect();
    assert_eq!(drafts, [2]);
    assert_eq!(store.save_ticket(accepted(2)).expect("saved again").number, numbers[1]);
}

#[test]
fn a_recovery_that_was_cut_off_begins_from_what_was_set_aside() {
    let desk = Desk::new();
    desk.save(1..61);
    // As a kill leaves it: the last ticket stands in the log alone.
    let mut store = desk.open();
    store.save_ticket(accepted(61)).expect("saved");
    let log = desk.dir.path().join("desk.sqlite-wal");
    let (file, held) = (fs::read(desk.file()).expect("bytes"), fs::read(&log).expect("the log"));
    drop(store);
    fs::write(desk.file(), file).expect("as killed");
    desk.damage(desk.pages() - 4);
    let aside = desk.dir.path().join("damaged-1970-01-01T000140Z");
    fs::create_dir(&aside).expect("a folder");
    fs::copy(desk.file(), aside.join("desk.sqlite")).expect("set aside");
    fs::write(aside.join("desk.sqlite-wal"), held).expect("set aside");
    // Killed after the log was removed and before the new file had its place.
    let _ = fs::remove_file(&log);
    fs::remove_file(desk.file()).expect("moved out");
    let refused = Store::open(&desk.file(), &desk.key, new_desk).err();
    assert!(matches!(refused, Some(StoreError::FileLost)), "nobody works on half a recovery");
    fs::write(desk.dir.path().join("desk.part"), "half a file").expect("left");
    let recovered = desk.recover().expect("recovered").expect("damaged");
    assert_eq!(recovered.aside, Some(aside));
    assert!(desk.ids().contains(&61), "the ticket of the log is there");
}

#[test]
fn nothing_is_changed_where_nothing_can_be_brought_back() {
    let desk = Desk::new();
    desk.save(1..3);
    let bytes = vec![0xff; 40_000];
    fs::write(desk.file(), &bytes).expect("all is lost");
    assert!(matches!(desk.recover(), Err(StoreError::NothingToRecover)));
    assert_eq!(fs::read(desk.file()).expect("bytes"), bytes);
    fs::remove_file(desk.file()).expect("lost");
    fs::remove_dir_all(desk.dir.path().join("damaged-1970-01-01T000140Z")).expect("lost");
    assert!(matches!(desk.recover(), Err(StoreError::NothingToRecover)));
    assert!(!desk.file().exists(), "no empty desk");

    let other = Desk::new();
    other.save(1..3);
    let wrong = recover(&other.file(), &desk.key, None, at(100), new_desk);
    assert!(matches!(wrong, Err(StoreError::WrongKey)), "a key that is not this desk's mends nothing");
}

/// The child of the test below: recovers the desk of a folder.
#[test]
fn child_that_recovers() {
    let Some(folder) = std::env::var_os("CENTRALA_RECOVERY_TEST") else { return };
    let path = Path::new(&folder).join("desk.sqlite");
    let key = FileKey::existing(&path).expect("the key");
    assert!(recover(&path, &key, None, at(100), new_desk).expect("recovered").is_some());
}

/// Kills the recovery at moments spread over all of it; the one after it brings back the same.
#[test]
fn a_recovery_that_is_killed_at_any_moment_can_be_begun_again() {
    let desk = Desk::new();
    desk.save(1..41);
    desk.open().backup(at(50)).expect("a copy");
    desk.save(41..81);
    desk.damage(desk.pages() - 6);
    let as_it_was: Vec<_> = ["desk.sqlite", "desk.opening"]
        .map(|name| (desk.dir.path().join(name), fs::read(desk.dir.path().join(name)).expect("bytes")))
        .into();
    let start = || {
        let mut child = Command::new(std::env::current_exe().expect("this test"));
        child.args(["--exact", "child_that_recovers"]).env("CENTRALA_RECOVERY_TEST", desk.dir.path());
        child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a child")
    };
    let began = Instant::now();
    assert!(start().wait().expect("it ended").success());
    let (mut whole, wanted) = (began.elapsed(), desk.ids());
    assert!(wanted.len() > 70, "{}", wanted.len());
    let (mut unfinished, moments) = (0, 30);
    for moment in 0..moments {
        for entry in fs::read_dir(desk.dir.path()).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            if name.starts_with("damaged-") || name.starts_with(".tmp") {
                fs::remove_dir_all(entry).expect("begin anew");
            } else if name.starts_with("desk.sqlite") || name.starts_with("desk.part") {
                fs::remove_file(entry).expect("begin anew");
            }
        }
        as_it_was.iter().for_each(|(path, bytes)| fs::write(path, bytes).expect("as it was"));
        let mut child = start();
        std::thread::sleep(whole * moment / moments);
        child.kill().expect("kill -9");
        child.wait().expect("it ended");
        if desk.recover().expect("recovered").is_some() {
            unfinished += 1;
        } else {
            // It had ended already: the first one was held up.
            whole = whole * moment / moments;
        }
        assert_eq!(desk.ids(), wanted, "moment {moment}");
    }
    assert!(unfinished > 5, "the kills did fall into the recovery: {unfinished}");
}
