//! Does each entry of the lexicon lead from an everyday word to another one?

use std::collections::BTreeSet;

use centrala_domain::LexiconEntry;
use centrala_polish::tokens;
use centrala_polish::words::{Word, content_words, is_telling};

use crate::check::{LEXICON, filled};
use crate::flaw::Flaw;
use crate::phrasings::words;
use crate::read::{Placed, Reader};

/// Entries that say nothing, or mean only themselves.
pub(crate) fn check(reader: &mut Reader<'_>, lexicon: &[Placed<LexiconEntry>]) {
    for Placed { line, value: entry } in lexicon {
        filled(reader, LEXICON, *line, "say", &entry.say);
        if entry.means.iter().all(|meaning| meaning.trim().is_empty()) {
            reader.flaw(LEXICON, *line, "means", "expected at least one official word");
        }
        if let Some(word) = only_telling(&entry.say) {
            let message = format!("of \"{}\" only \"{word}\" tells something: expected that word, or more", entry.say);
            reader.flaw(LEXICON, *line, "say", message);
        }
        if let Some(at) = itself(entry).filter(|_| !shields(entry, lexicon)) {
            let message = format!("\"{}\" is what is said: expected another word", entry.means[at]);
            reader.flaw(LEXICON, *line, &format!("means[{at}]"), message);
        }
    }
}

/// The one word that tells something, where others stand around it.
fn only_telling(say: &str) -> Option<String> {
    let words = tokens::words(say);
    let telling: Vec<&str> = words.iter().filter(|word| is_telling(word)).map(|word| word.text.as_str()).collect();
    match telling[..] {
        [word] if words.len() > 1 => Some(word.to_owned()),
        _ => None,
    }
}

fn itself(entry: &LexiconEntry) -> Option<usize> {
    let said = words(&entry.say);
    entry.means.iter().position(|meaning| !said.is_empty() && words(meaning) == said)
}

/// The longest entry says what is meant: "karta dużej rodziny" may mean itself, so that it does not mean what "duża
/// rodzina" does.
fn shields(entry: &LexiconEntry, lexicon: &[Placed<LexiconEntry>]) -> bool {
    let said = content_words(&entry.say);
    let within = |other: &[Word]| {
        (1..said.len()).contains(&other.len()) && other.iter().all(|word| said.iter().any(|one| word.is_same(one)))
    };
    said.len() > 1 && lexicon.iter().any(|Placed { value, .. }| within(&content_words(&value.say)))
}

/// Words that an entry means twice: of no use, and often a slip. What callers say may well repeat one ("toi toi").
pub(crate) fn warnings(lexicon: &[Placed<LexiconEntry>]) -> Vec<Flaw> {
    lexicon.iter().flat_map(|Placed { line, value }| repeated(*line, value)).collect()
}

fn repeated(line: u32, entry: &LexiconEntry) -> Vec<Flaw> {
    let warning = |at, message| Flaw { file: LEXICON.into(), line, field: format!("means[{at}]"), message };
    let mut found = Vec::new();
    let mut meanings = BTreeSet::new();
    for (at, meaning) in entry.means.iter().enumerate() {
        if !meanings.insert(words(meaning)) {
            found.push(warning(at, format!("\"{meaning}\" stands there already")));
        } else if let Some(word) = twice(&words(meaning)) {
            found.push(warning(at, format!("\"{word}\" stands twice in \"{meaning}\"")));
        }
    }
    found
}

fn twice(words: &str) -> Option<&str> {
    let mut seen = BTreeSet::new();
    words.split(' ').find(|word| !seen.insert(*word))
}
