//! Query terms → scored documents, over the postings, in dense accumulators.
//!
//! A term scores `idf · impact` in a document (`index::build` tells the impact), where the idf is bounded by how much
//! the word tells in Polish at large: a common verb is rare in a few hundred articles and yet says nothing. A term is its
//! best alternative; terms add up by their weights. What phrasings give is added (`phrasings`). The sum is multiplied by
//! the coverage: the share of the query's terms that a document answers, each worth its weight times `idf^0.6`. A term
//! that nothing answers costs every document alike, so a told story loses nothing by its length.

use std::ops::Range;
use std::sync::Arc;

use crate::index::build::IMPACT_SCALE;
use crate::index::idf;
use crate::index::postings::{Postings, TermKey};
use crate::index::prefix_cache::PrefixCache;
use crate::matching::phrasings::PhrasingMatch;
use crate::matching::query_terms::{Alternative, QueryTerm};
use crate::matching::scratch::{BestMatch, Scratch, ScratchPool, Sparse};
use crate::matching::term_cache::{TermCache, TermMatches};

/// How much more a rare word of the query weighs in the coverage.
const RARITY: f32 = 0.6;
/// A phrase of n words scores its sum / n^this: a long official name is not worth more because it is long.
const LENGTH: f32 = 0.4;
/// What a phrasing that was said whole is worth beside the text.
const PHRASING: f32 = 2.0;

pub struct Scorer {
    postings: Arc<Postings>,
    prefixes: Arc<PrefixCache>,
    pub documents: u32,
    scratch: ScratchPool,
    cache: TermCache,
}

/// A document that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    pub document: u32,
    pub score: f32,
    /// The share of the query that it answers, 0 to 1.
    pub coverage: f32,
    /// How much of its best phrasing was said, 0 to 1.
    pub phrasing: f32,
    /// How near its meaning is, in standard deviations; 0 where that is not known.
    pub nearness: f32,
}

/// What a query found: the documents, and for each term the alternative that won in each document that answers it.
#[derive(Default)]
pub struct Matches {
    pub scored: Vec<Scored>,
    /// The document that is nearest in meaning, of whatever kind; none where no word has a meaning.
    pub nearest: Option<u32>,
    terms: Vec<TermMatches>,
    phrasings: Vec<(u32, PhrasingMatch)>,
}

impl Matches {
    /// For each term the winning alternative in this document, if it answers the term.
    pub fn winners(&self, document: u32) -> impl Iterator<Item = Option<usize>> {
        self.terms.iter().map(move |term| {
            let at = term.binary_search_by_key(&document, |(document, _)| *document).ok()?;
            usize::from(term[at].1.alternative).checked_sub(1)
        })
    }

    /// The terms that this document's best phrasing holds, one bit each.
    pub fn in_phrasing(&self, document: u32) -> u32 {
        let at = self.phrasings.binary_search_by_key(&document, |(document, _)| *document);
        at.map_or(0, |at| self.phrasings[at].1.terms)
    }
}

/// What a term counts in the sum, and in the coverage.
#[derive(Debug, Clone, Copy)]
pub struct Weight {
    pub score: f32,
    pub coverage: f32,
}

impl Scorer {
    pub fn new(postings: Arc<Postings>, prefixes: Arc<PrefixCache>, documents: u32) -> Self {
        Self { postings, prefixes, documents, scratch: ScratchPool::new(documents), cache: TermCache::default() }
    }

    /// `phrasings` are the documents' best phrasings, in the order of documents.
    pub fn score(&self, terms: &[QueryTerm], phrasings: Vec<(u32, PhrasingMatch)>) -> Matches {
        self.scratch.lend(|scratch| {
            let weights = self.weights(terms);
            let terms: Vec<TermMatches> = terms.iter().map(|term| self.matches(term, scratch)).collect();
            let scored = summed(&terms, &phrasings, &weights, scratch);
            Matches { scored, nearest: None, terms, phrasings }
        })
    }

    pub fn weights(&self, terms: &[QueryTerm]) -> Vec<Weight> {
        let weight = |term: &QueryTerm| {
            let idf = self.idf(term.doc_freq, term);
            Weight { score: term.weight, coverage: term.weight * idf.powf(RARITY) }
        };
        terms.iter().map(weight).collect()
    }

    /// Never more than the word tells in Polish at large.
    pub fn idf(&self, doc_freq: u32, term: &QueryTerm) -> f32 {
        let own = idf(doc_freq, self.documents);
        term.rarity.map_or(own, |rarity| own.min(rarity))
    }

    /// A word that is still open will not come again.
    fn matches(&self, term: &QueryTerm, scratch: &mut Scratch) -> TermMatches {
        if term.continuations.is_some() {
            return Arc::new(self.term(term, scratch));
        }
        if let Some(matches) = self.cache.find(term) {
            return matches;
        }
        let matches = Arc::new(self.term(term, scratch));
        self.cache.remember(term, &matches);
        matches
    }

    fn term(&self, term: &QueryTerm, scratch: &mut Scratch) -> Vec<(u32, BestMatch)> {
        let all = term.alternatives.len();
        let cached = term.continuations.as_ref().and_then(|one| Some((one, self.prefixes.entries(&one.prefix)?)));
        let (walked_to, walked_on) = cached.as_ref().map_or((all, all), |(one, _)| (one.from, one.to));
        self.alternatives(term, 0..walked_to, scratch);
        if let Some((continuations, entries)) = cached {
            let before = u16::try_from(continuations.from).unwrap_or(u16::MAX);
            let scale =
                term.alternatives.get(continuations.from).map_or(0.0, |one| one.boost) * self.idf(term.doc_freq, term);
            for entry in entries.filter(|entry| entry.document < self.documents) {
                let score = scale * Postings::impact(entry.impact, IMPACT_SCALE);
                let alternative = 1 + before + u16::from(entry.word);
                scratch.best.offer(entry.document, BestMatch { score, share: 1.0, alternative });
            }
        }
        self.alternatives(term, walked_on..all, scratch);
        scratch.best.take()
    }

    fn alternatives(&self, term: &QueryTerm, range: Range<usize>, scratch: &mut Scratch) {
        for (at, alternative) in (1_u16..).zip(&term.alternatives).skip(range.start).take(range.len()) {
            match alternative.words.as_slice() {
                [keys] => {
                    let idf = alternative.doc_freq.map(|doc_freq| self.idf(doc_freq, term));
                    self.word(keys, idf, alternative, at, scratch);
                }
                _ => self.phrase(alternative, at, scratch),
            }
        }
    }

    /// An alternative of one word: whoever holds it holds all of it.
    fn word(&self, keys: &[TermKey], idf: Option<f32>, alternative: &Alternative, at: u16, scratch: &mut Scratch) {
        let Scratch { term, best, .. } = scratch;
        let Alternative { boost, share, .. } = alternative;
        for key in keys {
            self.key(key, idf, term);
            term.drain(|document, score| {
                best.offer(document, BestMatch { score: boost * score, share: *share, alternative: at });
            });
        }
    }

    fn phrase(&self, alternative: &Alternative, at: u16, scratch: &mut Scratch) {
        let Scratch { term, word, phrase, held, best, .. } = scratch;
        let mut worth = 0.0;
        for keys in &alternative.words {
            for key in keys {
                self.key(key, None, term);
                term.drain(|document, score| word.raise(document, score));
            }
            let idf = idf(u32::try_from(word.touched.len()).unwrap_or(u32::MAX), self.documents);
            worth += idf;
            word.drain(|document, score| {
                phrase.add(document, score);
                held.add(document, idf);
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "a phrase has a handful of words")]
        let boost = alternative.boost / (alternative.words.len() as f32).powf(LENGTH);
        phrase.drain(|document, score| {
            // Half a phrase is much less than half of what was meant, and its rare words are most of it: "miejski"
            // alone is next to nothing of "szalet miejski".
            let share = held.values[document as usize] / worth;
            let score = boost * score * share * share;
            best.offer(document, BestMatch { score, share: share * alternative.share, alternative: at });
        });
        held.drain(|_, _| {});
    }

    /// `idf` where the term is to be as rare as that, and not as itself.
    fn key(&self, key: &TermKey, idf: Option<f32>, scores: &mut Sparse) {
        let Some(list) = self.postings.list(key) else { return };
        let idf = idf.unwrap_or_else(|| self::idf(list.doc_freq, self.documents));
        list.for_each(|document, impact| {
            if impact > 0 {
                scores.add(document, idf * Postings::impact(impact, IMPACT_SCALE));
            }
        });
    }
}

/// Terms add up by their weights, the phrasing is added; the sum is multiplied by the coverage.
fn summed(
    terms: &[TermMatches],
    phrasings: &[(u32, PhrasingMatch)],
    weights: &[Weight],
    scratch: &mut Scratch,
) -> Vec<Scored> {
    let all: f32 = weights.iter().map(|weight| weight.coverage).sum();
    let Scratch { total, answered, .. } = scratch;
    for (term, weight) in terms.iter().zip(weights) {
        for (document, best) in term.iter() {
            total.add(*document, weight.score * best.score);
            answered[*document as usize] += weight.coverage * best.share;
        }
    }
    for (document, phrasing) in phrasings {
        // A term counts once: as the text answers it, or as the phrasing does.
        let own = |at: usize| {
            let term = &terms[at];
            term.binary_search_by_key(document, |(document, _)| *document).map_or(0.0, |at| term[at].1.share)
        };
        let added = |(at, weight): (usize, &Weight)| match phrasing.terms & 1 << at {
            0 => 0.0,
            _ => weight.coverage * (phrasing.share - own(at)).max(0.0),
        };
        total.add(*document, PHRASING * phrasing.score);
        answered[*document as usize] += weights.iter().enumerate().map(added).sum::<f32>();
    }
    let mut scored = Vec::with_capacity(total.touched.len());
    let mut share = phrasings.iter().peekable();
    total.touched.sort_unstable();
    total.drain(|document, score| {
        while share.peek().is_some_and(|(other, _)| *other < document) {
            share.next();
        }
        let phrasing = share.peek().filter(|(other, _)| *other == document).map_or(0.0, |(_, one)| one.share);
        let coverage = std::mem::take(&mut answered[document as usize]) / all.max(f32::EPSILON);
        scored.push(Scored { document, score: score * coverage, coverage, phrasing, nearness: 0.0 });
    });
    scored
}
