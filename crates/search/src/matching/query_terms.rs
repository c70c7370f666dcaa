//! A query becomes terms, one a content word; the alternatives of a term compete, the best counts.
//!
//! | alternative | boost |
//! |---|---|
//! | a lemma of the word; the word itself, folded | 1 |
//! | other words of its family | 0.6 |
//! | words that begin with the open word | 0.6 |
//! | words one or two slips away, or spelled as they sound, only where the word and its prefix are unknown | 0.6, 0.45 |
//! | official words for an everyday phrase; the same again for other words | 0.75, 0.45 |
//! | a glued word torn apart, torn words joined | 0.6 |
//!
//! What one word may mean by itself stands in `expansion`; here, what words mean together.

use centrala_polish::words::Word;

use crate::analysis::lexicon::{Lexicon, QueryWord};
use crate::analysis::query::{AnalyzedQuery, rarity_of};
use crate::answer::Explanation;
use crate::index::postings::TermKey;
use crate::index::vocabulary::Vocabulary;
use crate::matching::expansion::{EXPANDED, Expansion, SHORTEST_HALF, is_known, keys};

const MEANT: f32 = 0.75;
/// A meaning that other words of the query have had already: "dług" and "umorzyć" mean instalments once.
const MEANT_AGAIN: f32 = 0.45;
/// How much of a word is answered where a phrase's meaning stands for it, although the content knows the word itself:
/// "dowód dziecka" is not all said by "dowód osobisty".
const SWALLOWED: f32 = 0.6;

/// One way in which a term can be answered: every word of `words`, each by any of its keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    pub boost: f32,
    pub words: Vec<Vec<TermKey>>,
    /// In how many documents it stands; none where it is as rare as its own words.
    pub doc_freq: Option<u32>,
    /// How much of the term it answers, 0 to 1.
    pub share: f32,
    pub why: Explanation,
}

#[derive(Debug)]
pub struct QueryTerm {
    pub alternatives: Vec<Alternative>,
    /// In how many documents the commonest reading of the word stands.
    pub doc_freq: u32,
    /// How much the word tells by itself, as an idf that the content's own may not exceed; none where Polish hardly
    /// knows it.
    pub rarity: Option<f32>,
    /// Only the first letters of a word: what they spell by themselves is one of many ways to go on.
    pub begun: bool,
    /// The alternatives that go on from the open word: the index may know their answer already.
    pub continuations: Option<Continuations>,
    /// 1, or less for a word that only tells the circumstances or asks for a section.
    pub weight: f32,
}

/// `alternatives[from..to]` are the words that begin so.
#[derive(Debug)]
pub struct Continuations {
    pub prefix: String,
    pub from: usize,
    pub to: usize,
}

pub fn query_terms(
    query: &AnalyzedQuery,
    vocabulary: &Vocabulary,
    lexicon: &Lexicon,
) -> tantivy::Result<Vec<QueryTerm>> {
    let mut all = QueryWord::of(query);
    let expansion = Expansion { vocabulary, lexicon };
    let last = query.tokens.len().saturating_sub(1);
    let mut terms = Vec::with_capacity(query.tokens.len());
    let weights = query.weights();
    for word in &mut all {
        let Some(at) = word.term else { continue };
        let token = &query.tokens[at];
        let term = expansion.expand(token, word, query.open && at == last)?;
        terms.push(QueryTerm { weight: weights[at], rarity: rarity_of(&word.lemmas), ..term });
    }
    add_meanings(&mut terms, query, &all, lexicon);
    add_joined(&mut terms, query, vocabulary);
    add_prefixed(&mut terms, query, vocabulary);
    Ok(terms)
}

/// An everyday phrase answers each of its words.
fn add_meanings(terms: &mut [QueryTerm], query: &AnalyzedQuery, all: &[QueryWord], lexicon: &Lexicon) {
    let meanings = lexicon.meanings(all, query.open);
    for (nth, meaning) in meanings.iter().enumerate() {
        let said: Vec<&str> = meaning.at.iter().map(|at| query.tokens[*at].text.as_str()).collect();
        let why = Explanation::Synonym { typed: said.join(" "), means: meaning.text.to_owned() };
        // What the query says itself already counts there: "zezwolenie na alkohol" is not twice a "zezwolenie".
        let elsewhere = |word: &&QueryWord| word.term.is_some_and(|at| !meaning.at.contains(&at));
        let said_elsewhere = |word: &&Word| all.iter().filter(elsewhere).any(|other| other.is_same(word));
        let words: Vec<Vec<TermKey>> =
            meaning.words.iter().filter(|word| !said_elsewhere(word)).map(word_keys).collect();
        if words.is_empty() {
            continue;
        }
        let again = meanings[..nth].iter().any(|other| other.text == meaning.text && other.at != meaning.at);
        let boost = if again { MEANT_AGAIN } else { MEANT };
        for at in &meaning.at {
            let swallowed = meaning.at.len() > 1 && terms[*at].doc_freq > 0;
            let share = if swallowed { SWALLOWED } else { 1.0 };
            let alternative = Alternative { boost, words: words.clone(), doc_freq: None, share, why: why.clone() };
            terms[*at].alternatives.push(alternative);
        }
    }
}

fn word_keys(word: &Word) -> Vec<TermKey> {
    word.lemmas.iter().cloned().map(TermKey::Lemma).chain([TermKey::Form(word.folded.clone())]).collect()
}

/// "kompos townia": two typed words that together are one word of the content, and not each by itself.
fn add_joined(terms: &mut [QueryTerm], query: &AnalyzedQuery, vocabulary: &Vocabulary) {
    for (at, pair) in query.tokens.windows(2).enumerate() {
        let whole = format!("{}{}", pair[0].folded, pair[1].folded);
        let apart = pair.iter().all(|token| vocabulary.has(&token.folded));
        if apart || whole.chars().count() < 2 * SHORTEST_HALF || !is_known(&whole, vocabulary) {
            continue;
        }
        let why = Explanation::Split { typed: format!("{} {}", pair[0].text, pair[1].text), found: whole.clone() };
        for term in &mut terms[at..at + 2] {
            term.alternatives.push(whole_word(&whole, why.clone()));
        }
    }
}

/// "za meldowanie": a prefix torn off is a stop word by itself; what it was torn from is no word of the content.
fn add_prefixed(terms: &mut [QueryTerm], query: &AnalyzedQuery, vocabulary: &Vocabulary) {
    for (token, term) in query.tokens.iter().zip(terms) {
        let Some(torn) = query.fillers.iter().find(|filler| filler.to + 1 == token.from) else { continue };
        let whole = format!("{}{}", torn.folded, token.folded);
        if !is_known(&token.folded, vocabulary) && is_known(&whole, vocabulary) {
            let why = Explanation::Split { typed: format!("{} {}", torn.text, token.text), found: whole.clone() };
            term.alternatives.push(whole_word(&whole, why));
        }
    }
}

fn whole_word(whole: &str, why: Explanation) -> Alternative {
    Alternative { boost: EXPANDED, words: vec![keys(whole)], doc_freq: None, share: 1.0, why }
}
