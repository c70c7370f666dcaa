//! The street picker: "piotr 104" → ul. Piotrkowska, 104. Prefixes of any word, no marks needed, kept in memory.

use centrala_domain::Street;
use centrala_domain::text::fold;
use centrala_domain::ticket::is_building_number;
use serde::Serialize;
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct StreetHit {
    /// "ul. Piotrkowska"
    pub full_name: String,
    /// The osiedla it runs through, joined, where known.
    pub osiedle: Option<String>,
    /// What was typed behind the street.
    pub number: Option<String>,
    pub flat: Option<String>,
}

pub struct StreetPicker {
    streets: Vec<Entry>,
}

struct Entry {
    kind: String,
    words: Vec<String>,
    full_name: String,
    osiedle: Option<String>,
}

/// What stood behind the street's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Address {
    number: Option<String>,
    flat: Option<String>,
}

/// How well a street fits, the best first: exactly, from its first word, or from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    FirstWord,
    OtherWord,
    Slip,
}

impl StreetPicker {
    pub fn new(streets: &[Street]) -> Self {
        let entry = |street: &Street| Entry {
            kind: fold(&street.kind),
            words: split(&street.name),
            full_name: street.full_name(),
            osiedle: (!street.osiedle.is_empty()).then(|| street.osiedle.join(", ")),
        };
        Self { streets: streets.iter().map(entry).collect() }
    }

    /// The likeliest first. As many words as possible belong to the name ("1 maja 5": the street is "1 Maja").
    pub fn find(&self, text: &str, limit: u32) -> Vec<StreetHit> {
        let text: String = text.chars().take(100).collect();
        let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        for fit in [Entry::fit, Entry::fit_with_a_slip] {
            for name_words in (1..=words.len()).rev() {
                let Some(address) = Address::read(&words[name_words..]) else { continue };
                let found = self.matching(&words[..name_words], fit);
                if !found.is_empty() {
                    let hits = found.into_iter().take(limit as usize);
                    return hits.map(|entry| entry.hit(&address)).collect();
                }
            }
        }
        Vec::new()
    }

    fn matching(&self, words: &[&str], fit: fn(&Entry, &[String]) -> Option<Fit>) -> Vec<&Entry> {
        let typed = split(&words.join(" "));
        let (kind, name) = kind_and_name(&typed);
        if name.is_empty() {
            return Vec::new();
        }
        let of_kind = |entry: &&Entry| kind.is_none_or(|kind| entry.kind.starts_with(kind));
        let fitting = self.streets.iter().filter(of_kind).filter_map(|entry| Some((fit(entry, name)?, entry)));
        let mut fitting: Vec<(Fit, &Entry)> = fitting.collect();
        fitting.sort_by_key(|(fit, entry)| (*fit, entry.words.len(), entry.full_name.len()));
        fitting.into_iter().map(|(_, entry)| entry).collect()
    }
}

impl Entry {
    /// Each typed word begins another word of the name, in order.
    fn fit(&self, typed: &[String]) -> Option<Fit> {
        if self.words == typed {
            return Some(Fit::Exact);
        }
        let mut words = self.words.iter();
        let begun = typed.iter().all(|typed| words.any(|word| word.starts_with(typed)));
        begun.then(|| if self.words[0].starts_with(&typed[0]) { Fit::FirstWord } else { Fit::OtherWord })
    }

    /// The same with one slip in one word of four letters or more.
    fn fit_with_a_slip(&self, typed: &[String]) -> Option<Fit> {
        let begins = |word: &String, typed: &String| {
            let length = typed.chars().count();
            let beginnings = (length.saturating_sub(1)..=length + 1).map(|n| word.chars().take(n).collect::<String>());
            word.starts_with(typed)
                || length >= 4 && beginnings.into_iter().any(|begun| strsim::osa_distance(&begun, typed) <= 1)
        };
        let mut words = self.words.iter();
        typed.iter().all(|typed| words.any(|word| begins(word, typed))).then_some(Fit::Slip)
    }

    fn hit(&self, address: &Address) -> StreetHit {
        StreetHit {
            full_name: self.full_name.clone(),
            osiedle: self.osiedle.clone(),
            number: address.number.clone(),
            flat: address.flat.clone(),
        }
    }
}

impl Address {
    /// "104", "30/32 m 5", "12a m. 5", "12 lok. 3", or nothing.
    fn read(words: &[&str]) -> Option<Self> {
        match words {
            [] => Some(Self::default()),
            [number] => Self::with(number, None),
            [number, flat] => Self::with(number, Some(flat.strip_prefix("m.").or(flat.strip_prefix('m'))?)),
            [number, "m" | "m." | "lok" | "lok." | "mieszkanie", flat] => Self::with(number, Some(flat)),
            _ => None,
        }
    }

    fn with(number: &str, flat: Option<&str>) -> Option<Self> {
        is_building_number(number).then(|| Self { number: Some(number.to_owned()), flat: flat.map(str::to_owned) })
    }
}

/// Folded words; dots and hyphens part them ("Śmigłego-Rydza", "gen. Maczka").
fn split(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// "ul", "aleja", "plac" … in front of a name says which kind is meant.
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
    ];
    let first = typed.first().filter(|_| typed.len() > 1);
    match first.and_then(|first| kinds.iter().find(|(said, _)| said == first)) {
        Some((_, kind)) => (Some(*kind), &typed[1..]),
        None => (None, typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker() -> StreetPicker {
        let street = |kind: &str, name: &str| Street { kind: kind.into(), name: name.into(), osiedle: vec![] };
        StreetPicker::new(&[
            street("ul.", "Piotrkowska"),
            street("ul.", "Smugowa"),
            street("al.", "1 Maja"),
            street("ul.", "6 Sierpnia"),
            street("al.", "Kościuszki"),
            street("pl.", "Kościelny"),
            street("al.", "Śmigłego-Rydza"),
            street("ul.", "Łąkowa"),
        ])
    }

    fn first(text: &str) -> (String, Option<String>, Option<String>) {
        let hit = picker().find(text, 5).into_iter().next().unwrap_or_else(|| panic!("{text} finds nothing"));
        (hit.full_name, hit.number, hit.flat)
    }

    fn address(street: &str, number: &str, flat: Option<&str>) -> (String, Option<String>, Option<String>) {
        let number = (!number.is_empty()).then(|| number.to_owned());
        (street.to_owned(), number, flat.map(str::to_owned))
    }

    #[test]
    fn a_beginning_and_a_number_are_an_address() {
        assert_eq!(first("piotr 104"), address("ul. Piotrkowska", "104", None));
        assert_eq!(first("smug 30/32 m 5"), address("ul. Smugowa", "30/32", Some("5")));
        assert_eq!(first("ul. łąkowa 12a m.3"), address("ul. Łąkowa", "12a", Some("3")));
    }

    #[test]
    fn numbers_in_names_stay_in_the_name() {
        assert_eq!(first("1 maja"), address("al. 1 Maja", "", None));
        assert_eq!(first("1 maja 5"), address("al. 1 Maja", "5", None));
        assert_eq!(first("6 sierp 10"), address("ul. 6 Sierpnia", "10", None));
    }

    #[test]
    fn kinds_marks_and_hyphens_do_not_matter() {
        assert_eq!(first("pl kosc").0, "pl. Kościelny");
        assert_eq!(first("aleja kosciuszki 3"), address("al. Kościuszki", "3", None));
        assert_eq!(first("rydza").0, "al. Śmigłego-Rydza");
        assert_eq!(first("lakowa").0, "ul. Łąkowa");
    }

    #[test]
    fn a_slip_is_the_last_resort_and_nonsense_finds_nothing() {
        assert_eq!(first("piotrokwska 7"), address("ul. Piotrkowska", "7", None));
        assert!(picker().find("xyzxyz", 5).is_empty());
        assert!(picker().find("", 5).is_empty() && picker().find(" , ", 5).is_empty());
    }
}
