//! The place picker: one box for an address, a corner, an osiedle or a landmark. "piotr 104" → ul. Piotrkowska 104. Beginnings
//! of any word, no marks needed, in the cases in which places are said; kept in memory.
//!
//! How the words part into street, number and the rest stands in `address`.

use centrala_domain::text::fold;
use centrala_domain::{Osiedle, Place, Street};
use serde::Serialize;
use specta::Type;

use crate::address::{Behind, Reading, free_street, is_mere_lead, plain, readings, tells_of_a_spot};

/// So many letters of a word name it in another case or with a slip; fewer would be a guess.
const SURE_LETTERS: usize = 4;
/// A case ending adds at most so many letters to what the name shares with it.
const ENDING: usize = 3;
/// Endings of the cases in which a place is said: na Piotrkowskiej, przy Rynku Bałuckim, na Bałutach.
const CASES: &[&str] = &["iego", "iej", "ego", "ach", "owi", "ej", "ym", "im", "em", "ie", "ia", "u", "e", "y"];
/// How many of each street are crossed with the other's.
const CROSSED: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PlaceHit {
    /// What it means for the form.
    pub place: Place,
    pub kind: PlaceKind,
    /// The osiedla that a street runs through, joined, where known.
    pub within: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    Street,
    Corner,
    Osiedle,
    /// As typed: the register is never complete.
    UnknownStreet,
    /// As typed: a description of the spot.
    Landmark,
}

pub struct PlacePicker {
    streets: Vec<Entry>,
    osiedla: Vec<Entry>,
}

struct Entry {
    kind: String,
    words: Vec<String>,
    full_name: String,
    within: Option<String>,
}

/// How well a name fits, the best first: exactly, from its first word, or from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    FirstWord,
    OtherWord,
    Case,
    Slip,
}

type Fitting = fn(&Entry, &[String]) -> Option<Fit>;

impl PlacePicker {
    pub fn new(streets: &[Street], osiedla: &[Osiedle]) -> Self {
        let street = |street: &Street| Entry {
            kind: fold(&street.kind),
            words: split(&street.name),
            full_name: street.full_name(),
            within: (!street.osiedle.is_empty()).then(|| street.osiedle.join(", ")),
        };
        let osiedle = |osiedle: &Osiedle| Entry {
            kind: String::new(),
            words: split(&osiedle.name),
            full_name: osiedle.name.clone(),
            within: Some(osiedle.district.clone()),
        };
        Self { streets: streets.iter().map(street).collect(), osiedla: osiedla.iter().map(osiedle).collect() }
    }

    /// The likeliest first, at most `limit`; behind them what was typed itself, as a street and as a landmark.
    pub fn find(&self, text: &str, limit: u32) -> Vec<PlaceHit> {
        if !text.chars().any(char::is_alphanumeric) {
            return Vec::new();
        }
        let address = plain(text);
        let mut hits = self.known(&address);
        hits.truncate(limit as usize);
        let (street, behind) = free_street(&address);
        let street = (!street.is_empty()).then(|| PlaceHit::new(PlaceKind::UnknownStreet, behind.into_place(street)));
        let landmark = Place { landmark: Some(text.trim().to_owned()), ..Place::default() };
        let landmark = PlaceHit::new(PlaceKind::Landmark, landmark);
        let typed = if tells_of_a_spot(&address) { [Some(landmark), street] } else { [street, Some(landmark)] };
        hits.extend(typed.into_iter().flatten());
        hits
    }

    fn known(&self, text: &str) -> Vec<PlaceHit> {
        let readings = readings(text);
        let fits: [Fitting; 3] = [Entry::fit, Entry::fit_in_a_case, Entry::fit_with_a_slip];
        for fit in fits {
            for reading in &readings {
                let hits = self.meant(reading, fit);
                if !hits.is_empty() {
                    return hits;
                }
            }
        }
        Vec::new()
    }

    fn meant(&self, reading: &Reading, fit: Fitting) -> Vec<PlaceHit> {
        match reading {
            Reading::Osiedle(name) => self.osiedla(name, fit),
            Reading::Corner(one, other) => self.corners(one, other),
            Reading::Street(name, behind) => {
                let streets = matching(&self.streets, name, fit);
                let streets = streets.into_iter().map(|street| PlaceHit {
                    within: street.within.clone(),
                    ..PlaceHit::new(PlaceKind::Street, behind.clone().into_place(street.full_name.clone()))
                });
                let alone = *behind == Behind::default();
                streets.chain(alone.then(|| self.osiedla(name, fit)).into_iter().flatten()).collect()
            }
        }
    }

    fn osiedla(&self, name: &[String], fit: Fitting) -> Vec<PlaceHit> {
        let found = matching(&self.osiedla, name, fit).into_iter();
        let hit = |osiedle: &Entry| PlaceHit {
            within: osiedle.within.clone(),
            ..PlaceHit::new(PlaceKind::Osiedle, Place { osiedle: Some(osiedle.full_name.clone()), ..Place::default() })
        };
        found.map(hit).collect()
    }

    /// The likeliest pair first. Without slips: "przy bramie" is no street.
    fn corners(&self, one: &[String], other: &[String]) -> Vec<PlaceHit> {
        let streets = |words: &[String]| {
            let plain = matching(&self.streets, words, Entry::fit);
            let mut found = if plain.is_empty() { matching(&self.streets, words, Entry::fit_in_a_case) } else { plain };
            found.truncate(CROSSED);
            found
        };
        let (ones, others) = (streets(one), streets(other));
        let pairs = ones
            .iter()
            .enumerate()
            .flat_map(|(at, one)| others.iter().enumerate().map(move |(place, other)| (at + place, *one, *other)));
        let mut pairs: Vec<_> = pairs.filter(|(_, one, other)| one.full_name != other.full_name).collect();
        pairs.sort_by_key(|(rank, ..)| *rank);
        let hit = |(_, one, other): (usize, &Entry, &Entry)| {
            let (street, corner) = (Some(one.full_name.clone()), Some(other.full_name.clone()));
            PlaceHit::new(PlaceKind::Corner, Place { street, corner, ..Place::default() })
        };
        pairs.into_iter().map(hit).collect()
    }
}

/// What may also stand behind its name.
const KINDS_BEHIND: [&str; 5] = ["rynek", "plac", "rondo", "park", "pasaz"];

fn matching<'a>(entries: &'a [Entry], words: &[String], fit: Fitting) -> Vec<&'a Entry> {
    let mut typed = split(&words.join(" "));
    // "Bałucki Rynek"
    if let [_, .., last] = typed.as_slice()
        && KINDS_BEHIND.contains(&last.as_str())
    {
        typed.rotate_right(1);
    }
    let (kind, name) = kind_and_name(&typed);
    for name in [name, without_leads(name)] {
        let of_kind = |entry: &&Entry| kind.is_none_or(|kind| entry.kind.starts_with(kind));
        let fitting = entries.iter().filter(of_kind).filter_map(|entry| Some((fit(entry, name)?, entry)));
        let mut fitting: Vec<(Fit, &Entry)> = fitting.collect();
        fitting.sort_by_key(|(fit, entry)| (*fit, entry.words.len(), entry.rank(), entry.full_name.len()));
        if !fitting.is_empty() {
            return fitting.into_iter().map(|(_, entry)| entry).collect();
        }
    }
    Vec::new()
}

impl Entry {
    /// Most of what is reported lies on streets, not in the park of the same name.
    fn rank(&self) -> u8 {
        match self.kind.as_str() {
            "ul." => 0,
            "al." | "pl." => 1,
            _ => 2,
        }
    }

    /// Each typed word begins another word of the name, in order.
    fn fit(&self, typed: &[String]) -> Option<Fit> {
        let first = typed.first()?;
        // "Rydza-Śmigłego" is the register's "Śmigłego-Rydza".
        let turned = matches!((typed, self.words.as_slice()), ([a, b], [c, d]) if (a, b) == (d, c));
        if self.words == typed || turned {
            return Some(Fit::Exact);
        }
        let begun = in_order(&self.words, typed, |word, typed| word.starts_with(typed));
        begun.then(|| if self.words[0].starts_with(first) { Fit::FirstWord } else { Fit::OtherWord })
    }

    /// The same with words in other cases: "piotrkowskiej".
    fn fit_in_a_case(&self, typed: &[String]) -> Option<Fit> {
        let same = |word: &str, typed: &str| {
            word.starts_with(typed)
                || CASES.iter().filter_map(|ending| typed.strip_suffix(ending)).any(|stem| {
                    stem.len() >= SURE_LETTERS && word.starts_with(stem) && word.len() <= stem.len() + ENDING
                })
        };
        (!typed.is_empty() && in_order(&self.words, typed, same)).then_some(Fit::Case)
    }

    /// The same with one slip in one word of four letters or more.
    fn fit_with_a_slip(&self, typed: &[String]) -> Option<Fit> {
        let begins = |word: &str, typed: &str| {
            let length = typed.chars().count();
            let beginnings = (length.saturating_sub(1)..=length + 1).map(|n| word.chars().take(n).collect::<String>());
            word.starts_with(typed)
                || length >= SURE_LETTERS
                    && beginnings.into_iter().any(|begun| strsim::osa_distance(&begun, typed) <= 1)
        };
        (!typed.is_empty() && in_order(&self.words, typed, begins)).then_some(Fit::Slip)
    }
}

fn in_order(words: &[String], typed: &[String], same: impl Fn(&str, &str) -> bool) -> bool {
    let mut words = words.iter();
    typed.iter().all(|typed| words.any(|word| same(word, typed)))
}

impl PlaceHit {
    fn new(kind: PlaceKind, place: Place) -> Self {
        Self { place, kind, within: None }
    }
}

impl Behind {
    fn into_place(self, street: String) -> Place {
        let Self { number, flat, landmark } = self;
        Place { street: Some(street), number, flat, landmark, ..Place::default() }
    }
}

/// Folded words; dots and hyphens part them ("Śmigłego-Rydza", "gen. Maczka"); "Jana Pawła II" is also "Jana Pawła 2".
fn split(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| ROMAN.iter().find(|(roman, _)| *roman == word).map_or(word, |(_, number)| number).to_owned())
        .collect()
}

/// Of popes and kings, as they are written and as they are typed.
const ROMAN: [(&str, &str); 5] = [("ii", "2"), ("iii", "3"), ("iv", "4"), ("vi", "6"), ("xxiii", "23")];

/// Behind "na", titles and first names: the register has "Piłsudskiego", callers say "marszałka Józefa Piłsudskiego".
fn without_leads(name: &[String]) -> &[String] {
    let leads = name.iter().take_while(|word| is_mere_lead(word)).count();
    &name[leads.min(name.len().saturating_sub(1))..]
}

/// "ul", "aleja", "plac" … in front of a name says which kind is meant; "na" and "przy" before it say nothing.
fn kind_and_name(typed: &[String]) -> (Option<&'static str>, &[String]) {
    let kinds = [
        ("ul", "ul"),
        ("ulica", "ul"),
        ("ulicy", "ul"),
        ("al", "al"),
        ("aleja", "al"),
        ("aleje", "al"),
        ("alei", "al"),
        ("pl", "pl"),
        ("plac", "pl"),
        ("placu", "pl"),
        ("rondo", "rondo"),
        ("ronda", "rondo"),
        ("rondzie", "rondo"),
        ("park", "park"),
        ("parku", "park"),
        ("rynek", "rynek"),
        ("rynku", "rynek"),
        ("pasaz", "pasaz"),
        ("pasazu", "pasaz"),
    ];
    let said = match typed {
        [first, rest @ ..] if rest.len() > 1 && matches!(first.as_str(), "na" | "przy" | "w") => rest,
        all => all,
    };
    let first = said.first().filter(|_| said.len() > 1);
    match first.and_then(|first| kinds.iter().find(|(said, _)| said == first)) {
        Some((_, kind)) => (Some(*kind), &said[1..]),
        None => (None, typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker() -> PlacePicker {
        let street = |kind: &str, name: &str| Street { kind: kind.into(), name: name.into(), osiedle: vec![] };
        let osiedle = |name: &str, district: &str| Osiedle { name: name.into(), district: district.into() };
        let streets = [
            street("ul.", "Piotrkowska"),
            street("ul.", "Smugowa"),
            street("ul.", "Narutowicza"),
            street("al.", "1 Maja"),
            street("ul.", "6 Sierpnia"),
            street("al.", "Kościuszki"),
            street("pl.", "Kościelny"),
            street("rynek", "Bałucki"),
            street("al.", "Piłsudskiego"),
            street("al.", "Śmigłego-Rydza"),
            street("ul.", "Łąkowa"),
        ];
        PlacePicker::new(&streets, &[osiedle("Radogoszcz", "Bałuty"), osiedle("Bałuty-Doły", "Bałuty")])
    }

    fn first(text: &str) -> String {
        let hit = picker().find(text, 5).into_iter().next().unwrap_or_else(|| panic!("{text} finds nothing"));
        assert!(!matches!(hit.kind, PlaceKind::UnknownStreet | PlaceKind::Landmark), "{text}: {:?}", hit.place);
        hit.place.line()
    }

    #[test]
    fn a_beginning_and_a_number_are_an_address() {
        assert_eq!(first("piotr 104"), "ul. Piotrkowska 104");
        assert_eq!(first("piotrkowska 104/106"), "ul. Piotrkowska 104/106");
        assert_eq!(first("smug 30/32 m 5"), "ul. Smugowa 30/32 m. 5");
        assert_eq!(first("ul. łąkowa 12a m.3"), "ul. Łąkowa 12a m. 3");
        assert_eq!(first("piotr 104, przy bramie"), "ul. Piotrkowska 104, przy bramie");
    }

    #[test]
    fn the_city_around_an_address_is_no_street_and_numbers_are_whole() {
        for typed in [
            "Łódź, ul. Piotrkowska 104",
            "Łódź Piotrkowska 104",
            "w Łodzi na Piotrkowskiej 104",
            "90-926 Łódź, ul. Piotrkowska 104",
            "ul. Piotrkowska 104\n90-926 Łódź",
            "piotrkowska104",
            "ul. Piotrkowska 104.",
            "Piotrkowska 104\u{200b}",
            "Piotrkowska 104, Łódź",
        ] {
            assert_eq!(first(typed), "ul. Piotrkowska 104", "{typed}");
        }
        assert_eq!(first("Piotrkowska 104–106"), "ul. Piotrkowska 104-106");
        assert_eq!(first("Piotrkowska 45 /47"), "ul. Piotrkowska 45/47");
        assert_eq!(first("Piotrkowska 45/ 47"), "ul. Piotrkowska 45/47");
        assert_eq!(first("łąkowa 12a m.3, 91-001 łódź"), "ul. Łąkowa 12a m. 3");
        let city = picker().find("Łódź", 5);
        assert_eq!(city.iter().map(|hit| hit.kind).collect::<Vec<_>>(), [PlaceKind::Landmark], "no street");
    }

    #[test]
    fn numbers_in_names_stay_in_the_name() {
        assert_eq!(first("1 maja"), "al. 1 Maja");
        assert_eq!(first("1 maja 5"), "al. 1 Maja 5");
        assert_eq!(first("6 sierp 10"), "ul. 6 Sierpnia 10");
    }

    #[test]
    fn kinds_marks_cases_and_first_names_do_not_matter() {
        assert_eq!(first("pl kosc"), "pl. Kościelny");
        assert_eq!(first("aleja kosciuszki 3"), "al. Kościuszki 3");
        assert_eq!(first("rydza"), "al. Śmigłego-Rydza");
        assert_eq!(first("lakowa"), "ul. Łąkowa");
        assert_eq!(first("na piotrkowskiej 104"), "ul. Piotrkowska 104");
        assert_eq!(first("na rynku bałuckim"), "rynek Bałucki");
        assert_eq!(first("marszałka Józefa Piłsudskiego 7"), "al. Piłsudskiego 7");
    }

    #[test]
    fn a_corner_and_an_osiedle_are_places_too() {
        for text in ["piotr / narut", "róg piotrkowskiej i narutowicza", "piotrkowska przy narutowicza"] {
            assert_eq!(first(text), "ul. Piotrkowska / ul. Narutowicza", "{text}");
        }
        assert_eq!(first("radogoszcz"), "osiedle Radogoszcz");
        assert_eq!(first("os. bał"), "osiedle Bałuty-Doły");
        assert_eq!(first("piotrkowska przy bramie"), "ul. Piotrkowska, przy bramie");
    }

    #[test]
    fn a_slip_is_the_last_resort_and_what_was_typed_is_always_offered() {
        assert_eq!(first("piotrokwska 7"), "ul. Piotrkowska 7");
        let kinds = |text: &str| picker().find(text, 5).into_iter().map(|hit| hit.kind).collect::<Vec<_>>();
        assert_eq!(kinds("xyzxyz"), [PlaceKind::UnknownStreet, PlaceKind::Landmark]);
        assert_eq!(kinds("za szkołą"), [PlaceKind::Landmark, PlaceKind::UnknownStreet], "a spot rather than a street");
        let unknown = picker().find("xyzxyz 5 m 3", 5).remove(0).place;
        assert_eq!((unknown.street.as_deref(), unknown.number.as_deref()), (Some("xyzxyz"), Some("5")));
        assert!(picker().find("", 5).is_empty() && picker().find(" , ", 5).is_empty());
    }
}
