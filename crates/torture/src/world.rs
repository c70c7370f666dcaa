//! What must be in the desk's file after so many acts: told from the acts alone, never from the file.

use std::collections::BTreeMap;

use centrala_domain::{DeskCode, Draft, Ticket, TicketNumber};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::acts::{Act, accepted, moment};

/// What can be read from the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    pub tickets: BTreeMap<Uuid, Ticket>,
    /// Each with the moment of its last save.
    pub drafts: BTreeMap<Uuid, (Draft, DateTime<Utc>)>,
    /// Of the audit's chain.
    pub links: i64,
}

impl Seen {
    /// As a ticket, or as the draft of one.
    pub fn holds(&self, id: &Uuid) -> bool {
        self.tickets.contains_key(id) || self.drafts.contains_key(id)
    }
}

/// What was done, with what shows only later: the numbers that were given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    pub seen: Seen,
    /// How many acts it is made of.
    pub step: u64,
    numbers: u32,
    undone: BTreeMap<Uuid, TicketNumber>,
}

impl World {
    /// After the first acts of a seed.
    pub fn after(seed: u64, steps: u64) -> Self {
        Self::default().until(seed, steps)
    }

    /// Later: after so many acts in all.
    pub fn until(&self, seed: u64, steps: u64) -> Self {
        let mut world = self.clone();
        while world.step < steps {
            world.advance(seed);
        }
        world
    }

    /// By the act that comes next.
    pub fn advance(&mut self, seed: u64) -> Act {
        let act = Act::choose(seed, self.step, self);
        self.apply(&act);
        act
    }

    /// The act that comes next, and the world after it.
    pub fn next(&self, seed: u64) -> (Act, Self) {
        let mut after = self.clone();
        (after.advance(seed), after)
    }

    pub fn apply(&mut self, act: &Act) {
        let at = moment(self.step);
        match act {
            Act::SaveDraft(draft) => {
                self.seen.drafts.insert(draft.id, (draft.clone(), at));
            }
            Act::SaveTicket(draft) => self.save(draft, at),
            Act::Undo(number) => self.undo(number, at),
        }
        self.step += 1;
    }

    /// What the operator has to be shown for this act.
    pub fn answer(&self, act: &Act) -> Option<&Ticket> {
        match act {
            Act::SaveTicket(draft) => self.seen.tickets.get(&draft.id),
            Act::SaveDraft(_) | Act::Undo(_) => None,
        }
    }

    fn save(&mut self, draft: &Draft, at: DateTime<Utc>) {
        let number = self.undone.remove(&draft.id).unwrap_or_else(|| {
            self.numbers += 1;
            TicketNumber::new(&desk_code(), self.numbers)
        });
        self.seen.drafts.remove(&draft.id);
        self.seen.tickets.insert(draft.id, accepted(draft, at).numbered(number));
        self.seen.links += 1;
    }

    fn undo(&mut self, number: &TicketNumber, at: DateTime<Utc>) {
        let id = self.seen.tickets.values().find(|ticket| ticket.number == *number).map(|ticket| ticket.id);
        if let Some(ticket) = id.and_then(|id| self.seen.tickets.remove(&id)) {
            self.undone.insert(ticket.id, ticket.number.clone());
            self.seen.drafts.insert(ticket.id, (ticket.into_draft(), at));
            self.seen.links += 1;
        }
    }
}

pub(crate) fn desk_code() -> DeskCode {
    DeskCode::numbered(7).expect("a code")
}
