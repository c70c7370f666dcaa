//! Which words of a text are what was asked for.

use std::collections::HashSet;

use crate::answer::Fragment;
use crate::groups::{Group, Key};
use crate::stop_words::is_stop_word;
use crate::terms;
use crate::tokens::{Token, words};

/// The forms and lemmas to mark, from the members that won in one document.
#[derive(Default)]
pub struct Wanted<'a> {
    forms: HashSet<&'a str>,
    lemmas: HashSet<&'a str>,
}

impl<'a> Wanted<'a> {
    pub fn new(groups: &'a [Group], winners: impl Iterator<Item = Option<usize>>) -> Self {
        let mut wanted = Self::default();
        for (group, winner) in groups.iter().zip(winners) {
            winning_keys(group, winner).for_each(|key| wanted.want(key));
        }
        wanted
    }

    fn want(&mut self, key: &'a Key) {
        match key {
            Key::Form(form) => self.forms.insert(form),
            Key::Lemma(lemma) => self.lemmas.insert(lemma),
        };
    }

    pub fn is_wanted(&self, token: &Token) -> bool {
        self.forms.contains(token.folded.as_str())
            || !self.lemmas.is_empty() && terms::is_any(token, |lemma| self.lemmas.contains(lemma))
    }

    /// The share of a text's content words that are wanted, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a title has a handful of words")]
    pub fn share(&self, text: &str) -> f32 {
        let tokens: Vec<Token> = words(text).into_iter().filter(|token| !is_stop_word(&token.folded)).collect();
        let wanted = tokens.iter().filter(|token| self.is_wanted(token)).count();
        wanted as f32 / tokens.len().max(1) as f32
    }

    /// The whole text, marked. Marks lie on word boundaries.
    pub fn marked(&self, text: &str) -> Vec<Fragment> {
        let tokens = words(text);
        let marks: Vec<bool> = tokens.iter().map(|token| self.is_wanted(token)).collect();
        fragments(text, &tokens, &marks)
    }
}

/// The keys of the member that won. A word typed whole also brings its other forms: they answer the same group.
pub fn winning_keys(group: &Group, winner: Option<usize>) -> impl Iterator<Item = &Key> {
    let winner = winner.and_then(|at| Some((at, group.members.get(at)?)));
    winner.into_iter().flat_map(|(at, won)| {
        let own = group.members.iter().take(1 + at).filter(|member| member.weight >= 1.0);
        own.chain([won]).flat_map(|member| member.words.iter().flatten())
    })
}

fn fragments(text: &str, tokens: &[Token], marks: &[bool]) -> Vec<Fragment> {
    let mut fragments = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, marked: bool| {
        if !text.is_empty() {
            fragments.push(Fragment { text: text.to_owned(), marked });
        }
    };
    for token in tokens.iter().zip(marks).filter(|(_, marked)| **marked).map(|(token, _)| token) {
        push(&text[at..token.from], false);
        push(&text[token.from..token.to], true);
        at = token.to;
    }
    push(&text[at..], false);
    fragments
}
