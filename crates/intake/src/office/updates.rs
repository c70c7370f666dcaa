//! What the city has to say to a desk.

use centrala_domain::Matter;
use centrala_protocol::{MatterNews, Signed, TOLD_FOR, Updates};
use chrono::{DateTime, Utc};

use super::Office;
use crate::fault::Fault;
use crate::ledger::{Changed, Desk, Page, Told};

impl Office {
    /// What was said of its tickets after `since`; and of other desks' reports what has changed after `matters`, for a desk
    /// that asks for them.
    pub fn updates(
        &self,
        desk: &Desk,
        since: u64,
        matters: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<Signed<Updates>, Fault> {
        let changes = self.ledger.changes(&desk.code, since)?;
        let matters = matters.map(|matters| self.ledger.matters(&desk.code, matters, now - TOLD_FOR)).transpose()?;
        let matters = matters.unwrap_or(Page { rows: vec![], through: 0, more: false });
        let updates = Updates {
            desk: desk.code.clone(),
            changes: changes.rows,
            safe_through: changes.through,
            newest_edition: self.edition.as_ref().map(|newest| newest.about.clone()),
            matters: matters.rows.into_iter().map(|changed| self.told(changed)).collect(),
            matters_through: matters.through,
            more: changes.more || matters.more,
        };
        Signed::sign(&updates, &self.keys.signer).map_err(|_| Fault::Broken)
    }

    /// A record that cannot be opened (its key is gone) is no look-alike of anything.
    fn told(&self, Changed { ticket, told }: Changed) -> MatterNews {
        let matter = told.and_then(|Told { record, received_at, state }| {
            let mut ticket = record.open(&self.keys.identities).ok()?.into_ticket();
            // A desk whose clock is ahead would have it kept beyond its time.
            ticket.created_at = ticket.created_at.min(received_at);
            Some(Matter::new(ticket, state).for_others())
        });
        MatterNews { ticket, matter }
    }
}
