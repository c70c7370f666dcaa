//! How a place is said: "piotr 104", "30/32 m 5", "róg Piotrkowskiej i Tuwima", "na Zgierskiej przy rynku". Words only: which
//! street is meant stands in `streets`.

use centrala_domain::text::{fold, visible};
use centrala_domain::ticket::is_building_number;

/// Longer texts are no address.
const CHARACTERS: usize = 120;

/// One way to read what was typed, its words as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// "osiedle …": nothing else is meant.
    Osiedle(Vec<String>),
    Corner(Vec<String>, Vec<String>),
    Street(Vec<String>, Behind),
}

/// What stood behind the street's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    pub number: Option<String>,
    pub flat: Option<String>,
    pub landmark: Option<String>,
}

/// The likeliest first. As many words as possible belong to the street ("1 maja 5": the street is "1 Maja").
pub fn readings(text: &str) -> Vec<Reading> {
    let text: String = text.chars().take(CHARACTERS).collect();
    let words = split(&text);
    if let Some((first, name)) = words.split_first()
        && OSIEDLE.contains(&fold(first).as_str())
    {
        return if name.is_empty() { Vec::new() } else { vec![Reading::Osiedle(name.to_vec())] };
    }
    let streets = (1..=words.len()).rev().filter_map(|name| {
        let behind = Behind::read(&words[name..])?;
        Some(Reading::Street(words[..name].to_vec(), behind))
    });
    corners(&words).into_iter().chain(streets).collect()
}

/// The address alone, as it would be typed by hand: without the city and its postcodes around it, with plain hyphens, numbers
/// whole ("45 /47") and parted from the name ("piotrkowska104"). No street of the city holds the city's name.
pub fn plain(text: &str) -> String {
    let seen: String = visible(text).chars().take(CHARACTERS).map(plain_dash).collect();
    let mut parted = String::with_capacity(seen.len());
    let chars: Vec<char> = seen.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let letters = chars[..at].iter().rev().take_while(|before| before.is_alphabetic()).count();
        if c.is_ascii_digit() && letters >= NAME {
            parted.push(' ');
        }
        let is_loose = |beside: Option<&char>| beside.is_some_and(char::is_ascii_digit);
        let around_slash = c == ' '
            && (chars.get(at + 1) == Some(&'/') && at > 0 && is_loose(chars.get(at - 1))
                || at > 0 && chars[at - 1] == '/' && is_loose(chars.get(at + 1)));
        if !around_slash {
            parted.push(c);
        }
    }
    let words: Vec<&str> = parted.split(' ').filter(|word| !word.is_empty()).collect();
    let said: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(at, word)| {
            let city = |word: &str| matches!(fold(word.trim_matches(PUNCTUATION)).as_str(), "lodz" | "lodzi");
            let before_city = fold(word) == "w" && words.get(at + 1).is_some_and(|next| city(next));
            !city(word) && !is_postcode(word.trim_matches(PUNCTUATION)) && !before_city
        })
        .map(|(_, word)| *word)
        .collect();
    dates(&said).join(" ").trim_matches(PUNCTUATION).to_owned()
}

/// The numbers in names as the register has them: "1-go Maja", "6go sierpnia", "11 go Listopada", "Rewolucji 1905 roku".
fn dates(words: &[&str]) -> Vec<String> {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let before = out.last().is_some_and(|before| digits(before));
        let folded = fold(word);
        let day = folded.strip_suffix("go").map(|day| day.trim_end_matches('-'));
        match day {
            Some("") if before => {}
            Some(day) if digits(day) => out.push(day.to_owned()),
            _ if before && folded == "roku" => out.push("r.".to_owned()),
            _ => out.push((*word).to_owned()),
        }
    }
    out
}

const PUNCTUATION: &[char] = &[',', '.', ';', ':', ' '];
/// Letters in front of a glued number that are a name: "m5" and "104a" are none.
const NAME: usize = 3;

fn plain_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c }
}

/// "90-926"
fn is_postcode(word: &str) -> bool {
    let shape: Vec<bool> = word.chars().map(|c| c.is_ascii_digit()).collect();
    shape == [true, true, false, true, true, true] && word.chars().nth(2) == Some('-')
}

/// The street that is not in the register: what stands before the first number, or all of it.
pub fn free_street(text: &str) -> (String, Behind) {
    let words = split(text);
    let with_number = (1..words.len()).find_map(|name| {
        let behind = Behind::read(&words[name..]).filter(|behind| behind.number.is_some())?;
        Some((words[..name].join(" "), behind))
    });
    with_number.unwrap_or_else(|| (text.trim().to_owned(), Behind::default()))
}

/// Whether this rather tells of a spot than names a street: "przy stawie", "szkoła nr 5", four words and more without a number.
pub fn tells_of_a_spot(text: &str) -> bool {
    let words = split(text);
    let first = words.first().map(|word| fold(word)).unwrap_or_default();
    // "Szkolna" is a street.
    let is_spot = |spot: &str| first.starts_with(spot) && first.len() <= spot.len() + 1;
    words.len() >= 4 && free_street(text).1.number.is_none()
        || is_one_of(BESIDE, &first)
        || SPOTS.split(' ').any(is_spot)
}

/// Whether a word in front of a name says nothing that would be lost: "na", "marszałka", "Józefa".
pub fn is_mere_lead(folded: &str) -> bool {
    is_one_of(LEADS, folded.trim_end_matches('.'))
}

const OSIEDLE: &[&str] = &["os", "os.", "osiedle", "osiedlu", "osiedla"];
const CORNER: &[&str] = &["rog", "rogu", "naroznik", "narozniku", "skrzyzowanie", "skrzyzowaniu", "zbieg", "zbiegu"];
const BETWEEN: &[&str] = &["i", "z", "x", "przy", "/"];
const BESIDE: &str =
    "przy kolo obok naprzeciw naprzeciwko za przed pod nad miedzy pomiedzy w we blisko wejscie wysokosc";
/// What people find their way by, without its last letter or two: "szkoła", "przystanku".
const SPOTS: &str = "szkol przedszkol przystane przystank kosciol kosciel sklep most wiadukt dworze dworc stacj cmentarz szpital \
    parking petl staw las boisk";
const FLAT: &[&str] = &["m", "m.", "lok", "lok.", "lokal", "lokalu", "mieszkanie", "mieszkania", "mieszk."];
const LEADS: &str = "na przy w od ul ulica ulicy al aleja alei marszalka marsz generala gen ksiedza ks biskupa bp kardynala kard \
    hetmana prezydenta prez doktora dr profesora prof kapitana kpt majora plk rotmistrza ignacego jozefa \
    tadeusza henryka adama juliusza jana stanislawa stanislawy marii elizy wladyslawa gabriela juliana stefana \
    romualda andrzeja aleksandra fryderyka mikolaja kazimierza zygmunta piotra karola franciszka jaroslawa \
    boleslawa wincentego ludwika stefanii emilii jerzego";

/// Of words with a space between them.
fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// Words; a comma is one of its own; "104 / 106" is one number.
fn split(text: &str) -> Vec<String> {
    let apart = text.replace(',', " , ");
    let mut words: Vec<String> = Vec::new();
    let mut parts = apart.split_whitespace().peekable();
    while let Some(part) = parts.next() {
        let digit = |text: &str, at_end: bool| {
            let edge = if at_end { text.chars().next_back() } else { text.chars().next() };
            edge.is_some_and(|c| c.is_ascii_digit())
        };
        let in_number = part == "/"
            && words.last().is_some_and(|before| digit(before, true))
            && parts.peek().is_some_and(|after| digit(after, false));
        match (in_number, words.last_mut(), parts.peek()) {
            (true, Some(before), Some(after)) => {
                before.push('/');
                before.push_str(after);
                parts.next();
            }
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// Every way to part the words into two streets.
fn corners(words: &[String]) -> Vec<Reading> {
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let said = |at: usize, words: &[&str]| folded.get(at).is_some_and(|word| words.contains(&word.as_str()));
    let lead = match (said(0, CORNER), said(0, &["na", "u", "przy"]) && said(1, CORNER)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    };
    let mut found = Vec::new();
    for at in lead..words.len() {
        if at > lead && (said(at, BETWEEN) || said(at, CORNER)) {
            found.push((words[lead..at].to_vec(), words[at + 1..].to_vec()));
        } else if let Some((before, after)) = words[at].split_once('/') {
            let one = words[lead..at].iter().cloned().chain([before.to_owned()]).collect();
            let other = [after.to_owned()].into_iter().chain(words[at + 1..].iter().cloned()).collect();
            found.push((one, other));
        }
    }
    let named = |part: &[String]| part.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let found = found.into_iter().filter(|(one, other)| named(one) && named(other));
    found.map(|(one, other)| Reading::Corner(without_empty(one), without_empty(other))).collect()
}

fn without_empty(words: Vec<String>) -> Vec<String> {
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

impl Behind {
    /// "104", "nr 30/32 m 5", "12 a lok. 3, przy bramie", ", przy bramie", or nothing; none where the words belong to the name.
    fn read(words: &[String]) -> Option<Self> {
        let mut words = Words(words);
        let mut behind = Self::default();
        let said = words.take(|word| matches!(word, "nr" | "nr." | "numer"));
        match words.first().filter(|first| is_building_number(first)) {
            Some(number) => {
                words.0 = &words.0[1..];
                behind.number = Some(words.with_letter(number));
                behind.flat = words.flat().or_else(|| words.flat_behind_comma());
            }
            None if said => return None,
            None => {}
        }
        let parted = words.take(|word| word == ",");
        let rest = words.0.join(" ").replace(" , ", ", ").trim_matches([' ', ',']).to_owned();
        let begins = words.first().is_some_and(|first| is_one_of(BESIDE, &fold(first)));
        if !rest.is_empty() && !parted && !begins && behind.number.is_none() {
            return None;
        }
        // A lone word that goes on behind a number is being typed: "104 m".
        behind.landmark = Some(rest).filter(|rest| rest.chars().count() > 1);
        Some(behind)
    }
}

struct Words<'a>(&'a [String]);

impl<'a> Words<'a> {
    fn first(&self) -> Option<&'a str> {
        self.0.first().map(String::as_str)
    }

    fn take(&mut self, wanted: impl Fn(&str) -> bool) -> bool {
        let taken = self.first().is_some_and(|word| wanted(&fold(word)));
        if taken {
            self.0 = &self.0[1..];
        }
        taken
    }

    /// "104, m. 5"
    fn flat_behind_comma(&mut self) -> Option<String> {
        let mut ahead = Self(self.0.split_first().filter(|(first, _)| *first == ",")?.1);
        let flat = ahead.flat()?;
        self.0 = ahead.0;
        Some(flat)
    }

    /// "104 a" is 104a.
    fn with_letter(&mut self, number: &str) -> String {
        let letter = self.first().filter(|word| word.len() == 1 && word.bytes().all(|b| matches!(b | 32, b'a'..=b'h')));
        match letter {
            Some(letter) if number.ends_with(|c: char| c.is_ascii_digit()) => {
                self.0 = &self.0[1..];
                format!("{number}{letter}")
            }
            Some(_) | None => number.to_owned(),
        }
    }

    /// "m 5", "m.5", "lok. 3".
    fn flat(&mut self) -> Option<String> {
        let first = fold(self.first()?);
        if FLAT.contains(&first.as_str()) {
            let flat = self.0.get(1).filter(|flat| flat.as_str() != ",")?.clone();
            self.0 = &self.0[2..];
            return Some(flat);
        }
        let flat = ["m.", "m", "lok.", "lok"].iter().find_map(|said| first.strip_prefix(said))?;
        let flat = flat.starts_with(|c: char| c.is_ascii_digit()).then(|| flat.to_owned())?;
        self.0 = &self.0[1..];
        Some(flat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reading whose street has so many words.
    fn behind(text: &str, street: usize) -> Behind {
        let reading = readings(text).into_iter().find_map(|reading| match reading {
            Reading::Street(words, behind) if words.len() == street => Some(behind),
            Reading::Osiedle(_) | Reading::Corner(..) | Reading::Street(..) => None,
        });
        reading.unwrap_or_else(|| panic!("{text} cannot be read with {street} words of a street"))
    }

    fn parts(number: &str, flat: &str, landmark: &str) -> Behind {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Behind { number: some(number), flat: some(flat), landmark: some(landmark) }
    }

    #[test]
    fn numbers_keep_their_slash_and_flats_have_a_field_of_their_own() {
        for (text, number, flat, landmark) in [
            ("piotr 104", "104", "", ""),
            ("piotr nr 104", "104", "", ""),
            ("piotr 104/106", "104/106", "", ""),
            ("piotr 104 / 106", "104/106", "", ""),
            ("piotr 104 m 5", "104", "5", ""),
            ("piotr 104a m.5", "104a", "5", ""),
            ("piotr 104 a lok. 3b", "104a", "3b", ""),
            ("piotr 104 M5", "104", "5", ""),
            ("piotr 104, przy bramie", "104", "", "przy bramie"),
            ("piotr 104 m 5 w podwórzu", "104", "5", "w podwórzu"),
            ("piotr przy bramie", "", "", "przy bramie"),
            ("piotr, druga klatka", "", "", "druga klatka"),
            ("piotr 104 m", "104", "", ""),
        ] {
            assert_eq!(behind(text, 1), parts(number, flat, landmark), "{text}");
        }
        assert_eq!(behind("1 maja 5", 2), parts("5", "", ""));
    }

    #[test]
    fn two_streets_make_a_corner_in_every_way_it_is_said() {
        let corner = |one: &str, other: &str| {
            let words = |text: &str| text.split(' ').map(str::to_owned).collect();
            Reading::Corner(words(one), words(other))
        };
        for text in ["piotr / narut", "piotr/narut", "róg piotr i narut", "piotr róg narut", "na rogu piotr z narut"]
        {
            assert!(readings(text).contains(&corner("piotr", "narut")), "{text}: {:?}", readings(text));
        }
        assert!(readings("1 maja / 6 sierpnia").contains(&corner("1 maja", "6 sierpnia")));
        assert!(!readings("piotr 104/106").iter().any(|reading| matches!(reading, Reading::Corner(..))));
    }

    #[test]
    fn an_osiedle_is_said_by_its_word() {
        assert_eq!(readings("os. Radogoszcz"), [Reading::Osiedle(vec!["Radogoszcz".into()])]);
        assert!(
            readings("osiedle").is_empty()
                && readings(" , ").iter().all(|reading| !matches!(reading, Reading::Osiedle(_)))
        );
    }

    #[test]
    fn an_unknown_street_ends_before_its_number_and_spots_are_told_apart() {
        assert_eq!(free_street("Nowo Nazwana 5 m 3"), ("Nowo Nazwana".into(), parts("5", "3", "")));
        assert_eq!(free_street(" nieistniejaca "), ("nieistniejaca".into(), Behind::default()));
        for spot in ["przy stawie", "szkoła nr 5", "za wiaduktem", "tam gdzie był kiedyś kiosk"] {
            assert!(tells_of_a_spot(spot), "{spot}");
        }
        assert!(!tells_of_a_spot("nieistniejaca 5"));
    }
}
