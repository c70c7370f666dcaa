//! Every title's words, analysed when the index is built and kept in memory: to put the first fifty hits in order asks
//! nothing of the store.
//!
//! `titles.txt` holds one a line, in alphabetical order of the titles, written as in `stored`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::fault::SearchError;
use crate::sections::stored::{Words, analysed};

const FILE: &str = "titles.txt";

pub struct Titles {
    text: String,
    /// Where each document's line stands.
    places: Vec<Range<usize>>,
}

impl Titles {
    /// `titles` in their alphabetical order.
    pub fn write<'a>(place: &Path, titles: impl Iterator<Item = &'a str>) -> Result<(), SearchError> {
        let lines: Vec<String> = titles.map(analysed).collect();
        fs::write(place.join(FILE), lines.join("\n"))?;
        Ok(fs::File::open(place.join(FILE))?.sync_all()?)
    }

    /// `ranks` are the places of the documents' titles in that order.
    pub fn open(place: &Path, ranks: &[u64]) -> Result<Self, SearchError> {
        let text = fs::read_to_string(place.join(FILE))?;
        let mut from = 0;
        let mut line = |line: &str| {
            let start = from;
            from += line.len() + 1;
            start..start + line.len()
        };
        let lines: Vec<Range<usize>> = text.split('\n').map(&mut line).collect();
        let of = |rank: &u64| usize::try_from(*rank).ok().and_then(|rank| lines.get(rank).cloned());
        let places: Option<Vec<Range<usize>>> = ranks.iter().map(of).collect();
        Ok(Self { places: places.ok_or(SearchError::Stale)?, text })
    }

    pub fn of(&self, document: u32) -> Words<'_> {
        Words::new(&self.text[self.places[document as usize].clone()])
    }
}
