//! Query terms → scored documents, over the postings, in dense accumulators.
//!
//! A term scores `idf · impact` in a document (`index::build` tells the impact), where the idf is bounded by how much
//! the word tells in Polish at large: a common verb is rare in a few hundred articles and yet says nothing. A term is its
//! best alternative; terms add up by their weights. What phrasings give is added (`phrasings`). The sum is multiplied by
//! the coverage: the share of the query's terms that a document answers, each worth its weight times `idf^0.6`. A term
//! that nothing answers costs every document alike, so a told story loses nothing by its length.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::index::build::IMPACT_SCALE;
use crate::index::idf;
use crate::index::phrasings::Phrasings;
use crate::index::postings::{Postings, PostingsList, TermKey};
use crate::index::prefix_cache::PrefixCache;
use crate::matching::phrasings::{OTHER, PhrasingMatch, best_phrasings, bits};
use crate::matching::query_terms::{Alternative, QueryTerm};
use crate::matching::scratch::{BestMatch, Scratch, ScratchPool};
use crate::matching::term_cache::TermCache;
use crate::matching::term_matches::{Sums, TermMatches};

/// How much more a rare word of the query weighs in the coverage.
const RARITY: f32 = 0.6;
/// A phrase of n words scores its sum / n^this: a long official name is not worth more because it is long.
pub const LENGTH: f32 = 0.4;
/// What a phrasing that was said whole is worth beside the text.
pub const PHRASING: f32 = 2.0;
/// Documents that are summed up together: their sums stay in the nearest cache.
const RUN: usize = 1024;

pub struct Scorer {
    postings: Arc<Postings>,
    prefixes: Arc<PrefixCache>,
    phrasings: Arc<Phrasings>,
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

impl Scored {
    /// The better first, equals in the order of documents.
    pub fn order(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.document.cmp(&other.document))
    }
}

/// What a query found.
#[derive(Default)]
pub struct Matches {
    /// Of each document; 0 where it holds no word of the query.
    pub scores: Vec<f32>,
    /// The share of the query that each document answers.
    pub coverages: Vec<f32>,
    /// Of each document, where the query has a meaning …
    pub nearness: Option<Arc<[f32]>>,
    /// … and the document that is nearest, of whatever kind.
    pub nearest: Option<u32>,
    terms: Vec<Arc<TermMatches>>,
    /// The best phrasing of each set, and the set of each document.
    phrasings: Vec<PhrasingMatch>,
    sets: Arc<[u32]>,
}

impl Matches {
    /// Nothing found among so many documents.
    pub fn empty(documents: u32) -> Self {
        let none = || vec![0.0; documents as usize];
        Self { scores: none(), coverages: none(), ..Self::default() }
    }

    /// What the documents were found by: for each term its matches; the best phrasing of each set, and the sets.
    pub fn found_by(&mut self, terms: Vec<TermMatches>, phrasings: Vec<PhrasingMatch>, sets: Arc<[u32]>) {
        self.terms = terms.into_iter().map(Arc::new).collect();
        (self.phrasings, self.sets) = (phrasings, sets);
    }

    pub fn scored(&self, document: u32) -> Scored {
        let at = document as usize;
        Scored {
            document,
            score: self.scores[at],
            coverage: self.coverages[at],
            phrasing: self.phrasing(document).share,
            nearness: self.nearness.as_ref().map_or(0.0, |nearness| nearness[at]),
        }
    }

    /// For each term the winning alternative in this document, if it answers the term.
    pub fn winners(&self, document: u32) -> impl Iterator<Item = Option<usize>> {
        self.terms.iter().map(move |term| term.winner(document))
    }

    /// The terms that this document's phrasings hold, one bit each.
    pub fn in_phrasings(&self, document: u32) -> u32 {
        let PhrasingMatch { terms, others, .. } = self.phrasing(document);
        terms | others
    }

    /// How many of them its best phrasing holds.
    pub fn in_best_phrasing(&self, document: u32) -> u32 {
        self.phrasing(document).terms.count_ones()
    }

    fn phrasing(&self, document: u32) -> PhrasingMatch {
        let set = self.sets.get(document as usize).map(|set| *set as usize);
        set.and_then(|set| self.phrasings.get(set)).copied().unwrap_or_default()
    }
}

/// What a term counts in the sum, and in the coverage.
#[derive(Debug, Clone, Copy)]
pub struct Weight {
    pub score: f32,
    pub coverage: f32,
}

impl Scorer {
    pub fn new(postings: Arc<Postings>, prefixes: Arc<PrefixCache>, phrasings: Arc<Phrasings>, documents: u32) -> Self {
        let scratch = ScratchPool::new(documents, phrasings.count());
        Self { postings, prefixes, phrasings, documents, scratch, cache: TermCache::default() }
    }

    pub fn score(&self, terms: &[QueryTerm]) -> Matches {
        self.scratch.lend(|scratch| {
            let weights = self.weights(terms);
            let mut matches = Matches {
                phrasings: best_phrasings(&self.phrasings, terms, self, &mut scratch.said),
                sets: self.phrasings.of_documents.clone(),
                terms: terms.iter().map(|term| self.matches(term, scratch)).collect(),
                ..Matches::empty(self.documents)
            };
            matches.sum(&weights);
            matches
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
    fn matches(&self, term: &QueryTerm, scratch: &mut Scratch) -> Arc<TermMatches> {
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

    fn term(&self, term: &QueryTerm, scratch: &mut Scratch) -> TermMatches {
        let all = term.alternatives.len();
        let cached = term.continuations.as_ref().and_then(|one| Some((one, self.prefixes.entries(&one.prefix)?)));
        let (walked_to, walked_on) = cached.as_ref().map_or((all, all), |(one, _)| (one.from, one.to));
        self.alternatives(term, 0..walked_to, scratch);
        if let Some((continuations, entries)) = cached {
            let before = u16::try_from(continuations.from).unwrap_or(u16::MAX);
            let boost = term.alternatives.get(continuations.from).map_or(0.0, |one| one.boost);
            let idf = self.idf(term.doc_freq, term);
            for entry in entries.filter(|entry| entry.document < self.documents) {
                let score = boost * (idf * Postings::impact(entry.impact, IMPACT_SCALE));
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
        let Alternative { boost, share, .. } = alternative;
        for (list, idf) in keys.iter().filter_map(|key| self.list(key, idf)) {
            each(list, idf, |document, score| {
                scratch.best.offer(document, BestMatch { score: boost * score, share: *share, alternative: at });
            });
        }
    }

    fn phrase(&self, alternative: &Alternative, at: u16, scratch: &mut Scratch) {
        let Scratch { word, phrase, held, best, .. } = scratch;
        let mut worth = 0.0;
        for keys in &alternative.words {
            for (list, idf) in keys.iter().filter_map(|key| self.list(key, None)) {
                each(list, idf, |document, score| word.raise(document, score));
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

    /// A term's postings, and its idf: the one given where it is to be as rare as that, and not as itself.
    fn list(&self, key: &TermKey, idf: Option<f32>) -> Option<(PostingsList<'_>, f32)> {
        let list = self.postings.list(key)?;
        Some((list, idf.unwrap_or_else(|| self::idf(list.doc_freq, self.documents))))
    }
}

/// Each document that a term stands in, with what it scores there; without those where only callers say it.
fn each(list: PostingsList<'_>, idf: f32, mut each: impl FnMut(u32, f32)) {
    list.for_each(|document, impact| {
        if impact > 0 {
            each(document, idf * Postings::impact(impact, IMPACT_SCALE));
        }
    });
}

impl Matches {
    /// Terms add up by their weights, the phrasing is added; the sum is multiplied by the coverage.
    fn sum(&mut self, weights: &[Weight]) {
        let all = weights.iter().map(|weight| weight.coverage).sum::<f32>().max(f32::EPSILON);
        let mut next = vec![0; self.terms.len()];
        for from in (0..self.scores.len()).step_by(RUN) {
            let run = from..(from + RUN).min(self.scores.len());
            let (totals, answered) = (&mut self.scores[run.clone()], &mut self.coverages[run.clone()]);
            let mut sums = Sums { totals, answered };
            for ((term, weight), next) in self.terms.iter().zip(weights).zip(&mut next) {
                term.add(&run, next, (weight.score, weight.coverage), &mut sums);
            }
            let sets = (from..).zip(&self.sets[run.clone()]);
            for ((document, set), (total, answered)) in sets.zip(sums.totals.iter_mut().zip(&mut *sums.answered)) {
                let phrasing = &self.phrasings[*set as usize];
                if phrasing.terms != 0 {
                    *total += PHRASING * phrasing.score;
                    *answered += only_in_phrasing(phrasing, document, &self.terms, weights);
                }
            }
            for (total, answered) in sums.totals.iter_mut().zip(sums.answered) {
                // Of everything answered the sum may be a trifle more.
                *answered = (*answered / all).min(1.0);
                *total *= *answered;
            }
        }
    }
}

/// A term counts once: as the text answers it, or as the phrasings do.
fn only_in_phrasing(phrasing: &PhrasingMatch, document: usize, terms: &[Arc<TermMatches>], weights: &[Weight]) -> f32 {
    let document = u32::try_from(document).unwrap_or(u32::MAX);
    let added = |at: usize| {
        let share = if phrasing.terms & 1 << at == 0 { OTHER } else { phrasing.share };
        weights[at].coverage * (share - terms[at].share(document)).max(0.0)
    };
    bits(phrasing.terms | phrasing.others).map(added).sum()
}
