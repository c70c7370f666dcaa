//! The fuzzer's corpus, replayed: no file that is brought as an edition breaks the program.

#[path = "../../../fuzz/edition.rs"]
mod edition;

use std::fs;
use std::path::PathBuf;

#[test]
fn nothing_that_was_ever_brought_as_an_edition_breaks_the_program() {
    let dir = tempfile::tempdir().expect("a folder");
    let good = edition::read(dir.path(), &edition::good(dir.path())).expect("a true edition");
    assert_eq!(good.procedures.len(), 1);
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/edition");
    let mut replayed = 0;
    for entry in fs::read_dir(corpus).expect("the corpus") {
        edition::arrive(dir.path(), &fs::read(entry.expect("a file").path()).expect("its bytes"));
        replayed += 1;
    }
    assert!(replayed >= 10, "{replayed} inputs: is the corpus there?");
}
