//! Is a caller reporting something, or asking for something? Cues of Polish, counted: a report tells what is wrong where
//! and since when; a question asks how, where, how much, or names papers.
//!
//! Deliberately not here: what follows from it (`ranking::best`).

use centrala_polish::terms;
use centrala_polish::tokens::Token;

use crate::analysis::query::AnalyzedQuery;

/// How much of a report and of a question a query is: counts of cues, 0 to [`MOST`] each.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SpeechAct {
    pub report: f32,
    pub question: f32,
}

/// More cues say no more.
pub const MOST: f32 = 4.0;

/// Lemmas and forms that ask.
const ASKING: &[&str] =
    &["jak", "gdzie", "ile", "kiedy", "czy", "jaki", "ktory", "komu", "kto", "dokad", "skad", "dlaczego", "czego"];
/// What one wants to do or get.
const WANTING: &[&str] = &[
    "chciec",
    "moc",
    "musiec",
    "potrzebowac",
    "trzeba",
    "mozna",
    "zamierzac",
    "planowac",
    "zalatwic",
    "wyrobic",
    "zlozyc",
    "dostac",
    "uzyskac",
    "otrzymac",
    "zapisac",
    "ubiegac",
    "starac",
    "zglosic",
    "przyslugiwac",
    "nalezec",
];
/// Papers, money and terms: what an office gives and takes.
const PAPERS: &[&str] = &[
    "wniosek",
    "zaswiadczenie",
    "dokument",
    "odpis",
    "akt",
    "karta",
    "zezwolenie",
    "decyzja",
    "dowod",
    "swiadczenie",
    "dodatek",
    "zasilek",
    "oplata",
    "podatek",
    "ulga",
    "termin",
    "formularz",
    "druk",
    "legitymacja",
    "prawo",
    "pozwolenie",
    "koncesja",
    "rejestracja",
    "licencja",
    "dofinansowanie",
    "dotacja",
    "umowa",
    "orzeczenie",
    "wypis",
    "upowaznienie",
    "pelnomocnictwo",
    "deklaracja",
    "stypendium",
    "zwrot",
    "papier",
    "urzad",
    "wymeldowac",
    "zameldowac",
    "meldunek",
];
/// Who does it, or does nothing about it.
const PEOPLE: &[&str] = &[
    "sasiad",
    "sasiadka",
    "ktos",
    "nikt",
    "ludzie",
    "mlodziez",
    "pijak",
    "pijany",
    "bezdomny",
    "kierowca",
    "wlasciciel",
    "ekipa",
    "robotnik",
    "osoba",
    "mezczyzna",
    "grupa",
    "chuligan",
    "wandal",
    "smieciarka",
    "firma",
];
/// What is wrong.
const WRONG: &[&str] = &[
    "brak",
    "zepsuty",
    "uszkodzony",
    "zniszczony",
    "dziura",
    "awaria",
    "halas",
    "smrod",
    "smierdziec",
    "brudny",
    "zalany",
    "przewrocony",
    "zlamany",
    "wybity",
    "zapchany",
    "przepelniony",
    "zarosniety",
    "nielegalny",
    "dzialac",
    "swiecic",
    "wystawac",
    "przeszkadzac",
    "blokowac",
    "zastawic",
    "zaparkowac",
    "parkowac",
    "spozywac",
    "spozywanie",
    "zaklocanie",
    "zanieczyszczenie",
    "palic",
    "lezec",
    "stac",
    "walac",
    "ciec",
    "leciec",
    "wyciekac",
    "halasowac",
    "biegac",
    "krzyczec",
    "niebezpieczny",
    "zagrazac",
    "padly",
    "martwy",
    "potracony",
    "ranny",
    "podrzucony",
    "porzucony",
    "bazgrac",
];
/// Words of place: something stands, lies or happens there.
const PLACES: &[&str] = &[
    "ulica",
    "chodnik",
    "jezdnia",
    "trawnik",
    "park",
    "klatka",
    "brama",
    "podworko",
    "przystanek",
    "skrzyzowanie",
    "blok",
    "kamienica",
    "droga",
    "plac",
    "skwer",
    "rog",
    "osiedle",
    "szkola",
    "przejscie",
    "sciezka",
    "pas",
    "kosz",
    "piwnica",
    "torowisko",
    "parking",
    "wjazd",
    "wyjazd",
    "zatoka",
    "mur",
    "plot",
    "drzewo",
];
const PREPOSITIONS: &[&str] =
    &["na", "w", "we", "przy", "pod", "przed", "kolo", "obok", "za", "nad", "miedzy", "naprzeciwko"];
/// "od tygodnia", "od wczoraj": since when.
const SINCE: &[&str] = &[
    "dzien",
    "tydzien",
    "miesiac",
    "rok",
    "wczoraj",
    "rano",
    "noc",
    "godzina",
    "lato",
    "zima",
    "wiosna",
    "poniedzialek",
    "kilka",
    "dluzszy",
    "dawno",
];

impl SpeechAct {
    pub fn of(query: &AnalyzedQuery) -> Self {
        let mut words: Vec<&Token> = query.tokens.iter().chain(&query.fillers).collect();
        words.sort_unstable_by_key(|token| token.from);
        let lemmas: Vec<Vec<String>> = words.iter().map(|token| terms::typed(token)).collect();
        let is = |at: usize, list: &[&str]| {
            list.contains(&words[at].folded.as_str()) || lemmas[at].iter().any(|lemma| list.contains(&lemma.as_str()))
        };
        let mut act = Self::default();
        for at in 0..words.len() {
            let next = at + 1 < words.len();
            act.question += cue(is(at, ASKING)) + cue(is(at, WANTING)) + cue(is(at, PAPERS));
            act.report += cue(is(at, PEOPLE)) + cue(is(at, WRONG));
            act.report += cue(next && is(at, PREPOSITIONS) && is(at + 1, PLACES));
            act.report += cue(next && words[at].folded == "od" && is(at + 1, SINCE));
            act.report +=
                cue(next && words[at].folded == "nie" && tells_a_state(&words[at + 1].folded, &lemmas[at + 1]));
            act.question += cue(is_infinitive(&words[at].folded, &lemmas[at]));
            act.report += 0.5 * cue(tells_a_state(&words[at].folded, &lemmas[at]));
        }
        act.question += cue(!query.intents.is_empty());
        Self { report: act.report.min(MOST), question: act.question.min(MOST) }
    }
}

fn cue(there: bool) -> f32 {
    f32::from(u8::from(there))
}

fn is_verb(lemma: &str) -> bool {
    lemma.len() > 3 && lemma.ends_with('c') && !lemma.ends_with("osc")
}

fn is_infinitive(folded: &str, lemmas: &[String]) -> bool {
    is_verb(folded) && lemmas.iter().any(|lemma| lemma == folded)
}

/// A verb in the third person, present or past: "leży", "stoją", "wywalili".
fn tells_a_state(folded: &str, lemmas: &[String]) -> bool {
    let gerund =
        ["nie", "nia", "niu", "niem", "cie", "cia", "ciu", "ciem"].iter().any(|ending| folded.ends_with(ending));
    let third = folded.ends_with(['a', 'e', 'i', 'y', 'o', 'l']);
    third && !gerund && lemmas.iter().any(|lemma| is_verb(lemma) && lemma != folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str) -> SpeechAct {
        SpeechAct::of(&AnalyzedQuery::new(text))
    }

    #[test]
    fn a_report_tells_and_a_question_asks() {
        for report in [
            "na chodniku leży martwy ptak",
            "latarnia nie świeci od tygodnia",
            "sąsiad pali śmieci w piecu",
            "samochody stoją na trawniku",
        ] {
            assert!(act(report).report > act(report).question, "{report}: {:?}", act(report));
        }
        for question in ["jak wyrobić dowód", "ile kosztuje odpis aktu", "chcę zameldować żonę", "wniosek o dodatek"]
        {
            assert!(act(question).question > act(question).report, "{question}: {:?}", act(question));
        }
    }
}
