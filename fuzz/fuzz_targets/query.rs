//! `cargo +nightly fuzz run query`: the query path over a small index.
#![no_main]

#[path = "../query.rs"]
mod query;

use std::convert::Infallible;
use std::sync::LazyLock;

use centrala_domain::{Content, LexiconEntry, Procedure, Unit, UnitKind};
use centrala_search::Index;
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder").keep();
    Index::open_or_build(&dir, "1-fuzz", || Ok::<_, Infallible>(content())).expect("an index").index
});

fn content() -> Content {
    let titles = ["Wydanie dowodu osobistego", "Zameldowanie na pobyt stały", "Opłata za pas drogowy", "Karta parkingowa"];
    let procedure = |(at, title): (usize, &&str)| Procedure {
        id: format!("KA-{at:05}"),
        title: (*title).into(),
        unit: "uml".into(),
        summary: "Wniosek składa się w urzędzie; opłata 17 zł, tel. 42 638 44 44.".into(),
        ..Procedure::default()
    };
    let unit = Unit {
        id: "uml".into(),
        name: "Urząd Miasta Łodzi".into(),
        short: "UMŁ".into(),
        former: vec![],
        parent: None,
        kind: UnitKind::Office,
        address: None,
        phone: None,
        email: None,
        hours: None,
        web: None,
        note: None,
        as_of: None,
        source_url: None,
    };
    let meant = LexiconEntry { say: "meldunek".into(), means: vec!["zameldowanie".into()], both_ways: false, note: None };
    Content {
        procedures: titles.iter().enumerate().map(procedure).collect(),
        units: vec![unit],
        lexicon: vec![meant],
        ..Content::default()
    }
}

fuzz_target!(|bytes: &[u8]| query::ask(&INDEX, bytes));
