//! Everyday words → official words. Content, edited by people; analysed once when an index is opened.

use std::collections::HashMap;
use std::ops::Deref;

use centrala_domain::LexiconEntry;

use centrala_polish::tokens::Token;
use centrala_polish::words::{Word, content_words};

/// Shortest beginning by which a one-word key is recognised while it is still being typed.
const PREFIX: usize = 4;

/// Words that may stand between those of a phrase: "dług w czynszu za mieszkanie".
const BETWEEN: usize = 1;

/// A content word of a query, and what else it may stand for in a key.
#[derive(Debug, Clone)]
pub struct QueryWord {
    pub word: Word,
    /// Lemmas of its family and everyday words a slip away: a key is recognised by them too.
    pub kin: Vec<String>,
}

impl Deref for QueryWord {
    type Target = Word;

    fn deref(&self) -> &Word {
        &self.word
    }
}

impl QueryWord {
    pub fn typed(token: &Token) -> Self {
        Self { word: Word::typed(token), kin: Vec::new() }
    }

    /// Is it this word of a key, or one of its kin, that was typed?
    fn means(&self, key: &Word) -> bool {
        key.is_same(self) || key.lemmas.iter().chain([&key.folded]).any(|name| self.kin.contains(name))
    }
}

/// One meaning that some words of a query may have.
#[derive(Debug, Clone)]
pub struct Meaning<'a> {
    /// Their places in the query.
    pub at: Vec<usize>,
    pub words: &'a [Word],
    /// As the editors wrote it.
    pub text: &'a str,
}

struct Entry {
    key: Vec<Word>,
    /// Each meaning's content words, and its text.
    means: Vec<(Vec<Word>, String)>,
}

#[derive(Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    /// First lemma or folded word of a key → entries that begin so.
    by_first: HashMap<String, Vec<usize>>,
}

impl Lexicon {
    pub fn new(entries: &[LexiconEntry]) -> Self {
        let mut lexicon = Self::default();
        for entry in entries {
            lexicon.add(&entry.say, &entry.means);
            if entry.both_ways {
                for meaning in &entry.means {
                    lexicon.add(meaning, std::slice::from_ref(&entry.say));
                }
            }
        }
        lexicon
    }

    fn add(&mut self, say: &str, means: &[String]) {
        let key = content_words(say);
        let means: Vec<_> = means.iter().map(|meaning| (content_words(meaning), meaning.clone())).collect();
        let Some(first) = key.first() else { return };
        let at = self.entries.len();
        for name in first.lemmas.iter().chain([&first.folded]) {
            let entries = self.by_first.entry(name.clone()).or_default();
            if entries.last() != Some(&at) {
                entries.push(at);
            }
        }
        self.entries.push(Entry { key, means });
    }

    /// Every meaning of every phrase in the query. The last word, still being typed, also matches a one-word key by its
    /// beginning.
    pub fn meanings(&self, query: &[QueryWord], open: bool) -> Vec<Meaning<'_>> {
        let mut found = Vec::new();
        for from in 0..query.len() {
            for entry in self.beginning_with(&query[from]) {
                if let Some(at) = entry.places(query, from) {
                    entry.push_meanings(&at, &mut found);
                }
            }
        }
        // "zgubiłem dowód" is not also "zgubiłem": the longest phrase says what is meant.
        let phrases: Vec<Vec<usize>> = found.iter().map(|meaning: &Meaning<'_>| meaning.at.clone()).collect();
        found.retain(|one| {
            let inside =
                |phrase: &Vec<usize>| phrase.len() > one.at.len() && one.at.iter().all(|at| phrase.contains(at));
            !phrases.iter().any(inside)
        });
        if let Some(last) = query.last().filter(|last| open && last.folded.len() >= PREFIX) {
            let begun = |entry: &&Entry| {
                entry.key.len() == 1
                    && entry.key[0].folded.starts_with(&last.folded)
                    && entry.key[0].folded != last.folded
            };
            self.entries.iter().filter(begun).for_each(|entry| entry.push_meanings(&[query.len() - 1], &mut found));
        }
        found
    }

    /// Does a key begin with this word?
    pub fn has(&self, word: &QueryWord) -> bool {
        word.lemmas.iter().chain([&word.folded]).any(|name| self.by_first.contains_key(name))
    }

    /// Words that begin a key, `slips` or fewer away; the first letter is rarely missed.
    pub fn near(&self, folded: &str, slips: usize) -> Vec<String> {
        let is_near = |name: &&String| {
            name.as_bytes().first() == folded.as_bytes().first()
                && name.len().abs_diff(folded.len()) <= slips
                && strsim::osa_distance(name, folded) <= slips
        };
        self.by_first.keys().filter(is_near).cloned().collect()
    }

    fn beginning_with<'a>(&'a self, word: &QueryWord) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let names = word.lemmas.iter().chain([&word.folded]).chain(&word.kin);
        let mut entries: Vec<usize> = names.filter_map(|name| self.by_first.get(name)).flatten().copied().collect();
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter().map(|at| &self.entries[at])
    }
}

impl Entry {
    /// Where the words of the key stand in the query: the first at `from`, the others near it in any order.
    fn places(&self, query: &[QueryWord], from: usize) -> Option<Vec<usize>> {
        let span = self.key.len() + BETWEEN;
        let near = from.saturating_sub(span)..query.len().min(from + span);
        let mut at = vec![from];
        for key in &self.key[1..] {
            let place = near.clone().find(|place| !at.contains(place) && query[*place].means(key))?;
            at.push(place);
        }
        let (first, last) = (at.iter().min()?, at.iter().max()?);
        (last - first < span).then_some(at)
    }

    fn push_meanings<'a>(&'a self, at: &[usize], found: &mut Vec<Meaning<'a>>) {
        for (words, text) in self.means.iter().filter(|(words, _)| !words.is_empty()) {
            found.push(Meaning { at: at.to_vec(), words, text });
        }
    }
}
