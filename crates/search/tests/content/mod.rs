//! The real content and its index, for the tests of search.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use centrala_domain::{Content, Service, ServiceGroup, Vectors};
use centrala_search::{Engine, OpenedEngine};
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn text(file: &str) -> String {
    fs::read_to_string(root("assets/content").join(file)).expect("content")
}

fn records<T: DeserializeOwned>(file: &str) -> Vec<T> {
    serde_json::from_str(&text(file)).expect("records")
}

fn lines<T: DeserializeOwned>(file: &str) -> Vec<T> {
    text(file).lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

#[derive(Deserialize)]
struct Services {
    groups: Vec<ServiceGroup>,
    services: Vec<Service>,
}

pub static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let Services { groups, services } = serde_json::from_str(&text("services.json")).expect("services");
    let vectors = fs::read(root("assets/content/vectors.bin")).expect("vectors");
    Content {
        procedures: lines("procedures.jsonl"),
        elsewhere: lines("elsewhere.jsonl"),
        service_groups: groups,
        services,
        vectors: Some(Vectors::read(vectors).expect("vectors")),
        units: records("units.json"),
        categories: records("categories.json"),
        lexicon: records("lexicon.json"),
        ..Content::default()
    }
});

pub fn open(dir: &Path) -> (Engine, bool) {
    let opened = Engine::open_or_build(dir, "1-test", || Ok::<_, Infallible>(CONTENT.clone()));
    let OpenedEngine { engine, rebuilt } = opened.expect("an index");
    (engine, rebuilt)
}

pub static INDEX: LazyLock<Engine> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    open(&dir.keep()).0
});
