//! What the operator does, chosen by a seed: the same seed, the same acts. A new act is a variant here, its line in `choose`
//! and `perform`, and what it changes in `World::apply`.

use centrala_domain::ticket::DESCRIPTION_LIMIT;
use centrala_domain::{Accepted, Contact, Draft, Location, Place, Service, Ticket, TicketForm, TicketNumber};
use centrala_protocol::BatchId;
use centrala_store::{Store, StoreError};
use centrala_uploader::GRACE;
use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use uuid::Uuid;

use crate::played;
use crate::world::{Sends, World};

/// The desk works for a while before it is one of the city's.
const ENROLLED_AT: u64 = 10;
/// More open drafts than that, and one becomes a ticket.
const MANY_DRAFTS: usize = 6;
/// Canaries: where they sing, a caller's contact can be read.
pub const PHONE: &str = "600 100 200";
pub const EMAIL_HOST: &str = "@example.org";

#[derive(Debug, Clone)]
pub enum Act {
    SaveDraft(Draft),
    SaveTicket(Draft),
    Undo(TicketNumber),
    /// The desk becomes one of the city's.
    Enroll,
    /// What was saved until then.
    Seal(DateTime<Utc>),
    MakeBatch,
    /// The city gets the batch that waits, and its receipt comes back.
    Deliver,
}

impl Act {
    /// The `step`-th act of this seed, where so much has been done before it.
    pub fn choose(seed: u64, step: u64, world: &World) -> Self {
        let mut rng = rng(seed, step);
        if let Some(act) = Self::on_the_way(step, world, &mut rng) {
            return act;
        }
        let drafts = &world.seen.drafts;
        let old = rng.choice(drafts.values()).map(|(draft, _)| draft.clone());
        match (rng.u8(0..10), old) {
            (0..=2, _) if drafts.len() < MANY_DRAFTS => Self::SaveDraft(new_draft(seed, step, &mut rng)),
            (3..=4, Some(draft)) => Self::SaveDraft(Draft { form: form(step, &mut rng), ..draft }),
            (5, _) if world.sealed.len() < world.seen.tickets.len() => {
                let ready = world.seen.tickets.values().filter(|ticket| !world.sealed.contains(&ticket.id));
                let ticket = rng.choice(ready.collect::<Vec<_>>()).expect("there is one");
                Self::Undo(ticket.number.clone())
            }
            (_, Some(draft)) => Self::SaveTicket(draft),
            (_, None) => Self::SaveTicket(new_draft(seed, step, &mut rng)),
        }
    }

    /// Something of the outbox, one act in three; one batch is under way at a time, so that each act can be tried again.
    fn on_the_way(step: u64, world: &World, rng: &mut Rng) -> Option<Self> {
        if world.sends != Sends::ByActs {
            return None;
        }
        if !world.enrolled {
            return (step >= ENROLLED_AT).then_some(Self::Enroll);
        }
        match (rng.u8(0..9), world.seen.waiting) {
            (0, _) => Some(Self::Seal(world.now() - GRACE)),
            (1, None) => Some(Self::MakeBatch),
            (2, Some(_)) => Some(Self::Deliver),
            (_, _) => None,
        }
    }

    /// Does it; a saved ticket is what the operator is shown.
    pub fn perform(&self, store: &mut Store, at: DateTime<Utc>) -> Result<Option<Ticket>, StoreError> {
        match self {
            Self::SaveDraft(draft) => store.save_draft(draft, at).map(|_| None),
            Self::SaveTicket(draft) => store.save_ticket(accepted(draft, at)).map(Some),
            Self::Undo(number) => store.undo_ticket(number, at).map(|_| None),
            Self::Enroll => {
                store.begin_enrolment("http://127.0.0.1", None, at)?;
                store.finish_enrolment(&played::grant(), at).map(|()| None)
            }
            Self::Seal(until) => store.seal(*until, at).map(|_| None),
            Self::MakeBatch => store.make_batch(BatchId::new(at), at).map(|_| None),
            Self::Deliver => deliver(store, at).map(|()| None),
        }
    }
}

/// Nothing, where the receipt was applied already, and that could not be said.
fn deliver(store: &mut Store, at: DateTime<Utc>) -> Result<(), StoreError> {
    let (Some(batch), Some(enrolment)) = (store.waiting_batches()?.into_iter().next(), store.enrolment()?) else {
        return Ok(());
    };
    // A batch is on the disk before the desk's file names it: that it is missing, or that the city cannot read it, is harm.
    let bytes = store.batch_bytes(&batch)?.ok_or(StoreError::NoSuchBatch)?;
    let receipt = played::take(&bytes, enrolment.verifier()).map_err(|_| StoreError::Corrupt)?;
    store.apply_receipt(&receipt, at).map(drop)
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
    Draft {
        id: Uuid::from_u64_pair(seed, step),
        call: None,
        procedure: None,
        supersedes: None,
        voice_of: None,
        form: form(step, rng),
    }
}

/// No two have the same words; some are long enough to span pages, some have contact data.
fn form(step: u64, rng: &mut Rng) -> TicketForm {
    let length = if rng.u8(0..3) == 0 { rng.usize(0..DESCRIPTION_LIMIT - 40) } else { rng.usize(0..200) };
    let words: String = "głęboki ubytek na prawym pasie ".chars().cycle().take(length).collect();
    let contact = rng.bool().then(|| Contact {
        email: Some(format!("osoba{step}{EMAIL_HOST}")),
        phone: Some(PHONE.to_owned()),
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
        reporter_why: None,
        emergency: None,
        not_here: None,
        elsewhere: false,
        keywords: vec![],
        asked_as: vec![],
        basis: "sourced".to_owned(),
        source_url: None,
    }
}
