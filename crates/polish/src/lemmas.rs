//! Dictionary forms of Polish words: all lemmas of a form, found with or without its Polish marks.
//!
//! The dictionary (PoliMorf, 4.6 million forms) is an fst compiled by `cargo xtask lemmas`; words it does not know are
//! stemmed by Snowball's Polish algorithm. Lemmas come back folded: the index holds no marks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;
use std::thread::LocalKey;

use centrala_domain::text::fold;
use frostem::{Algorithm, Stemmer};
use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, Streamer};

static FORMS: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| {
    Map::new(&include_bytes!("../../../assets/lemmas/polish.fst")[..]).expect("the dictionary in the program is whole")
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

type Seen = RefCell<HashMap<String, Rc<[String]>>>;

thread_local! {
    /// Written words and their lemmas. The articles of one answer share most of their words.
    static WRITTEN: Seen = RefCell::default();
    /// Typed words and what the dictionary knows of them. One answer asks for the same few many times.
    static TYPED: Seen = RefCell::default();
}
/// Words of a kind remembered at most, some three megabytes: when it is full, it begins anew.
const REMEMBERED: usize = 20_000;

fn remembered(seen: &'static LocalKey<Seen>, word: &str, find: impl FnOnce() -> Vec<String>) -> Rc<[String]> {
    seen.with_borrow_mut(|seen| {
        if let Some(lemmas) = seen.get(word) {
            return lemmas.clone();
        }
        if seen.len() == REMEMBERED {
            seen.clear();
        }
        seen.entry(word.to_owned()).or_insert(find().into()).clone()
    })
}

/// The lemmas of a written word, remembered: the same as [`of_written`].
pub fn of_seen(word: &str) -> Rc<[String]> {
    remembered(&WRITTEN, word, || of_written(word))
}

/// Of all words of the dictionary that these letters may be; empty where they are none.
fn of_variants(word: &str) -> Rc<[String]> {
    remembered(&TYPED, word, || {
        let lower = word.to_lowercase();
        let mut found = Vec::new();
        let mut variants = FORMS.search(Variants(lower.as_bytes())).into_stream();
        while let Some((form, set)) = variants.next() {
            if let Some(form) = std::str::from_utf8(form).ok().filter(|form| !is_letter(form)) {
                found.extend(lemmas(form, set));
            }
        }
        folded(found)
    })
}

/// The dictionary reads letters as abbreviations ("o." for "ojciec"): "o" would be found for "ojca".
fn is_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Lemmas of a word as written in an article: its marks are to be trusted.
pub fn of_written(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    match FORMS.get(&lower).filter(|_| !is_letter(&lower)) {
        Some(set) => folded(lemmas(&lower, set)),
        None => vec![fold(&STEMMER.stem(&lower))],
    }
}

/// Lemmas of a word as typed in a hurry: a bare letter may stand for a marked one ("sad" is also "sąd").
pub fn of_typed(word: &str) -> Vec<String> {
    let known = of_variants(word);
    if known.is_empty() { vec![stem(word)] } else { known.to_vec() }
}

/// Is any of the lemmas of [`of_typed`] such a one?
pub fn is_any_typed(word: &str, such: impl Fn(&str) -> bool) -> bool {
    let known = of_variants(word);
    if known.is_empty() { such(&stem(word)) } else { known.iter().any(|lemma| such(lemma)) }
}

fn stem(word: &str) -> String {
    fold(&STEMMER.stem(&word.to_lowercase()))
}

/// Lemmas of the words that are one slip away from `word`, which is none: a letter missed, doubled, swapped or wrong.
/// The first letter is taken to be right.
pub fn of_slip(word: &str) -> Vec<String> {
    let slip = OneSlip(fold(word).into_bytes());
    let mut found = Vec::new();
    if slip.0.len() > OneSlip::LONGEST || !slip.0.is_ascii() {
        return found;
    }
    let mut near = FORMS.search(slip).into_stream();
    while let Some((form, set)) = near.next() {
        if let Ok(form) = std::str::from_utf8(form) {
            found.extend(lemmas(form, set));
        }
    }
    folded(found)
}

/// Is it a form of some Polish word?
pub fn is_word(word: &str) -> bool {
    !of_variants(word).is_empty()
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
    unmarked(lead, tail) == Some(bare)
}

/// The bare letter of the marked one that is the UTF-8 pair `lead`, `tail`.
fn unmarked(lead: u8, tail: u8) -> Option<u8> {
    match (lead, tail) {
        (0xC4, 0x85) => Some(b'a'),
        (0xC4, 0x87) => Some(b'c'),
        (0xC4, 0x99) => Some(b'e'),
        (0xC5, 0x82) => Some(b'l'),
        (0xC5, 0x84) => Some(b'n'),
        (0xC3, 0xB3) => Some(b'o'),
        (0xC5, 0x9B) => Some(b's'),
        (0xC5, 0xBA | 0xBC) => Some(b'z'),
        _ => None,
    }
}

/// Accepts the words that one slip leads to, and the word itself; marks do not count.
struct OneSlip(Vec<u8>);

impl OneSlip {
    /// Positions are bits of a word of 64.
    const LONGEST: usize = 62;
    /// A slip of the first letter would lead everywhere.
    const SURE: usize = 1;
}

/// Where in the typed word one may be, as bits: before the slip, behind it, and between two letters that changed places.
#[derive(Clone, Copy)]
struct Places {
    sure: u64,
    slipped: u64,
    swapped: u64,
    /// The lead byte of a marked letter half read.
    lead: Option<u8>,
}

impl Automaton for OneSlip {
    type State = Places;

    fn start(&self) -> Places {
        Places { sure: 1, slipped: 0, swapped: 0, lead: None }
    }

    fn is_match(&self, at: &Places) -> bool {
        let end = 1 << self.0.len();
        // The last typed letter may be one too many.
        at.lead.is_none() && (at.sure | at.slipped) & end | at.sure & (end >> 1) != 0
    }

    fn can_match(&self, at: &Places) -> bool {
        at.sure | at.slipped | at.swapped != 0
    }

    fn accept(&self, at: &Places, byte: u8) -> Places {
        match at.lead {
            None if matches!(byte, 0xC3..=0xC5) => Places { lead: Some(byte), ..*at },
            None => self.read(*at, byte),
            Some(lead) => match unmarked(lead, byte) {
                Some(bare) => self.read(*at, bare),
                None => Places { sure: 0, slipped: 0, swapped: 0, lead: None },
            },
        }
    }
}

impl OneSlip {
    fn read(&self, at: Places, letter: u8) -> Places {
        // Bit p: the typed word has this letter at p.
        let here = self.0.iter().rev().fold(0u64, |bits, typed| bits << 1 | u64::from(*typed == letter));
        let within = (1 << self.0.len()) - 1;
        let may_slip = at.sure & (u64::MAX << Self::SURE);
        Places {
            sure: (at.sure & here) << 1,
            slipped: (at.slipped & here) << 1
                | (at.swapped & here) << 2
                // A wrong letter; one missed; one too many.
                | (may_slip & within) << 1
                | may_slip
                | (may_slip & (here >> 1)) << 2,
            swapped: may_slip & (here >> 1),
            lead: None,
        }
    }
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
    fn one_slip_leads_to_the_words_that_were_meant() {
        for (typed, meant) in [
            ("chodnku", "chodnik"),
            ("potrcil", "potracic"),
            ("smiedzi", "smierdziec"),
            ("penkla", "peknac"),
            ("kabell", "kabel"),
            ("przweod", "przewod"),
            ("dymii", "dymic"),
        ] {
            assert!(of_slip(typed).contains(&meant.to_owned()), "{typed} → {:?}", of_slip(typed));
        }
        assert!(of_slip("chddnku").is_empty(), "two slips are too many");
        assert!(!of_slip("tabel").contains(&"kabel".to_owned()), "the first letter is right");
        assert!(of_slip(&"a".repeat(100)).is_empty());
    }

    #[test]
    fn an_unknown_word_is_stemmed() {
        assert_eq!(of_written("blockchainem"), of_written("blockchainem"));
        assert!(!is_word("qwertyuiop"));
        assert!(is_word("zolc"));
    }
}
