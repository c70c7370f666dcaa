//! Learning from questions: what was opened after one, and those that found little, for the editors. Nothing that may be
//! a caller's is kept (`centrala_domain::keepable`).

use std::sync::PoisonError;

use centrala_domain::{Missed, MissedQuery, keepable};
use centrala_search::{Query, query_key};

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::Findings;

impl Desk {
    /// An article was read after this query: next time it stands a little higher.
    pub fn choose(&self, query: &str, procedure: &str) -> Result<(), AppError> {
        let Some(kept) = keepable(query) else { return Ok(()) };
        let key = query_key(&kept);
        if key.is_empty() || self.edition.procedure(procedure)?.is_none() {
            return Ok(());
        }
        let chosen = self.habits.write().unwrap_or_else(PoisonError::into_inner).choose(key, procedure, self.now());
        Ok(self.store().save_chosen(&chosen)?)
    }

    /// The operator has stopped typing: a query that found little is noted for the editors. Filters are left out: what
    /// they take away is not missing.
    pub fn settle_query(&self, text: &str) -> Result<(), AppError> {
        let Some(kept) = keepable(text) else { return Ok(()) };
        let found = self.search(&Query { text: text.to_owned(), limit: 1, ..Query::default() })?;
        let Some(kind) = missed(&found) else { return Ok(()) };
        Ok(self.store().record_missed(&kept, kind, false, self.now())?)
    }

    /// The operator says that an article is missing. False where the text may hold a caller's data and was not kept.
    pub fn report_missing(&self, text: &str) -> Result<bool, AppError> {
        let Some(kept) = keepable(text) else { return Ok(false) };
        let found = self.search(&Query { text: text.to_owned(), limit: 1, ..Query::default() })?;
        let kind = missed(&found).unwrap_or(Missed::Weak);
        self.store().record_missed(&kept, kind, true, self.now())?;
        Ok(true)
    }

    /// For the editors, the most frequent first.
    pub fn missed_queries(&self) -> Result<Vec<MissedQuery>, AppError> {
        Ok(self.store().missed_queries()?)
    }

    pub(crate) fn refresh_habits(&self) -> Result<(), AppError> {
        let store = self.store();
        self.habits.write().unwrap_or_else(PoisonError::into_inner).refresh(&store, &self.engine)
    }
}

/// A query whose answer opens has it, of whatever kind.
fn missed(found: &Findings) -> Option<Missed> {
    if found.best.is_some() {
        None
    } else if found.groups.is_empty() {
        Some(Missed::Zero)
    } else {
        found.weak.then_some(Missed::Weak)
    }
}
