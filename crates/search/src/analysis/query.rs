//! A query becomes groups, one a content word; the members of a group compete, the best counts.
//!
//! | member | weight |
//! |---|---|
//! | a lemma of the word; the word itself, folded | 1 |
//! | other words of its family | 0.6 |
//! | words that begin with the open word | 0.6 |
//! | words one or two slips away, only where the word and its beginning are unknown | 0.6, 0.45 |
//! | official words for an everyday phrase; the same again for other words | 0.75, 0.45 |
//! | a glued word torn apart, torn words joined | 0.6 |
//!
//! What one word may mean by itself stands in `reading`; here, what words mean together.

use crate::hits::answer::Why;
use crate::index::vocabulary::Vocabulary;
use centrala_polish::stop_words::is_filler;
use centrala_polish::tokens::{Token, words};
use centrala_polish::words::Word;
use crate::query::circumstance;
use crate::query::lexicon::{Lexicon, QueryWord};
use crate::query::reading::{EXPANDED, Reader, SHORTEST_HALF, is_known, keys};

const MEANT: f32 = 0.75;
/// A meaning that other words of the query have had already: "dług" and "umorzyć" mean instalments once.
const MEANT_AGAIN: f32 = 0.45;
/// Longer queries are cut: no operator types more, and a pasted letter must not hold the box.
pub const QUERY_CHARACTERS: usize = 200;
const QUERY_WORDS: usize = 12;

/// One term of one family.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Lemma(String),
    Form(String),
}

/// One way in which a group can be answered: every word of `words`, each by any of its keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub weight: f32,
    pub words: Vec<Vec<Key>>,
    pub why: Why,
}

#[derive(Debug)]
pub struct Group {
    pub members: Vec<Member>,
    /// In how many documents the commonest reading of the word stands.
    pub held_by: u32,
    /// Only the first letters of a word: what they spell by themselves is one of many ways to go on.
    pub begun: bool,
    /// The members that go on from the open word: the index may know their answer already.
    pub longer: Option<Longer>,
    /// 1, or less for a word that only tells the circumstances.
    pub weight: f32,
}

/// `members[from..to]` are the words that begin so.
#[derive(Debug)]
pub struct Longer {
    pub beginning: String,
    pub from: usize,
    pub to: usize,
}

/// The query's content words, and whether the last is still being typed.
pub struct Typed {
    pub tokens: Vec<Token>,
    /// What was left out as saying nothing.
    fillers: Vec<Token>,
    pub open: bool,
}

impl Typed {
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !c.is_control()).take(QUERY_CHARACTERS).collect();
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut all = words(&text);
        all.truncate(QUERY_WORDS);
        let last = all.last().map(|token| token.from);
        let (fillers, content): (Vec<Token>, Vec<Token>) = all.into_iter().partition(is_filler);
        let (tokens, fillers) = if content.is_empty() { (fillers, content) } else { (content, fillers) };
        // "do" at the end of "wniosek do" is a stop word: nothing is open then.
        let open = open && tokens.last().map(|token| token.from) == last;
        Self { tokens, fillers, open }
    }

    /// The content words, as words of a key are compared with them.
    pub fn words(&self) -> Vec<Word> {
        self.tokens.iter().map(Word::typed).collect()
    }
}

pub fn groups(typed: &Typed, vocabulary: &Vocabulary, lexicon: &Lexicon) -> tantivy::Result<Vec<Group>> {
    let mut query: Vec<QueryWord> = typed.tokens.iter().map(QueryWord::typed).collect();
    let reader = Reader { vocabulary, lexicon };
    let last = query.len().saturating_sub(1);
    let weights = circumstance::weights(&typed.tokens, &typed.fillers, &query);
    let mut groups = Vec::with_capacity(query.len());
    for (at, ((token, word), weight)) in typed.tokens.iter().zip(&mut query).zip(weights).enumerate() {
        groups.push(Group { weight, ..reader.read(token, word, typed.open && at == last)? });
    }
    add_meanings(&mut groups, typed, &query, lexicon);
    add_joined(&mut groups, typed, vocabulary);
    add_prefixed(&mut groups, typed, vocabulary);
    Ok(groups)
}

/// An everyday phrase answers each of its words.
fn add_meanings(groups: &mut [Group], typed: &Typed, query: &[QueryWord], lexicon: &Lexicon) {
    let meanings = lexicon.meanings(query, typed.open);
    for (nth, meaning) in meanings.iter().enumerate() {
        let said: Vec<&str> = meaning.at.iter().map(|at| typed.tokens[*at].text.as_str()).collect();
        let why = Why::Synonym { typed: said.join(" "), means: meaning.text.to_owned() };
        // What the query says itself already counts there: "zezwolenie na alkohol" is not twice a "zezwolenie".
        let elsewhere = |at: &usize| !meaning.at.contains(at);
        let said_elsewhere = |word: &&Word| (0..query.len()).filter(elsewhere).any(|at| query[at].is_same(word));
        let words: Vec<Vec<Key>> = meaning.words.iter().filter(|word| !said_elsewhere(word)).map(word_keys).collect();
        if words.is_empty() {
            continue;
        }
        let again = meanings[..nth].iter().any(|other| other.text == meaning.text && other.at != meaning.at);
        let weight = if again { MEANT_AGAIN } else { MEANT };
        for at in &meaning.at {
            groups[*at].members.push(Member { weight, words: words.clone(), why: why.clone() });
        }
    }
}

fn word_keys(word: &Word) -> Vec<Key> {
    word.lemmas.iter().cloned().map(Key::Lemma).chain([Key::Form(word.folded.clone())]).collect()
}

/// "kompos townia": two typed words that together are one word of the content, and not each by itself.
fn add_joined(groups: &mut [Group], typed: &Typed, vocabulary: &Vocabulary) {
    for (at, pair) in typed.tokens.windows(2).enumerate() {
        let whole = format!("{}{}", pair[0].folded, pair[1].folded);
        let apart = pair.iter().all(|token| vocabulary.has(&token.folded));
        if apart || whole.chars().count() < 2 * SHORTEST_HALF || !is_known(&whole, vocabulary) {
            continue;
        }
        let why = Why::Split { typed: format!("{} {}", pair[0].text, pair[1].text), found: whole.clone() };
        for group in &mut groups[at..at + 2] {
            group.members.push(Member { weight: EXPANDED, words: vec![keys(&whole)], why: why.clone() });
        }
    }
}

/// "za meldowanie": a prefix torn off is a stop word by itself; what it was torn from is no word of the content.
fn add_prefixed(groups: &mut [Group], typed: &Typed, vocabulary: &Vocabulary) {
    for (token, group) in typed.tokens.iter().zip(groups) {
        let Some(torn) = typed.fillers.iter().find(|filler| filler.to + 1 == token.from) else { continue };
        let whole = format!("{}{}", torn.folded, token.folded);
        if !is_known(&token.folded, vocabulary) && is_known(&whole, vocabulary) {
            let why = Why::Split { typed: format!("{} {}", torn.text, token.text), found: whole.clone() };
            group.members.push(Member { weight: EXPANDED, words: vec![keys(&whole)], why });
        }
    }
}
