//! Query terms → each document's best phrasing: how callers ask, matched whole before scattered.
//!
//! With `s` the share of a phrasing's rarity that was said, a phrasing scores `Σ idf · boost of its matched terms · s^β`:
//! a phrasing said whole counts in full, a chance word of one nearly nothing. A document has its best phrasing: shared
//! everyday words of three phrasings do not add up.

use crate::answer::Explanation;
use crate::index::phrasings::Phrasings;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::Scorer;

/// β: how much less a phrasing counts of which only a part was said.
const PARTIAL: f32 = 1.5;
/// More terms than bits cannot be told apart.
const TERMS: usize = 32;

/// A document's best phrasing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PhrasingMatch {
    pub score: f32,
    /// How much of the phrasing was said, 0 to 1.
    pub share: f32,
    /// The query's terms that it holds, one bit each.
    pub terms: u32,
}

/// Each document with a phrasing that holds any of the terms, in the order of documents.
pub fn best_phrasings(phrasings: &Phrasings, terms: &[QueryTerm], scorer: &Scorer) -> Vec<(u32, PhrasingMatch)> {
    let mut matched: Vec<PhrasingMatch> = vec![PhrasingMatch::default(); phrasings.documents.len()];
    let mut touched: Vec<u32> = Vec::new();
    // Of the term at hand, the best alternative in each phrasing.
    let mut best: Vec<(f32, f32)> = vec![(0.0, 0.0); phrasings.documents.len()];
    for (at, term) in terms.iter().enumerate().take(TERMS) {
        let mut of_term: Vec<u32> = Vec::new();
        for alternative in term.alternatives.iter().filter(|one| one.words.len() == 1) {
            let Some(doc_freq) = alternative.doc_freq else { continue };
            let idf = term.weight * scorer.idf(doc_freq, term) * alternative.boost.min(1.0);
            // A slip of the finger says the whole word; the beginning of a word, or a relative of it, only a part.
            let slip = matches!(alternative.why, Explanation::Typo { .. });
            let said = if slip { 1.0 } else { alternative.boost.min(1.0) };
            for list in alternative.words[0].iter().filter_map(|key| phrasings.postings.list(key)) {
                list.for_each(|phrasing, share| {
                    let Some(best) = best.get_mut(phrasing as usize) else { return };
                    if best.1 == 0.0 {
                        of_term.push(phrasing);
                    }
                    let share = f32::from(share) / 255.0 * said;
                    *best = (best.0.max(idf), best.1.max(share));
                });
            }
        }
        for phrasing in of_term {
            let (idf, share) = std::mem::take(&mut best[phrasing as usize]);
            let one = &mut matched[phrasing as usize];
            if one.terms == 0 {
                touched.push(phrasing);
            }
            *one = PhrasingMatch { score: one.score + idf, share: one.share + share, terms: one.terms | 1 << at };
        }
    }
    best_of_documents(phrasings, &matched, touched)
}

fn best_of_documents(phrasings: &Phrasings, matched: &[PhrasingMatch], touched: Vec<u32>) -> Vec<(u32, PhrasingMatch)> {
    let mut found: Vec<(u32, PhrasingMatch)> = Vec::with_capacity(touched.len());
    for phrasing in touched {
        let PhrasingMatch { score, share, terms } = matched[phrasing as usize];
        let share = share.min(1.0);
        found.push((
            phrasings.documents[phrasing as usize],
            PhrasingMatch { score: score * share.powf(PARTIAL), share, terms },
        ));
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.score.total_cmp(&a.1.score)));
    found.dedup_by_key(|(document, _)| *document);
    found
}
