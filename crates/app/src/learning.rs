//! Learning from what an operator uses on purpose: habits, and for the editors questions that found little, with what was
//! used after them. What opens by itself teaches nothing; nothing that may be a caller's is kept
//! (`centrala_domain::keepable`).

use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;

use centrala_domain::{DeliberateAct, Kind, Missed, MissedQuery, Target, TicketNumber, keepable};
use centrala_search::{Query, query_key};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Findings, MissedQuestion, OpenedAfter};

/// Within this time whatever is used answers a question that found little: other words for it have been tried meanwhile.
const ANSWERED_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// What this run of the program remembers of its calls, so that each of them teaches a thing once.
#[derive(Default)]
pub(crate) struct Lessons {
    /// Folded question and what was used after it, by call; without one between calls.
    learnt: HashSet<(Option<Uuid>, String, Target)>,
    /// The last question of a call that found little, until something is used after it.
    unanswered: HashMap<Option<Uuid>, Unanswered>,
}

#[derive(Clone)]
struct Unanswered {
    text: String,
    kind: Missed,
    at: DateTime<Utc>,
}

impl Desk {
    /// The operator has used this on purpose. `query` is what had found it; empty where another way led to it, a favourite
    /// or a link. In a call it counts as read.
    pub fn note_use(
        &self,
        call: Option<Uuid>,
        target: &Target,
        query: &str,
        act: DeliberateAct,
    ) -> Result<(), AppError> {
        if self.title_of(target)?.is_none() {
            return Ok(());
        }
        if let Some(call) = call {
            self.store().record_use(call, target, act, self.now())?;
        }
        let kept = keepable(query);
        if let Some(kept) = &kept
            && self.lessons().learnt.insert((call, kept.clone(), target.clone()))
        {
            self.learn_habit(kept, target)?;
        }
        self.learn_phrasing(call, kept, target)
    }

    /// The operator has stopped typing: a query that found little is noted for the editors. Filters are left out: what
    /// they take away is not missing.
    pub fn settle_query(&self, call: Option<Uuid>, text: &str) -> Result<(), AppError> {
        let Some(missed) = self.found_little(text)? else { return Ok(()) };
        self.store().record_missed(&missed.text, missed.kind, false, missed.at)?;
        self.lessons().unanswered.insert(call, missed);
        Ok(())
    }

    /// The operator says that an article is missing. False where the text may hold a caller's data and was not kept.
    pub fn report_missing(&self, text: &str) -> Result<bool, AppError> {
        let Some(kept) = keepable(text) else { return Ok(false) };
        let kind = self.found_little(text)?.map_or(Missed::Weak, |missed| missed.kind);
        self.store().record_missed(&kept, kind, true, self.now())?;
        Ok(true)
    }

    /// For the editors, the most frequent first, each with what operators used after it as far as the edition still has it.
    pub fn missed_queries(&self) -> Result<Vec<MissedQuestion>, AppError> {
        let (missed, phrasings) = {
            let store = self.store();
            (store.missed_queries()?, store.phrasings()?)
        };
        let mut opened: HashMap<String, Vec<OpenedAfter>> = HashMap::new();
        for phrasing in phrasings {
            if let Some(title) = self.title_of(&phrasing.target)? {
                let Target { kind, id } = phrasing.target;
                let of_query = opened.entry(phrasing.text).or_default();
                of_query.push(OpenedAfter { kind, id, title, count: phrasing.count });
            }
        }
        let with_opened = |query: MissedQuery| {
            let opened = opened.remove(&query.text).unwrap_or_default();
            MissedQuestion { query, opened }
        };
        Ok(missed.into_iter().map(with_opened).collect())
    }

    pub(crate) fn refresh_habits(&self) -> Result<(), AppError> {
        let store = self.store();
        self.habits.write().unwrap_or_else(PoisonError::into_inner).refresh(&store, &self.engine)
    }

    /// What is remembered of a call that has ended teaches nothing any more.
    pub(crate) fn forget_lessons(&self, call: Uuid) {
        let mut lessons = self.lessons();
        lessons.learnt.retain(|(of, ..)| *of != Some(call));
        lessons.unanswered.remove(&Some(call));
    }

    fn learn_habit(&self, kept: &str, target: &Target) -> Result<(), AppError> {
        let key = query_key(kept);
        if key.is_empty() || target.kind != Kind::Procedure {
            return Ok(());
        }
        let habit = self.habits.write().unwrap_or_else(PoisonError::into_inner).choose(key, &target.id, self.now());
        Ok(self.store().save_habit(&habit)?)
    }

    /// It answers the question that led to it, where that found little, else the last one of this call that did.
    fn learn_phrasing(&self, call: Option<Uuid>, kept: Option<String>, target: &Target) -> Result<(), AppError> {
        let led = kept.map_or_else(|| Ok(None), |kept| self.found_little(&kept))?;
        let earlier = self.lessons().unanswered.remove(&call);
        let now = self.now();
        let earlier = earlier.filter(|earlier| now - earlier.at <= ANSWERED_WITHIN);
        let Some(Unanswered { text, kind, .. }) = led.or(earlier).filter(|_| has_phrasings(target.kind)) else {
            return Ok(());
        };
        Ok(self.store().record_phrasing(&text, kind, target, now)?)
    }

    /// The question as it is kept, where it found little.
    fn found_little(&self, text: &str) -> Result<Option<Unanswered>, AppError> {
        let Some(kept) = keepable(text) else { return Ok(None) };
        let found = self.search(&Query { text: text.to_owned(), limit: 1, ..Query::default() })?;
        Ok(missed(&found).map(|kind| Unanswered { text: kept, kind, at: self.now() }))
    }

    /// None where this edition has no such thing.
    fn title_of(&self, target: &Target) -> Result<Option<String>, AppError> {
        let Target { kind, id } = target;
        Ok(match kind {
            Kind::Procedure => self.titles(std::slice::from_ref(id))?.pop().map(|title| title.title),
            Kind::Service => self.service(id).map(|service| service.name.clone()),
            Kind::Unit => self.unit(id).map(|unit| unit.name.clone()),
            Kind::Elsewhere => self.elsewhere(id).map(|matter| matter.title.clone()),
            Kind::Ticket => id.parse::<TicketNumber>().ok().map(|number| number.to_string()),
        })
    }
}

/// Editors can give words to all but a caller's ticket.
fn has_phrasings(kind: Kind) -> bool {
    match kind {
        Kind::Procedure | Kind::Service | Kind::Unit | Kind::Elsewhere => true,
        Kind::Ticket => false,
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
