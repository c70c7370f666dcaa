//! Faults around the desk: each gets a clear code, and nothing saved is lost.

use std::fs;
use std::time::Duration;

use centrala_app::{Clock, Code, Desk, DeskFolder, Query};
use centrala_testkit::{FixedClock, TestDesk, pothole, unlocked};

fn open_code(folder: &DeskFolder) -> Code {
    Desk::open(folder, FixedClock).err().expect("opening is refused").code()
}

#[test]
fn a_desk_file_of_a_newer_program_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = DeskFolder::new(dir.path());
    drop(Desk::open(&folder, FixedClock).expect("a desk"));
    desk_file_says(&folder, "user_version = 999");
    let before = fs::read(folder.desk_file()).expect("the file");
    assert_eq!(open_code(&folder), Code::DeskNewer);
    assert_eq!(fs::read(folder.desk_file()).expect("the file"), before, "the newer file is left as it was");
}

fn desk_file_says(folder: &DeskFolder, pragma: &str) {
    let changed = format!("PRAGMA {pragma}; PRAGMA wal_checkpoint(TRUNCATE)");
    unlocked(folder).execute_batch(&changed).expect("changed");
}

/// The user version is a big-endian number at byte 60 of every SQLite file.
fn set_user_version(file: &std::path::Path, version: u32) {
    let mut bytes = fs::read(file).expect("the file");
    bytes[60..64].copy_from_slice(&version.to_be_bytes());
    fs::write(file, bytes).expect("the file is written");
}

#[test]
fn a_file_that_is_no_desk_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = DeskFolder::new(dir.path());
    drop(Desk::open(&folder, FixedClock).expect("a desk"));
    fs::write(folder.desk_file(), "to nie jest baza danych, tylko czyjś list do urzędu".repeat(40)).expect("written");
    let before = fs::read(folder.desk_file()).expect("the file");
    assert_eq!(open_code(&folder), Code::DeskOther);
    assert_eq!(fs::read(folder.desk_file()).expect("the file"), before);
}

#[test]
fn a_desk_that_has_lost_its_key_says_so_and_makes_no_other() {
    let desk = TestDesk::new();
    desk.desk.new_ticket(pothole()).expect("saved");
    let key = desk.folder.desk_file().with_extension("key");
    let kept = fs::read(&key).expect("the key");
    fs::remove_file(&key).expect("lost");
    assert_eq!(open_code(&desk.folder), Code::DeskKey);
    fs::write(&key, kept).expect("put back");
    assert_eq!(desk.reopened().desk.tickets("", 5).expect("tickets").len(), 1);
}

#[test]
fn a_desk_whose_file_is_lost_says_so_and_begins_no_empty_one() {
    let desk = TestDesk::new();
    desk.desk.new_ticket(pothole()).expect("saved");
    let (file, folder) = (desk.folder.desk_file(), desk.folder.clone());
    let kept = file.with_extension("elsewhere");
    fs::rename(&file, &kept).expect("lost");
    assert_eq!(open_code(&folder), Code::DeskLost);
    let health = centrala_app::examine(&folder, FixedClock.now());
    assert!(health.checks.iter().any(|check| !check.healthy && check.detail.contains("was here and is gone")));
    assert!(!file.exists());
    fs::rename(&kept, &file).expect("put back");
    assert_eq!(desk.reopened().desk.tickets("", 5).expect("tickets").len(), 1);
}

#[test]
fn l3_what_the_city_has_not_got_for_a_day_is_told_by_the_doctor() {
    let desk = TestDesk::new();
    let queue = |hours: u64| {
        let health = centrala_app::examine(&desk.folder, FixedClock.now() + Duration::from_secs(hours * 3600));
        let check = health.checks.into_iter().find(|check| check.name == "queue").expect("a check");
        (check.warning, check.detail)
    };
    assert_eq!(queue(100), (false, "the city has every ticket".to_owned()));
    desk.desk.new_ticket(pothole()).expect("saved");
    assert!(!queue(24).0);
    let (warning, detail) = queue(25);
    assert!(warning && detail.contains("1 tickets") && detail.contains("2026-11-23"), "{detail}");
}

#[test]
fn a_newer_edition_is_refused_and_a_broken_one_is_replaced_by_the_built_in() {
    let desk = TestDesk::new();
    let file = desk.folder.edition_file();
    set_user_version(&file, 999);
    assert_eq!(open_code(&desk.folder), Code::EditionNewer);
    fs::write(&file, b"garbage").expect("written");
    let reopened = desk.reopened();
    assert!(reopened.desk.article("KA-01305").is_ok(), "the built-in edition serves");
    assert!(
        reopened.folder.path().join("edition.damaged.sqlite").exists(),
        "what was there may be the city's: it is kept"
    );
}

#[test]
fn a_newer_edition_whose_text_is_not_what_its_key_says_is_not_taken_over() {
    let desk = TestDesk::new();
    let title = desk.desk.article("KA-01305").expect("there").procedure.title;
    let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/content");
    let (mut info, content) = centrala_pack::check(&assets).expect("the built-in content");
    info.number += 1;
    let file = desk.folder.edition_file();
    centrala_pack::build(&info, &content, &file).expect("built");
    let mut bytes = fs::read(&file).expect("read");
    // All places: the title stands in a column and in the text.
    while let Some(at) = bytes.windows(title.len()).position(|part| part == title.as_bytes()) {
        bytes[at] = b'?';
    }
    fs::write(&file, bytes).expect("written");
    let reopened = desk.reopened();
    assert_eq!(reopened.desk.article("KA-01305").expect("there").procedure.title, title, "the built-in edition serves");
}

#[test]
fn a_missing_or_corrupt_index_is_built_again() {
    let desk = TestDesk::new();
    let index = desk.folder.index_dir();
    let query = Query { text: "zameldowanie".into(), units: vec![], categories: vec![], limit: 5 };
    let before = desk.desk.search(&query).expect("search works").total;
    fs::remove_dir_all(&index).expect("removed");
    let desk = desk.reopened();
    assert_eq!(desk.desk.search(&query).expect("search works").total, before);
    for file in files_below(&index) {
        fs::write(file, b"\0\0garbage").expect("overwritten");
    }
    let desk = desk.reopened();
    assert_eq!(desk.desk.search(&query).expect("search works").total, before);
}

fn files_below(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn a_second_window_on_the_same_folder_is_refused_while_the_first_lives() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = DeskFolder::new(dir.path());
    let first = folder.lock().expect("the first takes the lock");
    assert_eq!(folder.lock().expect_err("the second is refused").code(), Code::DeskInUse);
    drop(first);
    assert!(folder.lock().is_ok(), "after the first has ended the folder is free");
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    // /proc refuses new files even to root, as a read-only medium would.
    let code = open_code(&DeskFolder::new("/proc/centrala"));
    assert!(matches!(code, Code::ReadOnly | Code::Storage), "{code:?}");
}

#[test]
fn hostile_queries_are_answered_quickly_and_quietly() {
    let desk = TestDesk::new();
    let long = "zażółć ".repeat(1500);
    for text in [
        long.as_str(),
        "🦀🦀🦀",
        "\u{0}\u{7}\u{1b}[2J",
        "\" AND * OR ( title:~",
        "<script>alert(1)</script>",
        "a'); DROP TABLE ticket;--",
    ] {
        let query = Query { text: text.into(), units: vec!["nie ma".into()], categories: vec![], limit: 10 };
        desk.desk.search(&query).expect("an answer, however empty");
        desk.desk.find_services(text).expect("an answer, however empty");
        desk.desk.find_places(text);
        desk.desk.emergency(text);
        desk.desk.tickets(text, 5).expect("an answer, however empty");
    }
}

#[test]
fn pasted_html_is_kept_as_text_and_cannot_run_in_an_article() {
    let desk = TestDesk::new();
    let mut form = pothole();
    form.description = "<img src=x onerror=alert(1)> dziura".into();
    desk.desk.new_ticket(form).expect("saved");
    let found = desk.desk.tickets("onerror", 5).expect("found");
    assert_eq!(found[0].ticket.description, "<img src=x onerror=alert(1)> dziura", "text stays text");
}
