//! The ticket's number: made at the desk, offline, read over the phone: `Ł7-0426-D`.
//!
//! The check letter is a weighted sum modulo 23 (a prime above every weight used), so that one wrong character or two
//! swapped neighbours are always noticed. I, O and Q are left out of the letters: they are misheard and misread.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use crate::text::fold_char;

const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The part of a number that says which desk: "Ł" and one to four digits. Given at enrolment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct DeskCode(String);

/// A number whose check letter is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(try_from = "String", into = "String")]
#[specta(type = String)]
pub struct TicketNumber(String);

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    #[error("a desk code is Ł and one to four digits, for example Ł7")]
    DeskCode,
    #[error("a ticket number looks like Ł7-0426-D")]
    Shape,
    #[error("the check letter does not fit: one of the characters is wrong")]
    CheckLetter,
}

impl DeskCode {
    /// The code of the `n`-th desk, 1 to 9999.
    pub fn numbered(n: u16) -> Result<Self, NumberError> {
        Self::try_from(format!("Ł{n}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DeskCode {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        let digits = text.strip_prefix('Ł').ok_or(NumberError::DeskCode)?;
        let right = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        right.then_some(Self(text)).ok_or(NumberError::DeskCode)
    }
}

impl From<DeskCode> for String {
    fn from(code: DeskCode) -> Self {
        code.0
    }
}

impl fmt::Display for DeskCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TicketNumber {
    /// The desk's `running`-th number. At least four digits, more when the desk has made more.
    pub fn new(desk: &DeskCode, running: u32) -> Self {
        let body = format!("{desk}-{running:04}");
        let letter = check_letter(&body);
        Self(format!("{body}-{letter}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which of its desk's numbers it is.
    pub fn running(&self) -> u32 {
        // Each way to make one has put it there.
        self.0.split('-').nth(1).and_then(|running| running.parse().ok()).unwrap_or_default()
    }

    /// Whether the desk with this code has given it.
    pub fn is_of(&self, desk: &DeskCode) -> bool {
        self.0.split('-').next() == Some(desk.as_str())
    }

    /// The first number in what was typed, with any words around it: "zgłoszenie numer l9704 0005 j, co z nim". The check
    /// letter decides what is one; an article's symbol, a plate and a telephone do not begin with "Ł" and a digit.
    pub fn found_in(text: &str) -> Option<Self> {
        let numbers = |folded: String| Said::all(&folded).into_iter().find_map(|said| said.number().ok());
        let folded: String = text.chars().map(fold_char).collect();
        spelled(&folded).and_then(numbers).or_else(|| numbers(folded))
    }

    /// Where nothing but a number was typed: that number, or that its check letter does not fit, so that a character was
    /// misheard. None for anything else.
    pub fn alone_in(text: &str) -> Option<Result<Self, NumberError>> {
        let folded: String = text.chars().map(fold_char).collect();
        let folded = spelled(&folded).unwrap_or(folded);
        let signs = folded.chars().filter(|c| c.is_alphanumeric()).count();
        let said = Said::all(&folded).into_iter().find(|said| signs == 2 + said.digits.len())?;
        Some(said.number()).filter(|number| *number != Err(NumberError::Shape))
    }
}

/// What was read out, as digits and letters: "l jak lukasz siedem – zero, cztery, dwa, szesc – d jak dawid", folded. None
/// where nothing was spelled.
fn spelled(folded: &str) -> Option<String> {
    const DIGITS: [&str; 10] =
        ["zero", "jeden", "dwa", "trzy", "cztery", "piec", "szesc", "siedem", "osiem", "dziewiec"];
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let (mut out, mut is_spelled) = (Vec::new(), false);
    while let Some(word) = words.next() {
        if word == "jak" {
            words.next();
        } else if word == "z" && words.next_if_eq(&"kreska").is_some() {
        } else if let Some(digit) = DIGITS.iter().position(|name| *name == word) {
            out.push(digit.to_string());
        } else {
            out.push(word.to_owned());
            continue;
        }
        is_spelled = true;
    }
    is_spelled.then(|| out.join(" "))
}

/// The most digits that a number can have: four of the desk, ten of the running number.
const MOST_DIGITS: usize = 14;
/// The fewest digits of a running number.
const RUNNING: usize = 4;

/// A number as a caller says it: "l", groups of digits with anything or nothing between them, and one letter.
struct Said {
    digits: String,
    /// Where a group of digits begins that is not the first.
    breaks: Vec<usize>,
    letter: char,
    /// How many characters it takes.
    length: usize,
}

impl Said {
    /// Wherever one may begin in a folded text.
    fn all(folded: &str) -> Vec<Self> {
        let chars: Vec<char> = folded.chars().collect();
        let begins = |at: &usize| chars[*at] == 'l' && (*at == 0 || !chars[at - 1].is_alphanumeric());
        (0..chars.len()).filter(begins).filter_map(|at| Self::read(&chars[at..])).collect()
    }

    /// From its first character on, folded; none where it is nothing of the kind.
    fn read(folded: &[char]) -> Option<Self> {
        let [first, rest @ ..] = folded else { return None };
        let (mut digits, mut breaks) = (String::new(), Vec::new());
        let mut is_broken = false;
        for (at, &c) in rest.iter().enumerate() {
            if c.is_ascii_digit() && digits.len() < MOST_DIGITS {
                if is_broken && !digits.is_empty() {
                    breaks.push(digits.len());
                }
                digits.push(c);
                is_broken = false;
            } else if c.is_alphanumeric() {
                let ends = rest.get(at + 1).is_none_or(|next| !next.is_alphanumeric());
                // "l. 5 2020 r." tells a year.
                let is_year = c == 'r' && at > 0 && rest[at - 1] == ' ' && rest.get(at + 1) == Some(&'.');
                let is_said = *first == 'l' && c.is_ascii_lowercase() && ends && !digits.is_empty() && !is_year;
                let letter = c.to_ascii_uppercase();
                return is_said.then_some(Self { digits, breaks, letter, length: at + 2 });
            } else {
                is_broken = true;
            }
        }
        None
    }

    /// Two groups are the desk and the running number. Without them the shortest running number that fits counts: a desk
    /// that has given ten thousand is rare.
    fn number(&self) -> Result<TicketNumber, NumberError> {
        if let [desk_digits] = self.breaks[..]
            && self.is_shaped(desk_digits)
        {
            return self.parted(desk_digits);
        }
        let parted = (1..=4).rev().filter(|desk_digits| self.is_shaped(*desk_digits));
        let mut parted = parted.map(|desk_digits| self.parted(desk_digits)).peekable();
        parted.peek().ok_or(NumberError::Shape)?;
        parted.find_map(Result::ok).ok_or(NumberError::CheckLetter)
    }

    /// A running number of more than four digits does not begin with a zero.
    fn is_shaped(&self, desk_digits: usize) -> bool {
        let running = self.digits.get(desk_digits..).unwrap_or_default();
        (1..=4).contains(&desk_digits)
            && (running.len() == RUNNING || running.len() > RUNNING && !running.starts_with('0'))
    }

    fn parted(&self, desk_digits: usize) -> Result<TicketNumber, NumberError> {
        let (desk, running) = self.digits.split_at(desk_digits);
        let desk = DeskCode::try_from(format!("Ł{desk}"))?;
        let running: u32 = running.parse().map_err(|_| NumberError::Shape)?;
        let number = TicketNumber::new(&desk, running);
        if number.0.ends_with(self.letter) { Ok(number) } else { Err(NumberError::CheckLetter) }
    }
}

impl FromStr for TicketNumber {
    type Err = NumberError;

    /// Accepts what a caller says: small letters, "L" for "Ł", spaces or nothing between the groups.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let folded: Vec<char> = text.trim_matches(|c: char| !c.is_alphanumeric()).chars().map(fold_char).collect();
        let said = Said::read(&folded).filter(|said| said.length == folded.len());
        said.ok_or(NumberError::Shape)?.number()
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.0
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Σ (position + 2) · value mod 23 over the digits and the hyphen (value 10) of `body`.
fn check_letter(body: &str) -> char {
    let values = body.chars().filter_map(|c| c.to_digit(10).or((c == '-').then_some(10)));
    let sum: usize = values.enumerate().map(|(i, value)| (i + 2) * value as usize).sum();
    char::from(LETTERS[sum % LETTERS.len()])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn desk() -> DeskCode {
        DeskCode::numbered(7).expect("a code")
    }

    #[test]
    fn a_number_is_found_again_however_the_caller_says_it() {
        let number = TicketNumber::new(&desk(), 426);
        let letter = number.as_str().chars().last().expect("a letter");
        for said in
            [format!("Ł7-0426-{letter}"), format!("l7 0426 {letter}"), format!("Ł70426{}", letter.to_lowercase())]
        {
            assert_eq!(said.parse::<TicketNumber>().as_ref(), Ok(&number), "{said}");
        }
        assert_eq!(number.running(), 426);
        assert_eq!(TicketNumber::new(&desk(), u32::MAX).running(), u32::MAX);
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_neighbours_are_noticed() {
        for running in 1..2000 {
            let number = TicketNumber::new(&desk(), running);
            let chars: Vec<char> = number.as_str().chars().collect();
            for at in 3..chars.len() - 2 {
                for digit in ('0'..='9').filter(|d| *d != chars[at]) {
                    let mut wrong = chars.clone();
                    wrong[at] = digit;
                    assert!(wrong.iter().collect::<String>().parse::<TicketNumber>().is_err(), "{number} at {at}");
                }
                if at + 3 < chars.len() && chars[at] != chars[at + 1] {
                    let mut swapped = chars.clone();
                    swapped.swap(at, at + 1);
                    assert!(
                        swapped.iter().collect::<String>().parse::<TicketNumber>().is_err(),
                        "{number} swapped at {at}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_number_is_found_among_the_callers_words() {
        for (typed, number) in [
            ("l9704 0005 j", "Ł9704-0005-J"),
            ("ł 9704-0005-j", "Ł9704-0005-J"),
            ("zgłoszenie numer ł7-0426-d, co z nim", "Ł7-0426-D"),
            ("Dzwonię w sprawie L 7 / 0426 / D.", "Ł7-0426-D"),
            ("nr:L70426D?", "Ł7-0426-D"),
            ("l97040005j z wczoraj", "Ł9704-0005-J"),
            ("l 97 04 00 05 j", "Ł9704-0005-J"),
            ("Ł jak Łukasz, siedem – zero, cztery, dwa, sześć – D jak Dawid", "Ł7-0426-D"),
            ("ł jak łukasz 7-0426-d", "Ł7-0426-D"),
            ("numer l z kreską 7 zero 426 d jak dorota", "Ł7-0426-D"),
            ("z ul. Lnianej 7, zgłoszenie l7\u{200b}0426 d", "Ł7-0426-D"),
        ] {
            let expected: TicketNumber = number.parse().expect("a number");
            assert_eq!(TicketNumber::found_in(typed), Some(expected), "{typed}");
        }
    }

    #[test]
    fn a_number_that_stands_alone_is_right_or_was_misheard() {
        for typed in ["Ł7-0426-K", "l7 0427 d", "ł jak łukasz siedem zero cztery dwa sześć k"] {
            assert_eq!(TicketNumber::alone_in(typed), Some(Err(NumberError::CheckLetter)), "{typed}");
        }
        assert_eq!(TicketNumber::alone_in(" l7 0426 d"), Some("Ł7-0426-D".parse()));
        for typed in ["zgłoszenie Ł7-0426-D", "l 4 do lokalu", "Lodowa 7", "ul. L 7 0427 d", "KA-01305", "l4", ""] {
            assert_eq!(TicketNumber::alone_in(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_else_has_letters_and_digits_is_no_ticket() {
        for typed in [
            "",
            "l",
            "ł7",
            "KA-01305",
            "EL 12345 A",
            "LU 1234K",
            "tel. 42 638 44 44 w godzinach pracy",
            "ul. Piotrkowska 104a",
            "dowód ABC 123456",
            "91-426 Łódź",
            "7-0426-D",
            "Ł7-0426",
            "Ł7-0426-DA",
            "Ł7-0426-D5",
            "Ł7-0427-D",
            "Ł7-0426-K",
            "Ł7-426-D",
            "Ł70426-1234567890-D",
            "Ł0-0-0",
            "l. 5 2020 r.",
        ] {
            assert_eq!(TicketNumber::found_in(typed), None, "{typed}");
        }
    }

    /// Words that callers say around a number.
    fn around() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", "zgłoszenie numer ", "dzwonię w sprawie: ", "(", "ul. Lipowa 7, l. mn., nr "])
    }

    fn between() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["-", " ", " - ", "–", "/", ". ", "\t"])
    }

    proptest! {
        #[test]
        fn however_it_is_said_the_number_is_found(
            (desk, running) in (1u16..10_000, 1u32..2_000_000),
            (before, gap, after) in (around(), between(), around()),
            (small, plain) in any::<(bool, bool)>(),
        ) {
            let number = TicketNumber::new(&DeskCode::numbered(desk).expect("a code"), running);
            let mut said = number.as_str().replace('-', gap);
            if plain {
                said = said.replace('Ł', "L");
            }
            if small {
                said = said.to_lowercase();
            }
            prop_assert_eq!(TicketNumber::found_in(&format!("{before}{said} {after}")), Some(number));
        }

        #[test]
        fn of_usual_desks_a_number_without_a_gap_is_found(desk in 1u16..10_000, running in 1u32..10_000) {
            let number = TicketNumber::new(&DeskCode::numbered(desk).expect("a code"), running);
            prop_assert_eq!(TicketNumber::found_in(&number.as_str().replace('-', "")), Some(number));
        }

        #[test]
        fn a_wrong_digit_is_never_another_ticket(
            (desk, running) in (1u16..10_000, 1u32..10_000),
            at in any::<prop::sample::Index>(),
            by in 1u32..10,
        ) {
            let number = TicketNumber::new(&DeskCode::numbered(desk).expect("a code"), running);
            let mut chars: Vec<char> = number.as_str().chars().collect();
            let digits: Vec<usize> = (0..chars.len()).filter(|at| chars[*at].is_ascii_digit()).collect();
            let wrong = digits[at.index(digits.len())];
            let digit = chars[wrong].to_digit(10).expect("a digit");
            chars[wrong] = char::from_digit((digit + by) % 10, 10).expect("a digit");
            prop_assert_eq!(TicketNumber::found_in(&chars.iter().collect::<String>()), None);
        }

        #[test]
        fn whatever_is_typed_what_is_found_is_a_number(typed in "\\PC{0,60}", close in "[lłŁ]?[0-9 -]{4,14}[a-zA-Z]?.{0,3}") {
            for text in [&typed, &close] {
                if let Some(number) = TicketNumber::found_in(text) {
                    prop_assert_eq!(number.as_str().parse(), Ok(number.clone()));
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_is_told_apart_from_a_wrong_letter() {
        assert_eq!("".parse::<TicketNumber>(), Err(NumberError::Shape));
        assert_eq!("dziura".parse::<TicketNumber>(), Err(NumberError::Shape));
        let right = TicketNumber::new(&desk(), 1).to_string();
        let wrong = right.replace(char::is_alphabetic, "A").replacen('A', "Ł", 1);
        assert!(wrong.parse::<TicketNumber>().is_err() || wrong == right);
    }
}
