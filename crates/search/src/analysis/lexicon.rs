//! Everyday words → official words. Content, edited by people; analysed once when an index is opened.
//!
//! A key loses its stop words as a query does, but "bez" and "nie" always count, and where fewer than two content words
//! would be left all of its words do: "co robić po śmierci" is not "śmierć", "bez kolejki" is not "kolejka".

use std::collections::HashMap;
use std::ops::Deref;

use centrala_domain::LexiconEntry;
use centrala_polish::tokens::{Token, words};
use centrala_polish::words::{Word, content_words, is_kept_in_a_key};

use crate::analysis::query::AnalyzedQuery;

/// Shortest beginning by which a one-word key is recognised while it is still being typed.
const PREFIX: usize = 4;

/// Content words that may stand between those of a phrase: "dług w czynszu za mieszkanie".
const BETWEEN: usize = 1;

/// A word of a query, and what else it may stand for in a key.
#[derive(Debug, Clone)]
pub struct QueryWord {
    pub word: Word,
    /// Lemmas of its family and everyday words a slip away: a key of several words is recognised by them too.
    pub kin: Vec<String>,
    /// Everyday words a slip away.
    pub near: Vec<String>,
    /// Its place among the content words; none for a stop word.
    pub term: Option<usize>,
    /// How many content words stand before it.
    ordinal: usize,
}

impl Deref for QueryWord {
    type Target = Word;

    fn deref(&self) -> &Word {
        &self.word
    }
}

impl QueryWord {
    /// All words of a query in their order, stop words too.
    pub fn of(query: &AnalyzedQuery) -> Vec<Self> {
        let content = query.tokens.iter().enumerate().map(|(at, token)| (token, Some(at)));
        let mut all: Vec<(&Token, Option<usize>)> =
            content.chain(query.fillers.iter().map(|one| (one, None))).collect();
        all.sort_unstable_by_key(|(token, _)| token.from);
        let mut ordinal = 0;
        let word = |(token, term): (&Token, Option<usize>)| {
            let before = ordinal;
            ordinal += usize::from(term.is_some());
            Self { word: Word::typed(token), kin: Vec::new(), near: Vec::new(), term, ordinal: before }
        };
        all.into_iter().map(word).collect()
    }

    /// Is it this word of a key that was typed? A key of one word is not met by a mere relative.
    fn means(&self, key: &Word, alone: bool) -> bool {
        let names = || key.lemmas.iter().chain([&key.folded]);
        key.is_same(self)
            || names().any(|name| self.near.contains(name))
            || !alone && names().any(|name| self.kin.contains(name))
    }
}

/// One meaning that some words of a query may have.
#[derive(Debug, Clone)]
pub struct Meaning<'a> {
    /// The places of its key's words among the content words.
    pub at: Vec<usize>,
    pub words: &'a [Word],
    /// As the editors wrote it.
    pub text: &'a str,
}

struct Entry {
    key: Vec<Word>,
    /// How many words of the key are content words.
    content: usize,
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
        let content = content_words(say).len();
        let key: Vec<Word> =
            words(say).iter().filter(|token| is_kept_in_a_key(token, content)).map(Word::written).collect();
        let means: Vec<_> = means.iter().map(|meaning| (content_words(meaning), meaning.clone())).collect();
        let Some(first) = key.first() else { return };
        let at = self.entries.len();
        for name in first.lemmas.iter().chain([&first.folded]) {
            let entries = self.by_first.entry(name.clone()).or_default();
            if entries.last() != Some(&at) {
                entries.push(at);
            }
        }
        self.entries.push(Entry { key, content, means });
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
        let last = query.iter().rev().find_map(|word| Some((word, word.term?)));
        if let Some((last, term)) = last.filter(|(last, _)| open && last.folded.len() >= PREFIX) {
            let begun = |entry: &&Entry| {
                entry.key.len() == 1
                    && entry.key[0].folded.starts_with(&last.folded)
                    && entry.key[0].folded != last.folded
            };
            self.entries.iter().filter(begun).for_each(|entry| entry.push_meanings(&[term], &mut found));
        }
        found
    }

    /// Does a key begin with this word?
    pub fn has(&self, word: &Word) -> bool {
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
        let names = word.lemmas.iter().chain([&word.folded]).chain(&word.kin).chain(&word.near);
        let mut entries: Vec<usize> = names.filter_map(|name| self.by_first.get(name)).flatten().copied().collect();
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter().map(|at| &self.entries[at])
    }
}

impl Entry {
    /// Where the words of the key stand in the query, as places of content words: the first word at `from`, the others
    /// near it in any order.
    fn places(&self, query: &[QueryWord], from: usize) -> Option<Vec<usize>> {
        let alone = self.key.len() == 1;
        if !query[from].means(&self.key[0], alone) {
            return None;
        }
        let span = self.content + BETWEEN;
        let mut at = vec![from];
        for key in &self.key[1..] {
            let is_near = |place: &usize| query[*place].ordinal.abs_diff(query[from].ordinal) <= span;
            let mut near = (0..query.len()).filter(is_near);
            at.push(near.find(|place| !at.contains(place) && query[*place].means(key, alone))?);
        }
        let ordinals = || at.iter().map(|place| query[*place].ordinal);
        let (first, last) = (ordinals().min()?, ordinals().max()?);
        let terms: Vec<usize> = at.iter().filter_map(|place| query[*place].term).collect();
        (last - first < span.max(1) && !terms.is_empty()).then_some(terms)
    }

    fn push_meanings<'a>(&'a self, at: &[usize], found: &mut Vec<Meaning<'a>>) {
        for (words, text) in self.means.iter().filter(|(words, _)| !words.is_empty()) {
            found.push(Meaning { at: at.to_vec(), words, text });
        }
    }
}
