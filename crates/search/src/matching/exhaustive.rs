//! Scores by the plainest walk: every posting of every alternative, in maps, nothing kept from before. It is what
//! `score` must equal, and far too slow to be typed into; only the tests ask for it.

use std::collections::BTreeMap;

use crate::answer::Explanation;
use crate::index::build::IMPACT_SCALE;
use crate::index::phrasings::Phrasings;
use crate::index::postings::{Postings, TermKey};
use crate::matching::phrasings::{OTHER, PARTIAL, PhrasingMatch, TERMS};
use crate::matching::query_terms::{Alternative, QueryTerm};
use crate::matching::score::{LENGTH, Matches, PHRASING, Scorer};
use crate::matching::scratch::BestMatch;
use crate::matching::term_matches::TermMatches;

type ByDocument<T> = BTreeMap<u32, T>;

pub fn matches(postings: &Postings, phrasings: &Phrasings, scorer: &Scorer, terms: &[QueryTerm]) -> Matches {
    let weights = scorer.weights(terms);
    let all: f32 = weights.iter().map(|weight| weight.coverage).sum();
    let found: Vec<ByDocument<BestMatch>> = terms.iter().map(|term| best(postings, scorer, term)).collect();
    let best = best_phrasings(phrasings, scorer, terms);
    let mut matches = Matches::empty(scorer.documents);
    for document in 0..scorer.documents {
        let phrasing = best[phrasings.of_documents[document as usize] as usize];
        let (mut total, mut answered, mut added) = (0.0, 0.0, 0.0);
        for (at, (term, weight)) in found.iter().zip(&weights).enumerate() {
            let own = term.get(&document).copied().unwrap_or_default();
            total += weight.score * own.score;
            answered += weight.coverage * own.share;
            let held = |terms: u32| at < TERMS && terms & 1 << at != 0;
            let share = [(phrasing.terms, phrasing.share), (phrasing.others, OTHER)];
            let share = share.into_iter().find(|(terms, _)| held(*terms)).map_or(0.0, |(_, share)| share);
            added += weight.coverage * (share - own.share).max(0.0);
        }
        let coverage = ((answered + added) / all.max(f32::EPSILON)).min(1.0);
        matches.scores[document as usize] = (total + PHRASING * phrasing.score) * coverage;
        matches.coverages[document as usize] = coverage;
    }
    matches.found_by(found.into_iter().map(columns).collect(), best, phrasings.of_documents.clone());
    matches
}

fn columns(found: ByDocument<BestMatch>) -> TermMatches {
    TermMatches {
        scores: found.values().map(|best| best.score).collect(),
        shares: found.values().map(|best| best.share).collect(),
        alternatives: found.values().map(|best| best.alternative).collect(),
        documents: Some(found.into_keys().collect()),
    }
}

/// The best alternative of each document; the first of equals.
fn best(postings: &Postings, scorer: &Scorer, term: &QueryTerm) -> ByDocument<BestMatch> {
    let mut best: ByDocument<BestMatch> = BTreeMap::new();
    for (at, alternative) in (1..).zip(&term.alternatives) {
        for (document, (score, share)) in alternative_scores(postings, scorer, term, alternative) {
            let best = best.entry(document).or_default();
            if score > best.score {
                *best = BestMatch { score, share, alternative: at };
            }
        }
    }
    best
}

fn alternative_scores(
    postings: &Postings,
    scorer: &Scorer,
    term: &QueryTerm,
    alternative: &Alternative,
) -> ByDocument<(f32, f32)> {
    let Alternative { boost, share, .. } = *alternative;
    if let [keys] = alternative.words.as_slice() {
        let idf = alternative.doc_freq.map(|doc_freq| scorer.idf(doc_freq, term));
        let scores = word(postings, scorer, keys, idf);
        return scores.into_iter().map(|(document, score)| (document, (boost * score, share))).collect();
    }
    let (mut sums, mut worth): (ByDocument<(f32, f32)>, f32) = (BTreeMap::new(), 0.0);
    for keys in &alternative.words {
        let scores = word(postings, scorer, keys, None);
        let idf = crate::index::idf(u32::try_from(scores.len()).unwrap_or(u32::MAX), scorer.documents);
        worth += idf;
        for (document, score) in scores {
            let (sum, held) = sums.entry(document).or_default();
            (*sum, *held) = (*sum + score, *held + idf);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a phrase has a handful of words")]
    let boost = boost / (alternative.words.len() as f32).powf(LENGTH);
    let told = |(sum, held): (f32, f32)| {
        let part = held / worth;
        (boost * sum * part * part, part * share)
    };
    sums.into_iter().map(|(document, one)| (document, told(one))).collect()
}

/// The best of a word's keys.
fn word(postings: &Postings, scorer: &Scorer, keys: &[TermKey], idf: Option<f32>) -> ByDocument<f32> {
    let mut scores = BTreeMap::new();
    for list in keys.iter().filter_map(|key| postings.list(key)) {
        let idf = idf.unwrap_or_else(|| crate::index::idf(list.doc_freq, scorer.documents));
        list.for_each(|document, impact| {
            let score = idf * Postings::impact(impact, IMPACT_SCALE);
            if impact > 0 {
                let best = scores.entry(document).or_insert(0.0_f32);
                *best = best.max(score);
            }
        });
    }
    scores
}

/// Of each set.
fn best_phrasings(phrasings: &Phrasings, scorer: &Scorer, terms: &[QueryTerm]) -> Vec<PhrasingMatch> {
    let mut said: BTreeMap<u32, PhrasingMatch> = BTreeMap::new();
    for (at, term) in terms.iter().enumerate().take(TERMS) {
        let mut of_term: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        for alternative in term.alternatives.iter().filter(|one| one.words.len() == 1) {
            let Some(doc_freq) = alternative.doc_freq else { continue };
            let idf = term.weight * scorer.idf(doc_freq, term) * alternative.boost.min(1.0);
            let slip = matches!(alternative.why, Explanation::Typo { .. });
            let part = if slip { 1.0 } else { alternative.boost.min(1.0) };
            for list in alternative.words[0].iter().filter_map(|key| phrasings.postings.list(key)) {
                list.for_each(|phrasing, share| {
                    let best = of_term.entry(phrasing).or_default();
                    *best = (best.0.max(idf), best.1.max(f32::from(share) / 255.0 * part));
                });
            }
        }
        for (phrasing, (idf, share)) in of_term {
            let one = said.entry(phrasing).or_default();
            *one =
                PhrasingMatch { score: one.score + idf, share: one.share + share, terms: one.terms | 1 << at, ..*one };
        }
    }
    let mut best = vec![PhrasingMatch::default(); phrasings.sets()];
    let mut held = vec![0; phrasings.sets()];
    for (phrasing, one) in said {
        let share = one.share.min(1.0);
        let one = PhrasingMatch { score: one.score * share.powf(PARTIAL), share, ..one };
        for set in phrasings.sets_of(phrasing) {
            held[*set as usize] |= one.terms;
            let best = &mut best[*set as usize];
            if one.is_better(best) {
                *best = one;
            }
        }
    }
    for (best, held) in best.iter_mut().zip(held) {
        best.add_others(held, terms, scorer);
    }
    best
}
