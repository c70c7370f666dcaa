//! The sentence model at the desk: what it finds, and that nothing is missing where it is not.

use std::fs;
use std::path::{Path, PathBuf};

use centrala_app::{AppError, Desk, Findings, Query};
use centrala_testkit::TestDesk;

const FILE: &str = "e5-small-q4.bin";

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), limit: 10, ..Query::default() }
}

/// Weights and what they have read, as `cargo xtask model` brings them.
fn installed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/model");
    let whole = ["texts.bin", FILE].iter().all(|file| folder.join(file).exists());
    if !whole {
        eprintln!("skipped: no model in target/model; `cargo xtask model` brings it");
    }
    whole.then_some(folder)
}

fn ids(found: &Findings) -> Vec<String> {
    found.hits.iter().map(|hit| hit.id.clone()).collect()
}

fn on_a_key(desk: &Desk, text: &str) -> Findings {
    desk.search(&query(text)).expect("an answer")
}

#[test]
fn without_a_model_there_is_no_later_thought_and_nothing_else_is_missing() {
    let TestDesk { desk, .. } = &TestDesk::new();
    let empty = tempfile::tempdir().expect("a folder");
    assert!(!desk.open_model(Some(empty.path()), || true).expect("no fault"));
    assert!(desk.consider(&query("dowód osobisty")).expect("no fault").is_none());
    assert!(desk.consider_services("dziura w jezdni").expect("no fault").is_none());
    assert!(!on_a_key(desk, "dowód osobisty").hits.is_empty());
}

#[test]
fn torn_weights_are_a_fault_of_the_model_alone() {
    let TestDesk { desk, .. } = &TestDesk::new();
    let dir = tempfile::tempdir().expect("a folder");
    for bytes in [&b""[..], b"no weights", b"E5Q4\0\0"] {
        fs::write(dir.path().join(FILE), bytes).expect("written");
        let error = desk.open_model(Some(dir.path()), || true).expect_err("torn weights");
        assert!(matches!(error, AppError::Model(_)), "{error}");
        assert!(!error.to_string().is_empty());
        assert!(desk.consider(&query("dowód osobisty")).expect("no fault").is_none());
        assert!(!on_a_key(desk, "dowód osobisty").hits.is_empty());
    }
}

#[test]
fn what_shares_no_word_with_the_article_is_found_by_the_later_thought_and_no_key_waits_for_it() {
    let Some(folder) = installed() else { return };
    let TestDesk { desk, .. } = &TestDesk::new();
    let keys: Vec<_> = PARAPHRASES.iter().map(|(text, _)| ids(&on_a_key(desk, text))).collect();
    assert!(desk.open_model(Some(&folder), || true).expect("whole weights"));
    for ((text, wanted), before) in PARAPHRASES.iter().zip(keys) {
        assert_eq!(ids(&on_a_key(desk, text)), before, "{text}: a key asks no model");
        let considered = desk.consider(&query(text)).expect("an answer").expect("a model");
        let first: Vec<String> = ids(&considered).into_iter().take(3).collect();
        assert!(first.iter().any(|id| id == wanted), "{text}: {wanted} is not among {first:?}");
        assert!(!before.iter().take(3).any(|id| id == wanted), "{text}: the words find it, too");
    }
}

/// Questions that share no word with their article.
const PARAPHRASES: [(&str, &str); 3] =
    [("how to get married", "BIP-3436"), ("building permit", "KA-01051"), ("register a newborn baby", "KA-01150")];
