//! Everyday words → official words. Content, edited by people; analysed once when an index is opened.

use std::collections::HashMap;

use centrala_domain::LexiconEntry;

use crate::stop_words::is_filler;
use crate::terms;
use crate::tokens::{Token, words};

/// Shortest beginning by which a one-word key is recognised while it is still being typed.
const PREFIX: usize = 4;

/// A word as it is compared: folded, and its lemmas.
#[derive(Debug, Clone)]
pub struct Word {
    pub folded: String,
    pub lemmas: Vec<String>,
}

impl Word {
    pub fn written(token: &Token) -> Self {
        Self { folded: token.folded.clone(), lemmas: terms::written(token) }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        self.folded == other.folded || self.lemmas.iter().any(|lemma| other.lemmas.contains(lemma))
    }
}

/// One meaning that a query's words `from..to` may have.
#[derive(Debug, Clone)]
pub struct Meaning<'a> {
    pub from: usize,
    pub to: usize,
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

    /// Every meaning of every run of words in the query. The last word, still being typed, also matches a one-word key
    /// by its beginning.
    pub fn meanings(&self, query: &[Word], open: bool) -> Vec<Meaning<'_>> {
        let mut found = Vec::new();
        for from in 0..query.len() {
            for entry in self.beginning_with(&query[from]).filter(|entry| entry.stands_at(&query[from..])) {
                entry.push_meanings(from, &mut found);
            }
        }
        // "zgubiłem dowód" is not also "zgubiłem": the longest phrase says what is meant.
        let runs: Vec<(usize, usize)> = found.iter().map(|meaning: &Meaning<'_>| (meaning.from, meaning.to)).collect();
        found.retain(|one| {
            let inside =
                |(from, to): &(usize, usize)| *from <= one.from && one.to <= *to && to - from > one.to - one.from;
            !runs.iter().any(inside)
        });
        if let Some(last) = query.last().filter(|last| open && last.folded.len() >= PREFIX) {
            let from = query.len() - 1;
            let begun = |entry: &&Entry| {
                entry.key.len() == 1
                    && entry.key[0].folded.starts_with(&last.folded)
                    && entry.key[0].folded != last.folded
            };
            self.entries.iter().filter(begun).for_each(|entry| entry.push_meanings(from, &mut found));
        }
        found
    }

    fn beginning_with<'a>(&'a self, word: &Word) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let names = word.lemmas.iter().chain([&word.folded]);
        let mut entries: Vec<usize> = names.filter_map(|name| self.by_first.get(name)).flatten().copied().collect();
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter().map(|at| &self.entries[at])
    }
}

impl Entry {
    fn stands_at(&self, query: &[Word]) -> bool {
        query.len() >= self.key.len() && self.key.iter().zip(query).all(|(key, word)| key.is_same(word))
    }

    fn push_meanings<'a>(&'a self, from: usize, found: &mut Vec<Meaning<'a>>) {
        for (words, text) in self.means.iter().filter(|(words, _)| !words.is_empty()) {
            found.push(Meaning { from, to: from + self.key.len(), words, text });
        }
    }
}

/// Without stop words, as the query's own are dropped; a phrase of nothing else keeps them.
pub fn content_words(text: &str) -> Vec<Word> {
    let all = words(text);
    let content: Vec<&Token> = all.iter().filter(|token| !is_filler(token)).collect();
    let kept = if content.is_empty() { all.iter().collect() } else { content };
    kept.into_iter().map(Word::written).collect()
}
