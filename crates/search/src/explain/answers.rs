//! Which line of a hit answers the query, and where the article opens.
//!
//! Where the query asks for a slot, the line that answers it most directly and holds most of the query's other words;
//! a slot that the article cannot answer is passed over. Otherwise the words decide that do not name the matter (title,
//! unit, first sentence): the line that holds most of them; without any it is the summary. A word weighs `ln(1 + L / l)` with L lines, l of which
//! hold it: a word of every line chooses none.

use centrala_polish::few_words::FewWords;

use crate::analysis::intent::{Intent, Slot, Strength};
use crate::answer::Section;
use crate::article::stored::{Line, Stored, Words};
use crate::explain::highlight::winning_keys;
use crate::index::postings::TermKey;
use crate::matching::query_terms::QueryTerm;

/// What the words are worth beside the directness of an answer (1 to 4).
const WORDS: f32 = 2.0;
/// Words that name the matter help only among lines that hold the others alike.
const NAMING_WORDS: f32 = 0.1;
/// So directly a line answers that says it by itself, and not in passing.
const OUTRIGHT: u8 = 3;
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
struct TermsOfWords<'a> {
    forms: FewWords<'a, Groups>,
    lemmas: FewWords<'a, Groups>,
}

impl<'a> TermsOfWords<'a> {
    fn new(terms: &'a [QueryTerm], winners: &[Option<usize>]) -> Self {
        let mut wanted = Self::default();
        for (at, (term, winner)) in terms.iter().zip(winners).enumerate() {
            for key in winning_keys(term, *winner) {
                let groups = match key {
                    TermKey::Form(form) => wanted.forms.entry(form),
                    TermKey::Lemma(lemma) => wanted.lemmas.entry(lemma),
                    TermKey::Id(_) => continue,
                };
                *groups |= 1 << at;
            }
        }
        wanted
    }

    fn in_words(&self, words: Words<'_>) -> Groups {
        let of = |words: &FewWords<'_, Groups>, name| words.get(name).copied().unwrap_or(0);
        words.each().fold(0, |all, (form, lemmas)| {
            lemmas.fold(all | of(&self.forms, form), |all, lemma| all | of(&self.lemmas, lemma))
        })
    }
}

/// An article's lines with the groups that each holds.
struct Article<'a> {
    lines: Vec<(Line<'a>, Groups)>,
    title: Groups,
    /// The groups that name the matter: of the title, the unit and the first sentence.
    named: Groups,
    /// The groups that ask for a slot.
    asking: Groups,
    weights: Vec<f32>,
}

/// Chooses among the stored lines of a hit; `winners` as in `Matches::winners`.
pub fn answer(stored: &str, intents: &[Intent], terms: &[QueryTerm], winners: &[Option<usize>]) -> Answered {
    let wanted = TermsOfWords::new(terms, winners);
    let article = Article::new(Stored::read(stored), &wanted, asking(intents, terms), terms.len());
    // A noun of the title names the matter before it asks.
    let names = |one: &&Intent| {
        one.strength == Strength::Noun && asking(std::slice::from_ref(*one), terms) & article.title != 0
    };
    let (naming, others): (Vec<_>, Vec<_>) = intents.iter().partition(names);
    let mut answers = others.iter().filter_map(|one| article.to_slot(one, false));
    let mut answered = answers
        .next()
        .or_else(|| naming.iter().find_map(|one| article.to_slot(one, true)))
        .unwrap_or_else(|| article.to_words());
    answered.text = cut(answered.text);
    answered
}

/// The groups whose words ask for a slot: every article may hold them.
fn asking(intents: &[Intent], terms: &[QueryTerm]) -> Groups {
    let typed = |term: &QueryTerm| match term.alternatives.first().and_then(|own| own.words.first()?.first()) {
        Some(TermKey::Form(form)) => intents.iter().any(|one| one.words.contains(form)),
        Some(TermKey::Lemma(_) | TermKey::Id(_)) | None => false,
    };
    terms.iter().enumerate().filter(|(_, term)| typed(term)).fold(0, |all, (at, _)| all | 1 << at)
}

impl<'a> Article<'a> {
    fn new(stored: Stored<'a>, wanted: &TermsOfWords<'_>, asking: Groups, groups: usize) -> Self {
        let held = |line: Line<'a>| (wanted.in_words(line.words), line);
        let lines: Vec<_> = stored.lines.into_iter().map(held).map(|(held, line)| (line, held)).collect();
        #[expect(clippy::cast_precision_loss, reason = "an article has a few dozen lines")]
        let weight = |at: usize| match lines.iter().filter(|(_, held)| held & 1 << at != 0).count() {
            0 => 0.0,
            holding => (1.0 + lines.len() as f32 / holding as f32).ln(),
        };
        let weights = (0..groups).map(weight).collect();
        let title = wanted.in_words(stored.title);
        // The first sentence says what the matter is, as the title does.
        let named = title | wanted.in_words(stored.names) | lines.first().map_or(0, |(_, held)| *held);
        Self { lines, title, named, asking, weights }
    }

    fn worth(&self, groups: Groups) -> f32 {
        self.weights.iter().enumerate().filter(|(at, _)| groups & 1 << at != 0).map(|(_, weight)| weight).sum()
    }

    /// What a line holds of the words that neither name the matter nor ask, and a little for those that name it.
    fn fit(&self, held: Groups) -> f32 {
        let held = held & !self.asking;
        self.worth(held & !self.named) + NAMING_WORDS * self.worth(held & self.named)
    }

    /// The answer to a slot, if the article has one. Where the words may ask for something else (`names`: a noun of the
    /// title; a bare "ile"), it must hold as much of the other words as any line does.
    fn to_slot(&self, intent: &Intent, names: bool) -> Option<Answered> {
        let all = self.worth(!self.asking).max(f32::EPSILON);
        let value =
            |(line, held): &(Line<'_>, Groups)| f32::from(line.directness(intent.slot)) + WORDS * self.fit(*held) / all;
        let least = if names { OUTRIGHT } else { 1 };
        let mut answering: Vec<_> =
            self.lines.iter().filter(|(line, _)| line.directness(intent.slot) >= least).collect();
        answering.sort_by(|a, b| value(b).total_cmp(&value(a)));
        let (first, held) = answering.first()?;
        let rest = |held: Groups| self.worth(held & !self.named & !self.asking);
        let vague = names || intent.slot == Slot::HowMuch && intent.strength < Strength::Phrase;
        if vague && self.lines.iter().any(|(_, other)| rest(*other) > rest(*held)) {
            return None;
        }
        let text = match separator(first.section, intent.slot) {
            None => first.text.to_owned(),
            Some(separator) => {
                // A caller needs all documents, in their order; of the fees the one asked for comes first.
                let listed =
                    if intent.slot == Slot::Documents { self.lines.iter().collect() } else { answering.clone() };
                let listed = listed.iter().filter(|(line, _)| {
                    line.section == first.section && line.directness(intent.slot) == first.directness(intent.slot)
                });
                listed.map(|(line, _)| line.text).collect::<Vec<_>>().join(separator)
            }
        };
        Some(Answered { section: first.section, text })
    }

    /// The line that holds most of what does not name the matter.
    fn to_words(&self) -> Answered {
        let says_more = self.lines.iter().any(|(_, held)| held & !self.named != 0);
        let fitting = self.lines.iter().filter(|(line, _)| says_more || line.section == Section::Summary);
        // Of lines that hold as much the summary's comes before the others, then the one that names the matter, then the first.
        let more = |(line, held): &(Line<'_>, Groups), (other, than): &(Line<'_>, Groups)| {
            let rest = self.worth(held & !self.named).total_cmp(&self.worth(than & !self.named));
            let summary = (line.section == Section::Summary).cmp(&(other.section == Section::Summary));
            rest.then(summary).then(self.worth(*held).total_cmp(&self.worth(*than)))
        };
        let best = fitting.rev().max_by(|a, b| more(a, b));
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
