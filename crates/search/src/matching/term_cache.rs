//! The answers of the words typed last. While the next word is being typed, those before it stay as they are: their
//! documents need not be found again at every letter.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::matching::query_terms::{Alternative, QueryTerm};
use crate::matching::term_matches::TermMatches;

/// Words remembered: a long query's, a megabyte each at a hundred thousand documents.
const REMEMBERED: usize = 12;
/// Shorter answers are found as fast as remembered.
const WORTH_IT: usize = 1_000;

#[derive(Default)]
pub struct TermCache(Mutex<VecDeque<(Vec<Alternative>, Arc<TermMatches>)>>);

impl TermCache {
    pub fn find(&self, term: &QueryTerm) -> Option<Arc<TermMatches>> {
        let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.iter().find(|(known, _)| *known == term.alternatives).map(|(_, matches)| matches.clone())
    }

    /// The oldest goes.
    pub fn remember(&self, term: &QueryTerm, matches: &Arc<TermMatches>) {
        if matches.scores.len() < WORTH_IT {
            return;
        }
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.push_front((term.alternatives.clone(), matches.clone()));
        cached.truncate(REMEMBERED);
    }
}
