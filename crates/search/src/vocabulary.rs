//! The words of the index, for expansions: is a word known, which begin so, which are one slip away?

use std::collections::BinaryHeap;

use std::sync::Arc;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Term};

/// Terms that one open word may be expanded to.
pub const PREFIX_LIMIT: usize = 64;
const TYPO_LIMIT: usize = 8;

pub struct Vocabulary {
    words: Arc<InvertedIndexReader>,
    lemmas: Vec<Arc<InvertedIndexReader>>,
    field: Field,
}

impl Vocabulary {
    pub fn new(words: Arc<InvertedIndexReader>, field: Field, lemmas: Vec<Arc<InvertedIndexReader>>) -> Self {
        Self { words, lemmas, field }
    }

    /// Does any document hold this folded word?
    pub fn has(&self, folded: &str) -> bool {
        known(&self.words, folded)
    }

    pub fn has_lemma(&self, lemma: &str) -> bool {
        self.lemmas.iter().any(|part| known(part, lemma))
    }

    /// How many documents hold this lemma, in the part where most do.
    pub fn documents_with(&self, lemma: &str) -> u32 {
        let parts = self.lemmas.iter().filter_map(|part| part.terms().get(lemma.as_bytes()).ok().flatten());
        parts.map(|term| term.doc_freq).max().unwrap_or_default()
    }

    /// The commonest words that begin with `prefix` and are longer.
    pub fn beginning_with(&self, prefix: &str) -> tantivy::Result<Vec<String>> {
        let mut range = self.words.terms().range().ge(prefix);
        let end = after(prefix);
        if let Some(end) = &end {
            range = range.lt(end);
        }
        let mut stream = range.into_stream()?;
        // Smallest frequency on top, so that it is the one to go.
        let mut best: BinaryHeap<(std::cmp::Reverse<u32>, Vec<u8>)> = BinaryHeap::new();
        while stream.advance() {
            let frequency = stream.value().doc_freq;
            if stream.key().len() == prefix.len() {
                continue;
            }
            if best.len() < PREFIX_LIMIT {
                best.push((std::cmp::Reverse(frequency), stream.key().to_vec()));
            } else if best.peek().is_some_and(|(least, _)| least.0 < frequency) {
                best.pop();
                best.push((std::cmp::Reverse(frequency), stream.key().to_vec()));
            }
        }
        Ok(best.into_iter().filter_map(|(_, word)| String::from_utf8(word).ok()).collect())
    }

    /// Words one or two slips away (a swap of neighbours is one), with the number of slips; `open` lets the word go on.
    pub fn near(&self, folded: &str, slips: u8, open: bool) -> tantivy::Result<Vec<(String, u8)>> {
        let mut near: Vec<(String, u8)> = Vec::new();
        for distance in 1..=slips {
            let term = Term::from_field_text(self.field, folded);
            let query = if open {
                FuzzyTermQuery::new_prefix(term, distance, true)
            } else {
                FuzzyTermQuery::new(term, distance, true)
            };
            let mut stream = self.words.terms().search(query.automaton()?).into_stream()?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    near.push((word.to_owned(), distance));
                }
            }
            if !near.is_empty() {
                break;
            }
        }
        // People rarely miss the first letter; among the rest the closest length is likeliest.
        let first = folded.chars().next();
        near.sort_by_key(|(word, distance)| {
            (*distance, word.chars().next() != first, word.len().abs_diff(folded.len()))
        });
        near.truncate(TYPO_LIMIT);
        Ok(near)
    }
}

fn known(words: &InvertedIndexReader, word: &str) -> bool {
    matches!(words.terms().get(word.as_bytes()), Ok(Some(_)))
}

/// The first byte string behind all that begin with `prefix`.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
