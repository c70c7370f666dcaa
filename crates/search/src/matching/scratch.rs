//! The accumulators of scoring: a value for each document or phrasing, cleared at the price of what was touched, and kept
//! from one query to the next. Zeroing arrays of a hundred thousand documents would cost more than most answers.
//!
//! Deliberately not here: what the values mean (`score`, `phrasings`).

use std::sync::{Mutex, PoisonError};

use crate::matching::phrasings::PhrasingMatch;
use crate::matching::term_matches::TermMatches;

/// Values of the touched documents in a dense array.
#[derive(Default)]
pub struct Sparse {
    pub values: Vec<f32>,
    pub touched: Vec<u32>,
}

impl Sparse {
    pub fn new(documents: u32) -> Self {
        Self { values: vec![0.0; documents as usize], touched: Vec::new() }
    }

    #[inline]
    pub fn add(&mut self, document: u32, value: f32) {
        let slot = &mut self.values[document as usize];
        if *slot == 0.0 {
            self.touched.push(document);
        }
        *slot += value;
    }

    #[inline]
    pub fn raise(&mut self, document: u32, value: f32) {
        let slot = &mut self.values[document as usize];
        if value > *slot {
            if *slot == 0.0 {
                self.touched.push(document);
            }
            *slot = value;
        }
    }

    pub fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        for document in self.touched.drain(..) {
            each(document, std::mem::take(&mut self.values[document as usize]));
        }
    }
}

/// The best alternative of a term in one document.
#[derive(Debug, Clone, Copy, Default)]
pub struct BestMatch {
    pub score: f32,
    /// How much of the term the document answers, 0 to 1.
    pub share: f32,
    /// Its place among the alternatives, from 1.
    pub alternative: u16,
}

/// The best of each touched document.
pub struct Best {
    scores: Vec<f32>,
    shares: Vec<f32>,
    alternatives: Vec<u16>,
    touched: Vec<u32>,
}

/// From this share of the documents on, all are kept.
const MANY: usize = 16;

impl Best {
    fn new(documents: u32) -> Self {
        let all = documents as usize;
        Self { scores: vec![0.0; all], shares: vec![0.0; all], alternatives: vec![0; all], touched: Vec::new() }
    }

    /// The first of equals stays.
    #[inline]
    pub fn offer(&mut self, document: u32, won: BestMatch) {
        let at = document as usize;
        if won.score > self.scores[at] {
            if self.scores[at] == 0.0 {
                self.touched.push(document);
            }
            self.scores[at] = won.score;
            self.shares[at] = won.share;
            self.alternatives[at] = won.alternative;
        }
    }

    /// All of them in the order of documents, and the table empty again.
    pub fn take(&mut self) -> TermMatches {
        let all = self.scores.len();
        if self.touched.len() > all / MANY {
            self.touched.clear();
            return TermMatches {
                documents: None,
                scores: std::mem::replace(&mut self.scores, vec![0.0; all]),
                shares: std::mem::replace(&mut self.shares, vec![0.0; all]),
                alternatives: std::mem::replace(&mut self.alternatives, vec![0; all]),
            };
        }
        let mut documents = std::mem::take(&mut self.touched);
        documents.sort_unstable();
        let places = || documents.iter().map(|document| *document as usize);
        TermMatches {
            scores: places().map(|at| std::mem::take(&mut self.scores[at])).collect(),
            shares: places().map(|at| std::mem::take(&mut self.shares[at])).collect(),
            alternatives: places().map(|at| std::mem::take(&mut self.alternatives[at])).collect(),
            documents: Some(documents),
        }
    }
}

/// What was said of each phrasing.
#[derive(Default)]
pub struct Said {
    pub matched: Vec<PhrasingMatch>,
    pub touched: Vec<u32>,
    /// Of the term at hand: the best idf and share of its alternatives, and the phrasings that hold any.
    pub best: Vec<(f32, f32)>,
    pub of_term: Vec<u32>,
}

/// What one query needs; empty whenever it lies in the store.
pub struct Scratch {
    pub word: Sparse,
    pub phrase: Sparse,
    /// What the words of the phrase that a document holds are worth: the sum of their idf.
    pub held: Sparse,
    pub best: Best,
    pub said: Said,
}

/// Scratch space at rest: as many as were ever used at once.
pub struct ScratchPool {
    documents: u32,
    phrasings: usize,
    resting: Mutex<Vec<Scratch>>,
}

impl ScratchPool {
    pub fn new(documents: u32, phrasings: usize) -> Self {
        Self { documents, phrasings, resting: Mutex::default() }
    }

    pub fn lend<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = resting.unwrap_or_else(|| self.unused());
        let result = work(&mut scratch);
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        result
    }

    fn unused(&self) -> Scratch {
        let sparse = || Sparse::new(self.documents);
        let said = Said {
            matched: vec![PhrasingMatch::default(); self.phrasings],
            best: vec![(0.0, 0.0); self.phrasings],
            ..Said::default()
        };
        Scratch { word: sparse(), phrase: sparse(), held: sparse(), best: Best::new(self.documents), said }
    }
}
