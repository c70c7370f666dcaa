//! What is skipped, remembered and summed up by columns changes no answer: a walk over everything gives the same.

mod content;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;

use centrala_domain::{Content, Procedure};
use centrala_search::{Answer, Engine, FacetCount, Query};
use content::{CONTENT, INDEX, root};

/// Documents of the larger content, made of the real ones.
const MANY: usize = 3_000;

/// Title, summary and steps, fees and documents, and phrasings of different procedures.
fn mixed() -> Content {
    let real = &CONTENT.procedures;
    let pick = |at: usize, step: usize| &real[(at * step + at / real.len()) % real.len()];
    let procedure = |at: usize| Procedure {
        id: format!("MX-{at:05}"),
        title: format!("{} {}", pick(at, 1).title, pick(at, 7).title.split(' ').next().unwrap_or_default()),
        steps: pick(at, 3).steps.clone(),
        sections: pick(at, 5).sections.clone(),
        unit: pick(at, 11).unit.clone(),
        categories: pick(at, 11).categories.clone(),
        asked_as: pick(at, 13).asked_as.clone(),
        replaced_by: None,
        ..pick(at, 17).clone()
    };
    Content { procedures: (0..MANY).map(procedure).collect(), ..CONTENT.clone() }
}

/// Every `step`-th judged query: whole, begun, and with two letters swapped.
fn typed(step: usize) -> Vec<String> {
    let files = ["dev.jsonl", "own.jsonl", "told.jsonl", "first-words.jsonl"];
    let lines = files.map(|file| fs::read_to_string(root("tests/relevance").join(file)).expect("queries"));
    let mut typed = Vec::new();
    for (at, line) in lines.iter().flat_map(|lines| lines.lines()).enumerate().step_by(step) {
        let line: serde_json::Value = serde_json::from_str(line).expect("a query");
        let Some(query) = line["q"].as_str() else { continue };
        let mut letters: Vec<char> = query.chars().collect();
        let begun = (at * 7) % letters.len() + 1;
        typed.extend([query.to_owned(), letters[..begun].iter().collect(), letters[..begun.min(2)].iter().collect()]);
        letters.swap(begun - 1, begun % query.chars().count());
        typed.push(letters.into_iter().collect());
    }
    typed
}

/// All but the time it took, and with `hits` hits.
fn told(answer: &Answer, hits: usize) -> Answer {
    let mut answer = Answer { took_us: 0, ..answer.clone() };
    answer.hits.truncate(hits);
    answer.shown = answer.shown.min(u32::try_from(hits).unwrap_or(u32::MAX));
    answer
}

fn counted(facets: &[FacetCount]) -> BTreeMap<&str, u32> {
    facets.iter().map(|facet| (facet.id.as_str(), facet.count)).collect()
}

/// Asks every query both ways: ten hits, and everything.
fn compare(engine: &Engine, content: &Content, queries: &[String]) {
    for text in queries.iter().filter(|text| text.chars().any(char::is_alphanumeric)) {
        let ask = |limit| Query { text: text.clone(), limit, ..Query::default() };
        let fast = engine.search(&ask(10)).expect("an answer");
        let full = engine.search_exhaustively(&ask(u32::MAX)).expect("an answer");
        assert_eq!(told(&fast, 10), told(&full, 10), "{text}");
        assert_eq!(fast.total as usize, full.hits.len(), "{text}");
        let mut units: BTreeMap<&str, u32> = BTreeMap::new();
        for hit in &full.hits {
            let unit = content.units.iter().find(|unit| unit.id == hit.unit).expect("a unit");
            let parent = unit.parent.as_deref();
            [Some(unit.id.as_str()), parent].into_iter().flatten().for_each(|id| *units.entry(id).or_default() += 1);
        }
        assert_eq!(counted(&fast.facets.units), units, "{text}");
    }
}

#[test]
fn a_walk_over_everything_answers_alike_on_the_real_content() {
    compare(&INDEX, &CONTENT, &typed(4));
}

#[test]
fn a_walk_over_everything_answers_alike_on_some_thousands_of_documents() {
    let (dir, content) = (tempfile::tempdir().expect("a folder"), mixed());
    let opened = Engine::open_or_build(dir.path(), "1-mixed", || Ok::<_, Infallible>(content.clone()));
    compare(&opened.expect("an index").engine, &content, &typed(12));
}

#[test]
fn one_bit_changed_in_any_file_of_an_index_is_noticed_and_it_is_built_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let small = || Content { procedures: CONTENT.procedures[..20].to_vec(), ..CONTENT.clone() };
    let open = || Engine::open_or_build(dir.path(), "1-small", || Ok::<_, Infallible>(small())).expect("an index");
    assert!(open().rebuilt && !open().rebuilt);
    let folder = fs::read_dir(dir.path()).expect("a folder").next().expect("the index").expect("an entry").path();
    let files: Vec<_> = fs::read_dir(&folder).expect("files").map(|entry| entry.expect("an entry").path()).collect();
    let names = ["terms.bin", "phrasing.fst", "prefixes.bin", "meaning.bin", "sidecar.json", "checksums.json"];
    assert!(names.iter().all(|name| files.contains(&folder.join(name))), "{files:?}");
    let is_lock = |path: &&std::path::PathBuf| path.extension().is_some_and(|ending| ending == "lock");
    for path in files.iter().filter(|path| !is_lock(path)) {
        let whole = fs::read(path).expect("bytes");
        let Some(at) = whole.len().checked_sub(1) else { continue };
        for at in [0, at / 2, at] {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(path, damaged).expect("written");
            assert!(Engine::open(dir.path(), "1-small").is_err(), "{} at {at}", path.display());
        }
        fs::write(path, whole).expect("written");
    }
    assert!(!open().rebuilt, "whole again");
    fs::write(folder.join("terms.bin"), "").expect("written");
    assert!(open().rebuilt);
}
