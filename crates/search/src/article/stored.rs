//! The lines of an article as the index stores them: text, one line a row, read without copying.
//!
//! Two rows of words first, of the title and of the unit's names; then `section TAB slots TAB text TAB words`. Words are
//! analysed once, here: for each its form and its lemmas, "dowodu|dowod".

use std::fmt::Write as _;

use crate::analysis::intent::Slot;
use crate::answer::Section;
use crate::article::lines::Draft;
use centrala_polish::terms;
use centrala_polish::tokens::{Token, words};

/// What an article's lines look like in the index.
pub fn write(title: &str, names: &str, lines: &[Draft]) -> String {
    let mut stored = format!("{}\n{}\n", analysed(title), analysed(names));
    for line in lines {
        let slots: String =
            line.slots.iter().map(|(slot, directness)| format!("{}{directness}", code(*slot))).collect();
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = if line.own { analysed(&text) } else { String::new() };
        let _ = writeln!(stored, "{}\t{slots}\t{text}\t{known}", line.section as u8);
    }
    stored
}

pub fn analysed(text: &str) -> String {
    let with_lemmas = |token: &Token| {
        let lemmas = terms::written(token);
        std::iter::once(token.folded.clone()).chain(lemmas).collect::<Vec<_>>().join("|")
    };
    words(text).iter().map(with_lemmas).collect::<Vec<_>>().join(" ")
}

fn code(slot: Slot) -> char {
    char::from(b'a' + slot as u8)
}

/// An article's lines, as they lie in the store.
pub struct Stored<'a> {
    pub title: Words<'a>,
    pub names: Words<'a>,
    pub lines: Vec<Line<'a>>,
}

pub struct Line<'a> {
    pub section: Section,
    pub text: &'a str,
    pub words: Words<'a>,
    slots: &'a str,
}

/// Analysed words.
#[derive(Clone, Copy)]
pub struct Words<'a>(&'a str);

impl<'a> Stored<'a> {
    pub fn read(stored: &'a str) -> Self {
        let mut rows = stored.lines();
        let mut words = || Words(rows.next().unwrap_or_default());
        let (title, names) = (words(), words());
        Self { title, names, lines: rows.filter_map(Line::read).collect() }
    }
}

impl<'a> Line<'a> {
    fn read(row: &'a str) -> Option<Self> {
        let mut cells = row.splitn(4, '\t');
        let section = Section::ALL.get(cells.next()?.parse::<usize>().ok()?)?;
        Some(Self { section: *section, slots: cells.next()?, text: cells.next()?, words: Words(cells.next()?) })
    }

    /// How directly it answers a question, 1 to 4; 0 where it does not.
    pub fn directness(&self, slot: Slot) -> u8 {
        let digit = self.slots.split_once(code(slot)).and_then(|(_, behind)| behind.bytes().next());
        digit.map_or(0, |digit| digit - b'0')
    }
}

impl<'a> Words<'a> {
    /// `analysed` is what [`analysed`] has written.
    pub fn new(analysed: &'a str) -> Self {
        Self(analysed)
    }

    /// Form and lemmas of each word.
    pub fn each(self) -> impl Iterator<Item = (&'a str, impl Iterator<Item = &'a str> + Clone)> {
        pieces(self.0, b' ').map(|word| {
            let mut names = pieces(word, b'|');
            (names.next().unwrap_or_default(), names)
        })
    }
}

/// The pieces of a text between separators: short ones, for which a search that is made for long ones takes too long.
fn pieces(text: &str, separator: u8) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.bytes().position(|byte| byte == separator) else { return rest.take() };
        rest = Some(&text[at + 1..]);
        Some(&text[..at])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_were_written() {
        let line = Draft {
            section: Section::Fees,
            slots: vec![(Slot::Fee, 4), (Slot::HowMuch, 3)],
            text: "Wydanie\tdowodu: bez opłaty".into(),
            own: true,
        };
        let stored = write("Wydanie dowodu", "Urząd", &[line]);
        let read = Stored::read(&stored);
        let [line] = &read.lines[..] else { panic!("one line: {stored}") };
        assert_eq!((line.section, line.text), (Section::Fees, "Wydanie dowodu: bez opłaty"));
        assert_eq!(
            (line.directness(Slot::Fee), line.directness(Slot::HowMuch), line.directness(Slot::Where)),
            (4, 3, 0)
        );
        assert!(line.words.each().any(|(form, mut lemmas)| form == "dowodu" && lemmas.any(|lemma| lemma == "dowod")));
    }
}
