//! The end of a shift: the day's own figures, and drafts that go on to the next one.

use centrala_store::{Figures, KeptDraft};
use uuid::Uuid;

use crate::clock::day;
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Handover, HourOfCalls, Shift, ShiftDraft, TakenDraft};

impl Desk {
    /// Of today, in Łódź; drafts of any day.
    pub fn shift(&self) -> Result<Shift, AppError> {
        let (day, from, until) = day(self.now());
        let store = self.store();
        let Figures { calls, with_article, tickets, median, hours } = store.figures(from, until)?;
        let hours = hours.into_iter().map(|(hour, calls)| HourOfCalls { hour, calls }).collect();
        let drafts = store.drafts()?.into_iter().map(shift_draft).collect();
        Ok(Shift { day, calls, with_article, tickets, median, hours, drafts })
    }

    /// Leaves a draft to the next shift, with a note.
    pub fn hand_over(&self, draft: Uuid, note: &str) -> Result<(), AppError> {
        let handed = self.store().hand_over(draft, note.trim(), self.now())?;
        if handed { Ok(()) } else { Err(AppError::DraftNotFound(draft)) }
    }

    /// Goes on with a draft, in this call.
    pub fn take_draft(&self, draft: Uuid, call: Uuid) -> Result<TakenDraft, AppError> {
        let mut store = self.store();
        let draft = store.take_draft(draft, call)?.ok_or(AppError::DraftNotFound(draft))?;
        let corrects = draft.supersedes.map(|id| store.number_of(id)).transpose()?.flatten();
        Ok(TakenDraft { draft, corrects })
    }
}

fn shift_draft(kept: KeptDraft) -> ShiftDraft {
    let handover = kept.handover.map(|(note, at)| Handover { note, at });
    ShiftDraft { draft: kept.draft, saved_at: kept.saved_at, handover }
}
