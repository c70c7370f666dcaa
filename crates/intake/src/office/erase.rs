//! A ticket is taken out on its reporter's demand (GDPR, article 17).

use centrala_domain::TicketNumber;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Office, TicketError};
use crate::ledger::{Act, Entry, Named};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    pub id: Uuid,
    /// False where it had been erased before.
    pub is_new: bool,
}

impl Office {
    /// Its record, its attachments and the notes of its states go; number, id, hash and times stay, so that it is not taken
    /// again. `reason` stays for good, too, and should name nobody. Erasing again is no error.
    pub fn erase(
        &self,
        number: &TicketNumber,
        id: Option<Uuid>,
        who: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Erased, TicketError> {
        let Named { id, .. } = self.named(number, id)?;
        let entry = Entry {
            at: now,
            who: who.to_owned(),
            act: Act::TicketErased,
            ticket: Some(number.clone()),
            tickets: 1,
            detail: reason.to_owned(),
        };
        Ok(Erased { id, is_new: self.ledger.erase(id, entry)? })
    }
}
