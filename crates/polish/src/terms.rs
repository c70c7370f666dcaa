//! A text as the index holds it: folded words, and the lemmas of each.

use crate::lemmas;
use crate::tokens::{Token, words};
use crate::words::Word;

/// The two families of one part of a document.
#[derive(Debug, Default)]
pub struct Terms {
    pub forms: Vec<String>,
    pub lemmas: Vec<String>,
}

impl Terms {
    pub fn of(text: &str) -> Self {
        let mut terms = Self::default();
        terms.add(text);
        terms
    }

    pub fn of_words(words: &[Word]) -> Self {
        let mut terms = Self::default();
        for word in words {
            terms.lemmas.extend(word.lemmas.iter().cloned());
            terms.forms.push(word.folded.clone());
        }
        terms
    }

    pub fn add(&mut self, text: &str) {
        for token in words(text) {
            self.lemmas.extend(written(&token));
            self.forms.push(token.folded);
        }
    }

    /// A symbol is found whole, without its hyphen, and by its number alone.
    pub fn add_symbol(&mut self, id: &str) {
        let whole = centrala_domain::text::fold(id);
        let number = whole.split('-').next_back().unwrap_or_default().to_owned();
        let mut ways = vec![whole.replace('-', ""), number.trim_start_matches('0').to_owned(), number, whole];
        ways.retain(|way| !way.is_empty());
        ways.sort_unstable();
        ways.dedup();
        self.forms.extend(ways);
    }
}

/// The lemmas of a word in an article. A word with a digit in it has none.
pub fn written(token: &Token) -> Vec<String> {
    if has_digit(token) { Vec::new() } else { lemmas::of_seen(&token.text).to_vec() }
}

/// Is any of the lemmas of a word in an article such a one?
pub fn is_any(token: &Token, such: impl Fn(&str) -> bool) -> bool {
    !has_digit(token) && lemmas::of_seen(&token.text).iter().any(|lemma| such(lemma))
}

/// The lemmas of a word in a query.
pub fn typed(token: &Token) -> Vec<String> {
    if has_digit(token) { Vec::new() } else { lemmas::of_typed(&token.text) }
}

/// Is any of the lemmas of a word in a query such a one?
pub fn is_any_typed(token: &Token, such: impl Fn(&str) -> bool) -> bool {
    !has_digit(token) && lemmas::is_any_typed(&token.text, such)
}

fn has_digit(token: &Token) -> bool {
    token.folded.bytes().any(|byte| byte.is_ascii_digit())
}
