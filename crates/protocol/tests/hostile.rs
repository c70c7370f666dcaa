//! The fuzzers' corpora, replayed: nothing that can arrive as a batch or as a receipt breaks either side.

#[path = "../../../fuzz/batch.rs"]
mod batch;
#[path = "../../../fuzz/receipt.rs"]
mod receipt;

use std::fs;
use std::path::PathBuf;

/// Each file of a corpus.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let files = fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("a file").path());
    files.map(|file| fs::read(file).expect("its bytes")).collect()
}

#[test]
fn nothing_that_ever_arrived_as_a_batch_breaks_the_intake() {
    assert_eq!(batch::inside(&batch::good()).expect("a true batch").tickets().len(), 2);
    let corpus = corpus("batch");
    assert!(corpus.len() >= 10, "{} inputs: is the corpus there?", corpus.len());
    corpus.iter().for_each(|bytes| batch::arrive(bytes));
}

#[test]
fn a_true_batch_with_one_bit_changed_is_never_taken_for_another() {
    let good = batch::good();
    let whole = batch::inside(&good).expect("a true batch");
    for at in (0..good.len()).step_by(97) {
        let mut changed = good.clone();
        changed[at] ^= 1;
        // SQLite has bytes that mean nothing; what is read is the same, or refused.
        if let Ok(read) = batch::inside(&changed) {
            assert_eq!((read.manifest(), read.tickets()), (whole.manifest(), whole.tickets()), "byte {at}");
        }
    }
}

#[test]
fn nothing_that_ever_came_as_the_intakes_word_breaks_the_desk() {
    let body = serde_json::json!({
        "batch": "01930000-0000-7000-9000-000000000001", "sha256": "0".repeat(64), "desk": "Ł7",
        "received_at": "2026-11-25T08:00:00Z", "items": [],
    });
    receipt::receipt(body).expect("a true receipt");
    let corpus = corpus("receipt");
    assert!(corpus.len() >= 10, "{} inputs: is the corpus there?", corpus.len());
    corpus.iter().for_each(|bytes| receipt::arrive(bytes));
}
