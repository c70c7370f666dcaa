//! The table of meanings, in the real index of a small edition.

use std::convert::Infallible;

use centrala_domain::{Content, MeaningTable, Procedure};
use centrala_search::{Answer, Index, Query, Why};

const LITTER: &str = "GABARYTY";
const DOGS: &str = "PSY";
const SWEEPING: &str = "ZIMA";

fn procedure(id: &str, title: &str) -> Procedure {
    Procedure { id: id.into(), title: title.into(), summary: format!("{title} w mieście"), ..Procedure::default() }
}

/// "kanapa" is near the litter and a little near the dogs, "jamnik" near the dogs.
fn table() -> MeaningTable {
    let (procedures, lemmas) = (format!("{DOGS}\n{LITTER}"), "jamnik\nkanapa");
    let lengths = [1, procedures.len() as u32, lemmas.len() as u32].map(u32::to_le_bytes).concat();
    let cells = [0, 0, 120, 1, 0, 90, 0, 0, 10];
    let file = [b"CENM", &lengths[..], procedures.as_bytes(), lemmas.as_bytes(), &[1, 2], &cells].concat();
    MeaningTable::read(file).expect("a table")
}

fn index(meanings: Option<MeaningTable>) -> Index {
    let procedures = vec![
        procedure(SWEEPING, "Odśnieżanie starej ulicy"),
        procedure(LITTER, "Odbiór odpadów wielkogabarytowych"),
        procedure(DOGS, "Opłata od posiadania psów"),
    ];
    let content = Content { procedures, meanings, ..Content::default() };
    let dir = tempfile::tempdir().expect("a folder").keep();
    Index::open_or_build(&dir, "1-test", || Ok::<_, Infallible>(content)).expect("an index").index
}

fn asked(index: &Index, text: &str) -> Answer {
    index.search(&Query { text: text.into(), limit: 10, ..Query::default() }).expect("an answer")
}

fn found(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[test]
fn an_everyday_word_that_nobody_listed_leads_to_what_it_means_and_says_why() {
    let answer = asked(&index(Some(table())), "kanapa");
    assert_eq!(found(&answer), [LITTER, DOGS]);
    assert_eq!(answer.hits[0].why, [Why::Meaning { typed: "kanapa".into() }]);
    assert_eq!(answer.total, 2);
    assert!(answer.weak, "nothing of what was typed stands there");
}

#[test]
fn what_the_table_alone_brings_stands_below_every_real_match() {
    let answer = asked(&index(Some(table())), "stara kanapa");
    assert_eq!(found(&answer), [SWEEPING, LITTER, DOGS]);
    assert!(answer.hits[0].score > answer.hits[1].score);
}

#[test]
fn a_query_that_is_answered_whole_is_left_as_it_is() {
    let [with, without] = [index(Some(table())), index(None)];
    for text in ["odpady", "opłata psy", "odśnieżanie"] {
        let (one, other) = (asked(&with, text), asked(&without, text));
        assert_eq!((one.hits, one.total, one.facets), (other.hits, other.total, other.facets), "{text}");
    }
}

#[test]
fn an_edition_without_a_table_finds_what_it_found() {
    assert_eq!(found(&asked(&index(None), "kanapa")), Vec::<&str>::new());
}
