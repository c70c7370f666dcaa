//! Query terms → the best phrasing of each set: how callers ask, matched whole before scattered.
//!
//! With `s` the share of a phrasing's rarity that was said, a phrasing scores `Σ idf · boost of its matched terms · s^β`:
//! a phrasing said whole counts in full, a chance word of one nearly nothing. A document has its best phrasing: shared
//! everyday words of three phrasings do not add up.

use crate::answer::Explanation;
use crate::index::phrasings::Phrasings;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::Scorer;
use crate::matching::scratch::Said;

/// β: how much less a phrasing counts of which only a part was said.
pub const PARTIAL: f32 = 1.5;
/// More terms than bits cannot be told apart.
pub const TERMS: usize = 32;

/// A document's best phrasing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PhrasingMatch {
    pub score: f32,
    /// How much of the phrasing was said, 0 to 1.
    pub share: f32,
    /// The query's terms that it holds, one bit each.
    pub terms: u32,
}

impl PhrasingMatch {
    /// Of equal scores that of which more was said, so that one always is the best.
    pub fn is_better(&self, other: &Self) -> bool {
        (self.score, self.share, self.terms) > (other.score, other.share, other.terms)
    }
}

/// The best phrasing of each set that holds any of the terms; of another one nothing was said.
pub fn best_phrasings(
    phrasings: &Phrasings,
    terms: &[QueryTerm],
    scorer: &Scorer,
    said: &mut Said,
) -> Vec<PhrasingMatch> {
    for (at, term) in terms.iter().enumerate().take(TERMS) {
        add_term(phrasings, (at, term), scorer, said);
    }
    let mut best = vec![PhrasingMatch::default(); phrasings.sets()];
    for phrasing in said.touched.drain(..) {
        let PhrasingMatch { score, share, terms } = std::mem::take(&mut said.matched[phrasing as usize]);
        let share = share.min(1.0);
        let one = PhrasingMatch { score: score * share.powf(PARTIAL), share, terms };
        for set in phrasings.sets_of(phrasing) {
            let best = &mut best[*set as usize];
            if one.is_better(best) {
                *best = one;
            }
        }
    }
    best
}

fn add_term(phrasings: &Phrasings, (at, term): (usize, &QueryTerm), scorer: &Scorer, said: &mut Said) {
    let Said { matched, touched, best, of_term } = said;
    for alternative in term.alternatives.iter().filter(|one| one.words.len() == 1) {
        let Some(doc_freq) = alternative.doc_freq else { continue };
        let idf = term.weight * scorer.idf(doc_freq, term) * alternative.boost.min(1.0);
        // A slip of the finger says the whole word; the beginning of a word, or a relative of it, only a part.
        let slip = matches!(alternative.why, Explanation::Typo { .. });
        let part = if slip { 1.0 } else { alternative.boost.min(1.0) };
        for list in alternative.words[0].iter().filter_map(|key| phrasings.postings.list(key)) {
            list.for_each(|phrasing, share| {
                let Some(best) = best.get_mut(phrasing as usize) else { return };
                if best.1 == 0.0 {
                    of_term.push(phrasing);
                }
                let share = f32::from(share) / 255.0 * part;
                *best = (best.0.max(idf), best.1.max(share));
            });
        }
    }
    for phrasing in of_term.drain(..) {
        let (idf, share) = std::mem::take(&mut best[phrasing as usize]);
        let one = &mut matched[phrasing as usize];
        if one.terms == 0 {
            touched.push(phrasing);
        }
        *one = PhrasingMatch { score: one.score + idf, share: one.share + share, terms: one.terms | 1 << at };
    }
}
