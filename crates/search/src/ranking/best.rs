//! Which kind stands first, and is anything sure enough to open by itself?
//!
//! The first answer of each kind is a candidate. Logistic regression over a handful of features says of each how sure it
//! is that this is what was meant: the surest stands first, and opens where it is sure enough. The weights were fitted on
//! judged queries (`tools/ranking`; docs/search.md tells how they do on others); the features are few and each says
//! something of the match, so that they hold for others too.

use centrala_domain::Kind;

use crate::analysis::intent::{Intent, Slot};
use crate::analysis::query::AnalyzedQuery;
use crate::analysis::speech_act::{MOST, SpeechAct};

/// What one query asks, for the order of the kinds.
#[derive(Debug, Clone, Copy)]
pub struct QueryFeatures {
    pub act: SpeechAct,
    /// Telephone, address or hours are asked for.
    pub contact: bool,
    /// Content words.
    pub words: usize,
}

impl QueryFeatures {
    pub fn new(query: &AnalyzedQuery) -> Self {
        let contact = |intent: &Intent| matches!(intent.slot, Slot::Contact | Slot::Hours | Slot::Where);
        Self { act: SpeechAct::of(query), contact: query.intents.iter().any(contact), words: query.tokens.len() }
    }
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
    /// How much of its best phrasing was said …
    pub phrasing: f32,
    /// … and how many terms of the query that holds.
    pub in_phrasing: u32,
    /// No document of any kind is nearer in meaning.
    pub nearest: bool,
    /// The query is its title, its id or its name: it stands first.
    pub exact: bool,
    /// Its street is named.
    pub street: bool,
}

/// What speaks for a candidate, in the order of [`WEIGHTS`].
pub type Features = [f32; 16];

impl Candidate {
    /// `rival` is the best score of the other kinds, 0 where there is none.
    #[expect(clippy::cast_precision_loss, reason = "a query has a handful of words")]
    fn features(&self, query: &QueryFeatures, rival: f32) -> Features {
        let number = |yes: bool| f32::from(u8::from(yes));
        let is = |kind: Kind| number(self.kind == kind);
        let words = query.words.max(1) as f32;
        let lead = (self.score.max(LEAST_SCORE) / rival.max(LEAST_SCORE)).ln();
        let (report, question) = (query.act.report / MOST, query.act.question / MOST);
        [
            1.0,
            is(Kind::Service),
            is(Kind::Unit),
            is(Kind::Elsewhere),
            self.phrasing * self.coverage,
            self.in_phrasing as f32,
            lead.clamp(-GREATEST_LEAD, GREATEST_LEAD),
            self.score.max(0.0).ln_1p(),
            self.runner_up.max(0.0).ln_1p(),
            number(self.nearest),
            words.ln(),
            is(Kind::Service) * report,
            is(Kind::Service) * question,
            is(Kind::Unit) * question,
            is(Kind::Unit) * number(query.contact),
            number(self.street) / (words - 1.0).max(1.0),
        ]
    }
}

/// The first answers of all kinds: what is named exactly, then the surest first.
#[derive(Debug, Default)]
pub struct Order {
    pub candidates: Vec<Candidate>,
    /// 0 to 1: how often such a first answer was right, on the judged queries.
    pub certainty: f32,
}

impl Order {
    pub fn new(candidates: Vec<Candidate>, query: &QueryFeatures) -> Self {
        let features = features(&candidates, query);
        let mut sure: Vec<(f32, Candidate)> = features.iter().map(certainty).zip(candidates).collect();
        sure.sort_by(|(a, one), (b, other)| other.exact.cmp(&one.exact).then_with(|| b.total_cmp(a)));
        let certainty = sure.first().map_or(0.0, |(certainty, _)| *certainty);
        Self { candidates: sure.into_iter().map(|(_, candidate)| candidate).collect(), certainty }
    }

    /// What may open by itself.
    pub fn best(&self) -> Option<&Candidate> {
        let said = |first: &&Candidate| first.coverage >= WHOLE && first.phrasing >= WHOLE;
        let understood = |first: &&Candidate| first.coverage >= UNDERSTOOD && first.guessed <= MOST_GUESSED;
        let sure = |first: &&Candidate| self.certainty >= SURE && understood(first);
        self.candidates.first().filter(|first| first.exact || said(first) || sure(first))
    }

    /// Is a hit of this kind worth showing? A chance word brings what nobody asked for. Where nothing is sure the
    /// nearest kinds of intervention are shown nevertheless: F4 may need them. A procedure is folded, not left out.
    pub fn shows(&self, kind: Kind, score: f32) -> bool {
        let best = || self.candidates.iter().map(|one| one.score).fold(0.0, f32::max);
        let leads = || self.candidates.first().is_some_and(|first| first.kind == kind);
        let is_offered = || matches!(kind, Kind::Procedure | Kind::Service) && self.best().is_none();
        let noise = if matches!(kind, Kind::Procedure | Kind::Service) { NOISE } else { NOISE_BESIDE };
        leads() || is_offered() || score >= noise * best()
    }

    /// The kinds that have something to show, the surest first.
    pub fn groups(&self) -> Vec<Kind> {
        let is_shown = |one: &&Candidate| one.kind == Kind::Procedure || self.shows(one.kind, one.score);
        self.candidates.iter().filter(is_shown).map(|one| one.kind).collect()
    }

    /// Nothing opens by itself, and not because two answers are equally good.
    pub fn is_weak(&self) -> bool {
        self.best().is_none() && self.candidates.first().is_some_and(|first| first.coverage < ANSWERED)
    }
}

/// Of each candidate.
pub fn features(candidates: &[Candidate], query: &QueryFeatures) -> Vec<Features> {
    let rival = |own: usize| {
        let others = candidates.iter().enumerate().filter(|(at, _)| *at != own);
        others.map(|(_, other)| other.score).fold(0.0, f32::max)
    };
    candidates.iter().enumerate().map(|(at, one)| one.features(query, rival(at))).collect()
}

fn certainty(features: &Features) -> f32 {
    let sum: f32 = WEIGHTS.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Below this share of the best score of any kind a hit is noise; …
const NOISE: f32 = 0.1;
/// … a unit or a matter elsewhere already below this one: many share a word.
const NOISE_BESIDE: f32 = 0.15;
const LEAST_SCORE: f32 = 0.01;
/// In logarithms: seven times the rival's score.
const GREATEST_LEAD: f32 = 2.0;
/// Below this certainty the answer is weak, and nothing opens by itself.
const SURE: f32 = 0.4;
/// Of an answer that opens by itself at least this share of the query was understood …
const UNDERSTOOD: f32 = 0.25;
/// … and not more than this was only guessed.
const MOST_GUESSED: f32 = 0.5;
/// A query that is one of the ways in which callers ask for it, whole, means it, whatever else may be asked for so.
const WHOLE: f32 = 0.95;
/// What answers so much of the query is no weak match.
const ANSWERED: f32 = 0.85;

/// Fitted by `tools/ranking`.
const WEIGHTS: Features = [
    -5.398, 1.159, 0.509, 1.484, 1.582, 0.398, 1.581, 1.061, -0.175, 0.651, 0.212, 1.868, -4.302, -5.732, 5.990, 7.478,
];
