//! The fuzzer's corpus, replayed: no head of a request breaks the intake.

#[path = "../../../fuzz/upload.rs"]
mod upload;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

#[test]
fn no_head_that_ever_came_with_a_part_breaks_the_intake() {
    let dir = tempfile::tempdir().expect("a folder");
    let city = upload::City::start(dir.path(), Duration::from_secs(2));
    assert_eq!(city.send(&upload::good(0)), 204);
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/upload");
    let mut replayed = 0;
    for entry in fs::read_dir(corpus).expect("the corpus") {
        city.send(&fs::read(entry.expect("a file").path()).expect("its bytes"));
        replayed += 1;
    }
    assert!(replayed >= 10, "{replayed} inputs: is the corpus there?");
    assert_eq!(city.send(&upload::good(city.offset())), 204, "it goes on");
}
