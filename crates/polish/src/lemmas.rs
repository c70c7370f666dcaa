//! Dictionary forms of Polish words: all lemmas of a form, found with or without its Polish marks.
//!
//! The dictionary (PoliMorf, 4.6 million forms) is an fst compiled by `cargo xtask lemmas`; words it does not know are
//! stemmed by Snowball's Polish algorithm. Lemmas come back folded: the index holds no marks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use centrala_domain::text::fold;
use frostem::{Algorithm, Stemmer};
use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, Streamer};

static FORMS: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| {
    Map::new(&include_bytes!("../../../assets/lemmas/polish.fst")[..])
        .expect("the dictionary in the program is whole")
});

static RULES: LazyLock<Vec<Vec<Rule>>> = LazyLock::new(|| {
    include_str!("../../../assets/lemmas/polish.rules")
        .lines()
        .map(|set| set.split(' ').filter_map(Rule::read).collect())
        .collect()
});

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Polish));

/// Drop characters in front and behind, add an ending.
struct Rule {
    front: usize,
    behind: usize,
    ending: &'static str,
}

impl Rule {
    fn read(text: &'static str) -> Option<Self> {
        let mut parts = text.splitn(3, ',');
        let (front, behind) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { front, behind, ending: parts.next()? })
    }

    fn lemma(&self, form: &str) -> String {
        let length = form.chars().count();
        let kept = length.saturating_sub(self.front + self.behind);
        form.chars().skip(self.front).take(kept).chain(self.ending.chars()).collect()
    }
}

thread_local! {
    /// Written words and their lemmas. The articles of one answer share most of their words.
    static SEEN: RefCell<HashMap<String, Rc<[String]>>> = RefCell::default();
}
/// Words remembered at most, some three megabytes: when it is full, it begins anew.
const REMEMBERED: usize = 20_000;

/// The lemmas of a written word, remembered: the same as [`of_written`].
pub fn of_seen(word: &str) -> Rc<[String]> {
    SEEN.with_borrow_mut(|seen| {
        if let Some(lemmas) = seen.get(word) {
            return lemmas.clone();
        }
        if seen.len() == REMEMBERED {
            seen.clear();
        }
        seen.entry(word.to_owned()).or_insert(of_written(word).into()).clone()
    })
}

/// Lemmas of a word as written in an article: its marks are to be trusted.
pub fn of_written(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    match FORMS.get(&lower) {
        Some(set) => folded(lemmas(&lower, set)),
        None => vec![fold(&STEMMER.stem(&lower))],
    }
}

/// Lemmas of a word as typed in a hurry: a bare letter may stand for a marked one ("sad" is also "sąd").
pub fn of_typed(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let mut found = Vec::new();
    let mut variants = FORMS.search(Variants(lower.as_bytes())).into_stream();
    while let Some((form, set)) = variants.next() {
        if let Ok(form) = std::str::from_utf8(form) {
            found.extend(lemmas(form, set));
        }
    }
    if found.is_empty() { vec![fold(&STEMMER.stem(&lower))] } else { folded(found) }
}

/// Is it a form of some Polish word?
pub fn is_word(word: &str) -> bool {
    FORMS.search(Variants(word.to_lowercase().as_bytes())).into_stream().next().is_some()
}

/// The word with its Polish marks, where only one word has these bare letters: "zameldowac" → "zameldować".
pub fn only_spelling(bare: &str) -> Option<String> {
    let mut variants = FORMS.search(Variants(bare.as_bytes())).into_stream();
    let only = String::from_utf8(variants.next()?.0.to_vec()).ok()?;
    variants.next().is_none().then_some(only)
}

fn lemmas(form: &str, set: u64) -> Vec<String> {
    let rules = usize::try_from(set).ok().and_then(|set| RULES.get(set));
    rules.into_iter().flatten().map(|rule| rule.lemma(form)).collect()
}

fn folded(lemmas: Vec<String>) -> Vec<String> {
    let mut folded: Vec<String> = lemmas.iter().map(|lemma| fold(lemma)).collect();
    folded.sort_unstable();
    folded.dedup();
    folded
}

/// Accepts the word with any bare letter marked: "sad" → "sad", "sąd", "śad" … A marked letter stays.
struct Variants<'a>(&'a [u8]);

/// Bytes of the word consumed, and the lead byte of a marked letter half read; none is a dead end.
type VariantState = Option<(usize, Option<u8>)>;

impl Automaton for Variants<'_> {
    type State = VariantState;

    fn start(&self) -> VariantState {
        Some((0, None))
    }

    fn is_match(&self, state: &VariantState) -> bool {
        *state == Some((self.0.len(), None))
    }

    fn can_match(&self, state: &VariantState) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &VariantState, byte: u8) -> VariantState {
        let (at, lead) = (*state)?;
        let wanted = *self.0.get(at)?;
        match lead {
            None if byte == wanted => Some((at + 1, None)),
            None if matches!(byte, 0xC3..=0xC5) => Some((at, Some(byte))),
            None => None,
            Some(lead) => marked(wanted, lead, byte).then_some((at + 1, None)),
        }
    }
}

/// Is the UTF-8 pair `lead`, `tail` a marked form of the bare letter `bare`?
fn marked(bare: u8, lead: u8, tail: u8) -> bool {
    matches!(
        (bare, lead, tail),
        (b'a', 0xC4, 0x85)
            | (b'c', 0xC4, 0x87)
            | (b'e', 0xC4, 0x99)
            | (b'l', 0xC5, 0x82)
            | (b'n', 0xC5, 0x84)
            | (b'o', 0xC3, 0xB3)
            | (b's', 0xC5, 0x9B)
            | (b'z', 0xC5, 0xBA | 0xBC)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_all_its_lemmas() {
        assert_eq!(of_written("dowodu"), ["dowod"]);
        assert!(of_written("mam").contains(&"miec".to_owned()) && of_written("mam").contains(&"mama".to_owned()));
        assert!(of_written("najmłodszy").contains(&"mlody".to_owned()));
    }

    #[test]
    fn bare_letters_reach_marked_words() {
        let lemmas = of_typed("sad");
        assert!(lemmas.contains(&"sad".to_owned()), "{lemmas:?}");
        assert_eq!(of_typed("zameldowac"), ["zameldowac"]);
        assert!(of_typed("lodzi").contains(&"lodz".to_owned()));
        assert_eq!(of_typed("zażółcę"), of_written("zażółcę"), "marks that were typed are kept to");
    }

    #[test]
    fn an_unknown_word_is_stemmed() {
        assert_eq!(of_written("blockchainem"), of_written("blockchainem"));
        assert!(!is_word("qwertyuiop"));
        assert!(is_word("zolc"));
    }
}
