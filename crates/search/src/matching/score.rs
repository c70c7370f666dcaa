//! Groups → scored documents, over tantivy's postings, in dense accumulators.
//!
//! A term is scored by BM25F (Robertson, Zaragoza, Taylor 2004): with `tf_p`, `len_p` of part p,
//! `x = Σ_p w_p · tf_p / (1 − b + b · len_p / avg_p)` and `score = idf · x · (k1 + 1) / (k1 + x)`,
//! `idf = ln(1 + (N − df + ½) / (df + ½))`. A group is its best member; groups add up by their weights; the sum is
//! multiplied by the coverage, the share of the query's groups that a document answers, each worth its weight times
//! `idf^0.6` of its commonest reading: a document that lacks the rare word lacks more than one that lacks "sprawa".
//!
//! An unfinished word takes the idf of its commonest ending for all of them: among the words that "rej" may become, the
//! rarest is not the likeliest.

use std::ops::Range;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use crate::hits::answer::Why;
use crate::index::beginnings::Beginnings;
use crate::index::schema::{PART_COUNT, PARTS};
use crate::query::groups::{Group, Key, Member};
use crate::ranking::recent::{Answered, Recent};
use crate::ranking::tables::{Sparse, Store, Tables, Won};

const K1: f32 = 1.2;
const B: f32 = 0.5;
/// How much more a rare word of the query weighs in the coverage.
const RARITY: f32 = 0.6;
/// A phrase of n words scores its sum / n^this: a long official name is not worth more because it is long.
const LENGTH: f32 = 0.4;

/// One part's postings and lengths.
pub struct Part {
    pub forms: Arc<InvertedIndexReader>,
    pub lemmas: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// 1 − b + b · len / avg for each of tantivy's classes of length.
    norms: [f32; 256],
}

pub struct Scorer {
    pub parts: [Part; PART_COUNT],
    pub documents: u32,
    tables: Store,
    known: Arc<Beginnings>,
    recent: Recent,
}

/// A document that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    pub document: u32,
    pub score: f32,
    pub coverage: f32,
}

/// What a group counts in the sum, and in the coverage.
#[derive(Debug, Clone, Copy)]
struct Weight {
    score: f32,
    coverage: f32,
}

/// What a query found: the documents, and for each group the member that won in each document that answers it.
pub struct Scores {
    pub scored: Vec<Scored>,
    groups: Vec<Answered>,
}

impl Scores {
    /// For each group the winning member in this document, if it answers the group.
    pub fn winners(&self, document: u32) -> impl Iterator<Item = Option<usize>> {
        self.groups.iter().map(move |group| {
            let at = group.binary_search_by_key(&document, |(document, _)| *document).ok()?;
            usize::from(group[at].1.member).checked_sub(1)
        })
    }
}

impl Scorer {
    pub fn new(parts: [Part; PART_COUNT], documents: u32, known: Arc<Beginnings>) -> Self {
        Self { parts, documents, tables: Store::new(documents), known, recent: Recent::default() }
    }

    pub fn score(&self, groups: &[Group]) -> tantivy::Result<Scores> {
        self.tables.lend(|tables| {
            let weights: Vec<Weight> = groups.iter().map(|group| self.weight(group)).collect();
            let groups =
                groups.iter().map(|group| self.answered(group, tables)).collect::<tantivy::Result<Vec<_>>>()?;
            Ok(Scores { scored: summed(&groups, &weights, tables), groups })
        })
    }

    fn weight(&self, group: &Group) -> Weight {
        Weight { score: group.weight, coverage: group.weight * self.idf(group.held_by).powf(RARITY) }
    }

    /// A word that is still open will not come again.
    fn answered(&self, group: &Group, tables: &mut Tables) -> tantivy::Result<Answered> {
        if group.longer.is_some() {
            return Ok(Arc::new(self.group(group, tables)?));
        }
        if let Some(answered) = self.recent.find(&group.members) {
            return Ok(answered);
        }
        let answered = Arc::new(self.group(group, tables)?);
        self.recent.remember(&group.members, &answered);
        Ok(answered)
    }

    /// Each document that holds one of these words that go on from an open one, with the word that is best there; how rare
    /// the open word is comes in when it is asked for.
    pub fn of_longer(&self, longer: &Group) -> tantivy::Result<Vec<(u32, Won)>> {
        self.tables.lend(|tables| {
            self.members(longer, 0..longer.members.len(), 1.0, tables)?;
            Ok(tables.best.take())
        })
    }

    fn group(&self, group: &Group, tables: &mut Tables) -> tantivy::Result<Vec<(u32, Won)>> {
        let idf = self.idf(group.held_by);
        let known = group.longer.as_ref().and_then(|longer| Some((longer, self.known.entries(&longer.beginning)?)));
        let all = group.members.len();
        let (walked_to, walked_on) = known.as_ref().map_or((all, all), |(longer, _)| (longer.from, longer.to));
        self.members(group, 0..walked_to, idf, tables)?;
        if let Some((longer, entries)) = known {
            let before = u16::try_from(longer.from).unwrap_or(u16::MAX);
            for (document, won) in entries.filter(|(document, _)| *document < self.documents) {
                let won = Won { score: idf * won.score, member: before + won.member, ..won };
                tables.best.offer(document, won);
            }
        }
        self.members(group, walked_on..all, idf, tables)?;
        Ok(tables.best.take())
    }

    /// `unfinished` is the idf of what is only the beginning of a word.
    fn members(&self, group: &Group, range: Range<usize>, unfinished: f32, tables: &mut Tables) -> tantivy::Result<()> {
        for (at, member) in (1_u16..).zip(&group.members).skip(range.start).take(range.len()) {
            match member.words.as_slice() {
                [keys] => {
                    let begun = group.begun || matches!(member.why, Why::Prefix { .. });
                    self.word(keys, begun.then_some(unfinished), member.weight, at, tables)?;
                }
                _ => self.phrase(member, at, tables)?,
            }
        }
        Ok(())
    }

    /// A member of one word: whoever holds it holds all of it.
    fn word(&self, keys: &[Key], idf: Option<f32>, weight: f32, at: u16, tables: &mut Tables) -> tantivy::Result<()> {
        let Tables { term, best, .. } = tables;
        for key in keys {
            self.term(key, idf, term)?;
            term.drain(|document, score| best.offer(document, Won { score: weight * score, share: 1.0, member: at }));
        }
        Ok(())
    }

    fn phrase(&self, member: &Member, at: u16, tables: &mut Tables) -> tantivy::Result<()> {
        let Tables { term, word, phrase, held, best, .. } = tables;
        let mut worth = 0.0;
        for keys in &member.words {
            for key in keys {
                self.term(key, None, term)?;
                term.drain(|document, score| word.raise(document, score));
            }
            let idf = self.idf(count(word.touched.len()));
            worth += idf;
            word.drain(|document, score| {
                phrase.add(document, score);
                held.add(document, idf);
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "a phrase has a handful of words")]
        let weight = member.weight / (member.words.len() as f32).powf(LENGTH);
        phrase.drain(|document, score| {
            // Half a phrase is much less than half of what was meant, and its rare words are most of it: "miejski" alone
            // is next to nothing of "szalet miejski".
            let share = held.values[document as usize] / worth;
            best.offer(document, Won { score: weight * score * share * share, share, member: at });
        });
        held.drain(|_, _| {});
        Ok(())
    }

    /// `idf` where the term is to be as rare as that, and not as itself.
    fn term(&self, key: &Key, idf: Option<f32>, scores: &mut Sparse) -> tantivy::Result<()> {
        for (part, (_, weight)) in self.parts.iter().zip(PARTS) {
            let (postings, word) = match key {
                Key::Lemma(word) => (&part.lemmas, word),
                Key::Form(word) => (&part.forms, word),
            };
            let Some(info) = postings.terms().get(word.as_bytes())? else { continue };
            let mut block = postings.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            while !block.docs().is_empty() {
                for (document, frequency) in block.docs().iter().zip(block.freqs()) {
                    scores.add(*document, weight * part.frequency(*document, *frequency));
                }
                block.advance();
            }
        }
        let idf = idf.unwrap_or_else(|| self.idf(count(scores.touched.len())));
        for document in &scores.touched {
            let x = &mut scores.values[*document as usize];
            *x = idf * *x * (K1 + 1.0) / (K1 + *x);
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    fn idf(&self, held_by: u32) -> f32 {
        let (n, df) = (self.documents as f32, held_by as f32);
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }
}

fn count(documents: usize) -> u32 {
    u32::try_from(documents).unwrap_or(u32::MAX)
}

/// Groups add up by their weights; the sum is multiplied by the coverage.
fn summed(groups: &[Answered], weights: &[Weight], tables: &mut Tables) -> Vec<Scored> {
    let all: f32 = weights.iter().map(|weight| weight.coverage).sum();
    if let [only] = groups {
        let scored = |(document, won): &(u32, Won)| Scored {
            document: *document,
            score: won.score * won.share,
            coverage: won.share,
        };
        return only.iter().map(scored).collect();
    }
    let Tables { total, answered, .. } = tables;
    for (group, weight) in groups.iter().zip(weights) {
        for (document, won) in group.iter() {
            total.add(*document, weight.score * won.score);
            answered[*document as usize] += weight.coverage * won.share;
        }
    }
    let mut scored = Vec::with_capacity(total.touched.len());
    total.drain(|document, score| {
        let coverage = std::mem::take(&mut answered[document as usize]) / all;
        scored.push(Scored { document, score: score * coverage, coverage });
    });
    scored
}

impl Part {
    #[expect(clippy::cast_precision_loss, reason = "an average, lengths and their classes")]
    pub fn new(
        forms: Arc<InvertedIndexReader>,
        lemmas: Arc<InvertedIndexReader>,
        lengths: FieldNormReader,
        documents: u32,
    ) -> Self {
        let average = (forms.total_num_tokens() as f32 / documents.max(1) as f32).max(1.0);
        let norm = |class: usize| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(class).unwrap_or(u8::MAX));
            1.0 - B + B * (length as f32 / average)
        };
        Self { forms, lemmas, lengths, norms: std::array::from_fn(norm) }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    #[inline]
    fn frequency(&self, document: u32, frequency: u32) -> f32 {
        frequency as f32 / self.norms[usize::from(self.lengths.fieldnorm_id(document))]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn who_answers_more_of_the_query_stands_above(groups in prop::collection::vec((0.1_f32..9.0, any::<bool>(), 0.1_f32..3.0), 2..6)) {
            prop_assume!(groups.iter().any(|(_, both, _)| *both) && groups.iter().any(|(_, both, _)| !both));
            let weights: Vec<Weight> = groups.iter().map(|(_, _, coverage)| Weight { score: 1.0, coverage: *coverage }).collect();
            // Document 1 answers every group, document 0 only some, each with the same score.
            let won = |score| Won { score, share: 1.0, member: 1 };
            let answered = |(score, both, _): &(f32, bool, f32)| {
                Arc::new((u32::from(!both)..2).map(|document| (document, won(*score))).collect::<Vec<_>>())
            };
            let groups: Vec<_> = groups.iter().map(answered).collect();
            let summed = Store::new(2).lend(|tables| Ok::<_, ()>(summed(&groups, &weights, tables))).expect("tables");
            let of = |document| summed.iter().find(|scored| scored.document == document).expect("found");
            prop_assert!(of(1).score > of(0).score && of(1).coverage > of(0).coverage);
            prop_assert!((of(1).coverage - 1.0).abs() < 1e-6);
        }
    }
}
