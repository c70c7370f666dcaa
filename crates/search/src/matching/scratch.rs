//! The accumulators of scoring: a value for each document, cleared at the price of what was touched, and kept from one
//! query to the next. Zeroing arrays of a hundred thousand documents would cost more than most answers.
//!
//! Deliberately not here: what the values mean (`score`).

use std::sync::{Mutex, PoisonError};

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
        let now = self.values[document as usize];
        if value > now {
            self.add(document, value - now);
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
    won: Vec<BestMatch>,
    touched: Vec<u32>,
}

impl Best {
    fn new(documents: u32) -> Self {
        Self { won: vec![BestMatch::default(); documents as usize], touched: Vec::new() }
    }

    /// The first of equals stays.
    #[inline]
    pub fn offer(&mut self, document: u32, won: BestMatch) {
        let now = &mut self.won[document as usize];
        if won.score > now.score {
            if now.alternative == 0 {
                self.touched.push(document);
            }
            *now = won;
        }
    }

    /// All of them in the order of documents, and the table empty again. Where much was touched, walking the whole table
    /// is cheaper than sorting.
    pub fn take(&mut self) -> Vec<(u32, BestMatch)> {
        let mut taken = Vec::with_capacity(self.touched.len());
        if self.touched.len() > self.won.len() / 16 {
            self.touched.clear();
            let all = (0..).zip(&mut self.won).filter(|(_, won)| won.alternative > 0);
            taken.extend(all.map(|(document, won)| (document, std::mem::take(won))));
        } else {
            self.touched.sort_unstable();
            let won = &mut self.won;
            taken
                .extend(self.touched.drain(..).map(|document| (document, std::mem::take(&mut won[document as usize]))));
        }
        taken
    }
}

/// What one query needs; empty whenever it lies in the store.
pub struct Scratch {
    pub term: Sparse,
    pub word: Sparse,
    pub phrase: Sparse,
    /// What the words of the phrase that a document holds are worth: the sum of their idf.
    pub held: Sparse,
    pub best: Best,
    pub total: Sparse,
    pub answered: Vec<f32>,
}

impl Scratch {
    fn new(documents: u32) -> Self {
        let new = || Sparse::new(documents);
        let answered = vec![0.0; documents as usize];
        Self {
            term: new(),
            word: new(),
            phrase: new(),
            held: new(),
            best: Best::new(documents),
            total: new(),
            answered,
        }
    }
}

/// Scratch space at rest: as many as were ever used at once.
pub struct ScratchPool {
    documents: u32,
    resting: Mutex<Vec<Scratch>>,
}

impl ScratchPool {
    pub fn new(documents: u32) -> Self {
        Self { documents, resting: Mutex::default() }
    }

    pub fn lend<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scratch = resting.unwrap_or_else(|| Scratch::new(self.documents));
        let result = work(&mut scratch);
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        result
    }
}
