//! Tickets: proposed from the call, kept as a draft at every change, checked once, saved, found again.

use centrala_domain::{Draft, Filed, Place, TicketForm, TicketNumber};
use centrala_store::TicketFilter;
use uuid::Uuid;

use crate::clock::new_id;
use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Saved, TicketOutcome};

impl Desk {
    /// A draft for this call. Its service is what the query surely means, or else the title of an article that the operator
    /// has chosen herself.
    pub fn propose_ticket(&self, call: Uuid, query: &str, procedure: Option<String>) -> Result<Draft, AppError> {
        let title = match &procedure {
            Some(id) => self.edition.procedure(id)?.map(|procedure| procedure.title).unwrap_or_default(),
            None => String::new(),
        };
        let service = match self.engine.sure_service(query)? {
            Some(service) => Some(service),
            None => self.engine.sure_service(&title)?,
        };
        let form = TicketForm { service, place: Place::default(), ..TicketForm::default() };
        let now = self.now();
        let draft = Draft { id: new_id(now), call: Some(call), procedure, supersedes: None, voice_of: None, form };
        self.store().save_draft(&draft, now)?;
        Ok(draft)
    }

    pub fn save_draft(&self, draft: &Draft) -> Result<Saved, AppError> {
        let at = self.now();
        self.store().save_draft(draft, at)?;
        Ok(Saved { at })
    }

    pub fn discard_draft(&self, id: Uuid) -> Result<(), AppError> {
        Ok(self.store().delete_draft(id)?)
    }

    /// Checks the draft once; a checked one is saved in one transaction, which also gives it its number. A refused one
    /// is kept as a draft with all that was typed.
    pub fn save_ticket(&self, draft: &Draft) -> Result<TicketOutcome, AppError> {
        self.save_accepted(draft, draft)
    }

    /// Saves `meant` if it is well; else keeps the draft as it was typed.
    pub(crate) fn save_accepted(&self, draft: &Draft, meant: &Draft) -> Result<TicketOutcome, AppError> {
        let now = self.now();
        let service = meant.form.service.as_deref().and_then(|code| self.service(code));
        let mut store = self.store();
        match meant.accept(service, now) {
            Ok(accepted) => {
                let ticket = Box::new(store.save_ticket(accepted)?);
                self.sender.ring_saved();
                Ok(TicketOutcome::Saved { ticket })
            }
            Err(problems) => {
                store.save_draft(draft, now)?;
                Ok(TicketOutcome::Refused { problems })
            }
        }
    }

    /// Turns a ticket into the draft it was. Its number waits for it.
    pub fn undo_ticket(&self, number: &TicketNumber) -> Result<Draft, AppError> {
        let draft = self.store().undo_ticket(number, self.now())?;
        draft.ok_or_else(|| AppError::TicketNotFound(number.to_string()))
    }

    /// A draft that corrects a ticket which cannot be undone any more, with all that is still known of it.
    pub fn correct_ticket(&self, number: &str, call: Option<Uuid>) -> Result<Draft, AppError> {
        let now = self.now();
        let draft = Draft { call, ..self.ticket(number)?.ticket.into_correction(new_id(now)) };
        self.store().save_draft(&draft, now)?;
        Ok(draft)
    }

    /// A form that comes whole, without a window: nothing is kept of a refused one.
    pub fn new_ticket(&self, form: TicketForm) -> Result<TicketOutcome, AppError> {
        let now = self.now();
        let draft = Draft { id: new_id(now), call: None, procedure: None, supersedes: None, voice_of: None, form };
        let service = draft.form.service.as_deref().and_then(|code| self.service(code));
        match draft.accept(service, now) {
            Ok(accepted) => Ok(TicketOutcome::Saved { ticket: Box::new(self.store().save_ticket(accepted)?) }),
            Err(problems) => Ok(TicketOutcome::Refused { problems }),
        }
    }

    /// The newest tickets that hold all the words; a whole number in any spelling finds its ticket.
    pub fn tickets(&self, words: &str, limit: u32) -> Result<Vec<Filed>, AppError> {
        Ok(self.store().tickets(&TicketFilter { words: words.to_owned(), limit })?)
    }

    pub fn ticket(&self, number: &str) -> Result<Filed, AppError> {
        let not_found = || AppError::TicketNotFound(number.to_owned());
        let parsed: TicketNumber = number.parse().map_err(|_| not_found())?;
        self.store().ticket(&parsed)?.ok_or_else(not_found)
    }

    pub(crate) fn service(&self, code: &str) -> Option<&centrala_domain::Service> {
        self.reference.services.iter().find(|service| service.code == code)
    }
}
