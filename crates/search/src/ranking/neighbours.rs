//! Documents whose meaning is near the query's, although they may hold none of its words.
//!
//! With σ the standard deviation of the lexical scores over all documents and z the nearness of a document
//! (`index::meaning`), a score becomes `score + α · σ · z`. A query that the words answer plainly has a large σ and
//! scores far above it: its order stays. Only complete words that the dictionary knows speak: the vector of a slip or
//! of a word still being typed is another word's.

use centrala_domain::WeightedWord;
use centrala_polish::lemmas;

use crate::analysis::query::{AnalyzedQuery, MOST_TELLING};
use crate::index::meaning::Meaning;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::Scored;

/// α: what one standard deviation of the meaning is worth beside one of the words.
const MEANING: f32 = 1.25;
/// Nearer than this, a document is an answer although no word of the query stands in it.
const NEAR: f32 = 2.0;
/// σ of a query of which no document holds a word, on the scale of scores.
const WORDLESS: f32 = 0.5;

/// z of each document; none where no word of the query has a meaning.
pub fn nearness(meaning: &Meaning, query: &AnalyzedQuery, terms: &[QueryTerm]) -> Option<Vec<f32>> {
    let last = query.tokens.len().saturating_sub(1);
    let mut words = Vec::new();
    for (at, (token, term)) in query.tokens.iter().zip(terms).enumerate() {
        let complete = !(query.open && at == last && term.begun) && lemmas::is_word(&token.text);
        if complete {
            let weight = term.weight * term.rarity.unwrap_or(MOST_TELLING);
            words.push(WeightedWord { lemmas: lemmas::of_typed(&token.text), weight });
        }
    }
    meaning.nearness(&words)
}

/// Adds the meaning to the scores. `documents` is the number of all of them.
#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
pub fn blend(scored: &mut Vec<Scored>, nearness: &[f32]) {
    let n = nearness.len().max(1) as f32;
    let mean = scored.iter().map(|hit| hit.score).sum::<f32>() / n;
    let of_matches = scored.iter().map(|hit| (hit.score - mean).powi(2)).sum::<f32>();
    let of_others = (n - scored.len() as f32).max(0.0) * mean.powi(2);
    let deviation = ((of_matches + of_others) / n).sqrt().max(WORDLESS * f32::from(u8::from(scored.is_empty())));
    let z = |document: u32| nearness.get(document as usize).copied().unwrap_or_default();
    let mut matched = vec![false; nearness.len()];
    for hit in scored.iter_mut() {
        if let Some(matched) = matched.get_mut(hit.document as usize) {
            *matched = true;
        }
        hit.score = (hit.score + MEANING * deviation * z(hit.document)).max(0.05 * hit.score);
        hit.nearness = z(hit.document);
    }
    let near = (0..).zip(nearness).filter(|(document, z)| **z > NEAR && !matched[*document as usize]);
    let added = |(document, z): (u32, &f32)| Scored {
        document,
        score: MEANING * deviation * z,
        coverage: 0.0,
        phrasing: 0.0,
        nearness: *z,
    };
    scored.extend(near.map(added));
    scored.sort_unstable_by_key(|hit| hit.document);
}
