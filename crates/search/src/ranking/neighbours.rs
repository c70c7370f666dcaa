//! Documents whose meaning is near the query's, although they may hold none of its words.
//!
//! With σ the standard deviation of the lexical scores over all documents and z the nearness of a document
//! (`index::meaning`), a score becomes `score + α · σ · z`, where α is greater the less of the query the best match
//! answers. A query that the words answer plainly has a large σ and scores far above it: its order stays. Only complete
//! words speak, a slip as what it hides: the vector of a word still being typed is another word's.

use std::sync::Arc;

use centrala_domain::WeightedWord;
use centrala_polish::stop_words::is_filler;
use centrala_polish::tokens::Token;
use centrala_polish::{lemmas, rarity};

use crate::analysis::query::{AnalyzedQuery, MOST_TELLING};
use crate::answer::Explanation;
use crate::index::meaning::Meaning;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::Matches;

/// Who tells how near a document is.
#[derive(Debug, Clone, Copy)]
pub enum MeaningSource<'a> {
    /// Nobody: the words alone.
    None,
    /// The vectors of the edition, where it has some.
    Vectors,
    /// A sentence model: z of each document, in the order of [`crate::texts`].
    Model(&'a [f32]),
}

/// What one standard deviation of the meaning is worth beside one of the words.
struct Worth {
    /// α where the words answer nothing of the query, and where they answer all of it.
    alone: f32,
    beside: f32,
    /// Nearer than this, a document is an answer although no word of the query stands in it.
    near: f32,
}

const OF_VECTORS: Worth = Worth { alone: 2.0, beside: 0.6, near: 2.0 };
const OF_MODEL: Worth = Worth { alone: 2.5, beside: 1.0, near: 2.5 };
/// σ of a query of which no document holds a word, on the scale of scores.
const WORDLESS: f32 = 0.5;

/// z of each document; none where no word of the query has a meaning.
fn nearness(meaning: &Meaning, query: &AnalyzedQuery, terms: &[QueryTerm]) -> Option<Arc<[f32]>> {
    // One word that the content knows means what the content says.
    if let [only] = terms
        && only.doc_freq > 0
    {
        return None;
    }
    let last = query.tokens.len().saturating_sub(1);
    let mut words = Vec::new();
    for (at, (token, term)) in query.tokens.iter().zip(terms).enumerate() {
        let begun = query.open && at == last && term.begun;
        let Some(lemma) = usual_lemma(token, term).filter(|_| !begun && !is_filler(token)) else { continue };
        let weight = term.weight * term.rarity.unwrap_or(MOST_TELLING);
        words.push(WeightedWord { lemmas: vec![lemma], weight });
    }
    meaning.nearness(&words)
}

/// The most usual lemma of a word, or of what a slip of it hides; none where Polish does not know it. Without its marks a
/// word may have others, which must not change what it means.
fn usual_lemma(token: &Token, term: &QueryTerm) -> Option<String> {
    let mended = term.alternatives.iter().find_map(|alternative| {
        if let Explanation::Typo { found, .. } = &alternative.why { Some(found.as_str()) } else { None }
    });
    let word = if lemmas::is_word(&token.text) { &token.text } else { mended? };
    let usual =
        |a: &String, b: &String| rarity::zipf(a).unwrap_or_default().total_cmp(&rarity::zipf(b).unwrap_or_default());
    lemmas::of_typed(word).into_iter().max_by(usual)
}

/// Adds what `source` says to the scores.
pub fn add_meaning(
    matches: &mut Matches,
    source: MeaningSource<'_>,
    vectors: Option<&Meaning>,
    query: &AnalyzedQuery,
    terms: &[QueryTerm],
) {
    match source {
        MeaningSource::None => {}
        MeaningSource::Vectors => {
            if let Some(nearness) = vectors.and_then(|vectors| nearness(vectors, query, terms)) {
                blend(matches, nearness, &OF_VECTORS);
            }
        }
        // Letters of words that are still being typed are no sentence yet.
        MeaningSource::Model(nearness) if query.has_content() && !terms.iter().all(|term| term.begun) => {
            blend(matches, nearness.into(), &OF_MODEL);
        }
        MeaningSource::Model(_) => {}
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
fn blend(matches: &mut Matches, nearness: Arc<[f32]>, worth: &Worth) {
    let Matches { scores, coverages, .. } = matches;
    let n = nearness.len().max(1) as f32;
    let mean = scores.iter().sum::<f32>() / n;
    let matched = || scores.iter().filter(|score| **score > 0.0);
    let of_matches = matched().map(|score| (score - mean).powi(2)).sum::<f32>();
    let of_others = (n - matched().count() as f32).max(0.0) * mean.powi(2);
    let best = scores.iter().zip(coverages).max_by(|a, b| a.0.total_cmp(b.0)).filter(|(score, _)| **score > 0.0);
    let answered = best.as_ref().map_or(0.0, |(_, answered)| **answered);
    let alpha = worth.beside + (worth.alone - worth.beside) * (1.0 - answered).clamp(0.0, 1.0);
    let deviation = ((of_matches + of_others) / n).sqrt().max(WORDLESS * f32::from(u8::from(best.is_none())));
    for (score, z) in scores.iter_mut().zip(nearness.iter()) {
        let near = alpha * deviation * z;
        *score = match *score > 0.0 {
            true => (*score + near).max(0.05 * *score),
            false if *z > worth.near => near,
            false => 0.0,
        };
    }
    matches.nearest = (0..).zip(nearness.iter()).max_by(|a, b| a.1.total_cmp(b.1)).map(|(document, _)| document);
    matches.nearness = Some(nearness);
}
