//! The unit finder: whom a caller names. Some sixty units, kept in memory; known by name, short name and former names.
//!
//! A name is held as far as its rare words are: with `worth = ln(1 + N / n)` for a word in n of N units, "urząd" alone
//! is little of "Urząd Stanu Cywilnego", and "w Łodzi" next to nothing of any.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use centrala_domain::Unit;

use crate::pickers::services::{SHORTEST_BEGINNING, alike};
use crate::polish::terms;
use crate::polish::tokens::{Token, words};
use crate::query::groups::Typed;
use crate::query::lexicon::{Word, content_words};

/// A unit is named where this much of one of its names was said …
const NAMED: f32 = 0.6;
/// … and this share of the query's words is about it.
const ABOUT: f32 = 0.5;

/// Lemmas of what one wants of a unit, rather than of a matter.
static CONTACT: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let asked = "telefon numer adres godzina otwarcie otwarty czynny kontakt siedziba mail email dojazd";
    words(asked).iter().flat_map(terms::written).collect()
});

#[derive(Debug, Clone, PartialEq)]
pub struct UnitHit {
    pub id: String,
    /// Share of the name times share of the query, 0 to 1.
    pub score: f32,
    /// The query asks for this unit and nothing else.
    pub plain: bool,
}

pub struct UnitFinder {
    units: Vec<Entry>,
    /// Folded word → what it tells of a unit.
    worth: HashMap<String, f32>,
}

struct Entry {
    id: String,
    names: Vec<Vec<Word>>,
}

impl UnitFinder {
    pub fn new(units: &[Unit]) -> Self {
        let entry = |unit: &Unit| Entry {
            id: unit.id.clone(),
            names: [&unit.name, &unit.short].into_iter().chain(&unit.former).map(|name| name_words(name)).collect(),
        };
        let units: Vec<Entry> = units.iter().map(entry).collect();
        let worth = worth(&units);
        Self { units, worth }
    }

    /// The units that the text names, the surest first.
    pub fn find(&self, text: &str, limit: usize) -> Vec<UnitHit> {
        let typed = Typed::read(text);
        let mut query = typed.words();
        // A word that goes on names a unit from its third letter: "zdi", and not if it only asks for its telephone.
        let is_contact = |word: &Word| word.lemmas.iter().any(|lemma| CONTACT.contains(lemma));
        let begins = |word: &Word| word.folded.len() >= SHORTEST_BEGINNING && !is_contact(word);
        let open = typed.open && query.last().is_some_and(begins);
        query.retain(|word| !is_contact(word));
        if query.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<UnitHit> = self.units.iter().filter_map(|unit| self.hit(unit, &query, open)).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found.truncate(limit);
        found
    }

    fn hit(&self, unit: &Entry, query: &[Word], open: bool) -> Option<UnitHit> {
        let named = unit.names.iter().filter_map(|name| self.named(name, query, open));
        let (score, plain) = named.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(UnitHit { id: unit.id.clone(), score, plain })
    }

    /// How surely the query says this name, and whether it says nothing else; none where it does not.
    #[expect(clippy::cast_precision_loss, reason = "a query has a handful of words")]
    fn named(&self, name: &[Word], query: &[Word], open: bool) -> Option<(f32, bool)> {
        let is_open = |at: usize| open && at + 1 == query.len();
        let best =
            |own: &Word| query.iter().enumerate().map(|(at, typed)| alike(own, typed, is_open(at))).fold(0.0, f32::max);
        let worth = |own: &Word| self.worth.get(&own.folded).copied().unwrap_or_default();
        let held: f32 = name.iter().map(|own| worth(own) * best(own)).sum();
        let share = held / name.iter().map(worth).sum::<f32>().max(f32::EPSILON);
        let is_about = |(at, typed): &(usize, &Word)| name.iter().any(|own| alike(own, typed, is_open(*at)) > 0.0);
        let about = query.iter().enumerate().filter(is_about).count() as f32 / query.len() as f32;
        let whole = query.iter().all(|typed| name.iter().any(|own| own.is_same(typed)));
        (share >= NAMED && about >= ABOUT).then_some((share * about, whole))
    }
}

/// An abbreviation has no other forms: "PUP" is no form of anything.
fn name_words(name: &str) -> Vec<Word> {
    let is_short = |token: &Token| token.text.chars().filter(|c| c.is_uppercase()).count() > 1;
    let short: HashSet<String> = words(name).into_iter().filter(is_short).map(|token| token.folded).collect();
    let mut words = content_words(name);
    words.iter_mut().filter(|word| short.contains(&word.folded)).for_each(|word| word.lemmas.clear());
    words
}

#[expect(clippy::cast_precision_loss, reason = "there are some sixty units")]
fn worth(units: &[Entry]) -> HashMap<String, f32> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for unit in units {
        let own: HashSet<&String> = unit.names.iter().flatten().map(|word| &word.folded).collect();
        own.into_iter().for_each(|word| *counts.entry(word.clone()).or_default() += 1);
    }
    let all = units.len() as f32;
    counts.into_iter().map(|(word, count)| (word, (1.0 + all / count as f32).ln())).collect()
}
