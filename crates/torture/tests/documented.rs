//! docs/reliability.md names a test for every invariant: is it there?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The rows of the table: invariant, test, file.
fn rows(text: &str) -> Vec<[String; 3]> {
    let section =
        text.split("\n## Invariants").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the section");
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>();
    let rows = section.lines().filter(|line| line.starts_with("| I") || line.starts_with("| L")).map(cells);
    rows.map(|row| [1, 2, 3].map(|at| row[at].clone())).collect()
}

#[test]
fn every_invariant_has_a_test_and_each_that_is_named_is_there() {
    let rows = rows(&fs::read_to_string(root().join("docs/reliability.md")).expect("the text"));
    for [invariant, test, file] in &rows {
        let text = fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{invariant}: no {file}"));
        assert!(text.contains(&format!("#[test]\nfn {test}() {{")), "{invariant}: no {test} in {file}");
    }
    let named: BTreeSet<String> = rows.into_iter().map(|[invariant, ..]| invariant).collect();
    let wanted = (1..=10).map(|n| format!("I{n}")).chain((1..=3).map(|n| format!("L{n}")));
    assert_eq!(named, wanted.collect());
}
