//! Is what callers say written so that search gains by it? Phrasings are compared as search sees them, folded; whether
//! they mean the right thing is for an editor to judge.

use std::collections::BTreeMap;

use centrala_domain::text::fold;

use crate::flaw::{Flaw, counted};
use crate::read::Reader;

const FIELD: &str = "asked_as";
/// An entry with fewer is hard to find in callers' words.
const FEW: usize = 8;
/// A phrasing of so many entries tells none of them from the others.
const MANY: usize = 4;
/// Characters of a phrasing: more is no sentence of a caller.
const LONG: usize = 200;

/// An entry that callers ask for, and how.
pub(crate) struct Phrased<'a> {
    pub file: &'static str,
    pub line: u32,
    pub id: &'a str,
    /// Where its id stands.
    pub id_field: &'static str,
    pub phrasings: &'a [String],
    /// Few phrasings are right: another procedure has taken its place, or it is a unit, which is called by its names.
    pub few: bool,
}

/// Empty phrasings, such as no caller says, and one that says the same as another of its entry.
pub(crate) fn check(reader: &mut Reader<'_>, entries: &[Phrased<'_>]) {
    for entry in entries {
        let mut first = BTreeMap::new();
        for (at, phrasing) in entry.phrasings.iter().enumerate() {
            let words = words(phrasing);
            let length = phrasing.chars().count();
            let message = if words.is_empty() {
                "is empty: expected words of a caller".to_owned()
            } else if length > LONG {
                format!("expected at most {LONG} characters, found {length}")
            } else if phrasing.contains(['\n', '\t', '\u{2028}', '\u{2029}']) {
                "holds a line break or tab: expected one line".to_owned()
            } else if let Some(before) = first.insert(words, at) {
                format!("\"{phrasing}\" says the same as {FIELD}[{before}]")
            } else {
                continue;
            };
            reader.flaw(entry.file, entry.line, &format!("{FIELD}[{at}]"), message);
        }
    }
}

/// Entries with few phrasings, and phrasings of many entries.
pub(crate) fn warnings(entries: &[Phrased<'_>]) -> Vec<Flaw> {
    let few = entries.iter().filter(|entry| !entry.few && entry.phrasings.len() < FEW).map(|entry| {
        let phrasings = counted(entry.phrasings.len(), "phrasing");
        let message = format!("\"{}\" has {phrasings}: expected {FEW} or more", entry.id);
        warning(entry, message)
    });
    let mut holders: BTreeMap<String, Vec<&Phrased<'_>>> = BTreeMap::new();
    for entry in entries {
        for phrasing in entry.phrasings {
            holders.entry(words(phrasing)).or_default().push(entry);
        }
    }
    let many = holders.iter().filter(|(_, entries)| entries.len() >= MANY).map(|(words, entries)| {
        let ids: Vec<&str> = entries.iter().map(|entry| entry.id).collect();
        warning(entries[0], format!("\"{words}\" points at {} entries: {}", ids.len(), ids.join(", ")))
    });
    few.chain(many).collect()
}

fn warning(entry: &Phrased<'_>, message: String) -> Flaw {
    Flaw { file: entry.file.into(), line: entry.line, field: FIELD.into(), message }
}

/// The folded words of a text, by which search tells it from others.
pub(crate) fn words(phrasing: &str) -> String {
    let folded = fold(phrasing);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
