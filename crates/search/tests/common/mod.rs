//! The real content and its index, for tests that ask it anything.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use centrala_domain::Content;
use centrala_search::Index;
use serde::de::DeserializeOwned;

pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn records<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let text = fs::read_to_string(root("assets/content").join(file)).expect("content");
    serde_json::from_str(&text).expect("records")
}

pub static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let lines = fs::read_to_string(root("assets/content/procedures.jsonl")).expect("content");
    Content {
        procedures: lines.lines().map(|line| serde_json::from_str(line).expect("a procedure")).collect(),
        units: records("units.json"),
        categories: records("categories.json"),
        lexicon: records("lexicon.json"),
        ..Content::default()
    }
});

pub static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder").keep();
    Index::open_or_build(&dir, "1-test", || Ok::<_, Infallible>(CONTENT.clone())).expect("an index").index
});
