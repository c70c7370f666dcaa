//! Search over the real content: judged queries, faults of the index, hostile queries.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use centrala_domain::Content;
use centrala_search::relevance::{Judged, measure};
use centrala_search::{Index, Query};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What the development queries reached; a change may not fall below.
const FLOOR: f64 = 0.80;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn json(file: &str) -> Value {
    let text = fs::read_to_string(root("assets/content").join(file)).expect("content");
    serde_json::from_str(&text).expect("JSON")
}

fn records<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    T::deserialize_all(value)
}

trait All: DeserializeOwned {
    fn deserialize_all(value: &Value) -> Vec<Self>;
}

impl<T: DeserializeOwned> All for T {
    fn deserialize_all(value: &Value) -> Vec<Self> {
        serde_json::from_value(value.clone()).expect("records")
    }
}

static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let lines = fs::read_to_string(root("assets/content/procedures.jsonl")).expect("content");
    Content {
        procedures: lines.lines().map(|line| serde_json::from_str(line).expect("a procedure")).collect(),
        units: records(&json("units.json")),
        categories: records(&json("categories.json")),
        lexicon: records(&json("lexicon.json")),
        ..Content::default()
    }
});

fn open(dir: &Path) -> (Index, bool) {
    let opened = Index::open_or_build(dir, "1-test", || Ok::<_, Infallible>(CONTENT.clone())).expect("an index");
    (opened.index, opened.rebuilt)
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    open(&dir.keep()).0
});

fn query(text: &str) -> Query {
    Query { text: text.into(), units: vec![], categories: vec![], limit: 10 }
}

fn ids(text: &str) -> Vec<String> {
    INDEX.search(&query(text)).expect("an answer").hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn the_development_queries_do_not_get_worse() {
    let lines = fs::read_to_string(root("tests/relevance/dev.jsonl")).expect("queries");
    let judged: Vec<Judged> = lines.lines().map(|line| serde_json::from_str(line).expect("a query")).collect();
    let report = measure(&INDEX, &judged).expect("figures");
    for (kind, figures) in &report.by_kind {
        println!("{kind:<14} {figures:?}");
    }
    println!("{:?}", report.overall);
    for query in report.per_query.iter().filter(|query| query.ndcg_at_10 < 0.7) {
        println!("{:.2} {:<10} {} {:?}", query.ndcg_at_10, query.kind, query.q, &query.found[..query.found.len().min(4)]);
    }
    assert!(report.overall.ndcg_at_10 >= FLOOR, "nDCG@10 is {:.3}", report.overall.ndcg_at_10);
}
