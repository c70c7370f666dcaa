//! Why a hit is there, and what is marked in it: the real content, each way in which a word may match.

mod content;

use centrala_search::{Boosts, Explanation, Hit, MeaningSource, Query};
use content::INDEX;

fn hits(text: &str) -> Vec<Hit> {
    INDEX.search(&Query { text: text.into(), limit: 10, ..Query::default() }).expect("an answer").hits
}

fn marked(hit: &Hit) -> Vec<String> {
    let parts = hit.title_fragments.iter().chain(&hit.snippet).filter(|part| part.marked);
    parts.map(|part| centrala_domain::text::fold(&part.text)).collect()
}

#[test]
fn each_way_of_matching_is_told_in_the_words_that_stand_there() {
    let form = |typed: &str, found: &str| Explanation::Form { typed: typed.into(), found: found.into() };
    let typo = |typed: &str, found: &str| Explanation::Typo { typed: typed.into(), found: found.into() };
    for (text, wanted, mark) in [
        ("wymeldowanie", Explanation::Word { word: "wymeldowanie".into() }, "wymeldowanie"),
        ("wymeldowaniem", form("wymeldowaniem", "wymeldowanie"), "wymeldowanie"),
        (
            "nieruchomos",
            Explanation::Prefix { typed: "nieruchomos".into(), found: "nieruchomości".into() },
            "nieruchomosci",
        ),
        ("wymeldwanie", typo("wymeldwanie", "wymeldowanie"), "wymeldowanie"),
        ("nieruchmości", typo("nieruchmości", "nieruchomości"), "nieruchomosci"),
    ] {
        let first = hits(text).into_iter().next().expect("a hit");
        assert!(first.why.contains(&wanted), "{text}: {:?}", first.why);
        assert!(marked(&first).contains(&mark.to_owned()), "{text}: {:?}", marked(&first));
    }
}

#[test]
fn glued_words_and_everyday_words_are_told_and_their_meaning_is_marked() {
    let glued = &hits("kartaparkingowa")[0];
    let told = Explanation::Split { typed: "kartaparkingowa".into(), found: "karta parkingowa".into() };
    assert!(glued.why.contains(&told), "{:?}", glued.why);
    assert!(marked(glued).contains(&"parkingowa".to_owned()));
    let pothole = &hits("dziura w drodze")[0];
    let Some(Explanation::Synonym { means, .. }) =
        pothole.why.iter().find(|why| matches!(why, Explanation::Synonym { .. }))
    else {
        panic!("an everyday word: {:?}", pothole.why);
    };
    let means = centrala_domain::text::fold(means);
    let mark = |word: &String| means.split(' ').any(|own| own.len() > 4 && word.starts_with(&own[..4]));
    assert!(marked(pothole).iter().any(mark), "{means}: {:?}", marked(pothole));
}

#[test]
fn marks_lie_on_whole_words_and_pieces_make_up_the_title() {
    for text in ["dowod", "zameldowac sie", "oplata za psa", "kartaparkingowa", "wymeldwanie", "żółte tablice"] {
        for hit in hits(text) {
            let title: String = hit.title_fragments.iter().map(|part| part.text.as_str()).collect();
            assert_eq!(title, hit.title);
            let marks = hit.title_fragments.iter().chain(&hit.snippet).filter(|part| part.marked);
            for mark in marks {
                let ends = [mark.text.chars().next(), mark.text.chars().next_back()];
                assert!(ends.iter().all(|c| c.is_some_and(|c| c.is_alphanumeric() || c == '+')), "{text}: {mark:?}");
            }
        }
    }
}

#[test]
fn what_weighs_besides_the_match_is_told_too_and_pure_search_knows_none_of_it() {
    let why = |text: &str, id: &str| hits(text).into_iter().find(|hit| hit.id == id).expect("the hit").why;
    assert!(why("dowód osobisty", "KA-01147").contains(&Explanation::Often));
    assert!(why("wniosek o wydanie dowodu osobistego", "ARCH-0147").contains(&Explanation::Older));
    let query = Query { text: "dowód osobisty".into(), limit: 10, ..Query::default() };
    let scores =
        |boosts: &Boosts| INDEX.search_with(&query, boosts, MeaningSource::Vectors).expect("an answer").hits[0].score;
    assert!(scores(&Boosts::pure()) < scores(&Boosts::default()));
    let mut unknown = Boosts::default();
    INDEX.boost(&mut unknown, "NIE-MA", 1.1, Explanation::Favourite);
    assert_eq!(scores(&unknown).to_bits(), scores(&Boosts::default()).to_bits());
}
