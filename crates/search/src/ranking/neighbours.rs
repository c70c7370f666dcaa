//! Everyday words that nobody listed: what the table of meanings adds to a query that the content answers badly.
//!
//! It speaks for a word that is Polish and that neither the content nor the lexicon knows, finished or not. With
//! `t_d = Σ_w max_lemma T[lemma, d]` and the coverage c of the best match, `lex_d += max lex · (1 − c) · t_d / max t`.
//! Matches that answer the whole query stand as they are. A procedure that the table alone brings stands below all
//! matches: no threshold of t tells right from wrong. Not here: the table's format (`centrala_domain::meanings`).

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::{fs, io};

use centrala_domain::MeaningTable;

use crate::fault::SearchError;
use crate::hits::answer::Why;
use centrala_polish::lemmas;
use centrala_polish::terms;
use crate::query::groups::{Group, Typed};
use crate::ranking::score::Scored;

const FILE: &str = "meanings.bin";
/// Shown for their meaning alone.
const ALONE: usize = 10;
/// The best of them, as a share of the last match's score.
const BELOW: f32 = 0.9;

/// The table, and the index's document of each of its procedures.
pub struct Meanings {
    table: MeaningTable,
    documents: Vec<Option<u32>>,
}

impl Meanings {
    pub fn write(table: &MeaningTable, index: &Path) -> io::Result<()> {
        fs::write(index.join(FILE), table.as_bytes())?;
        fs::File::open(index.join(FILE))?.sync_all()
    }

    /// None where the edition has no table. `titles` are the places of the table's procedures in the order of titles,
    /// `ranks` those of the documents.
    pub fn open(index: &Path, titles: &[u64], ranks: &[u64]) -> Result<Option<Self>, SearchError> {
        let bytes = match fs::read(index.join(FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let table = MeaningTable::read(bytes).map_err(|_| SearchError::Stale)?;
        if table.procedures().len() != titles.len() {
            return Err(SearchError::Stale);
        }
        let by_rank: HashMap<u64, u32> = ranks.iter().copied().zip(0..).collect();
        Ok(Some(Self { table, documents: titles.iter().map(|rank| by_rank.get(rank).copied()).collect() }))
    }

    /// The documents nearest to a folded lemma, and their weights.
    fn of(&self, lemma: &str) -> impl Iterator<Item = (u32, f32)> {
        self.table.of(lemma).filter_map(|(at, weight)| Some((self.documents[at]?, f32::from(weight))))
    }

    /// What the query's words mean, beside these matches of it.
    pub fn near(&self, typed: &Typed, groups: &[Group], matches: &[Scored]) -> Near {
        let best = matches.iter().max_by(|a, b| a.score.total_cmp(&b.score));
        let mut near = Near { lacking: 1.0 - best.map_or(0.0, |best| best.coverage), ..Near::default() };
        if near.lacking <= 0.0 {
            return near;
        }
        for (token, group) in typed.tokens.iter().zip(groups) {
            if lemmas::is_word(&token.text) && !is_known(group) {
                near.add(&token.text, self.word(&terms::typed(token)));
            }
        }
        near
    }

    /// The best of the lemmas, of each document.
    fn word(&self, lemmas: &[String]) -> HashMap<u32, f32> {
        let mut weights = HashMap::new();
        for (document, weight) in lemmas.iter().flat_map(|lemma| self.of(lemma)) {
            let held = weights.entry(document).or_insert(0.0_f32);
            *held = held.max(weight);
        }
        weights
    }
}

/// The content holds the word, or one that it may yet become, or an editor has said what it means.
fn is_known(group: &Group) -> bool {
    group.held_by > 0 || group.members.iter().any(|member| matches!(member.why, Why::Synonym { .. }))
}

/// How near each document is to what a query's words mean.
#[derive(Default)]
pub struct Near {
    /// 1 − c: the share of the query that the best match leaves unanswered.
    lacking: f32,
    /// t, and the words it comes from.
    documents: HashMap<u32, (f32, Vec<String>)>,
}

impl Near {
    fn add(&mut self, word: &str, weights: HashMap<u32, f32>) {
        for (document, weight) in weights.into_iter().filter(|(_, weight)| *weight > 0.0) {
            let (t, words) = self.documents.entry(document).or_default();
            *t += weight;
            words.push(word.to_owned());
        }
    }

    fn t(&self, document: u32) -> f32 {
        self.documents.get(&document).map_or(0.0, |(t, _)| *t)
    }

    /// The nearest documents that are no match, as hits that answer no word.
    pub fn alone(&self, matches: &[Scored]) -> Vec<Scored> {
        let matched: HashSet<u32> = matches.iter().map(|hit| hit.document).collect();
        let mut alone: Vec<u32> =
            self.documents.keys().copied().filter(|document| !matched.contains(document)).collect();
        alone.sort_unstable_by(|a, b| self.t(*b).total_cmp(&self.t(*a)).then(a.cmp(b)));
        alone.truncate(ALONE);
        alone.into_iter().map(|document| Scored { document, score: 0.0, coverage: 0.0 }).collect()
    }

    /// Adds the meaning to the scores: of matches by the formula above, of the others below them.
    pub fn blend(&self, hits: &mut [Scored]) {
        let nearest = self.documents.values().map(|(t, _)| *t).fold(0.0, f32::max);
        if nearest == 0.0 {
            return;
        }
        let matches: Vec<f32> = hits.iter().filter(|hit| !is_alone(hit)).map(|hit| hit.score).collect();
        let best = matches.iter().copied().fold(0.0, f32::max);
        let last = matches.into_iter().min_by(f32::total_cmp).unwrap_or(1.0);
        for hit in hits {
            let share = self.t(hit.document) / nearest;
            hit.score = if is_alone(hit) { BELOW * last * share } else { hit.score + best * self.lacking * share };
        }
    }

    /// The reason of a hit that the table alone brought.
    pub fn why(&self, hit: &Scored) -> Option<Why> {
        let (_, words) = self.documents.get(&hit.document).filter(|_| is_alone(hit))?;
        Some(Why::Meaning { typed: words.join(" ") })
    }
}

fn is_alone(hit: &Scored) -> bool {
    hit.coverage.total_cmp(&0.0) == Ordering::Equal
}
