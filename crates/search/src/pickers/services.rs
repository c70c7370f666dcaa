//! The service picker: kinds of intervention by what the caller says. Sixty entries, kept in memory.

use centrala_domain::{Service, ServiceGroup};
use serde::Serialize;
use specta::Type;

use crate::query::groups::Typed;
use crate::query::lexicon::{Word, content_words};

const NAME: f32 = 3.0;
const KEYWORD: f32 = 2.0;
const GROUP: f32 = 0.5;
const PREFIX: f32 = 0.6;
/// A service is taken over into a ticket by itself only if it answers this share of the query's words.
const SURE: f32 = 0.66;
/// It is named where this share of a name or keyword was said.
const NAMED: f32 = 0.5;
/// A shorter beginning of a word names nothing yet.
pub const SHORTEST_BEGINNING: usize = 3;

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct ServiceHit {
    pub code: String,
    pub score: f32,
}

pub struct ServiceFinder {
    services: Vec<Entry>,
}

struct Entry {
    code: String,
    phrases: Vec<Phrase>,
}

/// A name or a keyword. The more of it was typed, the more each of its words counts: "dziura" means the service whose
/// whole keyword it is before the one with "dziura w ziemi".
struct Phrase {
    words: Vec<Word>,
    weight: f32,
}

struct Found<'a> {
    code: &'a str,
    score: f32,
    coverage: f32,
    /// The largest share of one phrase that was said.
    share: f32,
}

impl ServiceFinder {
    pub fn new(services: &[Service], groups: &[ServiceGroup]) -> Self {
        let group =
            |id: &str| groups.iter().find(|group| group.id == id).map(|group| group.name.as_str()).unwrap_or_default();
        let entry = |service: &Service| {
            let texts = [(service.name.as_str(), NAME), (group(&service.group), GROUP)];
            let keywords = service.keywords.iter().map(|keyword| (keyword.as_str(), KEYWORD));
            let phrases = texts.into_iter().chain(keywords);
            let phrases = phrases.map(|(text, weight)| Phrase { words: content_words(text), weight });
            Entry { code: service.code.clone(), phrases: phrases.collect() }
        };
        Self { services: services.iter().map(entry).collect() }
    }

    /// The likeliest first; without words the catalogue in its own order.
    pub fn find(&self, text: &str, limit: u32) -> Vec<ServiceHit> {
        let typed = Typed::read(text);
        if typed.tokens.is_empty() {
            return self.services.iter().map(|entry| ServiceHit { code: entry.code.clone(), score: 0.0 }).collect();
        }
        let hits = self.found(&typed).into_iter().take(limit as usize);
        hits.map(|found| ServiceHit { code: found.code.to_owned(), score: found.score }).collect()
    }

    /// The one service that is surely meant; none is better than a wrong one.
    pub fn best(&self, text: &str) -> Option<String> {
        let found = self.found(&Typed::read(text));
        let best = found.first().filter(|best| best.coverage >= SURE)?;
        let rival = found.get(1).is_some_and(|second| second.score >= best.score);
        (!rival).then(|| best.code.to_owned())
    }

    /// Those that the text names: most of its words, and at least half of a name or keyword.
    pub fn named(&self, text: &str, limit: u32) -> Vec<ServiceHit> {
        let found = self.found(&Typed::read(text)).into_iter();
        let named = found.filter(|found| found.coverage >= SURE && found.share >= NAMED).take(limit as usize);
        named.map(|found| ServiceHit { code: found.code.to_owned(), score: found.score }).collect()
    }

    fn found(&self, typed: &Typed) -> Vec<Found<'_>> {
        let query = typed.words();
        let mut found: Vec<Found<'_>> =
            self.services.iter().filter_map(|entry| entry.score(&query, typed.open)).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }
}

impl Entry {
    /// The sum over the query's words of the best that a phrase of this service gives, times the share of words
    /// answered.
    #[expect(clippy::cast_precision_loss, reason = "a query has a handful of words")]
    fn score(&self, query: &[Word], open: bool) -> Option<Found<'_>> {
        let mut best = vec![0.0_f32; query.len()];
        for phrase in &self.phrases {
            for (best, score) in best.iter_mut().zip(phrase.scores(query, open)) {
                *best = best.max(score);
            }
        }
        let coverage = best.iter().filter(|score| **score > 0.0).count() as f32 / query.len().max(1) as f32;
        let score = best.iter().sum::<f32>() * coverage;
        let share = self.phrases.iter().map(|phrase| phrase.share(query, open)).fold(0.0, f32::max);
        (score > 0.0).then_some(Found { code: &self.code, score, coverage, share })
    }
}

impl Phrase {
    /// What each word of the query gets here.
    #[expect(clippy::cast_precision_loss, reason = "a phrase has a handful of words")]
    fn scores(&self, query: &[Word], open: bool) -> impl Iterator<Item = f32> {
        let is_open = |at: usize| open && at + 1 == query.len();
        let best = |(at, typed): (usize, &Word)| {
            self.words.iter().map(|own| alike(own, typed, is_open(at))).fold(0.0, f32::max)
        };
        let scores: Vec<f32> = query.iter().enumerate().map(best).collect();
        let answered = scores.iter().filter(|score| **score > 0.0).count() as f32 / self.words.len().max(1) as f32;
        let weight = self.weight * (0.5 + 0.5 * answered.min(1.0));
        scores.into_iter().map(move |score| weight * score)
    }

    /// The share of this phrase that was said; too short a beginning says nothing.
    #[expect(clippy::cast_precision_loss, reason = "a phrase has a handful of words")]
    fn share(&self, query: &[Word], open: bool) -> f32 {
        let says = |(at, typed): (usize, &Word), own: &Word| {
            let open = open && at + 1 == query.len() && typed.folded.len() >= SHORTEST_BEGINNING;
            alike(own, typed, open)
        };
        let said = |own: &Word| query.iter().enumerate().map(|one| says(one, own)).fold(0.0, f32::max);
        self.words.iter().map(said).sum::<f32>() / self.words.len().max(1) as f32
    }
}

/// 1 for the same word in any form, less for one whose beginning was typed, else 0.
pub fn alike(own: &Word, typed: &Word, open: bool) -> f32 {
    if own.is_same(typed) {
        1.0
    } else if open && own.folded.starts_with(&typed.folded) {
        PREFIX
    } else {
        0.0
    }
}
