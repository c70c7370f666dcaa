//! Words as they are compared: folded, with their lemmas.

use crate::stop_words::is_filler;
use crate::terms;
use crate::tokens::{Token, words};

/// A word of a text or a query, analysed.
#[derive(Debug, Clone)]
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
