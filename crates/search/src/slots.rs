//! What a caller's words ask for: "ile kosztuje", "gdzie", "do kiedy", "jakie dokumenty" → slots of an article.
//!
//! A phrase of the table stands in a query where its words stand there in this order, in any form, with or without marks,
//! up to three other words between a question word and the rest ("ile teraz kosztuje"). What is said by a question
//! counts before what is said by a noun alone. Not here: which line of an article answers (`answers`).

use std::sync::LazyLock;

use crate::groups::QUERY_CHARACTERS;
use crate::lemmas;
use crate::terms;
use crate::tokens::{Token, words};

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
pub struct Asked {
    pub slot: Slot,
    pub strength: Strength,
    pub words: Vec<String>,
}

/// Lemmas or forms, folded, one phrase between commas; "=" before what counts in this form only ("zmiana adresu" asks nothing). A verb after "jak" is a table of its own: [`how_to`].
const TABLE: [(Slot, Strength, &str); 35] = [
    (
        Slot::Fee,
        Strength::Phrase,
        "ile kosztowac, ile koszt, ile placic, ile zaplacic, ile za, za ile, po ile, ile oplata, ile cena, ile stawka, jaki oplata, \
         jaki koszt, jaki cena, jaki stawka, za darmo, bez oplata, czy platny, czy odplatny, czy bezplatny, czy darmowy, \
         czy placic, czy zaplacic, trzeba placic, trzeba zaplacic, musiec placic, musiec zaplacic, co kosztowac",
    ),
    (
        Slot::Fee,
        Strength::Noun,
        "oplata, koszt, kosztowac, cena, cennik, stawka, taryfa, placic, zaplacic, oplacic, platnosc, odplatnosc, odplatnie, \
         bezplatnie, nieodplatnie, gratis, darmo",
    ),
    (
        Slot::HowMuch,
        Strength::Phrase,
        "ile wynosic, ile dostac, ile dostawac, ile przyslugiwac, ile wyplacac, ile pieniadz, jaki kwota, jaki wysokosc, \
         jaki limit",
    ),
    (Slot::HowMuch, Strength::Question, "ile"),
    (Slot::HowMuch, Strength::Noun, "kwota, limit"),
    (
        Slot::HowLong,
        Strength::Phrase,
        "jak dlugo, jak szybko, ile czekac, ile trwac, ile czas, ile dzien, ile tydzien, ile miesiac, ile zajmowac, \
         ile zajac, dlugo czekac, dlugo trwac, czas oczekiwanie, czas realizacja, czas rozpatrzenie, kiedy gotowy, \
         kiedy dostac, kiedy otrzymac, kiedy odebrac, od reki",
    ),
    (Slot::HowLong, Strength::Noun, "czekac, oczekiwanie"),
    (
        Slot::Deadline,
        Strength::Phrase,
        "do kiedy, od kiedy, do ktorego, w jaki termin, jaki termin, ile miec czas, ile czas miec, ile czas na, kiedy musiec, \
         kiedy trzeba, kiedy najpozniej, ile wczesniej, ile przed",
    ),
    (Slot::Deadline, Strength::Noun, "termin"),
    (
        Slot::Hours,
        Strength::Phrase,
        "kiedy czynny, kiedy otwarty, kiedy przyjmowac, kiedy pracowac, jaki godzina, w jaki dzien, o ktorej, do ktorej, \
         od ktorej, godzina praca, godzina otwarcie, dzien przyjmowac, czy czynny, czy otwarty",
    ),
    (Slot::Hours, Strength::Noun, "godzina, godz, czynny, otwarty, urzedowac"),
    (Slot::When, Strength::Question, "kiedy"),
    (
        Slot::Where,
        Strength::Phrase,
        "jaki adres, jaki urzad, jaki wydzial, ktory urzad, ktory wydzial, ktory okienko, ktory pokoj, jaki pokoj, \
         kto zalatwiac, kto prowadzic, jak dojechac, jak dojsc, jak trafic",
    ),
    (Slot::Where, Strength::Question, "gdzie, dokad"),
    (
        Slot::Place,
        Strength::Phrase,
        "gdzie wyrzucic, gdzie wyrzucac, gdzie oddac, gdzie zawiezc, gdzie wywiezc, gdzie zostawic, gdzie wyniesc, \
         gdzie kupic, gdzie zaparkowac, gdzie parkowac",
    ),
    (Slot::Where, Strength::Noun, "=adres, =adresy, lokalizacja, siedziba"),
    (
        Slot::Contact,
        Strength::Phrase,
        "numer telefon, jaki telefon, jaki numer, jaki mail, adres mail, adres mailowy, gdzie dzwonic, gdzie zadzwonic",
    ),
    (Slot::Contact, Strength::Noun, "telefon, =tel, infolinia, mail, email, kontakt, zadzwonic, dzwonic"),
    (
        Slot::Visit,
        Strength::Phrase,
        "czy umowic, czy umawiac, trzeba umowic, trzeba umawiac, musiec umowic, bez umawianie, bez kolejka, bez wizyta, \
         odwolac wizyta, jak umowic",
    ),
    (Slot::Visit, Strength::Noun, "umowic wizyta, umawiac wizyta, wizyta, rezerwacja, zarezerwowac"),
    (
        Slot::Documents,
        Strength::Phrase,
        "jaki dokument, jaki zaswiadczenie, jaki zalacznik, jaki papier, ktory dokument, co zabrac, co wziac, co przyniesc, \
         co dolaczyc, co zalaczyc, co dostarczyc, co potrzebny, co potrzeba, co potrzebowac, czego potrzebowac, \
         co przygotowac, co wymagany, co miec, lista dokument, wykaz dokument, potrzebny dokument, co zlozyc",
    ),
    (Slot::Documents, Strength::Noun, "dokument, zalacznik, papiery"),
    (
        Slot::Appeal,
        Strength::Phrase,
        "odwolanie, odwolac, odwolywac, zazalenie, sprzeciw, zaskarzyc, zaskarzenie, nie zgadzac decyzja",
    ),
    (
        Slot::Law,
        Strength::Phrase,
        "podstawa prawny, jaki podstawa, jaki ustawa, jaki przepis, jaki paragraf, ktory ustawa, ktory przepis, akt prawny",
    ),
    (Slot::Law, Strength::Noun, "ustawa, przepis, rozporzadzenie, uchwala, paragraf"),
    (
        Slot::Online,
        Strength::Phrase,
        "przez internet, przez neta, przez net, przez epuap, w internet, na epuap, on line, droga elektroniczny, \
         bez wychodzic",
    ),
    (
        Slot::Online,
        Strength::Noun,
        "internet, internetowo, online, epuap, elektronicznie, zdalnie, mobywatel, mailem, mailowo",
    ),
    (Slot::Post, Strength::Phrase, "przez poczta, list polecony, czy poczta"),
    (Slot::Post, Strength::Noun, "poczta, listem, listownie, korespondencyjnie"),
    (
        Slot::Proxy,
        Strength::Phrase,
        "w imieniu, za kogos, za kogo, za mnie, ktos inny, inny osoba, przez pelnomocnik, czy osobiscie, trzeba osobiscie, \
         musiec osobiscie",
    ),
    (Slot::Proxy, Strength::Noun, "=imieniu, pelnomocnik, pelnomocnictwo, upowaznienie, upowaznic, osobiscie"),
    (
        Slot::Steps,
        Strength::Phrase,
        "krok po krok, co zrobic, co robic, czego zaczac, jak zaczac, jak wygladac, jak przebiegac, po kolei",
    ),
    (Slot::Steps, Strength::Noun, "krok, procedura, etap"),
    (Slot::Documents, Strength::Noun, "potrzebny"),
    (Slot::Visit, Strength::Noun, "=umawiac, =umowic"),
];

/// Words that open a question: others may stand between them and the rest of their phrase.
const OPENERS: [&str; 9] = ["ile", "co", "czego", "jak", "jaki", "ktory", "kiedy", "gdzie", "czy"];
const GAP: usize = 3;
/// Words that only fill a sentence; no phrase minds them.
const FRAME: [&str; 14] =
    ["sie", "to", "mi", "by", "bym", "bede", "bedzie", "jest", "sa", "tam", "pan", "pani", "a", "no"];
/// An open word is completed from two thirds of a word of the table, at most from so many letters.
const BEGUN: usize = 6;

struct Rule {
    slot: Slot,
    strength: Strength,
    words: Vec<&'static str>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let phrases = |text: &'static str| text.split(',').map(|phrase| phrase.split_whitespace().collect::<Vec<_>>());
    let rules = TABLE
        .iter()
        .flat_map(|(slot, strength, text)| phrases(text).map(|words| Rule { slot: *slot, strength: *strength, words }));
    rules.collect()
});

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
pub fn asked(text: &str) -> Vec<Asked> {
    let text: String = text.chars().take(QUERY_CHARACTERS).collect();
    let open = text.ends_with(char::is_alphanumeric);
    let tokens = words(&text);
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
    let said = |one: Found| Asked {
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
        asked(text).first().map(|asked| asked.slot)
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
            asked("gdzie i jakie dokumenty do licencji").into_iter().map(|asked| asked.slot).collect();
        assert_eq!(slots, [Slot::Documents, Slot::Where]);
    }
}
