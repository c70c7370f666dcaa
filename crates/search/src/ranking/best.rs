//! Which kind stands first, and is anything sure enough to open by itself?
//!
//! The first answer of each kind is a candidate. A linear model of a handful of features orders the candidates, and a
//! logistic one says how sure the first of them is. Both were fitted on judged queries (docs/search.md tells which, and
//! how they do on others); the features are few and each says something of the match, so that they hold for others too.

use centrala_domain::Kind;

use crate::analysis::intent::{Intent, Slot};
use crate::analysis::speech_act::SpeechAct;

/// What one query asks, for the order of the kinds.
#[derive(Debug, Clone, Copy)]
pub struct QueryFeatures {
    pub act: SpeechAct,
    /// Telephone, address or hours are asked for.
    pub contact: bool,
    /// Content words.
    pub words: usize,
    /// The last word is still being typed.
    pub open: bool,
}

impl QueryFeatures {
    pub fn new(act: SpeechAct, intents: &[Intent], words: usize, open: bool) -> Self {
        let contact = |intent: &Intent| matches!(intent.slot, Slot::Contact | Slot::Hours | Slot::Where);
        Self { act, contact: intents.iter().any(contact), words, open }
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
    /// How much of its best phrasing was said.
    pub phrasing: f32,
    /// How near its meaning is, in standard deviations.
    pub nearness: f32,
    /// How much of its title was said.
    pub title: f32,
    /// The query is its title or its id.
    pub exact: bool,
}

pub const FEATURES: usize = 16;

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
        ]
    }
}

/// Below this certainty the answer is weak, and nothing opens by itself.
pub const SURE: f32 = 0.5;

impl Candidate {
    /// 0 to 1.
    pub fn certainty(&self) -> f32 {
        self.coverage.max(self.phrasing * self.coverage.sqrt())
    }
}
