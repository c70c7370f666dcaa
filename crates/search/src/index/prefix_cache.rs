//! One- and two-letter prefixes, answered when the index is built.
//!
//! "w" begins sixty-four common words, which together stand in nearly every document: walking their postings is by far
//! the dearest thing a keystroke can ask. For each prefix that is dear enough, the index holds the words and, for each
//! document, the best of them with its impact. The idf, which all of them share, comes in when it is asked for.
//! Longer prefixes are cheap.
//!
//! `prefixes.json` says where each stands in `prefixes.bin`: entries of six bytes, little-endian: document (u32), place
//! of the winning word (u8), impact (u8), in the order of documents.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::InvertedIndexReader;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use crate::error::SearchError;
use crate::index::postings::{Postings, TermKey};
use crate::index::vocabulary::continuations;

const PLACES: &str = "prefixes.json";
const ENTRIES: &str = "prefixes.bin";
const ENTRY: usize = 6;
/// Postings that a query may walk itself.
const CHEAP: u64 = 4096;

/// A prefix's words, and where its entries stand.
#[derive(Serialize, Deserialize)]
struct Cached {
    /// Each with its `doc_freq`.
    words: Vec<(String, u32)>,
    from: usize,
    to: usize,
}

/// The best continuation of a prefix in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestContinuation {
    pub document: u32,
    /// Its place among the continuations.
    pub word: u8,
    pub impact: u8,
}

#[derive(Default)]
pub struct PrefixCache {
    cached: HashMap<String, Cached>,
    entries: Option<OwnedBytes>,
}

impl PrefixCache {
    pub fn open(place: &Path) -> Result<Self, SearchError> {
        let cached: HashMap<String, Cached> =
            serde_json::from_slice(&fs::read(place.join(PLACES))?).map_err(|_| SearchError::Stale)?;
        let directory = MmapDirectory::open(place).map_err(tantivy::TantivyError::from)?;
        let entries = directory.open_read(Path::new(ENTRIES)).map_err(tantivy::TantivyError::from)?.read_bytes()?;
        if cached.values().any(|one| one.from > one.to || one.to > entries.len()) {
            return Err(SearchError::Stale);
        }
        Ok(Self { cached, entries: Some(entries) })
    }

    /// The words, the commonest sixty-four, that begin so.
    pub fn words(&self, prefix: &str) -> Option<&[(String, u32)]> {
        self.cached.get(prefix).map(|cached| cached.words.as_slice())
    }

    /// Each document with its best continuation, in the order of documents.
    pub fn entries(&self, prefix: &str) -> Option<impl Iterator<Item = BestContinuation>> {
        let cached = self.cached.get(prefix)?;
        let entries = self.entries.as_ref()?.as_slice().get(cached.from..cached.to)?;
        let (entries, _) = entries.as_chunks::<ENTRY>();
        Some(entries.iter().map(|&[a, b, c, d, word, impact]| BestContinuation {
            document: u32::from_le_bytes([a, b, c, d]),
            word,
            impact,
        }))
    }

    /// Writes the prefixes of an index that has none yet.
    pub fn write(
        place: &Path,
        words: &InvertedIndexReader,
        postings: &Postings,
        documents: u32,
    ) -> Result<(), SearchError> {
        let mut cached = HashMap::new();
        let mut entries = Vec::new();
        let mut best = vec![(0_u8, 0_u8); documents as usize];
        for prefix in dear_prefixes(words)? {
            let words = continuations(words, &prefix)?;
            for (at, (word, _)) in (0_u8..).zip(&words) {
                let Some(list) = postings.list(&TermKey::Form(word.clone())) else { continue };
                list.for_each(|document, impact| {
                    let best = &mut best[document as usize];
                    if impact > best.1 {
                        *best = (at, impact);
                    }
                });
            }
            let from = entries.len();
            for (document, best) in (0_u32..).zip(&mut best).filter(|(_, (_, impact))| *impact > 0) {
                entries.extend(document.to_le_bytes());
                entries.extend([best.0, best.1]);
                *best = (0, 0);
            }
            cached.insert(prefix, Cached { words, from, to: entries.len() });
        }
        fs::write(place.join(ENTRIES), entries)?;
        let json = serde_json::to_vec(&cached).map_err(|error| SearchError::Content(Box::new(error)))?;
        Ok(fs::write(place.join(PLACES), json)?)
    }
}

/// Prefixes of one or two letters whose words stand in many documents, counted for each word.
fn dear_prefixes(words: &InvertedIndexReader) -> tantivy::Result<Vec<String>> {
    let mut documents: BTreeMap<String, u64> = BTreeMap::new();
    let mut stream = words.terms().stream()?;
    while stream.advance() {
        let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
        for (end, c) in word.char_indices().take(2) {
            let prefix = &word[..end + c.len_utf8()];
            match documents.get_mut(prefix) {
                Some(sum) => *sum += u64::from(stream.value().doc_freq),
                None => _ = documents.insert(prefix.to_owned(), u64::from(stream.value().doc_freq)),
            }
        }
    }
    Ok(documents.into_iter().filter(|(_, sum)| *sum > CHEAP).map(|(prefix, _)| prefix).collect())
}
