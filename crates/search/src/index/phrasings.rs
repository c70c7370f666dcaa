//! How callers ask, phrasing by phrasing: a phrasing is a small document of its own. The phrasings of a document are a
//! set; what several documents have is held once.
//!
//! A word of a phrasing has as its impact the share of the phrasing's rarity that it is: 255 is all of it. So the sum of
//! the matched words' impacts tells how much of the phrasing was said. `phrasing.fst` and `.bin` are its postings.
//! `phrasing.sets` holds numbers (u32, little-endian): how many phrasings and how many documents there are, where the
//! sets of each phrasing end, the set of each document, and then the sets of each phrasing.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use centrala_polish::words::Word;

use crate::error::SearchError;
use crate::index::postings::{Postings, PostingsBuilder, TermKey};

const NAME: &str = "phrasing";
const SETS: &str = "phrasing.sets";

#[derive(Default)]
pub struct PhrasingsBuilder {
    words: Vec<Rc<[Word]>>,
    numbers: HashMap<Rc<[Word]>, u32>,
    /// Each set's phrasings, and its number.
    sets: HashMap<Vec<u32>, u32>,
    of_documents: Vec<u32>,
}

impl PhrasingsBuilder {
    /// Adds the next document's phrasings; tells the number of their set.
    pub fn add(&mut self, phrasings: &[Rc<[Word]>]) -> usize {
        let set: Vec<u32> = phrasings.iter().filter(|one| !one.is_empty()).map(|one| self.number(one)).collect();
        let next = narrow(self.sets.len());
        let number = *self.sets.entry(set).or_insert(next);
        self.of_documents.push(number);
        number as usize
    }

    fn number(&mut self, phrasing: &Rc<[Word]>) -> u32 {
        if let Some(number) = self.numbers.get(phrasing) {
            return *number;
        }
        let number = narrow(self.words.len());
        self.numbers.insert(phrasing.clone(), number);
        self.words.push(phrasing.clone());
        number
    }

    /// `weight` is how much a word tells, on one scale.
    pub fn write(self, place: &Path, weight: impl Fn(&Word) -> f32) -> Result<(), SearchError> {
        let mut postings = PostingsBuilder::default();
        for (number, phrasing) in (0..).zip(&self.words) {
            let weights: Vec<f32> = phrasing.iter().map(&weight).collect();
            let all = weights.iter().sum::<f32>().max(f32::EPSILON);
            for (word, weight) in phrasing.iter().zip(weights) {
                let share = to_byte(weight / all);
                postings.add(&TermKey::Form(word.folded.clone()), number, share);
                for lemma in &word.lemmas {
                    postings.add(&TermKey::Lemma(lemma.clone()), number, share);
                }
            }
        }
        postings.write(place, NAME)?;
        let mut of_phrasings = vec![Vec::new(); self.words.len()];
        for (set, number) in &self.sets {
            set.iter().for_each(|phrasing| of_phrasings[*phrasing as usize].push(*number));
        }
        of_phrasings.iter_mut().for_each(|sets| sets.sort_unstable());
        let mut end = 0;
        let ends = of_phrasings.iter().map(|sets| {
            end += narrow(sets.len());
            end
        });
        let head = [narrow(self.words.len()), narrow(self.of_documents.len())].into_iter().chain(ends);
        let numbers = head.chain(self.of_documents.iter().copied()).chain(of_phrasings.iter().flatten().copied());
        let bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        Ok(fs::write(place.join(SETS), bytes)?)
    }
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn to_byte(share: f32) -> u8 {
    (share * 255.0).round().clamp(1.0, 255.0) as u8
}

pub struct Phrasings {
    pub postings: Postings,
    /// The set of each document.
    pub of_documents: Arc<[u32]>,
    /// The sets of each phrasing, and where they end.
    sets: Vec<u32>,
    ends: Vec<u32>,
    set_count: usize,
}

impl Phrasings {
    pub fn open(place: &Path, documents: u32) -> Result<Self, SearchError> {
        let bytes = fs::read(place.join(SETS))?;
        let numbers: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        let take = |range: Range<usize>| numbers.get(range).ok_or(SearchError::Stale);
        let (phrasings, count) = (take(0..1)?[0] as usize, take(1..2)?[0]);
        let (ends, documents_end) = (2 + phrasings, 2 + phrasings + documents as usize);
        let (of_documents, sets) = (take(ends..documents_end)?, take(documents_end..numbers.len())?);
        let read = Self {
            set_count: of_documents.iter().chain(sets).max().map_or(0, |greatest| *greatest as usize + 1),
            postings: Postings::open(place, NAME)?,
            ends: take(2..ends)?.to_vec(),
            of_documents: of_documents.into(),
            sets: sets.to_vec(),
        };
        let is_whole = count == documents
            && read.ends.is_sorted()
            && read.ends.last().is_none_or(|last| *last as usize == read.sets.len());
        if is_whole { Ok(read) } else { Err(SearchError::Stale) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// How many sets there are.
    pub fn sets(&self) -> usize {
        self.set_count
    }

    /// The sets that hold a phrasing.
    pub fn sets_of(&self, phrasing: u32) -> &[u32] {
        let at = phrasing as usize;
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.sets[from as usize..self.ends[at] as usize]
    }
}
