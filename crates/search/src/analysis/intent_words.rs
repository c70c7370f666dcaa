//! What callers say when they ask for a slot: the table that `intent` compares a query with. True of Polish, not of one query.

use std::sync::LazyLock;

use crate::analysis::intent::{Slot, Strength};

/// Lemmas or forms, folded, one phrase between commas; "=" before what counts in this form only
/// ("zmiana adresu" asks nothing). A verb after "jak" is a rule of its own: `intent::how_to`.
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

/// One phrase of the table.
pub struct Rule {
    pub slot: Slot,
    pub strength: Strength,
    pub words: Vec<&'static str>,
}

pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let phrases = |text: &'static str| text.split(',').map(|phrase| phrase.split_whitespace().collect::<Vec<_>>());
    let rules = TABLE
        .iter()
        .flat_map(|(slot, strength, text)| phrases(text).map(|words| Rule { slot: *slot, strength: *strength, words }));
    rules.collect()
});
