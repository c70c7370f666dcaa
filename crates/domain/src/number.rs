//! The ticket's number: made at the desk, offline, read over the phone: `Ł7-0426-K`.
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
    #[error("a ticket number looks like Ł7-0426-K")]
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
}

impl FromStr for TicketNumber {
    type Err = NumberError;

    /// Accepts what a caller says: small letters, "L" for "Ł", spaces or nothing between the groups.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let plain: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).map(fold_char).collect();
        let [first, middle @ .., letter] = plain.as_slice() else { return Err(NumberError::Shape) };
        if *first != 'l' || !letter.is_ascii_alphabetic() || !middle.iter().all(char::is_ascii_digit) {
            return Err(NumberError::Shape);
        }
        let groups: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|g| !g.is_empty()).collect();
        let letter = letter.to_ascii_uppercase();
        let digits: String = middle.iter().collect();
        match groups.as_slice() {
            [desk, _, _] => Self::checked(&digits, desk.chars().count() - 1, letter),
            // Without separators the running number is the last four digits or more: the letter tells which.
            _ => (1..=4)
                .filter_map(|desk_digits| Self::checked(&digits, desk_digits, letter).ok())
                .next()
                .ok_or(NumberError::CheckLetter),
        }
    }
}

impl TicketNumber {
    fn checked(digits: &str, desk_digits: usize, letter: char) -> Result<Self, NumberError> {
        if digits.len() < desk_digits + 4 || desk_digits == 0 {
            return Err(NumberError::Shape);
        }
        let (desk, running) = digits.split_at(desk_digits);
        let desk = DeskCode::try_from(format!("Ł{desk}"))?;
        let running: u32 = running.parse().map_err(|_| NumberError::Shape)?;
        let number = Self::new(&desk, running);
        if number.0.ends_with(letter) { Ok(number) } else { Err(NumberError::CheckLetter) }
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
    fn what_is_no_number_is_told_apart_from_a_wrong_letter() {
        assert_eq!("".parse::<TicketNumber>(), Err(NumberError::Shape));
        assert_eq!("dziura".parse::<TicketNumber>(), Err(NumberError::Shape));
        let right = TicketNumber::new(&desk(), 1).to_string();
        let wrong = right.replace(char::is_alphabetic, "A").replacen('A', "Ł", 1);
        assert!(wrong.parse::<TicketNumber>().is_err() || wrong == right);
    }
}
