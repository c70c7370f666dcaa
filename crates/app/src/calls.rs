//! Calls: opened, kept at every change, held and resumed, ended already coded. At most one of them talks: opening or
//! resuming one puts the others on hold.

use centrala_domain::{Call, Outcome};
use centrala_store::Store;
use uuid::Uuid;

use crate::clock::new_id;
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{EndedCall, OpenCall, SavedCall, Start};

impl Desk {
    /// What the window shows first: the reference content, and the calls that were open when the program last ended.
    pub fn start(&self) -> Result<Start, AppError> {
        let store = self.store();
        let mut drafts = store.drafts()?;
        let handed_over = drafts.extract_if(.., |kept| kept.handover.is_some()).count();
        let with_draft = |call: Call| {
            let at = drafts.iter().position(|kept| kept.draft.call == Some(call.id));
            let draft = at.map(|at| drafts.swap_remove(at).draft);
            let corrects = draft.as_ref().and_then(|draft| draft.supersedes);
            let corrects = corrects.map(|id| store.number_of(id)).transpose()?.flatten();
            let proposed = proposed(&store, &call)?;
            let (tickets, read) = (store.tickets_of_call(call.id)?, self.titles(&store.read_in_call(call.id)?)?);
            Ok(OpenCall { call, proposed, tickets, read, draft, corrects })
        };
        let calls = store.open_calls()?.into_iter().map(with_draft).collect::<Result<_, AppError>>()?;
        Ok(Start {
            reference: self.reference.clone(),
            calls,
            handed_over: u32::try_from(handed_over).unwrap_or(u32::MAX),
            key_in_file: self.key_in_file,
            settings: self.settings(),
            folder: self.folder.path().display().to_string(),
        })
    }

    /// Whoever talked until now waits.
    pub fn open_call(&self) -> Result<Call, AppError> {
        let now = self.now();
        let call = Call::opened(new_id(now), now);
        self.store().begin_call(&call)?;
        Ok(call)
    }

    /// Keeps what the operator has in front of her, and says how the call would end now.
    pub fn save_call(&self, call: &Call) -> Result<SavedCall, AppError> {
        let mut store = self.store();
        store.save_call(call)?;
        Ok(SavedCall { at: self.now(), proposed: proposed(&store, call)? })
    }

    pub fn hold_call(&self, id: Uuid) -> Result<Call, AppError> {
        self.store().hold_call(id, self.now())?;
        self.call(id)
    }

    /// Whoever talked until now waits.
    pub fn resume_call(&self, id: Uuid) -> Result<Call, AppError> {
        self.store().resume_call(id, self.now())?;
        self.call(id)
    }

    /// Ends a call with the outcome that the operator has chosen, or else the one that its own facts propose. What opened by
    /// itself and was left alone does not count as read.
    pub fn end_call(&self, id: Uuid) -> Result<EndedCall, AppError> {
        let ended = self.ended(id)?;
        self.forget_lessons(id);
        self.refresh_habits()?;
        Ok(ended)
    }

    fn ended(&self, id: Uuid) -> Result<EndedCall, AppError> {
        let now = self.now();
        let mut store = self.store();
        let call = store.call(id)?.ok_or(AppError::CallNotFound(id))?;
        let outcome = call.outcome.map_or_else(|| proposed(&store, &call), Ok)?;
        store.end_call(id, now, outcome)?;
        let call = store.call(id)?.ok_or(AppError::CallNotFound(id))?;
        let talked = u32::try_from(call.talked(now).num_seconds()).unwrap_or(u32::MAX);
        let read = u32::try_from(store.read_in_call(id)?.len()).unwrap_or(u32::MAX);
        Ok(EndedCall { call, talked, read, tickets: store.tickets_of_call(id)? })
    }

    fn call(&self, id: Uuid) -> Result<Call, AppError> {
        self.store().call(id)?.ok_or(AppError::CallNotFound(id))
    }
}

fn proposed(store: &Store, call: &Call) -> Result<Outcome, AppError> {
    let tickets = store.tickets_of_call(call.id)?.len();
    Ok(call.proposed_outcome(u32::try_from(tickets).unwrap_or(u32::MAX), store.last_used(call.id)?))
}
