//! An article that an operator holds for outdated, for the editors: words about the article, never a caller's data.

use chrono::{DateTime, Utc};
use serde::Serialize;
use specta::Type;

const LONGEST: usize = 300;
/// A fee, a year and a date have fewer; a telephone number, a document and a PESEL have more.
const MOST_DIGITS_IN_A_ROW: usize = 5;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Flag {
    /// Id of the procedure.
    pub procedure: String,
    pub version: String,
    /// Key of the edition in which it was read.
    pub edition: String,
    /// Folded; what was asked when the operator read it.
    pub query: String,
    /// What is wrong with it, in the operator's words.
    pub note: String,
    pub at: DateTime<Utc>,
}

/// The note as it is kept: its spaces single. None where it may hold something of a caller's, or is a letter rather than
/// a note. Unlike a question it may be a whole sentence with a fee and a date in it.
pub fn keepable_note(text: &str) -> Option<String> {
    let note = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = note.chars().count() <= LONGEST && !note.contains('@') && digits_in_a_row(&note) <= MOST_DIGITS_IN_A_ROW;
    kept.then_some(note)
}

/// The longest number, as people write one: a space or a hyphen does not end it.
fn digits_in_a_row(text: &str) -> usize {
    let (mut longest, mut now) = (0, 0);
    for letter in text.chars() {
        match letter {
            '0'..='9' => now += 1,
            ' ' | '-' | '–' => {}
            _ => now = 0,
        }
        longest = longest.max(now);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_article_is_kept_in_the_operators_words() {
        for note in
            ["Opłata to 22 zł od 1.01.2026", "Godziny: wt 9–17,  reszta 9–16", "pokój 12, ul. Smugowa 30/32", ""]
        {
            assert!(keepable_note(note).is_some(), "{note}");
        }
        assert_eq!(keepable_note(" Nowa   opłata "), Some("Nowa opłata".into()));
    }

    #[test]
    fn nothing_of_a_callers_is_kept() {
        for note in
            ["dzwonił 600 700 800", "pesel 44051401359", "jan@example.pl", "dowód ABC 123456", "tel. 42-638-44-44"]
        {
            assert_eq!(keepable_note(note), None, "{note}");
        }
        assert_eq!(keepable_note(&"ż".repeat(301)), None);
    }
}
