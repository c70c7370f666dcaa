//! Query terms → the best phrasing of each set: how callers ask, matched whole before scattered.
//!
//! With `s` the share of a phrasing's rarity that was said, a phrasing scores `Σ idf · boost of its matched terms · s^β`:
//! a phrasing said whole counts in full, a chance word of one nearly nothing. A document has its best phrasing; callers
//! mix ways of asking ("sąsiad" from one, "hałasuje w nocy" from another), so that a term that only others of its
//! phrasings hold counts in part, however many they are: shared everyday words do not add up.

use crate::answer::Explanation;
use crate::index::phrasings::Phrasings;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::Scorer;
use crate::matching::scratch::Said;

/// β: how much less a phrasing counts of which only a part was said.
pub const PARTIAL: f32 = 1.5;
/// More terms than bits cannot be told apart.
pub const TERMS: usize = 32;
/// What a term counts that the best phrasing lacks and another of the document's phrasings holds.
pub const OTHER: f32 = 0.5;

/// A document's best phrasing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PhrasingMatch {
    pub score: f32,
    /// How much of the phrasing was said, 0 to 1.
    pub share: f32,
    /// The query's terms that it holds, one bit each.
    pub terms: u32,
    /// Those that only others of the document's phrasings hold.
    pub others: u32,
}

impl PhrasingMatch {
    /// Of equal scores that of which more was said, so that one always is the best.
    pub fn is_better(&self, other: &Self) -> bool {
        (self.score, self.share, self.terms) > (other.score, other.share, other.terms)
    }

    /// Adds the terms that only others of its document's phrasings hold, of all that `held` they hold.
    pub fn add_others(&mut self, held: u32, terms: &[QueryTerm], scorer: &Scorer) {
        self.others = held & !self.terms;
        let worth = bits(self.others).map(|at| terms[at].weight * scorer.idf(terms[at].doc_freq, &terms[at]));
        self.score += OTHER * self.share * worth.sum::<f32>();
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
    let mut held = vec![0; phrasings.sets()];
    for phrasing in said.touched.drain(..) {
        let PhrasingMatch { score, share, terms: of_phrasing, .. } =
            std::mem::take(&mut said.matched[phrasing as usize]);
        let share = share.min(1.0);
        let one = PhrasingMatch { score: score * share.powf(PARTIAL), share, terms: of_phrasing, others: 0 };
        for set in phrasings.sets_of(phrasing) {
            held[*set as usize] |= of_phrasing;
            let best = &mut best[*set as usize];
            if one.is_better(best) {
                *best = one;
            }
        }
    }
    best.iter_mut().zip(held).for_each(|(best, held)| best.add_others(held, terms, scorer));
    best
}

/// The places of the bits that are set.
pub fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(at)
    })
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
        *one = PhrasingMatch { score: one.score + idf, share: one.share + share, terms: one.terms | 1 << at, ..*one };
    }
}
