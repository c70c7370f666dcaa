//! Which line of a hit answers the query, and where the article opens.
//!
//! Where the query asks for a slot, the line that answers it most directly and holds most of the query's other words;
//! a slot that the article cannot answer is passed over. Otherwise the words that the title does not hold decide: the
//! line that holds most of them, and none of them is the summary. A word weighs `ln(1 + L / l)` with L lines, l of which
//! hold it: a word of every line chooses none.

use std::collections::HashMap;

use crate::answer::Section;
use crate::groups::{Group, Key};
use crate::marks;
use crate::slots::{Asked, Slot, Strength};
use crate::stored::{Line, Stored, Words};

/// What the words are worth beside the directness of an answer (1 to 4).
const WORDS: f32 = 2.0;
/// Title words help only among lines that hold the others alike.
const TITLE_WORDS: f32 = 0.1;
/// An answer is cut behind so many characters: the list shows two lines.
const LONGEST: usize = 220;

/// The line that a hit shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub section: Section,
    pub text: String,
}

/// One bit a group of the query.
type Groups = u32;

/// Which groups a word answers.
#[derive(Default)]
struct Wanted<'a> {
    forms: HashMap<&'a str, Groups>,
    lemmas: HashMap<&'a str, Groups>,
}

impl<'a> Wanted<'a> {
    fn new(groups: &'a [Group], winners: &[Option<usize>]) -> Self {
        let mut wanted = Self::default();
        for (at, (group, winner)) in groups.iter().zip(winners).enumerate() {
            for key in marks::winning_keys(group, *winner) {
                let groups = match key {
                    Key::Form(form) => wanted.forms.entry(form).or_default(),
                    Key::Lemma(lemma) => wanted.lemmas.entry(lemma).or_default(),
                };
                *groups |= 1 << at;
            }
        }
        wanted
    }

    fn in_words(&self, words: Words<'_>) -> Groups {
        let of = |map: &HashMap<&str, Groups>, name| map.get(name).copied().unwrap_or(0);
        words.each().fold(0, |all, (form, lemmas)| {
            lemmas.fold(all | of(&self.forms, form), |all, lemma| all | of(&self.lemmas, lemma))
        })
    }
}

/// An article's lines with the groups that each holds.
struct Article<'a> {
    lines: Vec<(Line<'a>, Groups)>,
    title: Groups,
    names: Groups,
    weights: Vec<f32>,
}

/// Chooses among the stored lines of a hit; `winners` as in `Scores::winners`.
pub fn answer(stored: &str, asked: &[Asked], groups: &[Group], winners: &[Option<usize>]) -> Answered {
    let wanted = Wanted::new(groups, winners);
    let article = Article::new(Stored::read(stored), &wanted, groups.len());
    let slots = asked.iter().find_map(|one| article.to_slot(one, asking(asked, groups)));
    let mut answered = slots.unwrap_or_else(|| article.to_words());
    answered.text = cut(answered.text);
    answered
}

/// The groups whose words ask for a slot: every article may hold them.
fn asking(asked: &[Asked], groups: &[Group]) -> Groups {
    let typed = |group: &Group| match group.members.first().and_then(|own| own.words.first()?.first()) {
        Some(Key::Form(form)) => asked.iter().any(|one| one.words.contains(form)),
        Some(Key::Lemma(_)) | None => false,
    };
    groups.iter().enumerate().filter(|(_, group)| typed(group)).fold(0, |all, (at, _)| all | 1 << at)
}

impl<'a> Article<'a> {
    fn new(stored: Stored<'a>, wanted: &Wanted<'_>, groups: usize) -> Self {
        let (title, names) = (wanted.in_words(stored.title), wanted.in_words(stored.names));
        let lines: Vec<(Line, Groups)> = stored
            .lines
            .into_iter()
            .map(|line| (wanted.in_words(line.words), line))
            .map(|(held, line)| (line, held))
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "an article has a few dozen lines")]
        let weight = |at: usize| {
            let holding = lines.iter().filter(|(_, held)| held & 1 << at != 0).count();
            if holding == 0 { 0.0 } else { (1.0 + lines.len() as f32 / holding as f32).ln() }
        };
        let weights = (0..groups).map(weight).collect();
        Self { lines, title, names, weights }
    }

    fn worth(&self, groups: Groups) -> f32 {
        self.weights.iter().enumerate().filter(|(at, _)| groups & 1 << at != 0).map(|(_, weight)| weight).sum()
    }

    /// The answer to a slot, if the article has one.
    fn to_slot(&self, asked: &Asked, asking: Groups) -> Option<Answered> {
        let all = self.worth(!asking).max(f32::EPSILON);
        // A noun of the title names the matter: only what says it outright answers it then, not a mention.
        let least = if asked.strength == Strength::Noun && self.title & asking != 0 { 3 } else { 1 };
        let value = |(line, held): &(Line<'_>, Groups)| {
            f32::from(line.directness(asked.slot)) + WORDS * self.worth(held & !asking) / all
        };
        let mut answering: Vec<_> =
            self.lines.iter().filter(|(line, _)| line.directness(asked.slot) >= least).collect();
        answering.sort_by(|a, b| value(b).total_cmp(&value(a)));
        let (first, _) = answering.first()?;
        let text = match separator(first.section, asked.slot) {
            None => first.text.to_owned(),
            Some(separator) => {
                let listed = answering.iter().filter(|(line, _)| line.section == first.section);
                listed.map(|(line, _)| line.text).collect::<Vec<_>>().join(separator)
            }
        };
        Some(Answered { section: first.section, text })
    }

    /// The line that holds most of what the title does not say.
    fn to_words(&self) -> Answered {
        let rest = !(self.title | self.names);
        let value = |held: Groups| self.worth(held & rest) + TITLE_WORDS * self.worth(held & !rest);
        let says_more = self.lines.iter().any(|(_, held)| self.worth(held & rest) > 0.0);
        let fitting = self.lines.iter().filter(|(line, _)| says_more || line.section == Section::Summary);
        // The first of equals: the summary before the sections.
        let best = fitting.rev().max_by(|a, b| value(a.1).total_cmp(&value(b.1)));
        best.map_or_else(
            || Answered { section: Section::Summary, text: String::new() },
            |(line, _)| Answered { section: line.section, text: line.text.to_owned() },
        )
    }
}

/// How the items of a list are said in one line.
fn separator(section: Section, slot: Slot) -> Option<&'static str> {
    match (section, slot) {
        (Section::Fees, Slot::Fee | Slot::HowMuch) | (Section::LegalBasis, Slot::Law) => Some("; "),
        (Section::Documents, Slot::Documents) => Some(", "),
        _ => None,
    }
}

/// Whole words up to the limit.
fn cut(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return text };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", text[..end].trim_end_matches([',', ';', '.', ' ']))
}
