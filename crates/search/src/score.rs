//! Groups → scored documents, over tantivy's postings, in dense accumulators.
//!
//! A term is scored by BM25F (Robertson, Zaragoza, Taylor 2004): with `tf_p`, `len_p` of part p,
//! `x = Σ_p w_p · tf_p / (1 − b + b · len_p / avg_p)` and `score = idf · x · (k1 + 1) / (k1 + x)`,
//! `idf = ln(1 + (N − df + ½) / (df + ½))`. A group is its best member; groups add up; the sum is multiplied by the
//! coverage, the share of groups that a document answers.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use crate::groups::{Group, Key, Member};
use crate::schema::{PART_COUNT, PARTS};

const K1: f32 = 1.2;
const B: f32 = 0.5;

/// One part's postings and lengths.
pub struct Part {
    pub forms: Arc<InvertedIndexReader>,
    pub lemmas: Arc<InvertedIndexReader>,
    pub lengths: FieldNormReader,
    pub average: f32,
}

pub struct Scorer {
    pub parts: [Part; PART_COUNT],
    pub documents: u32,
}

/// A document that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    pub document: u32,
    pub score: f32,
    pub coverage: f32,
}

/// Values of the touched documents in a dense array; clearing costs only what was touched.
struct Sparse {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Sparse {
    fn new(documents: u32) -> Self {
        Self { values: vec![0.0; documents as usize], touched: Vec::new() }
    }

    fn add(&mut self, document: u32, value: f32) {
        let slot = &mut self.values[document as usize];
        if *slot == 0.0 {
            self.touched.push(document);
        }
        *slot += value;
    }

    fn raise(&mut self, document: u32, value: f32) {
        let now = self.values[document as usize];
        if value > now {
            self.add(document, value - now);
        }
    }

    fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        for document in self.touched.drain(..) {
            each(document, std::mem::take(&mut self.values[document as usize]));
        }
    }
}

/// The accumulators of one query.
struct Scratch {
    term: Sparse,
    word: Sparse,
    phrase: Sparse,
    /// What the words of the phrase that a document holds are worth: the sum of their idf.
    held: Sparse,
    group: Sparse,
    /// How much of the winning member a document holds, 0 to 1.
    share: Vec<f32>,
}

/// What a query found: the documents, and for each group the member that won in each document.
pub struct Scores {
    pub scored: Vec<Scored>,
    winners: Vec<Vec<u16>>,
}

impl Scores {
    /// For each group the winning member in this document, if it answers the group.
    pub fn winners(&self, document: u32) -> impl Iterator<Item = Option<usize>> {
        self.winners.iter().map(move |of_group| usize::from(of_group[document as usize]).checked_sub(1))
    }
}

impl Scorer {
    pub fn score(&self, groups: &[Group]) -> tantivy::Result<Scores> {
        let new = || Sparse::new(self.documents);
        let mut scratch = Scratch {
            term: new(),
            word: new(),
            phrase: new(),
            held: new(),
            group: new(),
            share: vec![0.0; self.documents as usize],
        };
        let (mut total, mut answered) = (new(), new());
        let mut winners = vec![vec![0_u16; self.documents as usize]; groups.len()];
        for (group, winners) in groups.iter().zip(&mut winners) {
            for (at, member) in (1_u16..).zip(&group.members) {
                self.member(member, at, &mut scratch, winners)?;
            }
            let share = &scratch.share;
            scratch.group.drain(|document, score| {
                total.add(document, score);
                answered.add(document, share[document as usize]);
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "a query has a handful of groups")]
        let all = groups.len() as f32;
        let mut scored = Vec::with_capacity(total.touched.len());
        total.drain(|document, score| {
            let coverage = answered.values[document as usize] / all;
            scored.push(Scored { document, score: score * coverage, coverage });
        });
        Ok(Scores { scored, winners })
    }

    fn member(&self, member: &Member, at: u16, scratch: &mut Scratch, winners: &mut [u16]) -> tantivy::Result<()> {
        let mut worth = 0.0;
        for keys in &member.words {
            for key in keys {
                self.term(key, &mut scratch.term)?;
                let word = &mut scratch.word;
                scratch.term.drain(|document, score| word.raise(document, score));
            }
            let (phrase, held) = (&mut scratch.phrase, &mut scratch.held);
            let idf = self.idf(scratch.word.touched.len());
            worth += idf;
            scratch.word.drain(|document, score| {
                phrase.add(document, score);
                held.add(document, idf);
            });
        }
        let (held, group, shares) = (&mut scratch.held, &mut scratch.group, &mut scratch.share);
        scratch.phrase.drain(|document, score| {
            // Half a phrase is much less than half of what was meant, and its rare words are most of it: "miejski" alone
            // is next to nothing of "szalet miejski".
            let share = held.values[document as usize] / worth;
            let score = member.weight * score * share * share;
            if score > group.values[document as usize] {
                group.raise(document, score);
                shares[document as usize] = share;
                winners[document as usize] = at;
            }
        });
        held.drain(|_, _| {});
        Ok(())
    }

    fn term(&self, key: &Key, scores: &mut Sparse) -> tantivy::Result<()> {
        for (part, (_, weight)) in self.parts.iter().zip(PARTS) {
            let (postings, word) = match key {
                Key::Lemma(word) => (&part.lemmas, word),
                Key::Form(word) => (&part.forms, word),
            };
            let Some(info) = postings.terms().get(word.as_bytes())? else { continue };
            let mut postings = postings.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            loop {
                let document = postings.doc();
                if document == TERMINATED {
                    break;
                }
                scores.add(document, weight * part.frequency(document, postings.term_freq()));
                postings.advance();
            }
        }
        let idf = self.idf(scores.touched.len());
        for document in &scores.touched {
            let x = &mut scores.values[*document as usize];
            *x = idf * *x * (K1 + 1.0) / (K1 + *x);
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    fn idf(&self, documents: usize) -> f32 {
        let (n, df) = (self.documents as f32, documents as f32);
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }
}

impl Part {
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    fn frequency(&self, document: u32, frequency: u32) -> f32 {
        let length = self.lengths.fieldnorm(document) as f32 / self.average;
        frequency as f32 / (1.0 - B + B * length)
    }
}
