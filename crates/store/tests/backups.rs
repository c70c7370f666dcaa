//! The copies of the desk's file: whole, shut, recorded, and never more than seven.

use std::fs;
use std::path::{Path, PathBuf};

use centrala_domain::{Call, DeskCode};
use centrala_store::{FileKey, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

const CANARY: &str = "kanarek w zapytaniu";

fn on_day(day: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(day)
}

fn open(path: &Path) -> Store {
    let code = || DeskCode::numbered(7).expect("a code");
    Store::open(path, &FileKey::of(path).expect("a key"), || (Uuid::nil(), code(), on_day(0))).expect("a desk")
}

fn call(id: u128) -> Call {
    Call { query: CANARY.into(), ..Call::opened(Uuid::from_u128(id), on_day(0)) }
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(end));
    files.sort();
    files
}

#[test]
fn a_copy_holds_all_that_was_saved_and_opens_with_the_desks_key_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let mut store = open(&path);
    store.save_call(&call(1)).expect("saved");
    let mut beside = store.beside().expect("a connection of its own");
    store.save_call(&call(2)).expect("saved, and still in the log");
    let made = beside.backup(on_day(1)).expect("a copy");
    assert_eq!(store.backups().expect("a list"), std::slice::from_ref(&made), "every connection knows of it");
    assert_eq!(files(&dir.path().join("backups"), ""), [made.file.clone(), dir.path().join("backups/lock")], "no log");

    let bytes = fs::read(&made.file).expect("bytes");
    assert!(!String::from_utf8_lossy(&bytes).contains(CANARY) && !bytes.starts_with(b"SQLite format 3"));
    let key = FileKey::existing(&path).expect("the key");
    assert_eq!(Store::open_existing(&made.file, &key).expect("opens").open_calls().expect("calls").len(), 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for place in [&made.file, &dir.path().join("backups")] {
            let mode = fs::metadata(place).expect("rights").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{} has {mode:o}", place.display());
        }
    }
}

#[test]
fn one_a_day_is_due_and_the_newest_seven_stay() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite"));
    assert!(store.is_backup_due(on_day(1)).expect("asked"));
    for day in 1..=9 {
        store.backup(on_day(day)).expect("a copy");
    }
    let made: Vec<_> = store.backups().expect("a list").into_iter().map(|backup| backup.made_at).collect();
    assert_eq!(made, (3..=9).rev().map(on_day).collect::<Vec<_>>());
    assert_eq!(files(&dir.path().join("backups"), ".sqlite").len(), 7);
    let due = |at| store.is_backup_due(at).expect("asked");
    assert!(!due(on_day(9) + TimeDelta::hours(23)) && due(on_day(10)));
    assert!(due(on_day(0)), "a clock that was a week ahead does not put it off for a week");
}

#[test]
fn a_copy_of_the_future_goes_when_the_clock_is_right_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite"));
    store.backup(on_day(5)).expect("a copy");
    store.backup(on_day(400)).expect("a copy of next year");
    store.backup(on_day(6)).expect("a copy");
    let made: Vec<_> = store.backups().expect("a list").into_iter().map(|backup| backup.made_at).collect();
    assert_eq!(made, [on_day(6), on_day(5)]);
    assert_eq!(centrala_store::backup_files(&dir.path().join("desk.sqlite")).len(), 2, "recover takes the right one");
}

#[test]
fn safe_in_a_copy_is_what_was_saved_before_one_that_is_still_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite"));
    let made = store.backup(on_day(5)).expect("a copy");
    let until = |store: &Store, now| store.backed_up_until(now).expect("asked");
    assert_eq!(
        until(&store, on_day(8)),
        Some(on_day(5) - TimeDelta::minutes(1)),
        "an act has its moment before it is written"
    );
    assert_eq!(until(&store, on_day(4)), None, "one of the future, from a clock that was wrong");
    fs::remove_file(made.file).expect("somebody made room");
    assert_eq!(until(&store, on_day(8)), None, "a copy that is gone saves nothing");
    assert!(store.is_backup_due(on_day(5)).expect("asked"));
}

#[test]
fn a_damaged_file_makes_no_copy_and_the_good_ones_stay() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    let mut store = open(&path);
    for id in 1..400 {
        store.save_call(&call(id)).expect("saved");
    }
    let good = store.backup(on_day(1)).expect("a copy").file;
    drop(store);
    let mut bytes = fs::read(&path).expect("bytes");
    let end = bytes.len() - 2000;
    bytes[end..end + 40].fill(0xff);
    fs::write(&path, bytes).expect("damaged");
    fs::write(dir.path().join("backups/desk-1999.part"), "what a killed program left").expect("written");
    let mut store = open(&path);
    assert!(matches!(store.backup(on_day(2)), Err(StoreError::Corrupt)));
    assert_eq!(files(&dir.path().join("backups"), ".sqlite"), [good]);
    assert_eq!(store.backups().expect("a list").len(), 1);
}

#[test]
fn a_copy_that_was_cut_off_leaves_nothing_that_looks_like_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite"));
    let backups = dir.path().join("backups");
    fs::create_dir(&backups).expect("a folder");
    fs::write(backups.join("desk-1970-01-02T000000Z.part"), "half a copy").expect("written");
    assert_eq!(store.backups().expect("a list"), []);
    store.backup(on_day(1)).expect("a copy");
    assert!(files(&backups, ".part").is_empty());
}

#[test]
fn a_copy_of_an_earlier_format_goes_when_seven_younger_ones_are_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut store = open(&dir.path().join("desk.sqlite"));
    let old = dir.path().join("desk-of-format-1.sqlite");
    fs::write(&old, "a copy").expect("written");
    for day in 1..=7 {
        assert!(old.exists(), "day {day}");
        // Moments of files are coarse.
        std::thread::sleep(std::time::Duration::from_millis(20));
        store.backup(on_day(day)).expect("a copy");
    }
    assert!(!old.exists());
}

#[test]
fn a_copy_tells_of_a_desk_that_was_here() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("desk.sqlite");
    open(&path).backup(on_day(1)).expect("a copy");
    for lost in ["desk.sqlite", "desk.opening"] {
        fs::remove_file(dir.path().join(lost)).expect("lost");
    }
    let key = FileKey::existing(&path).expect("the key");
    let new = || (Uuid::nil(), DeskCode::numbered(7).expect("a code"), on_day(0));
    assert!(matches!(Store::open(&path, &key, new).err(), Some(StoreError::FileLost)));
}
