//! What holds for every query over the real content, whatever is typed.

mod content;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use centrala_search::{Answer, Explanation, Fragment, Query};
use content::{CONTENT, INDEX};
use proptest::prelude::*;

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = CONTENT.procedures.iter().flat_map(|one| [one.title.as_str(), one.summary.as_str()]);
    texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
});

fn word() -> impl Strategy<Value = String> {
    (0..WORDS.len()).prop_map(|at| WORDS[at].clone())
}

/// A word, its beginning, with two letters swapped, or anything at all.
fn typed() -> impl Strategy<Value = String> {
    let begun = (word(), 1..6_usize).prop_map(|(word, letters)| word.chars().take(letters).collect());
    let slipped = (word(), 0..8_usize).prop_map(|(word, at)| {
        let mut letters: Vec<char> = word.chars().collect();
        if at + 1 < letters.len() {
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect()
    });
    prop_oneof![4 => word(), 2 => begun, 2 => slipped, 1 => any::<String>()]
}

fn query() -> impl Strategy<Value = String> {
    prop::collection::vec(typed(), 1..5).prop_map(|words| words.join(" "))
}

fn unit() -> impl Strategy<Value = String> {
    (0..CONTENT.units.len()).prop_map(|at| CONTENT.units[at].id.clone())
}

/// All hits, not the first only.
fn ask(text: &str, units: &[String]) -> Answer {
    let query = Query { text: text.to_owned(), units: units.to_vec(), limit: u32::MAX, ..Query::default() };
    INDEX.search(&query).expect("an answer")
}

fn joined(fragments: &[Fragment]) -> String {
    fragments.iter().map(|fragment| fragment.text.as_str()).collect()
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// A marked fragment neither begins nor ends inside a word.
fn lie_on_word_boundaries(fragments: &[Fragment]) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    fragments.windows(2).all(|pair| {
        let cut = letter(pair[0].text.chars().next_back()) && letter(pair[1].text.chars().next());
        !(cut && (pair[0].marked || pair[1].marked))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_only_removes_and_leaves_the_order(text in query(), unit in unit()) {
        let (all, filtered) = (ask(&text, &[]), ask(&text, std::slice::from_ref(&unit)));
        let count = all.facets.units.iter().find(|one| one.id == unit).map_or(0, |one| one.count);
        // Without a word there is no list unless a filter is on.
        if !all.hits.is_empty() {
            let all = ids(&all);
            prop_assert!(ids(&filtered).iter().all(|id| all.contains(id)));
            prop_assert_eq!(filtered.total, count, "the count said what the filter leaves");
        }
        prop_assert_eq!(filtered.total as usize, filtered.hits.len());
    }

    #[test]
    fn the_counts_are_those_that_one_gets_by_counting(text in query()) {
        let answer = ask(&text, &[]);
        prop_assume!(!answer.hits.is_empty());
        let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
        for hit in &answer.hits {
            let unit = CONTENT.units.iter().find(|unit| unit.id == hit.unit).expect("a unit");
            *counted.entry(unit.id.as_str()).or_default() += 1;
            if let Some(parent) = &unit.parent {
                *counted.entry(parent.as_str()).or_default() += 1;
            }
        }
        let told: BTreeMap<&str, u32> = answer.facets.units.iter().map(|one| (one.id.as_str(), one.count)).collect();
        prop_assert_eq!(told, counted);
    }

    #[test]
    fn marks_lie_on_words_and_the_pieces_make_the_text(text in query()) {
        for hit in ask(&text, &[]).hits.iter().take(20) {
            prop_assert_eq!(joined(&hit.title_fragments), hit.title.clone());
            prop_assert!(lie_on_word_boundaries(&hit.title_fragments), "{:?}", hit.title_fragments);
            prop_assert!(lie_on_word_boundaries(&hit.snippet), "{:?}", hit.snippet);
        }
    }

    #[test]
    fn better_answers_stand_above_and_every_hit_says_why(text in query()) {
        let answer = ask(&text, &[]);
        prop_assert!(answer.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
        for hit in &answer.hits {
            prop_assert!(hit.score.is_finite() && hit.coverage <= 1.0);
            let by_meaning = hit.why.iter().any(|why| matches!(why, Explanation::Meaning { .. }));
            prop_assert!(!hit.why.is_empty() && (hit.coverage > 0.0 || by_meaning));
        }
    }
}
