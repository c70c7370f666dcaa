//! One- and two-letter beginnings, answered when the index is built.
//!
//! "w" begins sixty-four common words, which together stand in nearly every document: walking their postings is by far the
//! dearest thing a keystroke can ask. For each beginning that is dear enough, the index holds the words and, for each
//! document, the best of them with its score, exactly as `score` would find it but for the idf, which all of them share.
//! Longer beginnings are cheap.
//!
//! `beginnings.json` says where each stands in `beginnings.bin`: entries of ten bytes, little-endian: document (u32),
//! score (f32), place of the winning word (u16), in the order of documents.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use crate::fault::SearchError;
use crate::index::vocabulary::Vocabulary;
use crate::query::groups::Group;
use crate::query::reading::longer_members;
use crate::ranking::score::Scorer;
use crate::ranking::tables::Won;

const PLACES: &str = "beginnings.json";
const ENTRIES: &str = "beginnings.bin";
const ENTRY: usize = 10;
/// Postings that a query may walk itself.
const CHEAP: u64 = 4096;

/// A beginning's words, and where its entries stand.
#[derive(Serialize, Deserialize)]
struct Listed {
    /// Each with the number of documents that hold it.
    words: Vec<(String, u32)>,
    from: usize,
    to: usize,
}

#[derive(Default)]
pub struct Beginnings {
    listed: HashMap<String, Listed>,
    entries: Option<OwnedBytes>,
}

impl Beginnings {
    pub fn open(place: &Path) -> Result<Self, SearchError> {
        let listed: HashMap<String, Listed> =
            serde_json::from_slice(&fs::read(place.join(PLACES))?).map_err(|_| SearchError::Stale)?;
        let directory = MmapDirectory::open(place).map_err(tantivy::TantivyError::from)?;
        let entries = directory.open_read(Path::new(ENTRIES)).map_err(tantivy::TantivyError::from)?.read_bytes()?;
        if listed.values().any(|one| one.from > one.to || one.to > entries.len()) {
            return Err(SearchError::Stale);
        }
        Ok(Self { listed, entries: Some(entries) })
    }

    /// The words, the commonest sixty-four, that begin so.
    pub fn words(&self, beginning: &str) -> Option<&[(String, u32)]> {
        self.listed.get(beginning).map(|listed| listed.words.as_slice())
    }

    /// Each document with its best word; `member` counts the words from 1.
    pub fn entries(&self, beginning: &str) -> Option<impl Iterator<Item = (u32, Won)>> {
        let listed = self.listed.get(beginning)?;
        let entries = self.entries.as_ref()?.as_slice().get(listed.from..listed.to)?;
        Some(entries.chunks_exact(ENTRY).map(|entry| read(entry.as_array().expect("ten bytes"))))
    }

    /// Writes the beginnings of an index that has none yet.
    pub fn write(place: &Path, vocabulary: &Vocabulary, scorer: &Scorer) -> Result<(), SearchError> {
        let mut listed = HashMap::new();
        let mut entries = BufWriter::new(fs::File::create(place.join(ENTRIES))?);
        let mut at = 0;
        for beginning in vocabulary.beginnings(CHEAP)? {
            let words = vocabulary.beginning_with(&beginning)?;
            let members = longer_members(&beginning, words.clone()).collect();
            let won = scorer.of_longer(&Group { members, held_by: 0, begun: true, longer: None, weight: 1.0 })?;
            for (document, won) in &won {
                entries.write_all(&written(*document, *won))?;
            }
            let to = at + won.len() * ENTRY;
            listed.insert(beginning, Listed { words, from: at, to });
            at = to;
        }
        entries.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        let json = serde_json::to_vec(&listed).map_err(|error| SearchError::Content(Box::new(error)))?;
        fs::write(place.join(PLACES), json)?;
        Ok(fs::File::open(place.join(PLACES))?.sync_all()?)
    }
}

fn written(document: u32, won: Won) -> [u8; ENTRY] {
    let ([a, b, c, d], [e, f, g, h], [i, j]) =
        (document.to_le_bytes(), won.score.to_le_bytes(), won.member.to_le_bytes());
    [a, b, c, d, e, f, g, h, i, j]
}

#[inline]
fn read(&[a, b, c, d, e, f, g, h, i, j]: &[u8; ENTRY]) -> (u32, Won) {
    let (score, member) = (f32::from_le_bytes([e, f, g, h]), u16::from_le_bytes([i, j]));
    (u32::from_le_bytes([a, b, c, d]), Won { score, share: 1.0, member })
}
