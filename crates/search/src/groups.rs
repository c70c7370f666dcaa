//! A query becomes groups, one a content word; the members of a group compete, the best counts.
//!
//! | member | weight |
//! |---|---|
//! | a lemma of the word; the word itself, folded | 1 |
//! | words that begin with the open word | 0.6 |
//! | words one or two slips away, only where the word and its beginning are unknown | 0.6, 0.45 |
//! | official words for an everyday word | 0.75 |
//! | a glued word torn apart, torn words joined | 0.6 |

use crate::answer::Why;
use crate::lexicon::{Lexicon, Word};
use crate::stop_words::is_filler;
use crate::tokens::{Token, words};
use crate::vocabulary::Vocabulary;
use crate::{lemmas, terms};

const EXPANDED: f32 = 0.6;
const TWO_SLIPS: f32 = 0.45;
const MEANT: f32 = 0.75;
/// Longer queries are cut: no operator types more, and a pasted letter must not hold the box.
pub const QUERY_CHARACTERS: usize = 200;
const QUERY_WORDS: usize = 12;
const SHORTEST_HALF: usize = 3;

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
    /// The members that begin with the open word: the index may know their answer already.
    pub begun: Option<Begun>,
}

/// `members[from..to]` are the words that begin so.
#[derive(Debug)]
pub struct Begun {
    pub beginning: String,
    pub from: usize,
    pub to: usize,
}

/// The query's content words, and whether the last is still being typed.
pub struct Typed {
    pub tokens: Vec<Token>,
    pub open: bool,
}

impl Typed {
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !c.is_control()).take(QUERY_CHARACTERS).collect();
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut all = words(&text);
        all.truncate(QUERY_WORDS);
        let last = all.last().map(|token| token.from);
        let content: Vec<Token> = all.iter().filter(|token| !is_filler(token)).cloned().collect();
        let tokens = if content.is_empty() { all } else { content };
        // "do" at the end of "wniosek do" is a stop word: nothing is open then.
        let open = open && tokens.last().map(|token| token.from) == last;
        Self { tokens, open }
    }
}

pub fn groups(typed: &Typed, vocabulary: &Vocabulary, lexicon: &Lexicon) -> tantivy::Result<Vec<Group>> {
    let query: Vec<Word> =
        typed.tokens.iter().map(|token| Word { folded: token.folded.clone(), lemmas: terms::typed(token) }).collect();
    let last = query.len().saturating_sub(1);
    let mut groups = Vec::with_capacity(query.len());
    for (at, (token, word)) in typed.tokens.iter().zip(&query).enumerate() {
        groups.push(own_group(token, word, typed.open && at == last, vocabulary)?);
    }
    add_meanings(&mut groups, typed, &query, lexicon);
    add_joined(&mut groups, typed, vocabulary);
    Ok(groups)
}

fn own_group(token: &Token, word: &Word, open: bool, vocabulary: &Vocabulary) -> tantivy::Result<Group> {
    let typed = token.text.clone();
    let mut members = Vec::new();
    members.push(Member {
        weight: 1.0,
        words: vec![vec![Key::Form(word.folded.clone())]],
        why: Why::Word { word: typed.clone() },
    });
    for lemma in word.lemmas.iter().filter(|lemma| vocabulary.has_lemma(lemma)) {
        let why = Why::Form { typed: typed.clone(), found: lemma.clone() };
        members.push(Member { weight: 1.0, words: vec![vec![Key::Lemma(lemma.clone())]], why });
    }
    let mut known = members.len() > 1 || vocabulary.has(&word.folded);
    let mut beginning = None;
    if open {
        let longer = vocabulary.beginning_with(&word.folded)?;
        known |= !longer.is_empty();
        let (from, to) = (members.len(), members.len() + longer.len());
        members.extend(begun(&typed, longer));
        beginning = Some(Begun { beginning: word.folded.clone(), from, to });
    }
    if !known {
        members.extend(split(&typed, &word.folded, vocabulary));
        members.extend(slips(&typed, &word.folded, open, vocabulary)?);
    }
    Ok(Group { members, begun: beginning })
}

/// Words that begin with the open word. What they weigh may depend on the two words, on nothing else: the index keeps
/// their scores (`beginnings`).
pub fn begun(typed: &str, longer: Vec<String>) -> impl Iterator<Item = Member> {
    longer.into_iter().map(move |found| Member {
        weight: EXPANDED,
        words: vec![vec![Key::Form(found.clone())]],
        why: Why::Prefix { typed: typed.to_owned(), found },
    })
}

/// A slip from four letters, two from seven; a number is never corrected.
fn slips(typed: &str, folded: &str, open: bool, vocabulary: &Vocabulary) -> tantivy::Result<Vec<Member>> {
    let allowed = match folded.chars().count() {
        0..=3 => return Ok(Vec::new()),
        4..=6 => 1,
        _ => 2,
    };
    if folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    let mut near = vocabulary.near(folded, allowed, false)?;
    if near.is_empty() && open {
        near = vocabulary.near(folded, 1, true)?;
    }
    Ok(near.into_iter().map(|(found, slips)| slip(typed, found, slips)).collect())
}

/// What was meant may stand in another form: its lemmas count too.
fn slip(typed: &str, found: String, slips: u8) -> Member {
    let lemmas = lemmas::of_typed(&found).into_iter().map(Key::Lemma);
    let keys = lemmas.chain([Key::Form(found.clone())]).collect();
    let weight = if slips == 1 { EXPANDED } else { TWO_SLIPS };
    Member { weight, words: vec![keys], why: Why::Typo { typed: typed.to_owned(), found } }
}

/// "kartaparkingowa" → "karta parkingowa", where both halves are words of the content.
fn split(typed: &str, folded: &str, vocabulary: &Vocabulary) -> Option<Member> {
    let halves = folded.char_indices().skip(SHORTEST_HALF).map(|(at, _)| folded.split_at(at));
    let both_known = |(left, right): &(&str, &str)| {
        right.chars().count() >= SHORTEST_HALF && keys_known(left, vocabulary) && keys_known(right, vocabulary)
    };
    let (left, right) = halves.filter(both_known).max_by_key(|(left, right)| left.len().min(right.len()))?;
    let why = Why::Split { typed: typed.to_owned(), found: format!("{left} {right}") };
    Some(Member { weight: EXPANDED, words: vec![keys(left), keys(right)], why })
}

fn keys(folded: &str) -> Vec<Key> {
    lemmas::of_typed(folded).into_iter().map(Key::Lemma).chain([Key::Form(folded.to_owned())]).collect()
}

fn keys_known(folded: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.has(folded)
        || lemmas::is_word(folded) && lemmas::of_typed(folded).iter().any(|lemma| vocabulary.has_lemma(lemma))
}

/// An everyday phrase answers each of its words.
fn add_meanings(groups: &mut [Group], typed: &Typed, query: &[Word], lexicon: &Lexicon) {
    for meaning in lexicon.meanings(query, typed.open) {
        let said: Vec<&str> = typed.tokens[meaning.from..meaning.to].iter().map(|token| token.text.as_str()).collect();
        let why = Why::Synonym { typed: said.join(" "), means: meaning.text.to_owned() };
        // What the query says itself already counts there: "zezwolenie na alkohol" is not twice a "zezwolenie".
        let (before, behind) = (&query[..meaning.from], &query[meaning.to..]);
        let said_elsewhere = |word: &&Word| before.iter().chain(behind).any(|other| other.is_same(word));
        let words: Vec<Vec<Key>> = meaning.words.iter().filter(|word| !said_elsewhere(word)).map(word_keys).collect();
        if words.is_empty() {
            continue;
        }
        for group in &mut groups[meaning.from..meaning.to] {
            group.members.push(Member { weight: MEANT, words: words.clone(), why: why.clone() });
        }
    }
}

fn word_keys(word: &Word) -> Vec<Key> {
    word.lemmas.iter().cloned().map(Key::Lemma).chain([Key::Form(word.folded.clone())]).collect()
}

/// "za meldowanie": two typed words that together are one word of the content, and not each by itself.
fn add_joined(groups: &mut [Group], typed: &Typed, vocabulary: &Vocabulary) {
    for (at, pair) in typed.tokens.windows(2).enumerate() {
        let whole = format!("{}{}", pair[0].folded, pair[1].folded);
        let apart = pair.iter().all(|token| vocabulary.has(&token.folded));
        if apart || whole.chars().count() < 2 * SHORTEST_HALF || !keys_known(&whole, vocabulary) {
            continue;
        }
        let why = Why::Split { typed: format!("{} {}", pair[0].text, pair[1].text), found: whole.clone() };
        for group in &mut groups[at..at + 2] {
            group.members.push(Member { weight: EXPANDED / 2.0, words: vec![keys(&whole)], why: why.clone() });
        }
    }
}
