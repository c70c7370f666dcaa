//! What a caller's words ask for: "ile kosztuje", "gdzie", "do kiedy", "jakie dokumenty" → slots of an article.
//!
//! A phrase of the table stands in a query where its words stand there in this order, in any form, with or without marks,
//! up to three other words between a question word and the rest ("ile teraz kosztuje"). What is said by a question
//! counts before what is said by a noun alone. Not here: which line of an article answers (`explain::answers`).

use crate::analysis::intent_words::{RULES, Rule};
use centrala_polish::lemmas;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};

/// What can be asked of any matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Fee,
    /// An amount that is no fee: a benefit, a limit.
    HowMuch,
    /// The office that handles it.
    Where,
    /// Where a thing is done; the office is no answer.
    Place,
    Contact,
    Hours,
    When,
    Deadline,
    HowLong,
    Visit,
    Documents,
    Appeal,
    Law,
    Online,
    Post,
    Proxy,
    Steps,
}

/// How plainly the words ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A noun: it may also name the matter ("odwołanie od opłaty dodatkowej").
    Noun,
    /// A question word that leaves open what is meant.
    Question,
    Phrase,
}

/// One slot that a query asks for, and the folded words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    pub slot: Slot,
    pub strength: Strength,
    pub words: Vec<String>,
}

/// Words that open a question: others may stand between them and the rest of their phrase.
const OPENERS: [&str; 9] = ["ile", "co", "czego", "jak", "jaki", "ktory", "kiedy", "gdzie", "czy"];
const GAP: usize = 3;
/// Words that only fill a sentence; no phrase minds them.
const FRAME: [&str; 14] =
    ["sie", "to", "mi", "by", "bym", "bede", "bedzie", "jest", "sa", "tam", "pan", "pani", "a", "no"];
/// An open word is completed from two thirds of a word of the table, at most from so many letters.
const BEGUN: usize = 6;

struct Word {
    folded: String,
    lemmas: Vec<String>,
    /// Still being typed, and no word yet.
    begun: bool,
}

impl Word {
    fn new(token: &Token, open: bool) -> Self {
        let begun = open && !lemmas::is_word(&token.text);
        Self { folded: token.folded.clone(), lemmas: terms::typed(token), begun }
    }

    fn is(&self, wanted: &str) -> bool {
        if let Some(form) = wanted.strip_prefix('=') {
            return self.folded == form;
        }
        self.folded == wanted
            || self.lemmas.iter().any(|lemma| lemma == wanted)
            || self.begun
                && self.folded.len() >= BEGUN.min((2 * wanted.len()).div_ceil(3))
                && wanted.starts_with(&self.folded)
    }
}

/// Where a rule's words stand.
struct Found {
    slot: Slot,
    strength: Strength,
    places: Vec<usize>,
}

impl Found {
    fn span(&self) -> usize {
        self.places.last().zip(self.places.first()).map_or(0, |(last, first)| last - first)
    }
}

/// The slots that a query's words ask for, the plainest first. A last word without a space behind it is still being typed.
pub fn intents(text: &str) -> Vec<Intent> {
    let open = text.ends_with(char::is_alphanumeric);
    let tokens = words(text);
    let last = tokens.len().saturating_sub(1);
    let spoken: Vec<Word> = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| !FRAME.contains(&token.folded.as_str()))
        .map(|(at, token)| Word::new(token, open && at == last))
        .collect();
    let mut found: Vec<Found> = (0..spoken.len()).flat_map(|from| found_at(&spoken, from)).collect();
    // Of phrases that share words the one that says more is meant: "ile się czeka" is not also "ile".
    found.sort_by_key(|one| {
        (std::cmp::Reverse((one.strength, one.places.len())), one.span(), one.places.first().copied())
    });
    let mut used = vec![false; spoken.len()];
    found.retain(|one| {
        let free = one.places.iter().all(|at| !used[*at]);
        one.places.iter().for_each(|at| used[*at] = true);
        free
    });
    let said = |one: Found| Intent {
        slot: one.slot,
        strength: one.strength,
        words: one.places.iter().map(|at| spoken[*at].folded.clone()).collect(),
    };
    found.into_iter().map(said).collect()
}

fn found_at(spoken: &[Word], from: usize) -> Vec<Found> {
    let of = |rule: &Rule| {
        let places = places(spoken, from, &rule.words)?;
        Some(Found { slot: rule.slot, strength: rule.strength, places })
    };
    RULES.iter().filter_map(of).chain(how_to(spoken, from)).collect()
}

fn places(spoken: &[Word], from: usize, wanted: &[&str]) -> Option<Vec<usize>> {
    let (first, rest) = wanted.split_first()?;
    if !spoken[from].is(first) {
        return None;
    }
    let gap = if OPENERS.contains(first) { GAP } else { 0 };
    let mut places = vec![from];
    for wanted in rest {
        let next = places.last()? + 1;
        let near = spoken.iter().enumerate().skip(next).take(gap + 1);
        places.push(near.into_iter().find(|(_, word)| word.is(wanted))?.0);
    }
    Some(places)
}

/// "jak wyrobić dowód": the infinitive after "jak" asks for the steps.
fn how_to(spoken: &[Word], from: usize) -> Option<Found> {
    let verb = spoken.get(from + 1)?;
    let infinitive = verb.folded.len() > 3 && verb.folded.ends_with('c') && verb.lemmas.contains(&verb.folded);
    let places = vec![from, from + 1];
    (spoken[from].folded == "jak" && infinitive).then_some(Found {
        slot: Slot::Steps,
        strength: Strength::Question,
        places,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(text: &str) -> Option<Slot> {
        intents(text).first().map(|intent| intent.slot)
    }

    #[test]
    fn questions_ask_in_any_form_with_or_without_marks() {
        for (text, wanted) in [
            ("ile kosztuje dowód", Slot::Fee),
            ("ile teraz kosztuje dowod", Slot::Fee),
            ("jakie są opłaty za licencję", Slot::Fee),
            ("czy za parking sie placi", Slot::Fee),
            ("opony za darmo", Slot::Fee),
            ("ile wynosi becikowe", Slot::HowMuch),
            ("ile się czeka na dowód", Slot::HowLong),
            ("jak dlugo czeka sie na prawo jazdy", Slot::HowLong),
            ("kiedy będzie gotowy dowód", Slot::HowLong),
            ("ile mam czasu na zgłoszenie zgonu", Slot::Deadline),
            ("do kiedy wniosek o stypendium", Slot::Deadline),
            ("o której otwierają schronisko", Slot::Hours),
            ("godziny otwarcia pszok", Slot::Hours),
            ("gdzie oddać stare leki", Slot::Place),
            ("gdzie złożyć wniosek", Slot::Where),
            ("adres usc", Slot::Where),
            ("telefon do schroniska", Slot::Contact),
            ("pod jakim adresem jest wydział", Slot::Where),
            ("co mam zabrać do ślubu", Slot::Documents),
            ("jakich dokumentów potrzebuję", Slot::Documents),
            ("gdzie złożyć odwołanie", Slot::Appeal),
            ("od decyzji odwołać się", Slot::Appeal),
            ("podstawy prawnej", Slot::Law),
            ("meldunek przez internet", Slot::Online),
            ("dowod online", Slot::Online),
            ("odpis aktu poczta", Slot::Post),
            ("czy mogę załatwić w czyimś imieniu", Slot::Proxy),
            ("pełnomocnictwa", Slot::Proxy),
            ("jak wyrobić dowód", Slot::Steps),
            ("krok po kroku rejestracja auta", Slot::Steps),
            ("czy trzeba się umówić", Slot::Visit),
        ] {
            assert_eq!(slot(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_word_still_being_typed_asks_when_it_can_be_nothing_else() {
        assert_eq!(slot("dowod dokume"), Some(Slot::Documents));
        assert_eq!(slot("licencja termi"), Some(Slot::Deadline));
        assert_eq!(slot("ile koszt"), Some(Slot::Fee));
        assert_eq!(slot("dowod dokume "), None, "a finished word is what it is");
        assert_eq!(slot("dowod d"), None);
    }

    #[test]
    fn a_matter_alone_asks_for_nothing() {
        for text in
            ["dowód osobisty", "zameldowanie", "dziura w jezdni", "karta parkingowa", "zmiana adresu w dowodzie"]
        {
            assert_eq!(slot(text), None, "{text}");
        }
    }

    #[test]
    fn two_questions_are_kept_in_the_order_of_their_plainness() {
        let slots: Vec<Slot> =
            intents("gdzie i jakie dokumenty do licencji").into_iter().map(|intent| intent.slot).collect();
        assert_eq!(slots, [Slot::Documents, Slot::Where]);
    }
}
