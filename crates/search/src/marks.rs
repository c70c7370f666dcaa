//! Which words of a text are what was asked for, and the piece of text that shows most of them.

use std::collections::HashSet;

use crate::answer::Fragment;
use crate::groups::{Group, Key};
use crate::stop_words::is_stop_word;
use crate::terms;
use crate::tokens::{Token, words};

/// Length of a snippet, in words.
const WINDOW: usize = 24;
/// Texts are looked at up to here, in bytes: a snippet is to be quick.
const LOOKED_AT: usize = 4_000;

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
            let Some(winner) = winner else { continue };
            // A word typed whole also marks its other forms: they answer the same group.
            let own = group.members.iter().take(1 + winner).filter(|member| member.weight >= 1.0);
            for member in own.chain([&group.members[winner]]) {
                member.words.iter().flatten().for_each(|key| wanted.want(key));
            }
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
        fragments(text, &tokens, &marks, 0, text.len())
    }

    /// The window of the text with most marked words, marked; the beginning where there are none.
    pub fn snippet(&self, text: &str) -> Vec<Fragment> {
        let text = &text[..text.floor_char_boundary(LOOKED_AT)];
        let tokens = words(text);
        let marks: Vec<bool> = tokens.iter().map(|token| self.is_wanted(token)).collect();
        let from = best_window(&tokens, &marks);
        let to = tokens.len().min(from + WINDOW);
        let Some(first) = tokens.get(from) else { return Vec::new() };
        let start = if from == 0 { 0 } else { first.from };
        let end = if to == tokens.len() { text.len() } else { tokens[to - 1].to };
        let mut fragments = fragments(text, &tokens[from..to], &marks[from..to], start, end);
        if from > 0 {
            fragments.insert(0, Fragment { text: "… ".into(), marked: false });
        }
        if to < tokens.len() {
            fragments.push(Fragment { text: " …".into(), marked: false });
        }
        fragments
    }
}

/// The start of the first window with most different marked words.
fn best_window(tokens: &[Token], marks: &[bool]) -> usize {
    let starts = marks.iter().enumerate().filter(|(_, marked)| **marked).map(|(at, _)| at.saturating_sub(3));
    let value = |from: usize| {
        let to = tokens.len().min(from + WINDOW);
        let marked = tokens[from..to].iter().zip(&marks[from..to]).filter(|(_, marked)| **marked);
        marked.map(|(token, _)| token.folded.as_str()).collect::<HashSet<_>>().len()
    };
    // `max_by_key` takes the last of equals; the first is wanted.
    starts.rev().max_by_key(|from| value(*from)).unwrap_or(0)
}

fn fragments(text: &str, tokens: &[Token], marks: &[bool], from: usize, to: usize) -> Vec<Fragment> {
    let mut fragments = Vec::new();
    let mut at = from;
    let mut push = |text: &str, marked: bool| {
        if !text.is_empty() {
            fragments.push(Fragment { text: text.replace('\n', " "), marked });
        }
    };
    for token in tokens.iter().zip(marks).filter(|(_, marked)| **marked).map(|(token, _)| token) {
        push(&text[at..token.from], false);
        push(&text[token.from..token.to], true);
        at = token.to;
    }
    push(&text[at..to], false);
    fragments
}
