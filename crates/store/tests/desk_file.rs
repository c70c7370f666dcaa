//! The desk's file under real faults: kills, full disks, foreign and newer files, two writers.

#[path = "fixtures/ticket.rs"]
mod ticket_fixture;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use centrala_domain::{
    Accepted, Call, Contact, DeliberateAct, DeskCode, Kind, Missed, Outcome, Target, Ticket, TicketNumber,
};
use centrala_store::{DeskLock, FileKey, Habit, KeptDraft, Store, StoreError, TicketFilter};
use ticket_fixture::{at, draft, service};
use uuid::Uuid;

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, &FileKey::of(path)?, || (Uuid::nil(), DeskCode::numbered(7).expect("a code"), at(0)))
}

/// The file as SQLite sees it, past the store.
fn raw(path: &Path) -> rusqlite::Connection {
    let file = rusqlite::Connection::open(path).expect("the file");
    FileKey::existing(path).expect("its key").unlock(&file).expect("unlocked");
    file
}

fn accepted(id: u128) -> Accepted {
    draft(id).accept(Some(&service()), at(i64::try_from(id).expect("a small id"))).expect("a complete form")
}

fn article(id: &str) -> Target {
    Target { kind: Kind::Procedure, id: id.into() }
}

fn found(store: &Store, words: &str) -> Vec<Ticket> {
    let filed = store.tickets(&TicketFilter { words: words.into(), limit: 10_000 }).expect("finding works");
    filed.into_iter().map(|filed| filed.ticket).collect()
}

fn ticket(store: &Store, number: &TicketNumber) -> Option<Ticket> {
    store.ticket(number).expect("read").map(|filed| filed.ticket)
}

#[test]
fn sqlite_is_ours_and_free_of_the_wal_reset_bug() {
    assert!(rusqlite::version_number() >= 3_051_003, "3.51.3 mended a bug that loses commits: {}", rusqlite::version());
}

#[test]
fn a_saved_ticket_waits_on_the_desk() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let saved = open(&path).expect("a new desk").save_ticket(accepted(1)).expect("saved");
    let store = open(&path).expect("the same desk");
    assert_eq!(ticket(&store, &saved.number), Some(saved.clone()), "every field comes back");
    assert_eq!(store.identity().expect("an identity").code.as_str(), "Ł7");
    for words in ["lakowa 30/32", "UBYTEK", "gleboki łąk", saved.number.as_str(), "ł70001"] {
        let expected = usize::from(words != "ł70001");
        assert_eq!(found(&store, words).len(), expected, "{words}");
    }
}

#[test]
fn contact_data_are_kept_apart_from_what_is_searched() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    let mut draft = draft(1);
    draft.form.contact = Some(Contact { email: Some("jan@example.pl".into()), phone: None, consent: true });
    let saved = store.save_ticket(draft.accept(Some(&service()), at(1)).expect("complete")).expect("saved");
    assert_eq!(found(&store, "ubytek")[0].contact, saved.contact);
    assert!(found(&store, "example").is_empty(), "an e-mail is not a word to be found by");
}

#[test]
fn the_same_draft_saved_twice_is_one_ticket_and_does_not_come_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    assert!(store.save_draft(&draft(1), at(1)).expect("saved"));
    let first = store.save_ticket(accepted(1)).expect("saved");
    assert_eq!(store.save_ticket(accepted(1)).expect("saved again"), first);
    assert!(!store.save_draft(&draft(1), at(2)).expect("answered"), "a late autosave is refused");
    assert!(store.drafts().expect("drafts").is_empty());
    assert_eq!(
        store.save_ticket(accepted(2)).expect("saved").number.as_str()[..8].to_owned(),
        "Ł7-0002",
        "no number is skipped"
    );
}

#[test]
fn a_call_is_kept_ended_once_and_then_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    let mut call = Call::opened(Uuid::from_u128(1), at(1));
    store.save_call(&call).expect("saved");
    call.query = "dowód".into();
    store.save_call(&call).expect("saved again");
    store.record_use(call.id, &article("KA-1"), DeliberateAct::Entered, at(2)).expect("recorded");
    assert_eq!(store.open_calls().expect("calls"), [call.clone()]);
    store.end_call(call.id, at(9), Outcome::Informed).expect("ended");
    store.save_call(&Call { query: "za późno".into(), ..call.clone() }).expect("answered");
    let ended = store.call(call.id).expect("read").expect("there");
    assert_eq!((ended.query.as_str(), ended.outcome), ("dowód", Some(Outcome::Informed)));
    assert_eq!(store.recent_procedures(5).expect("recent"), ["KA-1"]);
}

#[test]
fn favourites_are_kept_in_the_order_of_their_marking() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    for (second, id) in [(1, "B"), (2, "A"), (3, "C")] {
        store.set_favourite(id, true, at(second)).expect("marked");
    }
    store.set_favourite("A", false, at(4)).expect("unmarked");
    assert_eq!(store.favourites().expect("favourites"), ["B", "C"]);
}

#[test]
fn foreign_newer_and_damaged_files_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    drop(open(&path).expect("a desk"));
    let desk = fs::read(&path).expect("bytes");
    let with = |pragma: &str| {
        fs::write(&path, &desk).expect("written");
        raw(&path).execute_batch(&format!("PRAGMA journal_mode = DELETE; {pragma}")).expect("changed");
        fs::read(&path).expect("bytes")
    };
    let (newer, foreign) = (with("PRAGMA user_version = 99"), with("PRAGMA application_id = 1"));
    let text = "Szanowni Państwo, ".repeat(100).into_bytes();
    let damaged = |places: std::ops::Range<usize>| {
        let mut bytes = desk.clone();
        bytes[places].fill(0xff);
        bytes
    };
    // The first page alone tells whether the key is right.
    let (beginning, damaged) = (damaged(100..4096), damaged(4096..desk.len()));

    for (bytes, expected) in [
        (newer, "format 99"),
        (foreign, "not a desk"),
        (text, "no desk's at all"),
        (beginning, "file is damaged"),
        (damaged, "file is damaged"),
    ] {
        fs::write(&path, &bytes).expect("written");
        let refused = open(&path).and_then(|store| store.drafts().map(|_| ())).expect_err("refused");
        assert!(refused.to_string().contains(expected), "{refused}, expected {expected}");
        assert_eq!(fs::read(&path).expect("bytes"), bytes, "{expected}: left as it was");
    }
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let mut store = open(&path).expect("a desk");
    let mut saved = BTreeSet::from([store.save_ticket(accepted(1)).expect("saved").number]);
    let pages = store.limit_pages_for_test(0).expect("a page count");
    store.limit_pages_for_test(pages).expect("limited");
    let mut full = 0;
    for id in 2..200 {
        match store.save_ticket(accepted(id)) {
            Ok(ticket) => assert!(saved.insert(ticket.number)),
            Err(StoreError::DiskFull) => full += 1,
            Err(other) => panic!("a full disk, not {other}"),
        }
    }
    assert!(full > 0, "the disk did become full");
    store.limit_pages_for_test(1_000_000).expect("space again");
    assert!(saved.insert(store.save_ticket(accepted(999)).expect("saved after space was made").number));
    drop(store);
    let kept = found(&open(&path).expect("opens"), "").into_iter().map(|ticket| ticket.number).collect::<BTreeSet<_>>();
    assert_eq!(kept, saved);
}

#[test]
fn two_writers_never_give_the_same_number() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    drop(open(&path).expect("a desk"));
    let write = |from: u128| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut store = open(&path).expect("opens");
            (from..from + 25).map(|id| store.save_ticket(accepted(id)).expect("saved").number).collect::<Vec<_>>()
        })
    };
    let writers = [write(1), write(101)];
    let numbers: Vec<_> = writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 50, "{numbers:?}");
}

#[test]
fn a_file_of_the_first_format_is_brought_up_after_a_copy_and_loses_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let first = rusqlite::Connection::open(&path).expect("a file");
    first.execute_batch(include_str!("../src/migrations/0001_desk.sql")).expect("as it was released");
    first.execute_batch(include_str!("data/format_1.sql")).expect("a desk with one ticket");
    drop(first);
    let mut store = open(&path).expect("brought up");
    let kept = &found(&store, "ubytek")[0];
    assert_eq!((kept.number.as_str(), kept.description.as_str()), ("Ł7-0001-F", "Głęboki ubytek"));
    assert_eq!(store.audit().expect("read"), Ok(0));
    assert!(dir.path().join("desk-of-format-1.sqlite").exists());
    store.record_missed("kanapa", Missed::Zero, false, at(1)).expect("the new tables are there");
}

/// A plain file as the program left it that wrote format 9.
fn desk_of_format_9(path: &Path) {
    let file = rusqlite::Connection::open(path).expect("a file");
    let released = [
        include_str!("../src/migrations/0001_desk.sql"),
        include_str!("../src/migrations/0002_learning.sql"),
        include_str!("../src/migrations/0003_undo_and_audit.sql"),
        include_str!("../src/migrations/0004_outbox.sql"),
        include_str!("../src/migrations/0005_backups.sql"),
        include_str!("../src/migrations/0006_corrected.sql"),
        include_str!("../src/migrations/0007_calls.sql"),
        include_str!("../src/migrations/0008_places_and_voices.sql"),
        include_str!("../src/migrations/0009_matters.sql"),
        include_str!("data/format_9.sql"),
    ];
    released.iter().for_each(|part| file.execute_batch(part).expect("as it was released"));
}

#[test]
fn what_articles_taught_that_opened_by_themselves_is_forgotten_and_the_operators_own_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    desk_of_format_9(&path);
    let mut store = open(&path).expect("brought up");
    assert_eq!(store.habits().expect("a list"), []);
    assert_eq!(store.recent_procedures(5).expect("a list"), [""; 0]);
    assert_eq!(store.favourites().expect("a list"), ["KA-3"]);
    assert_eq!(store.missed_queries().expect("a list")[0].text, "kanapa");
    let ended = store.call(Uuid::from_u128(1)).expect("read").expect("there");
    assert_eq!((ended.procedure.as_deref(), ended.outcome), (Some("KA-1"), Some(Outcome::Informed)), "as it was coded");
    let open_call = store.open_calls().expect("calls").remove(0);
    assert_eq!((open_call.procedure.as_deref(), open_call.elsewhere), (Some("KA-2"), None), "as it was left");
    assert_eq!(store.read_in_call(open_call.id).expect("a list"), [""; 0]);
    store.record_use(open_call.id, &article("KA-2"), DeliberateAct::Entered, at(9)).expect("and from now on it counts");
}

#[test]
fn nothing_forgotten_comes_back_from_a_damaged_file_of_the_earlier_format() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    desk_of_format_9(&path);
    let key = FileKey::of(&path).expect("a key");
    drop(Store::open(&path, &key, || unreachable!("it is there")).expect("encrypted and brought up"));
    let earlier = dir.path().join("desk-of-format-9.sqlite");
    let copy = fs::read(&earlier).expect("the copy before the migration");
    let mut damaged = copy.clone();
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0xff);
    fs::write(&path, damaged).expect("damaged");
    fs::write(dir.path().join("good.sqlite"), copy).expect("a good one");
    let new_desk = || unreachable!("the copy says whose it is");
    let recovered = centrala_store::recover(&path, &key, Some(&dir.path().join("good.sqlite")), at(20), new_desk);
    assert!(recovered.expect("recovered").is_some());
    let store = open(&path).expect("whole again");
    assert_eq!((store.habits().expect("a list"), store.recent_procedures(5).expect("a list")), (vec![], vec![]));
    assert!(store.call(Uuid::from_u128(1)).expect("read").is_some());
}

#[test]
fn a_missed_question_is_counted_and_a_report_of_it_is_not_another_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    store.record_missed("kanapa", Missed::Zero, false, at(1)).expect("noted");
    store.record_missed("sofa", Missed::Zero, false, at(2)).expect("noted");
    store.record_missed("sofa", Missed::Weak, false, at(3)).expect("noted");
    store.record_missed("sofa", Missed::Weak, true, at(4)).expect("reported");
    let told: Vec<_> = store
        .missed_queries()
        .expect("a list")
        .into_iter()
        .map(|one| (one.text, one.kind, one.count, one.reported, one.first_at))
        .collect();
    let expected = [("sofa", Missed::Weak, 2, true, at(2)), ("kanapa", Missed::Zero, 1, false, at(1))];
    assert_eq!(
        told,
        expected.map(|(text, kind, count, reported, first)| (text.to_owned(), kind, count, reported, first))
    );
}

#[test]
fn what_was_not_used_for_long_is_forgotten() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    let habit = |query: &str, seconds| Habit {
        query: query.into(),
        procedure: "KA-01305".into(),
        weight: 1.5,
        times: 2,
        last_at: at(seconds),
    };
    for one in [habit("meldunek", 10), habit("dowod", 20), Habit { times: 3, ..habit("dowod", 30) }] {
        store.save_habit(&one).expect("saved");
    }
    for (text, second) in [("kwit na psa", 5), ("kwit na psa", 10), ("gabaryt", 14), ("gabaryt", 30)] {
        store.record_phrasing(text, Missed::Weak, &article("KA-01305"), at(second)).expect("recorded");
    }
    store.forget_learnt(at(15)).expect("forgotten");
    assert_eq!(store.habits().expect("a list"), [Habit { times: 3, ..habit("dowod", 30) }]);
    let left = store.phrasings().expect("a list");
    let told: Vec<_> = left.iter().map(|one| (one.text.as_str(), one.count, one.first_at, one.last_at)).collect();
    assert_eq!(told, [("gabaryt", 2, at(14), at(30))]);
    let missed = store.missed_queries().expect("a list").into_iter();
    let missed: Vec<_> = missed.map(|one| (one.text, one.count)).collect();
    assert_eq!(missed, [("gabaryt".to_owned(), 1), ("kwit na psa".to_owned(), 1)], "each stands among the missed");
}

#[test]
fn one_window_at_a_time_and_a_killed_one_lets_go() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = DeskLock::take(dir.path()).expect("free");
    assert!(matches!(DeskLock::take(dir.path()), Err(StoreError::InUse)));
    drop(first);
    assert!(DeskLock::take(dir.path()).is_ok());
}

#[test]
fn a_folder_that_refuses_new_files_is_read_only_or_missing_never_a_panic() {
    for folder in ["/proc", "/nie/ma/takiego"] {
        let refused = open(&Path::new(folder).join("desk.sqlite")).err().expect("refused");
        assert!(matches!(refused, StoreError::ReadOnly), "{folder}: {refused}");
    }
}

/// The child of the kill test: saves without end and says each ticket's number only after it was saved.
#[test]
fn child_that_is_killed() {
    let Some(path) = std::env::var_os("CENTRALA_KILL_TEST") else { return };
    let mut store = open(Path::new(&path)).expect("opens");
    let start = found(&store, "").len() as u128;
    for id in start + 1.. {
        store.save_draft(&draft(id), at(1)).expect("a draft is saved");
        println!("ack {}", store.save_ticket(accepted(id)).expect("saved").number);
    }
}

#[test]
fn what_was_shown_as_saved_survives_kill_9() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let mut acknowledged = BTreeSet::new();
    for round in 1..=8_usize {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "child_that_is_killed", "--nocapture"])
            .env("CENTRALA_KILL_TEST", &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
        // libtest writes on the same line as the first acknowledgement.
        let acks = lines.map_while(Result::ok).filter_map(|line| line.split("ack ").nth(1).map(str::to_owned));
        acknowledged.extend(acks.take(round * 3));
        child.kill().expect("kill -9");
        child.wait().expect("it ended");
        let store = open(&path).expect("opens after the kill");
        assert_eq!(store.health().expect("health").integrity, Vec::<String>::new());
        let kept: BTreeSet<String> = found(&store, "").into_iter().map(|ticket| ticket.number.to_string()).collect();
        assert!(acknowledged.is_subset(&kept), "round {round}: lost {:?}", acknowledged.difference(&kept));
    }
    assert!(acknowledged.len() >= 50, "the child did save: {}", acknowledged.len());
}

#[test]
fn an_undone_ticket_is_its_draft_again_and_comes_back_under_its_number() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    let first = store.save_ticket(accepted(1)).expect("saved");
    let undone = store.undo_ticket(&first.number, at(2)).expect("undone").expect("it was there");
    assert_eq!(undone, draft(1), "nothing that was typed is lost");
    let drafts = store.drafts().expect("drafts");
    assert_eq!(drafts, [KeptDraft { draft: draft(1), saved_at: at(2), handover: None }]);
    assert!(found(&store, "ubytek").is_empty());
    let other = store.save_ticket(accepted(2)).expect("saved meanwhile");
    assert_ne!(other.number, first.number, "the number waits for its draft");
    assert_eq!(store.save_ticket(accepted(1)).expect("saved again").number, first.number);
    let unknown = TicketNumber::new(&DeskCode::numbered(7).expect("a code"), 99);
    assert_eq!(store.undo_ticket(&unknown, at(3)).expect("answered"), None);
}

#[test]
fn the_audit_tells_each_act_and_notices_a_changed_link() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let mut store = open(&path).expect("a desk");
    let saved = store.save_ticket(accepted(1)).expect("saved");
    store.undo_ticket(&saved.number, at(2)).expect("undone");
    store.save_ticket(accepted(1)).expect("saved again");
    store.save_ticket(accepted(1)).expect("answered: it is there already");
    assert_eq!(store.audit().expect("read"), Ok(3), "saved, undone, saved");
    drop(store);
    let file = raw(&path);
    let refused = file.execute("UPDATE audit SET act = 'ticket_saved' WHERE seq = 2", []);
    assert!(refused.is_err_and(|error| error.to_string().contains("never rewritten")));
    file.execute_batch("DROP TRIGGER audit_is_never_rewritten; UPDATE audit SET act = 'ticket_saved' WHERE seq = 2")
        .expect("who owns the file can do it");
    assert_eq!(open(&path).expect("a desk").audit().expect("read"), Err(2), "and is found out");
}

#[test]
fn a_ticket_cannot_be_deleted_past_the_desk() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    open(&path).expect("a desk").save_ticket(accepted(1)).expect("saved");
    let refused = raw(&path).execute("DELETE FROM ticket", []);
    assert!(refused.is_err_and(|error| error.to_string().contains("never deleted")));
}

/// A plain file of the first format with one ticket.
fn plain_desk(path: &Path) {
    let plain = rusqlite::Connection::open(path).expect("a file");
    plain.execute_batch("PRAGMA journal_mode = WAL").expect("as the desk sets it");
    plain.execute_batch(include_str!("../src/migrations/0001_desk.sql")).expect("as it was released");
    plain.execute_batch(include_str!("data/format_1.sql")).expect("a desk with one ticket");
}

#[test]
fn half_a_copy_of_a_killed_migration_is_not_taken_for_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, copy) = (dir.path().join("desk.sqlite"), dir.path().join("desk-of-format-1.sqlite"));
    plain_desk(&path);
    fs::write(&copy, "half a copy").expect("written");
    drop(open(&path).expect("brought up"));
    let kept = rusqlite::Connection::open(&copy).expect("the copy");
    FileKey::existing(&path).expect("the key").unlock(&kept).expect("unlocked");
    let tickets: u32 = kept.query_row("SELECT count(*) FROM ticket", [], |row| row.get(0)).expect("a whole copy");
    let format: u32 = kept.pragma_query_value(None, "user_version", |row| row.get(0)).expect("its format");
    assert_eq!((tickets, format), (1, 1), "what the desk was before it was brought up");
}

#[test]
fn programs_that_start_at_once_on_a_plain_file_agree_and_lose_nothing() {
    for round in 0..20 {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("desk.sqlite");
        plain_desk(&path);
        let start = std::sync::Arc::new(std::sync::Barrier::new(6));
        let programs: Vec<_> = (0..6_u128)
            .map(|nth| {
                let (path, start) = (path.clone(), std::sync::Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    open(&path).expect("opens").save_ticket(accepted(100 + nth)).expect("saved").number
                })
            })
            .collect();
        let saved: BTreeSet<_> = programs.into_iter().map(|one| one.join().expect("a program")).collect();
        assert_eq!(saved.len(), 6, "round {round}");
        assert_eq!(found(&open(&path).expect("again"), "ubytek").len(), 7, "round {round}: the old one and six new");
    }
}

/// Readable words of a ticket, or of SQLite itself, in any file of the folder.
fn readable(folder: &Path, word: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let holds = |path: &Path| {
        let bytes = fs::read(path).expect("bytes");
        let text = String::from_utf8_lossy(&bytes);
        text.contains(word) || text.contains("SQLite format")
    };
    entries.filter(|path| holds(path)).map(|path| path.display().to_string()).collect()
}

#[test]
fn a_plain_file_is_encrypted_with_what_only_its_log_holds() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, log) = (dir.path().join("desk.sqlite"), dir.path().join("desk.sqlite-wal"));
    let plain = rusqlite::Connection::open(&path).expect("a file");
    plain.execute_batch("PRAGMA journal_mode = WAL").expect("as the desk sets it");
    plain.execute_batch(include_str!("../src/migrations/0001_desk.sql")).expect("as it was released");
    plain.execute_batch(include_str!("data/format_1.sql")).expect("a desk with one ticket");
    // As a killed program leaves them: closing would move everything from the log into the file.
    let (main, held) = (fs::read(&path).expect("the file"), fs::read(&log).expect("the log"));
    drop(plain);
    assert!(!String::from_utf8_lossy(&main).contains("ubytek"), "the ticket stands in the log alone");
    fs::write(&path, main).expect("written");
    fs::write(&log, held).expect("written");
    // And one that was killed while it encrypted leaves half a copy.
    fs::write(dir.path().join("desk.part"), "half a copy").expect("written");

    let mut store = open(&path).expect("encrypted");
    assert_eq!(found(&store, "ubytek").len(), 1);
    store.save_ticket(accepted(2)).expect("saved");
    assert!(log.metadata().expect("a log").len() > 0, "the new ticket stands in the log");
    assert_eq!(readable(dir.path(), "ubytek"), [""; 0]);
    drop(store);
    assert_eq!(readable(dir.path(), "ubytek"), [""; 0]);
    assert_eq!(found(&open(&path).expect("again"), "ubytek").len(), 2);
}

#[test]
fn a_lost_file_is_said_and_no_empty_one_takes_its_place() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    open(&path).expect("a desk").save_ticket(accepted(1)).expect("saved");
    let (file, key) = (fs::read(&path).expect("bytes"), dir.path().join("desk.key"));
    let lose = || {
        for entry in fs::read_dir(dir.path()).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.to_string_lossy().contains("desk.sqlite") {
                fs::remove_file(entry).expect("lost");
            }
        }
    };
    lose();
    assert!(matches!(open(&path).err(), Some(StoreError::FileLost)));
    assert!(!path.exists(), "an empty desk would hide that the tickets are gone");
    let kept = fs::read(&key).expect("the key");
    fs::remove_file(&key).expect("lost, too");
    assert!(matches!(open(&path).err(), Some(StoreError::FileLost)));
    assert!(!key.exists(), "a new key would not open what is put back");
    fs::write(&key, kept).expect("put back");
    fs::write(&path, file).expect("put back");
    assert_eq!(found(&open(&path).expect("opens again"), "ubytek").len(), 1);
    // The copy that an earlier format left tells of it as well.
    lose();
    fs::remove_file(dir.path().join("desk.opening")).expect("lost");
    fs::write(dir.path().join("desk-of-format-1.sqlite"), "a copy").expect("written");
    assert!(matches!(open(&path).err(), Some(StoreError::FileLost)));
}

#[test]
fn a_first_start_that_was_killed_after_its_key_begins_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    drop(FileKey::of(&path).expect("a key"));
    assert!(open(&path).is_ok(), "nothing was saved yet, nothing is lost");
}

#[test]
fn a_plain_file_that_another_program_holds_is_left_to_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let plain = rusqlite::Connection::open(&path).expect("a file");
    plain.execute_batch(include_str!("../src/migrations/0001_desk.sql")).expect("as it was released");
    plain.execute_batch(include_str!("data/format_1.sql")).expect("a desk with one ticket");
    for mode in ["DELETE", "WAL"] {
        plain
            .execute_batch(&format!("PRAGMA journal_mode = {mode}; BEGIN IMMEDIATE; DELETE FROM ticket"))
            .expect("writes");
        assert!(matches!(open(&path).err(), Some(StoreError::Busy)), "{mode}");
        plain.execute_batch("ROLLBACK").expect("and stops");
    }
    // In its log's mode even one that only has it open could still write to it.
    assert!(matches!(open(&path).err(), Some(StoreError::Busy)));
    drop(plain);
    assert_eq!(found(&open(&path).expect("encrypted"), "ubytek").len(), 1);
}

#[test]
fn a_lost_or_unreadable_key_is_said_and_never_replaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    open(&path).expect("a desk").save_ticket(accepted(1)).expect("saved");
    let (file, key) = (fs::read(&path).expect("bytes"), dir.path().join("desk.key"));
    let kept = fs::read(&key).expect("the key");
    fs::remove_file(&key).expect("lost");
    assert!(matches!(open(&path).err(), Some(StoreError::KeyMissing)));
    assert!(!key.exists(), "a new key would open nothing");
    for unreadable in ["", "{}", r#"{"format":1,"kind":"file","key":"zz"}"#] {
        fs::write(&key, unreadable).expect("written");
        assert!(matches!(open(&path).err(), Some(StoreError::KeyUnreadable)), "{unreadable}");
    }
    fs::write(&key, r#"{"format":2,"kind":"file","key":""}"#).expect("written");
    assert!(matches!(open(&path).err(), Some(StoreError::NewerKey)), "not damaged, only newer");
    assert_eq!(fs::read(&path).expect("bytes"), file, "left as it was");
    fs::write(&key, kept).expect("put back");
    assert_eq!(found(&open(&path).expect("opens again"), "ubytek").len(), 1);
}

#[test]
fn a_torn_first_sector_does_not_take_the_file_with_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let saved = open(&path).expect("a desk").save_ticket(accepted(1)).expect("saved");
    let mut bytes = fs::read(&path).expect("bytes");
    bytes[..16].fill(b'?');
    fs::write(&path, bytes).expect("torn");
    assert_eq!(found(&open(&path).expect("the salt comes from the key"), ""), [saved]);
}

#[test]
fn a_desk_from_before_the_salt_came_from_the_key_opens_as_ever() {
    let (first, dir) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (path, key) = (dir.path().join("desk.sqlite"), dir.path().join("desk.key"));
    drop(open(&first.path().join("desk.sqlite")).expect("a desk"));
    let text = fs::read(first.path().join("desk.key")).expect("a key");
    let mut kept: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    kept.as_object_mut().expect("an object").remove("check").expect("what an earlier version did not write");
    fs::write(&key, kept.to_string()).expect("as it was");
    let saved = open(&path).expect("a file with a salt of its own").save_ticket(accepted(1)).expect("saved");
    assert_eq!(found(&open(&path).expect("opens"), ""), [saved]);
}

#[test]
fn the_file_its_log_and_its_key_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    plain_desk(&dir.path().join("desk.sqlite"));
    let mut store = open(&dir.path().join("desk.sqlite")).expect("a desk");
    store.save_ticket(accepted(2)).expect("saved");
    for name in ["desk.sqlite", "desk.sqlite-wal", "desk.key", "desk-of-format-1.sqlite"] {
        let mode = fs::metadata(dir.path().join(name)).expect(name).permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has {mode:o}");
    }
}

#[test]
fn a_first_start_that_was_killed_in_its_new_file_begins_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let key = FileKey::of(&path).expect("a key");
    // The first thing SQLite writes into a new file is its header, and not yet what makes it a desk's.
    let file = rusqlite::Connection::open(&path).expect("a file");
    key.unlock(&file).expect("unlocked");
    file.execute_batch("PRAGMA journal_mode = WAL").expect("a header");
    drop(file);
    assert!(path.metadata().expect("a file").len() > 0);
    open(&path).expect("nothing was saved yet, nothing is lost").save_ticket(accepted(1)).expect("saved");
}

#[test]
fn a_desk_whose_file_was_emptied_is_lost_and_not_begun_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    open(&path).expect("a desk").save_ticket(accepted(1)).expect("saved");
    // As a repaired disk leaves it.
    fs::write(&path, "").expect("emptied");
    assert!(matches!(open(&path).err(), Some(StoreError::FileLost)));
    let key = FileKey::existing(&path).expect("the key");
    let blank = rusqlite::Connection::open(&path).expect("a file");
    key.unlock(&blank).expect("unlocked");
    blank
        .execute_batch("PRAGMA journal_mode = DELETE; CREATE TABLE x (y); DROP TABLE x")
        .expect("pages without a desk");
    drop(blank);
    assert!(matches!(open(&path).err(), Some(StoreError::FileLost)));
}

#[test]
fn a_plain_file_that_has_its_key_already_is_not_called_damaged() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    plain_desk(&path);
    let key = FileKey::of(&path).expect("killed between making the key and encrypting");
    assert!(matches!(Store::open_existing(&path, &key).err(), Some(StoreError::NotEncryptedYet)));
}

#[test]
fn a_plain_copy_of_an_earlier_format_does_not_stay_readable() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, copy) = (dir.path().join("desk.sqlite"), dir.path().join("desk-of-format-1.sqlite"));
    plain_desk(&copy);
    open(&path).err().expect("a copy without its file: lost");
    drop(open_beside(&path));
    assert_eq!(readable(dir.path(), "ubytek"), [""; 0]);
    let kept = rusqlite::Connection::open(&copy).expect("the copy");
    FileKey::existing(&path).expect("the key").unlock(&kept).expect("unlocked");
    assert_eq!(kept.query_row("SELECT count(*) FROM ticket", [], |row| row.get::<_, u32>(0)), Ok(1));
}

/// A plain desk that was brought up before there was encryption: nothing is left to do but to encrypt it.
fn open_beside(path: &Path) -> Store {
    let plain = rusqlite::Connection::open(path).expect("a file");
    for migration in [include_str!("../src/migrations/0001_desk.sql"), include_str!("data/format_1.sql")] {
        plain.execute_batch(migration).expect("as it was released");
    }
    plain.execute_batch(include_str!("../src/migrations/0002_learning.sql")).expect("brought up");
    plain.pragma_update(None, "user_version", 2).expect("format 2");
    drop(plain);
    open(path).expect("encrypted")
}

#[test]
fn a_key_of_another_desk_is_told_from_a_foreign_file_and_from_damage() {
    let (ours, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = |dir: &tempfile::TempDir, name: &str| dir.path().join(name);
    for dir in [&ours, &other] {
        open(&path(dir, "desk.sqlite")).expect("a desk").save_ticket(accepted(1)).expect("saved");
    }
    let bytes = |dir, name| fs::read(path(dir, name)).expect("bytes");
    let (key, file) = (bytes(&ours, "desk.key"), bytes(&ours, "desk.sqlite"));
    let refused = || open(&path(&ours, "desk.sqlite")).err().expect("refused").to_string();

    fs::write(path(&ours, "desk.key"), bytes(&other, "desk.key")).expect("mixed up");
    assert!(refused().contains("is not the key of this desk's file"), "{}", refused());
    fs::write(path(&ours, "desk.key"), &key).expect("put back");

    fs::write(path(&ours, "desk.sqlite"), bytes(&other, "desk.sqlite")).expect("mixed up");
    assert!(refused().contains("another desk's"), "{}", refused());

    let mut damaged = file.clone();
    damaged[100..4096].fill(0xff);
    fs::write(path(&ours, "desk.sqlite"), damaged).expect("damaged");
    assert!(refused().contains("file is damaged"), "{}", refused());

    let digit = key.windows(6).position(|at| at == b"\"key\":").expect("the key") + 10;
    let mut slipped = key.clone();
    slipped[digit] = if slipped[digit] == b'0' { b'1' } else { b'0' };
    fs::write(path(&ours, "desk.key"), slipped).expect("one digit is wrong");
    assert!(refused().contains("cannot be read"), "{}", refused());

    fs::write(path(&ours, "desk.key"), key).expect("put back");
    fs::write(path(&ours, "desk.sqlite"), file).expect("put back");
    assert_eq!(found(&open(&path(&ours, "desk.sqlite")).expect("opens again"), "ubytek").len(), 1);
}

/// The child of the test below: takes a plain file over.
#[test]
fn child_that_takes_over() {
    let Some(path) = std::env::var_os("CENTRALA_TAKEOVER_TEST") else { return };
    drop(open(Path::new(&path)).expect("opens"));
}

/// Kills the program at moments spread over the whole takeover: the plain file or the encrypted one is there, whole.
#[test]
fn a_takeover_that_is_killed_at_any_moment_loses_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let of = |name: &str| dir.path().join(name);
    plain_desk(&of("desk.sqlite"));
    rusqlite::Connection::open(of("desk.sqlite"))
        .expect("a file")
        .execute_batch(include_str!("data/many.sql"))
        .expect("work of some weeks");
    let plain = fs::read(of("desk.sqlite")).expect("bytes");
    let start = || {
        let mut child = Command::new(std::env::current_exe().expect("this test"));
        child.args(["--exact", "child_that_takes_over"]).env("CENTRALA_TAKEOVER_TEST", of("desk.sqlite"));
        child.stdout(Stdio::null()).spawn().expect("a child")
    };
    let began = std::time::Instant::now();
    assert!(start().wait().expect("it ended").success());
    let whole = began.elapsed();
    let mut states = BTreeSet::new();
    for moment in 0..40 {
        for entry in fs::read_dir(dir.path()).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            fs::remove_file(entry).expect("begin anew");
        }
        fs::write(of("desk.sqlite"), &plain).expect("the plain file");
        let mut child = start();
        std::thread::sleep(whole * moment / 40);
        child.kill().expect("kill -9");
        child.wait().expect("it ended");
        let left = |name: &str| of(name).exists();
        let is_plain = fs::read(of("desk.sqlite")).expect("one of the two").starts_with(b"SQLite format 3");
        states.insert((is_plain, left("desk.key"), left("desk.part"), left("desk-of-format-1.sqlite")));
        drop(open(&of("desk.sqlite")).expect("opens after the kill"));
        let tickets = raw(&of("desk.sqlite")).query_row("SELECT count(*) FROM ticket", [], |row| row.get::<_, u32>(0));
        assert_eq!(tickets, Ok(2001), "{moment}");
        assert_eq!(readable(dir.path(), "ubytek"), [""; 0], "{moment}");
    }
    assert!(states.len() >= 3, "the kills did fall between the steps: {states:?}");
}

/// Two moments of the takeover too short to be met by chance.
#[test]
fn a_takeover_goes_on_from_a_whole_copy_and_from_an_emptied_log() {
    let dir = tempfile::tempdir().expect("a folder");
    let of = |name: &str| dir.path().join(name);
    plain_desk(&of("desk.sqlite"));
    let plain = fs::read(of("desk.sqlite")).expect("bytes");
    drop(open(&of("desk.sqlite")).expect("taken over"));
    let encrypted = fs::read(of("desk-of-format-1.sqlite")).expect("bytes");
    for log in [None, Some("")] {
        fs::write(of("desk.sqlite"), &plain).expect("not renamed yet");
        fs::write(of("desk.part"), &encrypted).expect("whole");
        if let Some(log) = log {
            fs::write(of("desk.sqlite-wal"), log).expect("emptied");
        }
        assert_eq!(found(&open(&of("desk.sqlite")).expect("opens"), "ubytek").len(), 1, "{log:?}");
        assert!(!of("desk.part").exists());
    }
}
