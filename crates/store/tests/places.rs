//! Where the desk's file lies: places where it must not, and a disk without room.

use std::fs;
use std::path::Path;
use std::process::Command;

use centrala_domain::{Call, DeskCode};
use centrala_store::{FileKey, Store, StoreError, keep_ballast, release_ballast};
use chrono::DateTime;
use uuid::Uuid;

fn open(path: &Path) -> Result<Store, StoreError> {
    let code = || DeskCode::numbered(7).expect("a code");
    Store::open(path, &FileKey::of(path)?, || (Uuid::nil(), code(), DateTime::UNIX_EPOCH))
}

#[test]
fn a_synchronised_folder_is_refused_and_nothing_is_made_in_it() {
    let dir = tempfile::tempdir().expect("a folder");
    for (place, mark) in [
        ("Dropbox/centrala", None),
        ("OneDrive - Urząd Miasta Łodzi/praca/centrala", None),
        ("Nextcloud", None),
        ("dane/centrala", Some("dane/.stfolder")),
        ("wspolne/centrala", Some("wspolne/.owncloudsync.log")),
    ] {
        let folder = dir.path().join(place);
        fs::create_dir_all(&folder).expect("a folder");
        if let Some(mark) = mark {
            fs::write(dir.path().join(mark), "").expect("a mark");
        }
        let key = FileKey::of(&dir.path().join("desk.sqlite")).expect("a key");
        let new = || (Uuid::nil(), DeskCode::numbered(7).expect("a code"), DateTime::UNIX_EPOCH);
        let refused = Store::open(&folder.join("desk.sqlite"), &key, new).err();
        assert!(matches!(refused, Some(StoreError::UnsafePlace(_))), "{place}");
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 0, "{place}");
    }
    fs::create_dir(dir.path().join("Dropbox kopia")).expect("a folder");
    assert!(open(&dir.path().join("Dropbox kopia/desk.sqlite")).is_ok(), "a name that only begins so");
}

/// A real disk without room: `cargo test -p centrala-store --test places -- --ignored` where a user may mount
/// (`unshare -rm`).
#[test]
#[ignore = "mounts a small file system of its own"]
fn on_a_full_disk_the_ballast_is_let_go_and_the_open_work_is_saved() {
    let dir = tempfile::tempdir().expect("a folder");
    let mount = "mount -t tmpfs -o size=600m none \"$0\" && exec \"$@\"";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", mount])
        .arg(dir.path())
        .arg(std::env::current_exe().expect("this test"))
        .args(["--exact", "child_on_a_full_disk", "--nocapture"])
        .env("CENTRALA_FULL_DISK_TEST", dir.path())
        .output()
        .expect("unshare");
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("full disk done"), "{told}");
}

#[test]
fn child_on_a_full_disk() {
    let Some(folder) = std::env::var_os("CENTRALA_FULL_DISK_TEST") else { return };
    let (path, filler) = (Path::new(&folder).join("desk.sqlite"), Path::new(&folder).join("filler"));
    let mut store = open(&path).expect("a desk");
    keep_ballast(&path).expect("taken in");
    let call =
        |id: u128| Call { note: "słowo ".repeat(2000), ..Call::opened(Uuid::from_u128(id), DateTime::UNIX_EPOCH) };
    let mut file = fs::File::create(&filler).expect("a file");
    while std::io::Write::write_all(&mut file, &[1; 4096]).is_ok() {}
    drop(file);
    let mut saved = 0;
    let refused = loop {
        match store.save_call(&call(saved + 1)) {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused}");
    assert!(matches!(store.backup(DateTime::UNIX_EPOCH), Err(StoreError::DiskFull)), "and no copy takes the rest");

    assert!(release_ballast(&path) && !release_ballast(&path));
    for id in saved + 1..saved + 101 {
        store.save_call(&call(id)).expect("the ballast made room");
    }
    keep_ballast(&path).expect("asked");
    assert!(!release_ballast(&path), "it is not taken in again before there is room");
    fs::remove_file(filler).expect("somebody made room");
    keep_ballast(&path).expect("asked");
    assert!(release_ballast(&path));
    drop(store);
    assert_eq!(open(&path).expect("opens").open_calls().expect("calls").len() as u128, saved + 100);
    println!("full disk done");
}
