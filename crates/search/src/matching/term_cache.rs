//! The answers of the words typed last. While the next word is being typed, those before it stay as they are: their
//! documents need not be found again at every letter.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::query::groups::Member;
use crate::ranking::tables::Won;

/// Each document that answers a group, with its best member, in the order of documents.
pub type Answered = Arc<Vec<(u32, Won)>>;

/// Words remembered: a usual query's, and no more than some megabytes at a hundred thousand documents.
const REMEMBERED: usize = 4;
/// Shorter answers are found as fast as remembered.
const WORTH_IT: usize = 1_000;

#[derive(Default)]
pub struct Recent(Mutex<VecDeque<(Vec<Member>, Answered)>>);

impl Recent {
    pub fn find(&self, members: &[Member]) -> Option<Answered> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().find(|(known, _)| known == members).map(|(_, answered)| answered.clone())
    }

    /// The oldest goes.
    pub fn remember(&self, members: &[Member], answered: &Answered) {
        if answered.len() < WORTH_IT {
            return;
        }
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.push_front((members.to_vec(), answered.clone()));
        recent.truncate(REMEMBERED);
    }
}
