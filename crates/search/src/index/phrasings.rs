//! How callers ask, phrasing by phrasing: a phrasing is a small document of its own that belongs to a document.
//!
//! A word of a phrasing has as its impact the share of the phrasing's rarity that it is: 255 is all of it. So the sum of
//! the matched words' impacts tells how much of the phrasing was said. `phrasing.fst` and `.bin` are its postings,
//! `phrasing.docs` the document of each (u32, little-endian).

use std::fs;
use std::path::Path;

use centrala_polish::words::Word;

use crate::error::SearchError;
use crate::index::postings::{Postings, PostingsBuilder, TermKey};

const NAME: &str = "phrasing";
const DOCUMENTS: &str = "phrasing.docs";

#[derive(Default)]
pub struct PhrasingsBuilder {
    postings: PostingsBuilder,
    documents: Vec<u32>,
}

impl PhrasingsBuilder {
    /// `weight` is how much a word tells, on one scale.
    pub fn add(&mut self, document: u32, phrasing: &[Word], weight: impl Fn(&Word) -> f32) {
        let number = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        let weights: Vec<f32> = phrasing.iter().map(weight).collect();
        let all = weights.iter().sum::<f32>().max(f32::EPSILON);
        for (word, weight) in phrasing.iter().zip(weights) {
            let share = to_byte(weight / all);
            self.postings.add(&TermKey::Form(word.folded.clone()), number, share);
            for lemma in &word.lemmas {
                self.postings.add(&TermKey::Lemma(lemma.clone()), number, share);
            }
        }
        self.documents.push(document);
    }

    pub fn write(self, place: &Path) -> Result<(), SearchError> {
        self.postings.write(place, NAME)?;
        let documents: Vec<u8> = self.documents.iter().flat_map(|document| document.to_le_bytes()).collect();
        Ok(fs::write(place.join(DOCUMENTS), documents)?)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn to_byte(share: f32) -> u8 {
    (share * 255.0).round().clamp(1.0, 255.0) as u8
}

pub struct Phrasings {
    pub postings: Postings,
    /// The document of each phrasing.
    pub documents: Vec<u32>,
}

impl Phrasings {
    pub fn open(place: &Path) -> Result<Self, SearchError> {
        let bytes = fs::read(place.join(DOCUMENTS))?;
        let (documents, _) = bytes.as_chunks::<4>();
        let documents = documents.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        Ok(Self { postings: Postings::open(place, NAME)?, documents })
    }
}
