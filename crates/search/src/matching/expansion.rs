//! What one typed word may mean by itself: its forms, its family, how it may go on, what a slip of the finger hides.
//!
//! Not here: what several words mean together (`groups`) and the rules of word formation (`derive`).

use crate::hits::answer::Why;
use crate::index::vocabulary::Vocabulary;
use centrala_polish::lemmas;
use centrala_polish::stop_words::is_stop_word;
use centrala_polish::tokens::Token;
use crate::query::groups::{Group, Key, Longer, Member};
use crate::query::lexicon::{Lexicon, QueryWord};

pub const EXPANDED: f32 = 0.6;
const TWO_SLIPS: f32 = 0.45;
/// Shortest half of a word torn apart.
pub const SHORTEST_HALF: usize = 3;
/// Up to here an open word is only begun.
const BEGUN: usize = 3;

pub struct Reader<'a> {
    pub vocabulary: &'a Vocabulary,
    pub lexicon: &'a Lexicon,
}

impl Reader<'_> {
    /// The word's group, without what it means in phrases; fills the word's kin, by which phrases are recognised.
    pub fn read(&self, token: &Token, word: &mut QueryWord, open: bool) -> tantivy::Result<Group> {
        let begun = open && token.folded.chars().count() <= BEGUN;
        let mut group = Group { members: Vec::new(), held_by: 0, begun, longer: None, weight: 1.0 };
        word.kin = word.lemmas.iter().flat_map(|lemma| self.vocabulary.family(lemma)).collect();
        // "do" at the end of all that was typed is the beginning of "dowód".
        if !(open && is_stop_word(&word.folded)) {
            self.add_forms(token, word, open, &mut group);
        }
        if open {
            self.add_longer(token, word, &mut group)?;
        }
        // A Polish word or an everyday one is no slip: "kat" must not find "kot".
        if group.held_by == 0 && !lemmas::is_word(&token.text) && !self.lexicon.has(word) {
            self.add_slips(token, word, open, &mut group)?;
        }
        Ok(group)
    }

    /// The word itself, its lemmas and the lemmas of its family.
    fn add_forms(&self, token: &Token, word: &QueryWord, open: bool, group: &mut Group) {
        let weight = if group.begun { EXPANDED } else { 1.0 };
        let typed = &token.text;
        let form = Key::Form(word.folded.clone());
        group.add(weight, form, Why::Word { word: typed.clone() }, self.vocabulary.held_by(&word.folded));
        // The stem of a word whose ending is still missing is anybody's guess: "zasił" is not "zaś".
        let whole = !open || lemmas::is_word(typed);
        let own = word.lemmas.iter().filter(|_| whole).map(|lemma| (weight, lemma));
        let kin = word.kin.iter().filter(|lemma| !word.lemmas.contains(lemma)).map(|lemma| (EXPANDED, lemma));
        for (weight, lemma) in own.chain(kin).filter(|(_, lemma)| self.vocabulary.has_lemma(lemma)) {
            let why = Why::Form { typed: typed.clone(), found: lemma.clone() };
            group.add(weight, Key::Lemma(lemma.clone()), why, self.vocabulary.lemma_held_by(lemma));
        }
    }

    fn add_longer(&self, token: &Token, word: &QueryWord, group: &mut Group) -> tantivy::Result<()> {
        let longer = self.vocabulary.beginning_with(&word.folded)?;
        group.held_by = longer.iter().map(|(_, held_by)| *held_by).fold(group.held_by, u32::max);
        let from = group.members.len();
        group.members.extend(longer_members(&token.text, longer));
        group.longer = Some(Longer { beginning: word.folded.clone(), from, to: group.members.len() });
        Ok(())
    }

    /// Glued words, words of the content a slip away, else everyday words a slip away.
    fn add_slips(&self, token: &Token, word: &mut QueryWord, open: bool, group: &mut Group) -> tantivy::Result<()> {
        group.members.extend(split(&token.text, &word.folded, self.vocabulary));
        let allowed = slips_allowed(&word.folded);
        if allowed == 0 {
            return Ok(());
        }
        let mut near = self.vocabulary.near(&word.folded, allowed, false)?;
        if near.is_empty() {
            word.kin.extend(self.lexicon.near(&word.folded, usize::from(allowed)));
        }
        if near.is_empty() && open {
            near = self.vocabulary.near(&word.folded, 1, true)?;
        }
        for (found, slips) in near {
            group.held_by = group.held_by.max(self.vocabulary.held_by(&found));
            group.members.push(slip(&token.text, found, slips));
        }
        Ok(())
    }
}

impl Group {
    /// A member of one term, and in how many documents that stands.
    fn add(&mut self, weight: f32, key: Key, why: Why, held_by: u32) {
        self.members.push(Member { weight, words: vec![vec![key]], why });
        self.held_by = self.held_by.max(held_by);
    }
}

/// Words that go on from an open one. What they weigh may depend on the two words, on nothing else: the index keeps
/// their scores (`beginnings`).
pub fn longer_members(typed: &str, longer: Vec<(String, u32)>) -> impl Iterator<Item = Member> {
    longer.into_iter().map(move |(found, _)| Member {
        weight: EXPANDED,
        words: vec![vec![Key::Form(found.clone())]],
        why: Why::Prefix { typed: typed.to_owned(), found },
    })
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
        right.chars().count() >= SHORTEST_HALF && is_known(left, vocabulary) && is_known(right, vocabulary)
    };
    let (left, right) = halves.filter(both_known).max_by_key(|(left, right)| left.len().min(right.len()))?;
    let why = Why::Split { typed: typed.to_owned(), found: format!("{left} {right}") };
    Some(Member { weight: EXPANDED, words: vec![keys(left), keys(right)], why })
}

pub fn keys(folded: &str) -> Vec<Key> {
    lemmas::of_typed(folded).into_iter().map(Key::Lemma).chain([Key::Form(folded.to_owned())]).collect()
}

/// Is it a word of the content, in this or another form?
pub fn is_known(folded: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.has(folded)
        || lemmas::is_word(folded) && lemmas::of_typed(folded).iter().any(|lemma| vocabulary.has_lemma(lemma))
}
