//! A sheet: the words of one paper, block by block. The PDF and the window's preview are two pictures of the same sheet.

use serde::Serialize;
use specta::Type;

/// One paper for a resident, in Polish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Sheet {
    pub format: Format,
    /// The first heading, and the PDF's title.
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A slip, 148 × 210 mm.
    A5,
    /// A page in large print, 210 × 297 mm: nothing on it is smaller than 14 pt.
    A4,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Block {
    Heading(String),
    /// What must be seen from across a counter: a ticket's number.
    Number(String),
    Text(String),
    /// Where it comes from and how far to trust it.
    Small(String),
    Facts(Vec<Fact>),
    Bullets(Vec<String>),
    Steps(Vec<String>),
    /// Things to tick at home: each with an empty box.
    Boxes(Vec<String>),
}

/// "Opłata: bez opłaty"
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Fact {
    pub label: String,
    pub text: String,
}

impl Block {
    /// Facts that are known; none where nothing is.
    pub(crate) fn facts(known: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Option<Self> {
        let known = known.into_iter().filter_map(|(label, text)| {
            let text = text.filter(|text| !text.trim().is_empty())?;
            Some(Fact { label: label.to_owned(), text })
        });
        let facts: Vec<Fact> = known.collect();
        (!facts.is_empty()).then_some(Self::Facts(facts))
    }
}
