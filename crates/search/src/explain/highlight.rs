//! Which words of a text are what was asked for.

use std::collections::HashSet;

use crate::hits::answer::Fragment;
use centrala_polish::stop_words::is_stop_word;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};
use crate::query::groups::{Group, Key};
use crate::sections::stored::Words;

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

    /// The same of a word already analysed.
    pub fn wants<'w>(&self, form: &str, mut lemmas: impl Iterator<Item = &'w str>) -> bool {
        self.forms.contains(form) || lemmas.any(|lemma| self.lemmas.contains(lemma))
    }

    /// The share of a text's content words that are wanted, 0 to 1.
    pub fn share(&self, text: Words<'_>) -> f32 {
        let (mut all, mut wanted) = (0_u16, 0_u16);
        for (form, lemmas) in text.each().filter(|(form, _)| !is_stop_word(form)) {
            all += 1;
            wanted += u16::from(self.wants(form, lemmas));
        }
        f32::from(wanted) / f32::from(all.max(1))
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
