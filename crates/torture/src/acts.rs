//! What the operator does, chosen by a seed: the same seed, the same acts. A new act is a variant here, its line in `choose`
//! and `perform`, and what it changes in `World::apply`.

use centrala_domain::ticket::DESCRIPTION_LIMIT;
use centrala_domain::{Accepted, Contact, Draft, Location, Place, Service, Ticket, TicketForm, TicketNumber};
use centrala_store::{Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use uuid::Uuid;

use crate::world::World;

/// More open drafts than that, and one becomes a ticket.
const MANY_DRAFTS: usize = 6;

#[derive(Debug, Clone)]
pub enum Act {
    SaveDraft(Draft),
    SaveTicket(Draft),
    Undo(TicketNumber),
}

impl Act {
    /// The `step`-th act of this seed, where so much has been done before it.
    pub fn choose(seed: u64, step: u64, world: &World) -> Self {
        let mut rng = rng(seed, step);
        let drafts = &world.seen.drafts;
        let old = rng.choice(drafts.values()).map(|(draft, _)| draft.clone());
        match (rng.u8(0..10), old) {
            (0..=2, _) if drafts.len() < MANY_DRAFTS => Self::SaveDraft(new_draft(seed, step, &mut rng)),
            (3..=4, Some(draft)) => Self::SaveDraft(Draft { form: form(step, &mut rng), ..draft }),
            (5, _) if !world.seen.tickets.is_empty() => {
                let ticket = rng.choice(world.seen.tickets.values()).expect("there is one");
                Self::Undo(ticket.number.clone())
            }
            (_, Some(draft)) => Self::SaveTicket(draft),
            (_, None) => Self::SaveTicket(new_draft(seed, step, &mut rng)),
        }
    }

    /// Does it; a saved ticket is what the operator is shown.
    pub fn perform(&self, store: &mut Store, at: DateTime<Utc>) -> Result<Option<Ticket>, StoreError> {
        match self {
            Self::SaveDraft(draft) => store.save_draft(draft, at).map(|_| None),
            Self::SaveTicket(draft) => store.save_ticket(accepted(draft, at)).map(Some),
            Self::Undo(number) => store.undo_ticket(number, at).map(|_| None),
        }
    }
}

/// Independent of all other steps, so that any of them can be replayed alone.
pub(crate) fn rng(seed: u64, step: u64) -> Rng {
    Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ step)
}

/// One act a second.
pub fn moment(step: u64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000 + i64::try_from(step).unwrap_or(i64::MAX / 2))
}

pub(crate) fn accepted(draft: &Draft, at: DateTime<Utc>) -> Accepted {
    draft.accept(Some(&service()), at).expect("the form is complete")
}

fn new_draft(seed: u64, step: u64, rng: &mut Rng) -> Draft {
    Draft { id: Uuid::from_u64_pair(seed, step), call: None, procedure: None, supersedes: None, form: form(step, rng) }
}

/// No two have the same words; some are long enough to span pages, some have contact data.
fn form(step: u64, rng: &mut Rng) -> TicketForm {
    let length = if rng.u8(0..3) == 0 { rng.usize(0..DESCRIPTION_LIMIT - 40) } else { rng.usize(0..200) };
    let words: String = "głęboki ubytek na prawym pasie ".chars().cycle().take(length).collect();
    let contact = rng.bool().then(|| Contact {
        email: Some(format!("osoba{step}@example.org")),
        phone: Some("600 100 200".to_owned()),
        consent: true,
    });
    TicketForm {
        service: Some("drogi.ubytek-jezdni".to_owned()),
        place: Place { street: Some("ul. Piotrkowska".to_owned()), number: Some("104".to_owned()), ..Place::default() },
        description: format!("Sprawa {step}: {words}").trim().to_owned(),
        answers: [].into(),
        contact,
    }
}

fn service() -> Service {
    Service {
        code: "drogi.ubytek-jezdni".to_owned(),
        group: "drogi".to_owned(),
        name: "Ubytek w jezdni".to_owned(),
        unit: "zdit".to_owned(),
        promise: None,
        questions: vec![],
        location: Location::Required,
        reporter_required: false,
        emergency: None,
        not_here: None,
        keywords: vec![],
        basis: "sourced".to_owned(),
        source_url: None,
    }
}
