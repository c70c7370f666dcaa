//! The words of the index, for expansions: is a word known, which begin so, which are one slip away?

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use centrala_polish::families;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Term};

use crate::index::postings::{Postings, TermKey};
use crate::index::prefix_cache::PrefixCache;

/// Terms that one open word may be expanded to.
pub const PREFIX_LIMIT: usize = 64;
const TYPO_LIMIT: usize = 8;

pub struct Vocabulary {
    words: Arc<InvertedIndexReader>,
    field: Field,
    postings: Arc<Postings>,
    known: Arc<PrefixCache>,
    families: Remembered<Vec<String>>,
    slips: Remembered<Vec<(String, u8)>>,
}

/// What was found for the words of the last queries: while a word is being typed, those before it stay.
struct Remembered<T>(Mutex<HashMap<String, T>>);

/// Words remembered; when it is full, it begins anew.
const REMEMBERED: usize = 1_000;

impl<T: Clone> Remembered<T> {
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn get<E>(&self, word: &str, find: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = all().get(word) {
            return Ok(found.clone());
        }
        let found = find()?;
        let mut all = all();
        if all.len() == REMEMBERED {
            all.clear();
        }
        all.insert(word.to_owned(), found.clone());
        Ok(found)
    }
}

impl Vocabulary {
    pub fn new(
        words: Arc<InvertedIndexReader>,
        field: Field,
        postings: Arc<Postings>,
        known: Arc<PrefixCache>,
    ) -> Self {
        Self { words, field, postings, known, families: Remembered::new(), slips: Remembered::new() }
    }

    /// Does any document hold this folded word?
    pub fn has(&self, folded: &str) -> bool {
        self.doc_freq(folded) > 0
    }

    /// In how many documents this folded word stands.
    pub fn doc_freq(&self, folded: &str) -> u32 {
        self.words.terms().get(folded.as_bytes()).ok().flatten().map_or(0, |info| info.doc_freq)
    }

    pub fn has_lemma(&self, lemma: &str) -> bool {
        self.lemma_freq(lemma) > 0
    }

    /// In how many documents this lemma stands.
    pub fn lemma_freq(&self, lemma: &str) -> u32 {
        self.postings.doc_freq(&TermKey::Lemma(lemma.to_owned()))
    }

    /// Words of the content of the same family: "rejestrować" → "rejestracja".
    pub fn family(&self, lemma: &str) -> Vec<String> {
        let family = || Ok::<_, Infallible>(families::family(lemma, |word| self.has_lemma(word)));
        self.families.get(lemma, family).unwrap_or_else(|never| match never {})
    }

    /// The commonest words that begin with `prefix` and are longer, each with the number of documents that hold it.
    pub fn continuations(&self, prefix: &str) -> tantivy::Result<Vec<(String, u32)>> {
        if let Some(words) = self.known.words(prefix) {
            return Ok(words.to_vec());
        }
        continuations(&self.words, prefix)
    }

    /// Words one or two slips away (a swap of neighbours is one), with the number of slips; `open` lets the word go on.
    pub fn near(&self, folded: &str, slips: u8, open: bool) -> tantivy::Result<Vec<(String, u8)>> {
        let asked = format!("{folded}{}{slips}", if open { '…' } else { ' ' });
        self.slips.get(&asked, || self.find_near(folded, slips, open))
    }

    fn find_near(&self, folded: &str, slips: u8, open: bool) -> tantivy::Result<Vec<(String, u8)>> {
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

/// The commonest words behind a prefix, read from the dictionary.
pub fn continuations(words: &InvertedIndexReader, prefix: &str) -> tantivy::Result<Vec<(String, u32)>> {
    let mut range = words.terms().range().ge(prefix);
    let end = after(prefix);
    if let Some(end) = &end {
        range = range.lt(end);
    }
    let mut stream = range.into_stream()?;
    // Smallest frequency on top, so that it is the one to go.
    let mut best: BinaryHeap<(Reverse<u32>, Vec<u8>)> = BinaryHeap::new();
    while stream.advance() {
        let frequency = stream.value().doc_freq;
        if stream.key().len() == prefix.len() {
            continue;
        }
        if best.len() < PREFIX_LIMIT {
            best.push((Reverse(frequency), stream.key().to_vec()));
        } else if best.peek().is_some_and(|(least, _)| least.0 < frequency) {
            best.pop();
            best.push((Reverse(frequency), stream.key().to_vec()));
        }
    }
    Ok(best.into_iter().filter_map(|(doc_freq, word)| Some((String::from_utf8(word).ok()?, doc_freq.0))).collect())
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
