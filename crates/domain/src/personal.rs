//! What of a person may stand in free text: PESEL, payment card, phone, e-mail. Noticed so that it can be taken out again;
//! nothing is refused or changed here, a text may also look like a number by chance.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ticket::is_email;

/// Weights of the first ten digits of a PESEL; the eleventh makes their sum a multiple of ten.
const PESEL: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
const PHONE_DIGITS: usize = 9;
/// A number of the town without its prefix has seven.
const FEWEST: usize = 7;
const TAKEN_OUT: &str = "[…]";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Personal {
    pub kind: PersonalKind,
    /// As it stands in the text.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    Pesel,
    Card,
    Phone,
    Email,
}

/// All that looks like a person's, in the order of the text.
pub fn personal(text: &str) -> Vec<Personal> {
    let mut found: Vec<(usize, Personal)> = numbers(text).into_iter().filter_map(|number| number.kind()).collect();
    found.extend(addresses(text));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, personal)| personal).collect()
}

/// The text with "[…]" for whatever might be a person's number or address. Not only what [`personal`] is sure of: here a
/// harmless number that is lost costs nothing.
pub fn without_personal(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace);
    let words = words.map(|word| match word.trim_end() {
        address if address.contains('@') => word.replacen(address, TAKEN_OUT, 1),
        _ => word.to_owned(),
    });
    let text: String = words.collect();
    let mut rest = text.as_str();
    let mut without = String::with_capacity(text.len());
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(begin);
        let (run, after) = from.split_at(end_of_run(from));
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        without.push_str(before);
        without.push_str(if digits < FEWEST { run } else { TAKEN_OUT });
        rest = after;
    }
    without.push_str(rest);
    without
}

/// Behind the last of the digits at its beginning with nothing but signs of numbers between them.
fn end_of_run(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => end = at + 1,
            ' ' | '.' | '-' | '/' | '(' | ')' | '+' | '\u{a0}' => {}
            _ => break,
        }
    }
    end
}

/// Groups of digits with one space or hyphen between them: "600 700 800", "+48 42-638-44-44".
struct Number<'a> {
    at: usize,
    text: &'a str,
    groups: Vec<&'a str>,
}

impl Number<'_> {
    fn kind(&self) -> Option<(usize, Personal)> {
        let digits = self.groups.concat();
        let kind = if is_pesel(&digits) {
            PersonalKind::Pesel
        } else if self.is_phone() {
            PersonalKind::Phone
        } else if CARD_DIGITS.contains(&digits.len()) && is_luhn(&digits) {
            PersonalKind::Card
        } else {
            return None;
        };
        Some((self.at, Personal { kind, text: self.text.to_owned() }))
    }

    /// Nine digits behind an optional prefix of the country; groups of one digit are a count, not a phone.
    fn is_phone(&self) -> bool {
        let national = match self.groups.as_slice() {
            ["48" | "0048", rest @ ..] if !rest.is_empty() => rest.concat(),
            groups => groups.concat(),
        };
        let with_prefix = self.text.starts_with('+') && national.len() == PHONE_DIGITS + 2;
        let plain = national.strip_prefix("48").filter(|_| with_prefix).unwrap_or(&national);
        plain.len() == PHONE_DIGITS && !plain.starts_with('0') && self.groups.iter().all(|group| group.len() > 1)
    }
}

fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut numbers = Vec::new();
    let mut from = 0;
    while let Some(begin) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let end = end_of_number(text, begin);
        let groups: Vec<&str> = text[begin..end].split([' ', '-']).collect();
        let plus = text[..begin].ends_with('+');
        let at = begin - usize::from(plus);
        // Digits that go on as a word or a fraction (12a, 30/32, 14.30) are no number of a person.
        let part_of_more = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/')
            || text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        if !part_of_more {
            numbers.push(Number { at, text: &text[at..end], groups });
        }
        from = end;
    }
    numbers
}

fn end_of_number(text: &str, begin: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = begin;
    while digit(end) || matches!(bytes.get(end), Some(b' ' | b'-')) && digit(end + 1) {
        end += 1;
    }
    end
}

fn is_pesel(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let [first @ .., check] = values.as_slice() else { return false };
    if first.len() != PESEL.len() {
        return false;
    }
    let sum: u32 = PESEL.iter().zip(first).map(|(weight, digit)| weight * digit).sum();
    // The month carries the century: 1 to 12, plus 20, 40, 60 or 80.
    let month = (first[2] * 10 + first[3]) % 20;
    let day = first[4] * 10 + first[5];
    (10 - sum % 10) % 10 == *check && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn is_luhn(digits: &str) -> bool {
    let doubled = |(at, digit): (usize, u32)| match at % 2 {
        0 => digit,
        _ if digit > 4 => digit * 2 - 9,
        _ => digit * 2,
    };
    let sum: u32 = digits.chars().rev().filter_map(|digit| digit.to_digit(10)).enumerate().map(doubled).sum();
    sum.is_multiple_of(10) && sum > 0
}

fn addresses(text: &str) -> Vec<(usize, Personal)> {
    let words = text.split_whitespace().filter_map(|word| {
        let address = word.trim_matches(|c: char| !c.is_alphanumeric());
        let at = address.as_ptr() as usize - text.as_ptr() as usize;
        is_email(address).then(|| (at, Personal { kind: PersonalKind::Email, text: address.to_owned() }))
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(PersonalKind, String)> {
        personal(text).into_iter().map(|personal| (personal.kind, personal.text)).collect()
    }

    #[test]
    fn what_is_a_persons_is_noticed_as_it_stands() {
        use PersonalKind::{Card, Email, Pesel, Phone};
        let cases = [
            ("pesel 44051401359, proszę", Pesel, "44051401359"),
            ("urodzona w 2002: 02270803624", Pesel, "02270803624"),
            ("karta 4111 1111 1111 1111.", Card, "4111 1111 1111 1111"),
            ("tel. 600 700 800", Phone, "600 700 800"),
            ("dzwonić +48 42 638-44-44 po 16", Phone, "+48 42 638-44-44"),
            ("600700800", Phone, "600700800"),
            ("+48600700800", Phone, "+48600700800"),
            ("pisać na jan.nowak@example.pl!", Email, "jan.nowak@example.pl"),
        ];
        for (text, kind, part) in cases {
            assert_eq!(found(text), [(kind, part.to_owned())], "{text}");
        }
        let both = found("jan@example.pl, 600-700-800");
        assert_eq!(both.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Email, Phone], "in the order of the text");
    }

    #[test]
    fn addresses_dates_amounts_and_chance_numbers_are_left_in_peace() {
        for text in [
            "ul. Piotrkowska 104/106 m. 5",
            "od 27.11.2026 godz. 14:30",
            "dziura 40 cm na 120 cm",
            "44051401358",
            "12345678901",
            "kod 90-926, numer 986",
            "Ł7-0426-K",
            "1234 5678 9012 3456",
            "nr rej. EL 12345",
            "autobus 99 i tramwaj 10",
            "kontakt@ ul",
            "",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_text_can_be_told_without_it() {
        let cases = [
            ("Dzwonić 600 700 800, ul. Smugowa 30/32.", "Dzwonić […], ul. Smugowa 30/32."),
            ("pani ma 44051401359 i ala@example.com", "pani ma […] i […]"),
            ("jan@x.pl,anna@y.pl pisali\n600.700.800", "[…] pisali\n[…]"),
            ("600 700 800/601 701 801", "[…]"),
            ("600  700 800 albo 638-44-44", "[…] albo […]"),
            ("+48 (42) 638 44 44!", "+[…]!"),
            ("Smugowa 30 600700800", "Smugowa […]"),
            ("Dziura 40 cm, tablica 104/106, 12.30", "Dziura 40 cm, tablica 104/106, 12.30"),
        ];
        for (text, without) in cases {
            assert_eq!(without_personal(text), without);
        }
    }
}
