//! Typed words that must stop the operator: word families that stand near each other, in any order and form.
//!
//! What is dangerous is content; Polish is here: forms, slips, negation, how far apart words of one thought stand. Not
//! here: numbers and what to say (the desk has the rules), and what else the words mean (`centrala-search`).

use std::borrow::Cow;
use std::collections::HashMap;

use centrala_domain::text::visible;
use centrala_domain::{Certainty, DangerSign, EmergencyRule};
use centrala_polish::lemmas;
use centrala_polish::rarity::zipf;
use centrala_polish::stop_words::is_stop_word;
use centrala_polish::tokens::{Token, words};
use centrala_polish::words::Word;

/// Words that may stand between two of one expression: "nie można jej docucić".
const WITHIN: usize = 2;
/// Words that say something and may stand between two families of one sign.
const BETWEEN: usize = 3;
/// Words so near to a sign make it harmless.
const HARMLESS: usize = 8;
/// All words of one sign stand within so many.
const SPREAD: usize = 24;
/// Of a text longer than twice this its beginning and its end are looked at, so many bytes each: all of 10,000
/// characters would take some 20 ms at every key.
const LOOKED_AT: usize = 4_000;
/// A shorter word has too many neighbours to be mended.
const MENDED: usize = 5;
/// Beside so usual a reading of a word (as powers of ten) rarer ones are not meant.
const USUAL: f32 = 6.0;
/// So much rarer.
const RARER: f32 = 1.2;
/// Between "nie" and what is denied: "nie ma pożaru", "nie widać dymu".
const COPULAS: [&str; 6] = ["miec", "byc", "widac", "czuc", "slychac", "chodzic"];
const DENIALS: [&str; 3] = ["nie", "bez", "zaden"];
/// What stands right behind them belongs to them: "na rondzie wypadek" is no "na wypadek".
const CLINGING: [&str; 19] = [
    "nie", "w", "we", "na", "z", "ze", "za", "zza", "do", "od", "pod", "spod", "przy", "przed", "po", "nad", "przez",
    "u", "o",
];
/// What stands behind them tells where a danger is, not that it is none: "czuć gaz przy śmietniku".
const PLACES: [&str; 14] = [
    "przy",
    "pod",
    "kolo",
    "obok",
    "w",
    "we",
    "na",
    "nad",
    "przed",
    "za",
    "blisko",
    "niedaleko",
    "naprzeciw",
    "naprzeciwko",
];
/// What ends so behind "z" goes with somebody ("z psem"), is not where something comes from ("z komina").
const COMPANY: [&str; 3] = ["em", "ą", "ami"];
/// Who says so in another clause is after something else than help: "był pożar, potrzebuję zaświadczenia".
const ASKING: [&str; 22] = [
    "chciec",
    "potrzebowac",
    "potrzebny",
    "trzeba",
    "pytac",
    "zapytac",
    "pytanie",
    "prosic",
    "jaki",
    "ile",
    "ktory",
    "starac",
    "ubiegac",
    "chodzic",
    "dotyczyc",
    "zlozyc",
    "skladac",
    "wystapic",
    "zalatwic",
    "nalezec",
    "przyslugiwac",
    "sprawa",
];
/// The same, as written.
const ASKING_WORDS: [&str; 11] =
    ["jak", "gdzie", "skad", "kiedy", "czy", "kto", "komu", "o", "bylo", "chcialbym", "chcialabym"];
/// A clause of so few words that say something, none of them a verb, adds to the one beside it: "pożar w kamienicy, rok
/// temu".
const APPENDED: usize = 2;
/// A word of the rules that begins so is meant as it is written, and so are those behind it.
const EXACTLY: char = '=';

/// A rule that typed words have set off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Danger {
    pub rule_id: String,
    /// The words that did it, as they were typed.
    pub words: String,
}

/// Listens for the signs of danger of one edition.
pub struct DangerWatch {
    /// The surest first.
    rules: Vec<Rule>,
    families: Families,
}

struct Rule {
    id: String,
    signs: Vec<Sign>,
}

struct Sign {
    all_of: Vec<FamilyId>,
    unless: Vec<FamilyId>,
}

type FamilyId = usize;

/// All families of all rules, each once, by the words with which their expressions begin.
#[derive(Default)]
struct Families {
    ids: HashMap<Vec<String>, FamilyId>,
    expressions: Vec<Expression>,
    beginnings: HashMap<String, Vec<usize>>,
}

struct Expression {
    family: FamilyId,
    words: Vec<Word>,
    /// "nie oddycha" is meant as it stands.
    denies: bool,
    /// These forms and no others, one right behind the other.
    exact: bool,
}

/// Where an expression stands: words from `from` to before `to`.
#[derive(Clone, Copy)]
struct Found {
    from: usize,
    to: usize,
    denied: bool,
    /// No other words stand between its own.
    whole: bool,
    exact: bool,
}

struct Typed {
    word: Word,
    text: String,
    /// A comma, a full stop or the like stands before it.
    begins: bool,
}

impl DangerWatch {
    pub fn new(rules: &[EmergencyRule]) -> Self {
        let mut rules: Vec<&EmergencyRule> = rules.iter().collect();
        rules.sort_by_key(|rule| rule.certainty != Certainty::Strong);
        let mut families = Families::default();
        let rule = |rule: &EmergencyRule| Rule { id: rule.id.clone(), signs: signs(rule, &mut families) };
        let rules = rules.into_iter().map(rule).collect();
        Self { rules, families }
    }

    /// The rules that these words set off, each once. A blank line parts texts of their own, as the fields of a form are:
    /// no sign stands in two of them.
    pub fn check(&self, text: &str) -> Vec<Danger> {
        let read = |text: &str| {
            let typed = typed(&looked_at(&visible(text)));
            let found = self.families.find(&typed);
            (typed, found)
        };
        let texts: Vec<_> = text.split("\n\n").map(read).collect();
        let set_off = |rule: &Rule| {
            texts.iter().find_map(|(typed, found)| {
                let sign = rule.signs.iter().find_map(|sign| sign.stands_in(typed, found))?;
                let words = sign.iter().flat_map(|found| &typed[found.from..found.to]);
                let words = words.map(|typed| typed.text.as_str()).collect::<Vec<_>>().join(" ");
                Some(Danger { rule_id: rule.id.clone(), words })
            })
        };
        self.rules.iter().filter_map(set_off).collect()
    }
}

/// A text without what is too much of it in the middle.
fn looked_at(text: &str) -> Cow<'_, str> {
    if text.len() <= 2 * LOOKED_AT {
        return Cow::Borrowed(text);
    }
    let (beginning, end) = (text.floor_char_boundary(LOOKED_AT), text.ceil_char_boundary(text.len() - LOOKED_AT));
    Cow::Owned(format!("{} . {}", &text[..beginning], &text[end..]))
}

/// A phrase is a sign of one family with one expression.
fn signs(rule: &EmergencyRule, families: &mut Families) -> Vec<Sign> {
    let phrases =
        rule.phrases.iter().map(|phrase| DangerSign { all_of: vec![vec![phrase.clone()]], ..DangerSign::default() });
    let signs = phrases.chain(rule.signs.iter().cloned());
    let sign = |sign: DangerSign| Sign {
        all_of: sign.all_of.iter().map(|words| families.id(words)).collect(),
        unless: [&rule.unless, &sign.unless].map(|words| families.id(words)).to_vec(),
    };
    signs.map(sign).collect()
}

impl Families {
    fn id(&mut self, expressions: &[String]) -> FamilyId {
        let next = self.ids.len();
        let id = *self.ids.entry(expressions.to_vec()).or_insert(next);
        if id == next {
            for text in expressions {
                let exact = text.starts_with(EXACTLY);
                self.add(id, words(text).iter().map(Word::written).map(meant).collect(), exact);
            }
        }
        id
    }

    fn add(&mut self, family: FamilyId, words: Vec<Word>, exact: bool) {
        let Some(first) = words.first() else { return };
        for key in keys(first) {
            self.beginnings.entry(key.clone()).or_default().push(self.expressions.len());
        }
        let denies = words.iter().any(|word| DENIALS.contains(&word.folded.as_str()));
        self.expressions.push(Expression { family, words, denies, exact });
    }

    /// Where each family stands.
    fn find(&self, typed: &[Typed]) -> Vec<Vec<Found>> {
        let mut found = vec![Vec::new(); self.ids.len()];
        for from in 0..typed.len() {
            let begun = keys(&typed[from].word).filter_map(|key| self.beginnings.get(key));
            for expression in begun.flatten().map(|at| &self.expressions[*at]) {
                if let Some(to) = expression.end(typed, from) {
                    let denied = !expression.denies && is_denied(typed, from, to);
                    let whole = to - from == expression.words.len();
                    found[expression.family].push(Found { from, to, denied, whole, exact: expression.exact });
                }
            }
        }
        found
    }
}

fn keys(word: &Word) -> impl Iterator<Item = &String> {
    std::iter::once(&word.folded).chain(word.lemmas.iter().filter(|lemma| **lemma != word.folded))
}

impl Expression {
    /// Where it ends that begins at `from`; none where its other words do not follow.
    fn end(&self, typed: &[Typed], from: usize) -> Option<usize> {
        if self.exact {
            let to = from + self.words.len();
            let mut pairs = typed.get(from..to)?.iter().zip(&self.words);
            return pairs.all(|(typed, word)| typed.word.folded == word.folded).then_some(to);
        }
        let mut to = from + 1;
        for pair in self.words.windows(2) {
            let rest = typed.get(to..)?;
            let within = if CLINGING.contains(&pair[0].folded.as_str()) { 0 } else { WITHIN };
            to += 1 + rest.iter().take(within + 1).position(|typed| typed.word.is_same(&pair[1]))?;
        }
        Some(to)
    }
}

/// "nie pali się", "nic się nie pali", "nie ma tu pożaru", "pożaru nie ma".
fn is_denied(typed: &[Typed], from: usize, to: usize) -> bool {
    let is_copula = |typed: &Typed| typed.word.lemmas.iter().any(|lemma| COPULAS.contains(&lemma.as_str()));
    let is_denial = |typed: &Typed| keys(&typed.word).any(|key| DENIALS.contains(&key.as_str()));
    if typed[from..to].iter().any(is_denial) {
        return true;
    }
    let begins = typed[..=from].iter().rposition(|typed| typed.begins).unwrap_or(0);
    let before = match &typed[begins..from] {
        [rest @ .., last] if is_stop_word(&last.word.folded) && !is_denial(last) && !is_copula(last) => rest,
        before => before,
    };
    match (before, &typed[to..]) {
        ([.., denial, last], _) if is_denial(denial) && is_copula(last) => true,
        ([.., last], _) if is_denial(last) && before.len() == from - begins => true,
        // "Czuć gaz, nie ma nikogo" denies something else.
        (_, [denial, copula, behind @ ..]) => {
            denial.word.folded == "nie" && is_copula(copula) && behind.first().is_none_or(|next| next.begins)
        }
        _ => false,
    }
}

impl Sign {
    /// The places of its families, in the order of the text; none where one is missing, far or denied, or a harmless word
    /// stands near.
    fn stands_in(&self, typed: &[Typed], found: &[Vec<Found>]) -> Option<Vec<Found>> {
        let mut places = Vec::with_capacity(self.all_of.len());
        self.all_near(typed, found, &mut places).then(|| {
            places.sort_by_key(|place| place.from);
            places
        })
    }

    /// Fills `places` with one place for each family that is left.
    fn all_near(&self, typed: &[Typed], found: &[Vec<Found>], places: &mut Vec<Found>) -> bool {
        let Some(family) = self.all_of.get(places.len()) else {
            return hang_together(typed, places) && !self.is_harmless(typed, found, places);
        };
        let reach =
            places.first().map_or(0..typed.len(), |first| first.from.saturating_sub(SPREAD)..first.from + SPREAD);
        let near = found[*family].iter().filter(|place| !place.denied && reach.contains(&place.from));
        near.copied().any(|place| {
            places.push(place);
            let all = self.all_near(typed, found, places);
            if !all {
                places.pop();
            }
            all
        })
    }

    fn is_harmless(&self, typed: &[Typed], found: &[Vec<Found>], places: &[Found]) -> bool {
        let near = |word: &Found| {
            places.iter().any(|place| {
                let apart = place.from.saturating_sub(word.to).max(word.from.saturating_sub(place.to));
                apart <= HARMLESS && concerns(typed, word, place)
            })
        };
        let counts = |word: &Found| !is_own(word, places) && !is_place(typed, word, places) && near(word);
        self.unless.iter().any(|family| found[*family].iter().any(counts))
    }
}

/// A word of the sign itself disarms it only where it is meant in this form: "ma zawał", but "miał zawał".
fn is_own(word: &Found, places: &[Found]) -> bool {
    !word.exact && places.iter().any(|place| place.whole && place.from <= word.from && word.to <= place.to)
}

/// Is it where the danger is, what it came of, who is there, or whence one calls: "nóż w urzędzie", "pali się od świecy",
/// "z psem", "dzwonię z telefonu męża"? What is meant with its preposition ("w kominku") is none of that.
fn is_place(typed: &[Typed], word: &Found, places: &[Found]) -> bool {
    let is_sign = |at: usize| places.iter().any(|place| (place.from..place.to).contains(&at));
    let happens = |at: usize| {
        let mut own = places.iter().filter(|place| (place.from..place.to).contains(&at));
        own.any(|place| typed[place.from..place.to].iter().any(|typed| typed.word.folded == "sie"))
    };
    let describes = |at: usize| {
        let word = &typed[at].word;
        is_stop_word(&word.folded) || word.lemmas.iter().any(|lemma| lemma.ends_with(['y', 'i']))
    };
    let before = |at: usize| at.checked_sub(1).filter(|before| !typed[at].begins && !is_sign(*before));
    let leads = |at: usize| match typed[at].word.folded.as_str() {
        // "Kabel od telewizji" tells which cable, "pali się od świecy" whence.
        "od" => at.checked_sub(1).is_none_or(|before| !is_sign(before) || happens(before)),
        "z" | "ze" => {
            let calls = |at: usize| typed[at].word.lemmas.iter().any(|lemma| lemma == "dzwonic");
            at.checked_sub(1).is_some_and(calls) || COMPANY.iter().any(|end| typed[word.from].text.ends_with(end))
        }
        word => PLACES.contains(&word),
    };
    if CLINGING.contains(&typed[word.from].word.folded.as_str()) {
        return false;
    }
    let Some(nearest) = before(word.from) else { return false };
    leads(nearest) || (describes(nearest) && before(nearest).is_some_and(leads))
}

/// What stands in another clause says nothing of a danger, unless that clause asks for something or is hardly one.
fn concerns(typed: &[Typed], word: &Found, place: &Found) -> bool {
    let (first, last) = (place.to.min(word.to), place.from.max(word.from));
    if first > last || !typed[first..=last].iter().any(|typed| typed.begins) {
        return true;
    }
    let from = typed[..=word.from].iter().rposition(|typed| typed.begins).unwrap_or(0);
    let to = typed[word.to..].iter().position(|typed| typed.begins).map_or(typed.len(), |behind| word.to + behind);
    let clause = &typed[from..to];
    let asks = |typed: &Typed| {
        ASKING_WORDS.contains(&typed.word.folded.as_str())
            || typed.word.lemmas.iter().any(|lemma| ASKING.contains(&lemma.as_str()))
    };
    let is_verb =
        |typed: &Typed| typed.word.lemmas.iter().any(|lemma| lemma.ends_with('c') && *lemma != typed.word.folded);
    let telling = clause.iter().filter(|typed| !is_stop_word(&typed.word.folded)).count();
    clause.iter().any(asks) || (telling <= APPENDED && !clause.iter().any(is_verb))
}

/// One behind the other without overlapping, not too far apart.
fn hang_together(typed: &[Typed], places: &[Found]) -> bool {
    let mut places = places.to_vec();
    places.sort_by_key(|place| place.from);
    places.windows(2).all(|pair| {
        let (before, behind) = (pair[0], pair[1]);
        before.to <= behind.from && {
            let between = &typed[before.to..behind.from];
            between.iter().filter(|typed| !is_stop_word(&typed.word.folded)).count() <= BETWEEN
        }
    })
}

fn typed(text: &str) -> Vec<Typed> {
    let mut from = 0;
    let one = |token: Token| {
        let between = &text[from..token.from];
        from = token.to;
        Typed { word: heard(&token), begins: between.contains([',', '.', ';', ':', '?', '!']), text: token.text }
    };
    words(text).into_iter().map(one).collect()
}

/// A word as typed; one that is no word is also what a slip may have made it of.
fn heard(token: &Token) -> Word {
    let mut word = Word::typed(token);
    if token.folded.len() == 1 {
        // "o" is no "ojciec" here, nor "m" a "mąż".
        word.lemmas.clear();
    }
    if token.folded.len() >= MENDED && !word.lemmas.is_empty() && !lemmas::is_word(&token.text) {
        word.lemmas.extend(lemmas::of_slip(&token.text));
    }
    meant(word)
}

/// A word without the readings that are never meant: "mam" is "mieć" and no "mama".
fn meant(mut word: Word) -> Word {
    let usual = word.lemmas.iter().filter_map(|lemma| zipf(lemma)).fold(0.0, f32::max);
    word.lemmas.retain(|lemma| usual < USUAL || zipf(lemma).is_none_or(|own| own + RARER > usual));
    word
}
