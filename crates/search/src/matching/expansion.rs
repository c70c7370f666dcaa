//! What one typed word may stand for: its forms, its family, how it may go on, what a slip of the finger hides.
//!
//! Not here: what several words mean together (`query_terms`) and the rules of word formation (`families`).

use centrala_polish::stop_words::is_stop_word;
use centrala_polish::tokens::Token;
use centrala_polish::{lemmas, rarity};

use crate::analysis::lexicon::{Lexicon, QueryWord};
use crate::answer::Explanation;
use crate::index::postings::TermKey;
use crate::index::vocabulary::Vocabulary;
use crate::matching::query_terms::{Alternative, Continuations, QueryTerm};
use crate::matching::spelling::sounding_alike;

pub const EXPANDED: f32 = 0.6;
const TWO_SLIPS: f32 = 0.45;
/// A word as it was typed says a little more than its lemma.
const AS_TYPED: f32 = 1.04;
/// Beside the most usual lemma of a word, one so much rarer (steps of ten) is not meant.
const RARER: f32 = 1.5;
/// Shortest half of a word torn apart.
pub const SHORTEST_HALF: usize = 3;
/// Of masculine nouns: what an abbreviation that ends in a consonant is declined like.
const ENDINGS: [&str; 6] = ["owi", "iem", "em", "ie", "u", "y"];
/// Up to here an open word is only begun.
const BEGUN: usize = 3;

pub struct Expansion<'a> {
    pub vocabulary: &'a Vocabulary,
    pub lexicon: &'a Lexicon,
}

impl Expansion<'_> {
    /// The word's term, without what it means in phrases; fills the word's kin, by which phrases are recognised.
    pub fn expand(&self, token: &Token, word: &mut QueryWord, open: bool) -> tantivy::Result<QueryTerm> {
        let begun = open && token.folded.chars().count() <= BEGUN;
        let mut term =
            QueryTerm { alternatives: Vec::new(), doc_freq: 0, rarity: None, begun, continuations: None, weight: 1.0 };
        word.kin = usual(&word.lemmas).flat_map(|lemma| self.vocabulary.family(lemma)).collect();
        // "do" at the end of all that was typed is the beginning of "dowód".
        if !(open && is_stop_word(&word.folded)) {
            self.add_forms(token, word, open, &mut term);
        }
        if open {
            self.add_continuations(token, word, &mut term)?;
        }
        // A Polish word or an everyday one is no slip: "kat" must not find "kot".
        if term.doc_freq == 0 && !lemmas::is_word(&token.text) && !self.lexicon.has(word) {
            self.add_slips(token, word, open, &mut term)?;
        }
        Ok(term)
    }

    /// The word itself, its lemmas and the lemmas of its family. A form is as rare as its lemma: that it stands in this
    /// one case is chance.
    fn add_forms(&self, token: &Token, word: &QueryWord, open: bool, term: &mut QueryTerm) {
        let boost = if term.begun { EXPANDED } else { 1.0 };
        let typed = &token.text;
        // The stem of a word whose ending is still missing is anybody's guess: "zasił" is not "zaś".
        let whole = !open || lemmas::is_word(typed);
        let own: Vec<&String> = word.lemmas.iter().filter(|lemma| whole && self.vocabulary.has_lemma(lemma)).collect();
        let lemma_freq = own.iter().map(|lemma| self.vocabulary.lemma_freq(lemma)).max().unwrap_or_default();
        let form_freq = self.vocabulary.doc_freq(&word.folded);
        let doc_freq = lemma_freq.max(form_freq);
        let form = TermKey::Form(word.folded.clone());
        term.add(boost * AS_TYPED, form, doc_freq, Explanation::Word { word: typed.clone() });
        for lemma in own {
            let why = Explanation::Form { typed: typed.clone(), found: lemma.clone() };
            term.add(boost, TermKey::Lemma(lemma.clone()), doc_freq, why);
        }
        if let Some(name) = declined(token, |stem| self.vocabulary.has(stem)) {
            let why = Explanation::Form { typed: typed.clone(), found: name.to_owned() };
            term.add(boost, TermKey::Form(name.to_owned()), self.vocabulary.doc_freq(name), why);
        }
        for lemma in word.kin.iter().filter(|lemma| !word.lemmas.contains(lemma)) {
            let why = Explanation::Form { typed: typed.clone(), found: lemma.clone() };
            let kin_freq = self.vocabulary.lemma_freq(lemma);
            term.add(EXPANDED, TermKey::Lemma(lemma.clone()), kin_freq, why);
        }
    }

    fn add_continuations(&self, token: &Token, word: &QueryWord, term: &mut QueryTerm) -> tantivy::Result<()> {
        let longer = self.vocabulary.continuations(&word.folded)?;
        term.doc_freq = longer.iter().map(|(_, doc_freq)| *doc_freq).fold(term.doc_freq, u32::max);
        let from = term.alternatives.len();
        // Among the words that "rej" may become the rarest is not the likeliest: all are as rare as the commonest.
        let doc_freq = Some(term.doc_freq);
        term.alternatives.extend(longer.into_iter().map(|(found, _)| Alternative {
            boost: EXPANDED,
            words: vec![vec![TermKey::Form(found.clone())]],
            doc_freq,
            share: 1.0,
            why: Explanation::Prefix { typed: token.text.clone(), found },
        }));
        let to = term.alternatives.len();
        if term.begun {
            term.alternatives[..to].iter_mut().for_each(|alternative| alternative.doc_freq = doc_freq);
        }
        term.continuations = Some(Continuations { prefix: word.folded.clone(), from, to });
        Ok(())
    }

    /// Glued words, words of the content that sound alike or are a slip away, else everyday words a slip away.
    fn add_slips(&self, token: &Token, word: &mut QueryWord, open: bool, term: &mut QueryTerm) -> tantivy::Result<()> {
        term.alternatives.extend(split(&token.text, &word.folded, self.vocabulary));
        let allowed = slips_allowed(&word.folded);
        if allowed == 0 {
            return Ok(());
        }
        let alike = sounding_alike(&word.folded, |spelled| is_known(spelled, self.vocabulary));
        let mut near: Vec<(String, u8)> = alike.into_iter().map(|found| (found, 1)).collect();
        if near.is_empty() {
            near = self.vocabulary.near(&word.folded, allowed, false)?;
        }
        word.near.extend(self.lexicon.near(&word.folded, usize::from(allowed)));
        if near.is_empty() && open {
            near = self.vocabulary.near(&word.folded, 1, true)?;
        }
        for (found, slips) in near {
            let doc_freq = self.vocabulary.doc_freq(&found).max(1);
            term.doc_freq = term.doc_freq.max(doc_freq);
            term.alternatives.push(slip(&token.text, found, slips, doc_freq));
        }
        Ok(())
    }
}

impl QueryTerm {
    /// An alternative of one key, and in how many documents that stands.
    fn add(&mut self, boost: f32, key: TermKey, doc_freq: u32, why: Explanation) {
        let words = vec![vec![key]];
        self.alternatives.push(Alternative { boost, words, doc_freq: Some(doc_freq), share: 1.0, why });
        self.doc_freq = self.doc_freq.max(doc_freq);
    }
}

/// Abbreviations and names that no dictionary knows decline, too: "do mopsu", "z pszokiem". The word of the content that
/// is left when an ending is taken off.
fn declined(token: &Token, is_known: impl Fn(&str) -> bool) -> Option<&str> {
    let ending_off = |ending: &str| token.folded.strip_suffix(ending).filter(|stem| stem.len() >= SHORTEST_HALF);
    let stem = |ending: &&str| ending_off(ending).filter(|stem| is_known(stem));
    if lemmas::is_word(&token.text) { None } else { ENDINGS.iter().find_map(stem) }
}

/// The lemmas that are meant: beside a usual one a rare one is not ("lodz" is the city, and hardly "lodzić").
fn usual(lemmas: &[String]) -> impl Iterator<Item = &String> {
    let zipf = |lemma: &String| rarity::zipf(lemma).unwrap_or(rarity::RAREST);
    let most = lemmas.iter().map(zipf).fold(0.0, f32::max);
    lemmas.iter().filter(move |lemma| zipf(lemma) >= most - RARER)
}

/// How many slips of the finger a word may hold: one from four letters, two from seven; a number is never corrected.
fn slips_allowed(folded: &str) -> u8 {
    if folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match folded.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// What was meant may stand in another form: its lemmas count too.
fn slip(typed: &str, found: String, slips: u8, doc_freq: u32) -> Alternative {
    let boost = if slips == 1 { EXPANDED } else { TWO_SLIPS };
    let words = vec![keys(&found)];
    let why = Explanation::Typo { typed: typed.to_owned(), found };
    Alternative { boost, words, doc_freq: Some(doc_freq), share: 1.0, why }
}

/// "kartaparkingowa" → "karta parkingowa", where both halves are words of the content.
fn split(typed: &str, folded: &str, vocabulary: &Vocabulary) -> Option<Alternative> {
    let halves = folded.char_indices().skip(SHORTEST_HALF).map(|(at, _)| folded.split_at(at));
    let both_known = |(left, right): &(&str, &str)| {
        right.chars().count() >= SHORTEST_HALF && is_known(left, vocabulary) && is_known(right, vocabulary)
    };
    let (left, right) = halves.filter(both_known).max_by_key(|(left, right)| left.len().min(right.len()))?;
    let why = Explanation::Split { typed: typed.to_owned(), found: format!("{left} {right}") };
    let words = vec![keys(left), keys(right)];
    Some(Alternative { boost: EXPANDED, words, doc_freq: None, share: 1.0, why })
}

/// A word's lemmas and the word itself.
pub fn keys(folded: &str) -> Vec<TermKey> {
    lemmas::of_typed(folded).into_iter().map(TermKey::Lemma).chain([TermKey::Form(folded.to_owned())]).collect()
}

/// Is it a word of the content, in this or another form?
pub fn is_known(folded: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.has(folded)
        || lemmas::is_word(folded) && lemmas::of_typed(folded).iter().any(|lemma| vocabulary.has_lemma(lemma))
}
