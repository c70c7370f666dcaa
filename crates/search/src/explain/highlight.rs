//! Which words of a text are what was asked for.

use crate::answer::Fragment;
use crate::article::stored::Words;
use crate::index::postings::TermKey;
use crate::matching::query_terms::QueryTerm;
use centrala_polish::few_words::FewWords;
use centrala_polish::stop_words::is_stop_word;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};

/// The forms and lemmas to mark, from the alternatives that won in one document.
#[derive(Default)]
pub struct HighlightTerms<'a> {
    forms: FewWords<'a, ()>,
    lemmas: FewWords<'a, ()>,
}

impl<'a> HighlightTerms<'a> {
    pub fn new(terms: &'a [QueryTerm], winners: impl Iterator<Item = Option<usize>>) -> Self {
        let mut wanted = Self::default();
        for (term, winner) in terms.iter().zip(winners) {
            winning_keys(term, winner).for_each(|key| wanted.add(key));
        }
        wanted
    }

    fn add(&mut self, key: &'a TermKey) {
        match key {
            TermKey::Form(form) => *self.forms.entry(form) = (),
            TermKey::Lemma(lemma) => *self.lemmas.entry(lemma) = (),
            TermKey::Id(_) => {}
        }
    }

    pub fn is_wanted(&self, token: &Token) -> bool {
        self.forms.contains(token.folded.as_str()) || terms::is_any(token, |lemma| self.lemmas.contains(lemma))
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

/// The keys of the alternative that won. A word typed whole also brings its other forms: they answer the same term.
pub fn winning_keys(term: &QueryTerm, winner: Option<usize>) -> impl Iterator<Item = &TermKey> {
    let winner = winner.and_then(|at| Some((at, term.alternatives.get(at)?)));
    winner.into_iter().flat_map(|(at, won)| {
        let own = term.alternatives.iter().take(1 + at).filter(|alternative| alternative.boost >= 1.0);
        own.chain([won]).flat_map(|alternative| alternative.words.iter().flatten())
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
