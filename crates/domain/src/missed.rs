//! Questions that found little or nothing, and what may be kept of a question at all, so that editors and the desk can
//! learn from it: words, never a caller's data.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::target::Target;
use crate::text::fold;

const LONGEST: usize = 80;
const MOST_WORDS: usize = 8;
/// A house number has four; a phone number without its prefix, a postal code, a plate and a document have more.
const MOST_DIGITS: usize = 4;

/// How a question went unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    Zero,
    Weak,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MissedQuery {
    /// Folded.
    pub text: String,
    pub kind: Missed,
    pub count: u32,
    /// An operator said that an article is missing.
    pub reported: bool,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

/// Words of callers that an entry lacks: a question found little, and then this was opened by hand. For the editors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Phrasing {
    /// Folded.
    pub text: String,
    pub target: Target,
    /// In how many calls.
    pub count: u32,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

/// The question as it is kept: folded, its spaces single. None where it may hold something of a caller's – a PESEL, a
/// phone number, a document, an address of any kind – or is a letter rather than a question. A name that stands alone
/// cannot be told from a word.
pub fn keepable(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let kept = !words.is_empty()
        && words.len() <= MOST_WORDS
        && text.chars().count() <= LONGEST
        && digits <= MOST_DIGITS
        && !text.contains('@')
        && !words.iter().any(|word| is_dotted(word))
        && !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    kept.then(|| fold(&words.join(" ")))
}

/// "jan.kowalski", "lodz.pl": a dot between letters is an address, not the end of a sentence.
fn is_dotted(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    inner.split('.').count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_folded_and_trimmed() {
        assert_eq!(keepable("  Żółte   TABLICE 800+ "), Some("zolte tablice 800+".into()));
        assert_eq!(keepable("co z tym psem."), Some("co z tym psem.".into()));
    }

    #[test]
    fn nothing_of_a_callers_is_kept() {
        for text in [
            "44051401359",
            "pesel 440514 01359",
            "tel. 42 638-44-44",
            "6384444",
            "ABC 123456",
            "90-926",
            "jan@example.pl",
            "jan kowalski example.com",
            "jan.kowalski",
            "EL 12345",
            "",
            "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
        ] {
            assert_eq!(keepable(text), None, "{text}");
        }
        assert_eq!(keepable(&"ż".repeat(81)), None);
    }
}
