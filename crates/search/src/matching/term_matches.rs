//! The documents that answer one term: for each its score, how much of the term it answers, and by which alternative.
//!
//! Where many do, the columns hold a place for every document, and terms are added up without looking at one; where few
//! do, only theirs.

use std::ops::Range;

/// What terms add up to in a run of documents: the scores, and the weights of what is answered.
pub struct Sums<'a> {
    pub totals: &'a mut [f32],
    pub answered: &'a mut [f32],
}

/// Columns of equal length.
#[derive(Debug, Default)]
pub struct TermMatches {
    /// In order; none where the columns hold every document.
    pub documents: Option<Vec<u32>>,
    /// 0 where a document does not answer the term.
    pub scores: Vec<f32>,
    /// How much of the term the document answers, 0 to 1.
    pub shares: Vec<f32>,
    /// The place of the best alternative, from 1; 0 where there is none.
    pub alternatives: Vec<u16>,
}

impl TermMatches {
    fn place(&self, document: u32) -> Option<usize> {
        match &self.documents {
            Some(documents) => documents.binary_search(&document).ok(),
            None => Some(document as usize),
        }
    }

    /// How much of the term this document answers, 0 to 1.
    pub fn share(&self, document: u32) -> f32 {
        self.place(document).map_or(0.0, |at| self.shares[at])
    }

    /// The alternative that won in this document, if it answers the term.
    pub fn winner(&self, document: u32) -> Option<usize> {
        usize::from(self.alternatives[self.place(document)?]).checked_sub(1)
    }

    /// Adds the documents of a run, times `score` and `coverage`. Runs come in order; `next` is where this one begins
    /// in short columns.
    pub fn add(&self, run: &Range<usize>, next: &mut usize, (score, coverage): (f32, f32), sums: &mut Sums<'_>) {
        match &self.documents {
            None => {
                let own = sums.totals.iter_mut().zip(&self.scores[run.clone()]);
                own.for_each(|(total, own)| *total += score * own);
                let own = sums.answered.iter_mut().zip(&self.shares[run.clone()]);
                own.for_each(|(answered, own)| *answered += coverage * own);
            }
            Some(documents) => {
                while let Some(document) = documents.get(*next).map(|document| *document as usize)
                    && document < run.end
                {
                    sums.totals[document - run.start] += score * self.scores[*next];
                    sums.answered[document - run.start] += coverage * self.shares[*next];
                    *next += 1;
                }
            }
        }
    }
}
