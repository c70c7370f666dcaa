//! Words as they are compared: folded, with their lemmas.

use crate::stop_words::is_filler;
use crate::terms;
use crate::tokens::{Token, words};

/// A word of a text or a query, analysed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    pub folded: String,
    pub lemmas: Vec<String>,
}

impl Word {
    /// Of a text: its marks are to be trusted.
    pub fn written(token: &Token) -> Self {
        Self { folded: token.folded.clone(), lemmas: terms::written(token) }
    }

    /// Of a query, typed in a hurry: a bare letter may stand for a marked one.
    pub fn typed(token: &Token) -> Self {
        Self { folded: token.folded.clone(), lemmas: terms::typed(token) }
    }

    /// The same word, in any of its forms?
    pub fn is_same(&self, other: &Self) -> bool {
        self.folded == other.folded || self.lemmas.iter().any(|lemma| other.lemmas.contains(lemma))
    }
}

/// The words of a text without its stop words; a phrase of nothing else keeps them.
pub fn content_words(text: &str) -> Vec<Word> {
    let all = words(text);
    let content: Vec<&Token> = all.iter().filter(|token| !is_filler(token)).collect();
    let kept = if content.is_empty() { all.iter().collect() } else { content };
    kept.into_iter().map(Word::written).collect()
}

/// The content words of a name: an abbreviation is its own lemma ("PUP" is no form of "pupa", but "pupu" is one of it).
pub fn name_words(name: &str) -> Vec<Word> {
    let is_short = |token: &Token| token.text.chars().filter(|c| c.is_uppercase()).count() > 1;
    let short: Vec<String> = words(name).into_iter().filter(is_short).map(|token| token.folded).collect();
    let mut words = content_words(name);
    words
        .iter_mut()
        .filter(|word| short.contains(&word.folded))
        .for_each(|word| word.lemmas = vec![word.folded.clone()]);
    words
}

/// Does a word of an everyday phrase count in it, where the phrase has so many content words? A phrase of one content
/// word is told by its stop words.
pub fn is_kept_in_a_key(token: &Token, content_words: usize) -> bool {
    content_words < 2 || is_telling(token)
}

/// Does a word say something in an everyday phrase? "bez" and "nie" turn it round.
pub fn is_telling(token: &Token) -> bool {
    matches!(token.folded.as_str(), "bez" | "nie") || !is_filler(token)
}
