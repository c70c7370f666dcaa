//! What must be in the desk's file after so many acts: told from the acts alone, never from the file.

use std::collections::{BTreeMap, BTreeSet};

use centrala_domain::{DeskCode, Draft, Ticket, TicketNumber, TicketState};
use centrala_uploader::GRACE;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::acts::{Act, accepted, moment};

/// Acts between two rounds of a program that sends by itself, and seconds of rest before each.
const ROUND_EVERY: u64 = 4;
const PAUSE: u64 = 12;

/// What can be read from the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    pub tickets: BTreeMap<Uuid, Ticket>,
    /// Each with the moment of its last save.
    pub drafts: BTreeMap<Uuid, (Draft, DateTime<Utc>)>,
    /// Of those that are tickets.
    pub states: BTreeMap<Uuid, TicketState>,
    /// The tickets in the batch that waits for its receipt, counted.
    pub waiting: Option<u32>,
    /// Of the audit's chain.
    pub links: i64,
}

impl Seen {
    /// As a ticket, or as the draft of one.
    pub fn holds(&self, id: &Uuid) -> bool {
        self.tickets.contains_key(id) || self.drafts.contains_key(id)
    }
}

/// How what is saved gets to the city.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sends {
    /// Each step is an act of its own.
    #[default]
    ByActs,
    /// By rounds that somebody else makes.
    ByOthers,
    /// By a round before each fourth act.
    ByItself,
}

/// What was done, with what shows only later: the numbers that were given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    pub seen: Seen,
    /// What the operator was shown as saved, contact included, and has not undone.
    pub shown: BTreeMap<Uuid, Ticket>,
    /// How many acts it is made of.
    pub step: u64,
    /// Seconds in which nobody did anything, until now.
    pub rested: u64,
    /// What cannot be undone any more.
    pub sealed: BTreeSet<Uuid>,
    pub enrolled: bool,
    pub sends: Sends,
    numbers: u32,
    undone: BTreeMap<Uuid, TicketNumber>,
}

impl World {
    /// After the first acts of a seed.
    pub fn after(seed: u64, steps: u64) -> Self {
        Self::default().until(seed, steps)
    }

    /// Nothing was done yet.
    pub fn sending(sends: Sends) -> Self {
        Self { sends, ..Self::default() }
    }

    /// Later: after so many acts in all.
    pub fn until(&self, seed: u64, steps: u64) -> Self {
        let mut world = self.clone();
        while world.step < steps {
            world.advance(seed);
        }
        world
    }

    /// By the act that comes next; where a round is due, that is made before it.
    pub fn advance(&mut self, seed: u64) -> Act {
        if self.round_is_due() {
            self.rested += PAUSE;
            self.seal(self.now() - GRACE);
        }
        let act = Act::choose(seed, self.step, self);
        self.apply(&act);
        act
    }

    /// Of a program that sends by itself, now and then.
    pub fn round_is_due(&self) -> bool {
        self.sends == Sends::ByItself && self.step.is_multiple_of(ROUND_EVERY)
    }

    pub fn moment_of_round(&self) -> DateTime<Utc> {
        moment(self.step + self.rested + PAUSE)
    }

    /// The act that comes next, and the world after it.
    pub fn next(&self, seed: u64) -> (Act, Self) {
        let mut after = self.clone();
        (after.advance(seed), after)
    }

    /// The moment of the act that comes next.
    pub fn now(&self) -> DateTime<Utc> {
        moment(self.step + self.rested)
    }

    /// Of the last one.
    pub fn then(&self) -> DateTime<Utc> {
        moment(self.step - 1 + self.rested)
    }

    /// What was saved until then is sealed: the desk cannot read its contact any more. Says how many.
    pub fn seal(&mut self, until: DateTime<Utc>) -> i64 {
        let mut count = 0;
        for ticket in self.seen.tickets.values_mut().filter(|ticket| ticket.created_at <= until) {
            if self.sealed.insert(ticket.id) {
                *ticket = without_contact(ticket);
                self.seen.states.insert(ticket.id, TicketState::Sealed);
                count += 1;
            }
        }
        count
    }

    fn change(&mut self, from: TicketState, to: TicketState) -> u32 {
        let states = self.seen.states.values_mut().filter(|state| **state == from);
        states.map(|state| *state = to).count().try_into().unwrap_or(u32::MAX)
    }

    pub fn apply(&mut self, act: &Act) {
        let at = self.now();
        match act {
            Act::SaveDraft(draft) => {
                self.seen.drafts.insert(draft.id, (draft.clone(), at));
            }
            Act::SaveTicket(draft) => self.save(draft, at),
            Act::Undo(number) => self.undo(number, at),
            Act::Enroll => {
                self.enrolled = true;
                self.seen.links += 1;
            }
            Act::Seal(until) => self.seen.links += self.seal(*until),
            Act::MakeBatch => {
                let taken = self.change(TicketState::Sealed, TicketState::Uploading);
                self.seen.waiting = (taken > 0).then_some(taken);
                self.seen.links += i64::from(taken > 0);
            }
            Act::Deliver => {
                self.seen.links += i64::from(self.change(TicketState::Uploading, TicketState::Acknowledged));
                self.seen.waiting = None;
            }
        }
        self.step += 1;
    }

    /// What the operator has to be shown for this act.
    pub fn answer(&self, act: &Act) -> Option<&Ticket> {
        match act {
            Act::SaveTicket(draft) => self.seen.tickets.get(&draft.id),
            Act::SaveDraft(_) | Act::Undo(_) | Act::Enroll | Act::Seal(_) | Act::MakeBatch | Act::Deliver => None,
        }
    }

    fn save(&mut self, draft: &Draft, at: DateTime<Utc>) {
        let number = self.undone.remove(&draft.id).unwrap_or_else(|| {
            self.numbers += 1;
            TicketNumber::new(&desk_code(), self.numbers)
        });
        self.seen.drafts.remove(&draft.id);
        let ticket = accepted(draft, at).numbered(number);
        self.shown.insert(draft.id, ticket.clone());
        self.seen.tickets.insert(draft.id, ticket);
        self.seen.states.insert(draft.id, TicketState::Ready);
        self.seen.links += 1;
    }

    fn undo(&mut self, number: &TicketNumber, at: DateTime<Utc>) {
        let id = self.seen.tickets.values().find(|ticket| ticket.number == *number).map(|ticket| ticket.id);
        if let Some(ticket) = id.and_then(|id| self.seen.tickets.remove(&id)) {
            self.undone.insert(ticket.id, ticket.number.clone());
            self.seen.states.remove(&ticket.id);
            self.shown.remove(&ticket.id);
            self.seen.drafts.insert(ticket.id, (ticket.into_draft(), at));
            self.seen.links += 1;
        }
    }
}

/// As the desk can read it once it is sealed.
pub(crate) fn without_contact(ticket: &Ticket) -> Ticket {
    Ticket { contact: None, consent_at: None, consent_version: None, ..ticket.clone() }
}

pub(crate) fn desk_code() -> DeskCode {
    DeskCode::numbered(7).expect("a code")
}
