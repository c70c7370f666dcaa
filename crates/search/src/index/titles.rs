//! Every title's words, analysed when the index is built and kept in memory: to put the first fifty hits in order asks
//! nothing of the store.
//!
//! `titles.txt` holds one a line, in the order of documents, written as in `article::stored`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::article::stored::{Words, analysed};
use crate::error::SearchError;

const FILE: &str = "titles.txt";

pub struct Titles {
    text: String,
    /// Where each document's line stands.
    places: Vec<Range<usize>>,
}

impl Titles {
    pub fn write(place: &Path, titles: &[String]) -> Result<(), SearchError> {
        let lines: Vec<String> = titles.iter().map(|title| analysed(title)).collect();
        Ok(fs::write(place.join(FILE), lines.join("\n"))?)
    }

    pub fn open(place: &Path, documents: u32) -> Result<Self, SearchError> {
        let text = fs::read_to_string(place.join(FILE))?;
        let mut from = 0;
        let mut line = |line: &str| {
            let start = from;
            from += line.len() + 1;
            start..start + line.len()
        };
        let places: Vec<Range<usize>> = text.split('\n').map(&mut line).collect();
        if documents > 0 && places.len() != documents as usize {
            Err(SearchError::Stale)
        } else {
            Ok(Self { text, places })
        }
    }

    pub fn of(&self, document: u32) -> Words<'_> {
        Words::new(&self.text[self.places[document as usize].clone()])
    }
}
