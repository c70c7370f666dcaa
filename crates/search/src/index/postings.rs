//! One postings list a term: documents in order, each with the term's impact there, computed when the index is built.
//!
//! `NAME.fst` is the dictionary (key → offset), `NAME.bin` holds the lists. A list is its `doc_freq` (u32), then blocks
//! of [`BLOCK`] postings, each headed by its last document (u32) and the bits of a delta (u8), then the packed deltas and the impacts; what is left over stands in one short block of varints. Numbers are
//! little-endian. An impact is quantised to a byte: a scale says what 255 stands for ([`Postings::impact`]).
//!
//! Deliberately not here: what an impact means (`documents`), how terms are combined (`matching`).

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use bitpacking::{BitPacker, BitPacker4x};
use fst::{Map, MapBuilder};
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use crate::error::SearchError;

/// Postings of a block.
pub const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Last document, bits of a delta.
const HEADER: usize = 5;

/// A term of one of the families.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKey {
    Lemma(String),
    /// A folded word, as it is written.
    Form(String),
    /// A document's folded id: it stands in no other document.
    Id(String),
}

impl TermKey {
    pub const FORM: u8 = b'f';
    pub const LEMMA: u8 = b'l';

    fn family(&self) -> u8 {
        match self {
            Self::Form(_) => Self::FORM,
            Self::Id(_) => b'i',
            Self::Lemma(_) => Self::LEMMA,
        }
    }

    fn word(&self) -> &str {
        let (Self::Form(word) | Self::Id(word) | Self::Lemma(word)) = self;
        word
    }

    fn bytes(&self) -> Vec<u8> {
        std::iter::once(self.family()).chain(self.word().bytes()).collect()
    }
}

/// Gathers postings in memory; documents must come in order.
#[derive(Default)]
pub struct PostingsBuilder {
    numbers: HashMap<Vec<u8>, u32>,
    lists: Vec<Vec<(u32, u8)>>,
    /// The key at hand.
    key: Vec<u8>,
}

impl PostingsBuilder {
    /// A second posting of the same term in the same document keeps the greater impact.
    pub fn add(&mut self, key: &TermKey, document: u32, impact: u8) {
        let number = self.number(key.family(), key.word());
        self.add_to(number, document, impact);
    }

    /// The number of a term, for [`PostingsBuilder::add_to`].
    pub fn number(&mut self, family: u8, word: &str) -> u32 {
        self.key.clear();
        self.key.push(family);
        self.key.extend(word.bytes());
        if let Some(number) = self.numbers.get(&self.key) {
            return *number;
        }
        let number = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.numbers.insert(self.key.clone(), number);
        self.lists.push(Vec::new());
        number
    }

    /// As [`PostingsBuilder::add`], to the term of this number.
    pub fn add_to(&mut self, number: u32, document: u32, impact: u8) {
        let list = &mut self.lists[number as usize];
        match list.last_mut() {
            Some((last, greatest)) if *last == document => *greatest = impact.max(*greatest),
            Some(_) | None => list.push((document, impact)),
        }
    }

    /// Writes `NAME.fst` and `NAME.bin` into `dir`.
    pub fn write(self, dir: &Path, name: &str) -> Result<(), SearchError> {
        let mut terms: Vec<_> = self.numbers.into_iter().collect();
        terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut dictionary = MapBuilder::memory();
        let mut lists = Vec::new();
        for (key, number) in terms {
            dictionary.insert(key, lists.len() as u64).map_err(dictionary_fault)?;
            encode(&self.lists[number as usize], &mut lists);
        }
        fs::write(dir.join(format!("{name}.fst")), dictionary.into_inner().map_err(dictionary_fault)?)?;
        Ok(fs::write(dir.join(format!("{name}.bin")), lists)?)
    }
}

fn dictionary_fault(error: fst::Error) -> SearchError {
    SearchError::Content(Box::new(error))
}

fn encode(list: &[(u32, u8)], out: &mut Vec<u8>) {
    let packer = BitPacker4x::new();
    out.extend(u32::try_from(list.len()).unwrap_or(u32::MAX).to_le_bytes());
    let mut before = 0;
    let (blocks, rest) = list.as_chunks::<BLOCK>();
    for block in blocks {
        let documents = block.map(|(document, _)| document);
        let bits = packer.num_bits_sorted(before, &documents);
        out.extend(documents[BLOCK - 1].to_le_bytes());
        out.push(bits);
        let start = out.len();
        out.resize(start + packed(bits), 0);
        packer.compress_sorted(before, &documents, &mut out[start..], bits);
        out.extend(block.map(|(_, impact)| impact));
        before = documents[BLOCK - 1];
    }
    for (document, impact) in rest {
        varint(document - before, out);
        before = *document;
        out.push(*impact);
    }
}

/// Bytes of a block's packed deltas.
fn packed(bits: u8) -> usize {
    usize::from(bits) * BLOCK / 8
}

fn varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Reads a varint at `at` and moves behind it; none at the end of a damaged list.
fn read_varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut value = 0_u32;
    for shift in (0..32).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The lists of one index, read where they lie.
pub struct Postings {
    dictionary: Map<OwnedBytes>,
    lists: OwnedBytes,
}

impl Postings {
    /// Opens `NAME.fst` and `NAME.bin`.
    ///
    /// # Errors
    /// A missing file, or a dictionary that is none.
    pub fn open(dir: &Path, name: &str) -> Result<Self, SearchError> {
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        let read = |ending: &str| -> Result<OwnedBytes, SearchError> {
            let file = directory.open_read(Path::new(&format!("{name}.{ending}")));
            Ok(file.map_err(tantivy::TantivyError::from)?.read_bytes()?)
        };
        let dictionary = Map::new(read("fst")?).map_err(|_| SearchError::Stale)?;
        Ok(Self { dictionary, lists: read("bin")? })
    }

    /// The list of a term; none where no document holds it.
    pub fn list(&self, key: &TermKey) -> Option<PostingsList<'_>> {
        let from = usize::try_from(self.dictionary.get(key.bytes())?).ok()?;
        let (doc_freq, bytes) = self.lists.as_slice().get(from..)?.split_first_chunk::<4>()?;
        Some(PostingsList { doc_freq: u32::from_le_bytes(*doc_freq), bytes })
    }

    /// In how many documents a term stands.
    pub fn doc_freq(&self, key: &TermKey) -> u32 {
        self.list(key).map_or(0, |list| list.doc_freq)
    }

    /// What a document's impact byte stands for, where 255 stands for `scale`.
    pub fn impact(byte: u8, scale: f32) -> f32 {
        f32::from(byte) * (scale / 255.0)
    }
}

/// The postings of one term.
#[derive(Clone, Copy)]
pub struct PostingsList<'a> {
    pub doc_freq: u32,
    bytes: &'a [u8],
}

impl PostingsList<'_> {
    /// Each document with its impact byte, in the order of documents. A damaged list ends early.
    pub fn for_each(self, mut each: impl FnMut(u32, u8)) {
        let packer = BitPacker4x::new();
        let (mut at, mut before) = (0, 0);
        let mut documents = [0_u32; BLOCK];
        let full = self.doc_freq as usize / BLOCK;
        for _ in 0..full {
            let Some(&[a, b, c, d, bits]) = self.bytes.get(at..).and_then(<[u8]>::first_chunk::<HEADER>) else {
                return;
            };
            let deltas = at + HEADER..at + HEADER + packed(bits);
            let impacts = deltas.end..deltas.end + BLOCK;
            at = impacts.end;
            let (Some(deltas), Some(impacts)) = (self.bytes.get(deltas), self.bytes.get(impacts)) else { return };
            packer.decompress_sorted(before, deltas, &mut documents, bits);
            before = u32::from_le_bytes([a, b, c, d]);
            documents.iter().zip(impacts).for_each(|(document, impact)| each(*document, *impact));
        }
        for _ in 0..self.doc_freq as usize % BLOCK {
            let Some(delta) = read_varint(self.bytes, &mut at) else { return };
            let Some(impact) = self.bytes.get(at) else { return };
            at += 1;
            before = before.saturating_add(delta);
            each(before, *impact);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(list: &[(u32, u8)]) -> Vec<(u32, u8)> {
        let dir = tempfile::tempdir().expect("a folder");
        let key = TermKey::Lemma("dowod".into());
        let mut builder = PostingsBuilder::default();
        list.iter().for_each(|(document, impact)| builder.add(&key, *document, *impact));
        builder.write(dir.path(), "terms").expect("written");
        let postings = Postings::open(dir.path(), "terms").expect("opened");
        let mut found = Vec::new();
        postings.list(&key).expect("the list").for_each(|document, impact| found.push((document, impact)));
        assert_eq!(postings.doc_freq(&TermKey::Form("dowod".into())), 0, "another family is another term");
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(deltas in prop::collection::vec((1_u32..70_000, any::<u8>()), 1..700)) {
            let mut document = 0;
            let list: Vec<(u32, u8)> = deltas.into_iter().map(|(delta, impact)| {
                document += delta;
                (document, impact)
            }).collect();
            prop_assert_eq!(read(&list), list);
        }
    }
}
