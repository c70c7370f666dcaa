//! Earlier reports that may be of the same matter, and a caller's voice that is added to one of them.

use centrala_domain::Draft;
use centrala_finders::look_alikes;
use centrala_protocol::TOLD_FOR;
use centrala_store::{Known, RecentOf};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{LookAlike, TicketOutcome};

/// Of one group of services in 30 days; the youngest of more.
const COMPARED: u32 = 2000;

impl Desk {
    /// Reports of the last 30 days, of this desk and of others, of the same group of services and near the draft's place, the likeliest
    /// first; at most three. None while the draft has no service or no place.
    pub fn look_alikes(&self, draft: &Draft) -> Result<Vec<LookAlike>, AppError> {
        let Some(services) = self.same_group(draft).filter(|_| draft.form.place.is_somewhere()) else {
            return Ok(Vec::new());
        };
        let candidates = self.candidates(draft, services, self.now())?;
        let store = self.store();
        let alike = look_alikes(&draft.form, &candidates, |known| &known.matter).into_iter();
        alike.map(|known| Ok(LookAlike::new(known, store.voices(known.matter.ticket)?))).collect()
    }

    /// Saves the draft as another voice in the matter of the ticket `to`, with a number of its own. One that is refused
    /// (a contact without consent) stays the draft that it was.
    pub fn add_voice(&self, draft: &Draft, to: Uuid) -> Result<TicketOutcome, AppError> {
        let first = self.store().known(to)?.ok_or_else(|| AppError::TicketNotFound(to.to_string()))?;
        let voice = draft.clone().into_voice(&first.matter);
        self.save_accepted(draft, &voice)
    }

    fn candidates(&self, draft: &Draft, services: Vec<String>, now: DateTime<Utc>) -> Result<Vec<Known>, AppError> {
        let wanted =
            RecentOf { services, since: now - TOLD_FOR, but: draft.id, corrected: draft.supersedes, limit: COMPARED };
        Ok(self.store().recent_of(&wanted)?)
    }

    /// Codes of the services of the draft's group.
    fn same_group(&self, draft: &Draft) -> Option<Vec<String>> {
        let group = &self.service(draft.form.service.as_deref()?)?.group;
        let alike = self.reference.services.iter().filter(|service| service.group == *group);
        Some(alike.map(|service| service.code.clone()).collect())
    }
}
