//! What the words and texts of an edition mean, as vectors of one space (`centrala_domain::Vectors`): each document's own
//! text and phrasings, taken from the edition or, where they were edited since, put together from their words.
//!
//! `vectors.bin` is the edition's file, `meaning.bin` the documents' rows. An edition does without.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use centrala_domain::{EntryTexts, EntryVectors, Vectors, WeightedWord};
use centrala_polish::stop_words::is_filler;
use centrala_polish::terms;
use centrala_polish::tokens::words;

use crate::analysis::query::{MOST_TELLING, rarity_of};
use crate::error::SearchError;

const VECTORS: &str = "vectors.bin";
const ROWS: &str = "meaning.bin";

pub struct Meaning {
    vectors: Vectors,
    entries: EntryVectors,
    asked: Mutex<VecDeque<Asked>>,
}

/// Words that were asked for, and how near each document is to them.
type Asked = (Vec<WeightedWord>, Arc<[f32]>);

/// Askings remembered: while a word is being typed, the query's meaning stays that of the words before it.
const REMEMBERED: usize = 2;

impl Meaning {
    /// `texts` are those of all documents, in their order.
    pub fn write(place: &Path, vectors: &Vectors, texts: &[EntryTexts]) -> Result<(), SearchError> {
        let mut entries = EntryVectors::new(vectors.dimensions());
        let mut known: HashMap<&String, Option<u32>> = HashMap::new();
        let direction = |text: &String| vectors.meaning(text, || weighted(text));
        for text in texts {
            let mut number = |text| {
                let find = || direction(text).map(|direction| entries.phrasing(&direction));
                *known.entry(text).or_insert_with(find)
            };
            let phrasings = text.phrasings.iter().filter_map(&mut number).collect();
            entries.push_known(direction(&text.own), phrasings);
        }
        fs::write(place.join(VECTORS), vectors.as_bytes())?;
        Ok(fs::write(place.join(ROWS), entries.to_bytes())?)
    }

    /// None where the edition has no vectors.
    pub fn open(place: &Path, documents: u32) -> Result<Option<Self>, SearchError> {
        let bytes = match fs::read(place.join(VECTORS)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let vectors = Vectors::read(bytes).map_err(|_| SearchError::Stale)?;
        let entries = EntryVectors::from_bytes(&fs::read(place.join(ROWS))?).ok_or(SearchError::Stale)?;
        if entries.len() != documents as usize {
            return Err(SearchError::Stale);
        }
        Ok(Some(Self { vectors, entries, asked: Mutex::default() }))
    }

    /// How much nearer each document is to these words than the others are: z-scores of the cosines. None where no word
    /// has a meaning.
    pub fn nearness(&self, words: &[WeightedWord]) -> Option<Arc<[f32]>> {
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, nearness)) = asked().iter().find(|(known, _)| known == words) {
            return Some(nearness.clone());
        }
        let query = self.vectors.mean(words)?;
        let nearness: Arc<[f32]> = self.entries.nearness(&query).into();
        let mut asked = asked();
        asked.push_front((words.to_vec(), nearness.clone()));
        asked.truncate(REMEMBERED);
        Some(nearness)
    }
}

fn weighted(text: &str) -> Vec<WeightedWord> {
    let content = words(text).into_iter().filter(|token| !is_filler(token));
    let word = |token| {
        let lemmas = terms::written(&token);
        WeightedWord { weight: rarity_of(&lemmas).unwrap_or(MOST_TELLING), lemmas }
    };
    content.map(word).collect()
}
