//! Calls: opened, kept at every change, ended already coded.

use centrala_domain::Call;
use uuid::Uuid;

use crate::clock::new_id;
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{OpenCall, Saved, Start};

impl Desk {
    /// What the window shows first: the reference content, and the calls that were open when the program last ended.
    pub fn start(&self) -> Result<Start, AppError> {
        let store = self.store();
        let mut drafts = store.drafts()?;
        let with_draft = |call: Call| {
            let at = drafts.iter().position(|(draft, _)| draft.call == Some(call.id));
            let draft = at.map(|at| drafts.swap_remove(at).0);
            let corrects = draft.as_ref().and_then(|draft| draft.supersedes);
            let corrects = corrects.map(|id| store.number_of(id)).transpose()?.flatten();
            Ok(OpenCall { call, draft, corrects })
        };
        let calls = store.open_calls()?.into_iter().map(with_draft).collect::<Result<_, AppError>>()?;
        Ok(Start {
            reference: self.reference.clone(),
            calls,
            key_in_file: self.key_in_file,
            settings: self.settings(),
            folder: self.folder.path().display().to_string(),
        })
    }

    pub fn open_call(&self) -> Result<Call, AppError> {
        let now = self.now();
        let call = Call::opened(new_id(now), now);
        self.store().save_call(&call)?;
        Ok(call)
    }

    /// Keeps what the operator has in front of her.
    pub fn save_call(&self, call: &Call) -> Result<Saved, AppError> {
        self.store().save_call(call)?;
        Ok(Saved { at: self.now() })
    }

    /// Ends a call with the outcome that its own facts propose. Its last article counts as read: those that only flew
    /// past while she typed do not.
    pub fn end_call(&self, id: Uuid) -> Result<Call, AppError> {
        let ended = self.ended(id)?;
        self.refresh_habits()?;
        Ok(ended)
    }

    fn ended(&self, id: Uuid) -> Result<Call, AppError> {
        let now = self.now();
        let mut store = self.store();
        let call = store.call(id)?.ok_or(AppError::CallNotFound(id))?;
        if let Some(procedure) = &call.procedure {
            store.record_reading(id, procedure, now)?;
        }
        let outcome = call.proposed_outcome(store.tickets_of_call(id)?);
        store.end_call(id, now, outcome)?;
        store.call(id)?.ok_or(AppError::CallNotFound(id))
    }
}
