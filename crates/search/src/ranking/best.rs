//! Is anything sure enough to open by itself? The certainty of the first answer, of whatever kind.

use centrala_domain::Kind;

/// The first answer of a kind, and what speaks for it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub kind: Kind,
    pub document: u32,
    pub score: f32,
    /// The share of the query that it answers, less what was only guessed.
    pub coverage: f32,
    /// How much of its best phrasing was said.
    pub phrasing: f32,
}

/// Below this certainty the answer is weak, and nothing opens by itself.
pub const SURE: f32 = 0.5;

impl Candidate {
    /// 0 to 1.
    pub fn certainty(&self) -> f32 {
        self.coverage.max(self.phrasing * self.coverage.sqrt())
    }
}
