//! The first moment of a process: several threads open a file at once, as the desk's start does with the edition and its own.

use std::process::Command;
use std::sync::Barrier;
use std::thread;

use centrala_store::FileKey;
use rusqlite::Connection;

const THREADS: usize = 8;
/// One moment in 36 met the gap between SQLite's being ready and SQLCipher's (11 of 400): all of these miss it once in 17.
const MOMENTS: usize = 100;

/// SQLite gets ready once in a process, so every moment has a process of its own.
#[test]
fn a_key_is_taken_while_another_thread_is_the_first_to_use_sqlite() {
    let this = std::env::current_exe().expect("this test");
    for moment in 0..MOMENTS {
        let run = Command::new(&this).args(["--ignored", "--exact", "a_first_moment"]).output().expect("ran");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && said.contains("1 passed"), "moment {moment}: {said}");
    }
}

#[test]
#[ignore = "begun by the test above, each time in a new process"]
fn a_first_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = FileKey::of(&folder.path().join("desk.sqlite")).expect("a key");
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                key.unlock(&Connection::open_in_memory().expect("memory")).expect("unlocked");
            });
        }
    });
}
