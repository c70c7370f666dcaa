//! Which kind stands first, and is anything sure enough to open by itself?
//!
//! The first answer of each kind is a candidate. A linear model of a handful of features orders the candidates, and a
//! logistic one says how sure the first of them is. Both were fitted on judged queries (docs/search.md tells which, and
//! how they do on others); the features are few and each says something of the match, so that they hold for others too.

use centrala_domain::Kind;
use centrala_polish::terms;
use centrala_polish::tokens::Token;

use crate::analysis::intent::{Intent, Slot};
use crate::analysis::query::AnalyzedQuery;
use crate::analysis::speech_act::SpeechAct;

/// What a place is called that people go to or ring.
const OFFICES: [&str; 22] = [
    "wydzial",
    "urzad",
    "biuro",
    "zarzad",
    "administracja",
    "delegatura",
    "komisja",
    "centrum",
    "schronisko",
    "straz",
    "referat",
    "oddzial",
    "punkt",
    "filia",
    "dyrekcja",
    "zaklad",
    "siedziba",
    "sekretariat",
    "osrodek",
    "inspektorat",
    "magistrat",
    "placowka",
];

/// What one query asks, for the order of the kinds.
#[derive(Debug, Clone, Copy)]
pub struct QueryFeatures {
    pub act: SpeechAct,
    /// Telephone, address or hours are asked for.
    pub contact: bool,
    /// An office is named: "wydział", "urząd", "schronisko".
    pub office: bool,
    /// Content words.
    pub words: usize,
}

impl QueryFeatures {
    pub fn new(query: &AnalyzedQuery) -> Self {
        let contact = |intent: &Intent| matches!(intent.slot, Slot::Contact | Slot::Hours | Slot::Where);
        Self {
            act: SpeechAct::of(query),
            contact: query.intents.iter().any(contact),
            office: query.tokens.iter().any(names_an_office),
            words: query.tokens.len(),
        }
    }
}

fn names_an_office(token: &Token) -> bool {
    OFFICES.contains(&token.folded.as_str())
        || terms::typed(token).iter().any(|lemma| OFFICES.contains(&lemma.as_str()))
}

/// The first answer of a kind, and what speaks for it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub kind: Kind,
    pub document: u32,
    pub score: f32,
    /// The second of its kind.
    pub runner_up: f32,
    /// The share of the query that it answers, less what was only guessed.
    pub coverage: f32,
    /// What was only guessed.
    pub guessed: f32,
    /// How much of its best phrasing was said.
    pub phrasing: f32,
    /// How near its meaning is, in standard deviations.
    pub nearness: f32,
    /// How much of its title was said.
    pub title: f32,
    /// The query is its title or its id.
    pub exact: bool,
    /// Its street is named.
    pub street: bool,
}

pub const FEATURES: usize = 19;

impl Candidate {
    /// `best` is the greatest score of all candidates.
    pub fn features(&self, query: &QueryFeatures, best: f32) -> [f32; FEATURES] {
        let is = |kind: Kind| f32::from(u8::from(self.kind == kind));
        let (report, question) = (query.act.report / 4.0, query.act.question / 4.0);
        let contact = f32::from(u8::from(query.contact));
        let whole = (self.coverage - 0.8).max(0.0) * 5.0;
        [
            (self.score / best.max(f32::EPSILON)).max(0.01).ln(),
            self.coverage,
            self.phrasing,
            self.phrasing * self.coverage,
            self.title,
            is(Kind::Service),
            is(Kind::Unit),
            is(Kind::Elsewhere),
            is(Kind::Service) * report,
            is(Kind::Service) * question,
            is(Kind::Unit) * contact,
            is(Kind::Unit) * whole,
            is(Kind::Elsewhere) * report,
            is(Kind::Elsewhere) * question,
            f32::from(u8::from(self.exact)),
            self.nearness / 4.0,
            is(Kind::Unit) * f32::from(u8::from(query.office)),
            f32::from(u8::from(self.street)),
            is(Kind::Procedure) * report,
        ]
    }
}

/// The first answers of all kinds, the likeliest first, and how sure the first of them is.
#[derive(Debug, Default)]
pub struct Order {
    pub candidates: Vec<Candidate>,
    /// 0 to 1: how often such a first answer was right, on the judged queries.
    pub certainty: f32,
}

impl Order {
    pub fn new(mut candidates: Vec<Candidate>, query: &QueryFeatures) -> Self {
        let best = candidates.iter().map(|one| one.score).fold(0.0, f32::max);
        let weight = |one: &Candidate| product(&KIND_WEIGHTS, &one.features(query, best));
        candidates.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        let certainty = candidates.first().map_or(0.0, |first| {
            let lead = candidates.get(1).map_or(GREATEST_LEAD, |second| weight(first) - weight(second));
            certainty(first, lead, query, best)
        });
        Self { candidates, certainty }
    }

    /// What may open by itself.
    pub fn best(&self) -> Option<&Candidate> {
        let understood = |first: &&Candidate| {
            first.guessed <= MOST_GUESSED
                && (first.coverage >= UNDERSTOOD || first.nearness >= NEAR && first.coverage >= LEAST_UNDERSTOOD)
        };
        let said = |first: &&Candidate| first.coverage >= WHOLE && first.phrasing >= WHOLE;
        let sure = |first: &&Candidate| self.certainty >= SURE && understood(first);
        self.candidates.first().filter(|first| first.exact || said(first) || sure(first))
    }

    /// Nothing opens by itself, and not because two answers are equally good.
    pub fn is_weak(&self) -> bool {
        self.best().is_none() && self.candidates.first().is_some_and(|first| first.coverage < ANSWERED)
    }
}

/// A logistic model: how far the first answer leads the other kinds and its own, and how much of the query it answers.
fn certainty(first: &Candidate, lead: f32, query: &QueryFeatures, best: f32) -> f32 {
    let features = first.features(query, best);
    let own_lead = match first.runner_up {
        0.0 => GREATEST_OWN_LEAD,
        second => (first.score.max(0.001) / second.max(0.001)).ln().min(GREATEST_OWN_LEAD),
    };
    let words = f32::from(u8::try_from(query.words).unwrap_or(u8::MAX));
    let told = [
        1.0,
        lead.min(GREATEST_LEAD),
        own_lead,
        first.coverage,
        first.phrasing,
        features[3],
        first.title,
        f32::from(u8::from(first.exact)),
        features[15],
        words.min(12.0) / 12.0,
        first.score.min(30.0) / 30.0,
        first.score.ln_1p() / 3.0,
        first.coverage * words.min(6.0) / 6.0,
        features[5],
        features[6],
        features[7],
    ];
    1.0 / (1.0 + (-product(&CERTAINTY_WEIGHTS, &told)).exp())
}

fn product<const N: usize>(weights: &[f32; N], features: &[f32; N]) -> f32 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

const GREATEST_LEAD: f32 = 3.0;
const GREATEST_OWN_LEAD: f32 = 1.5;
/// Below this certainty the answer is weak, and nothing opens by itself.
pub const SURE: f32 = 0.5;
/// Of an answer that opens by itself at least this share of the query was understood …
const UNDERSTOOD: f32 = 0.34;
/// … of which not more than this was only guessed …
const MOST_GUESSED: f32 = 0.5;
/// … or a little less, where its meaning is very near.
const LEAST_UNDERSTOOD: f32 = 0.25;
const NEAR: f32 = 3.0;
/// A query that is one of the ways in which callers ask for it, whole, means it, whatever else may be asked for so.
const WHOLE: f32 = 0.95;
/// What answers so much of the query is no weak match.
const ANSWERED: f32 = 0.85;

/// Of [`Candidate::features`], in their order. Fitted, but for three that were set by hand towards what an office wants: a
/// kind of intervention stands above the procedures for reports only, and a unit first where its telephone is asked for.
const KIND_WEIGHTS: [f32; FEATURES] = [
    1.708, 0.464, 0.348, 0.45, -0.133, 0.2, 0.388, -0.319, 0.9, -1.2, 1.0, 0.178, -0.101, -0.138, 0.023, 0.6, 0.141,
    0.599, -0.152,
];
/// Of the features of `certainty`, in their order.
const CERTAINTY_WEIGHTS: [f32; 16] = [
    -1.366, 0.566, 0.451, 0.317, -0.206, 0.435, -0.013, 0.086, 0.409, -0.143, 0.753, 0.197, 0.173, 0.001, 0.172, 0.008,
];
