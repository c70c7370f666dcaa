//! What the desk answers with where a domain type alone is not enough. Shapes only, no rules.

use std::time::Duration;

use centrala_domain::text::beginning;
use centrala_domain::{
    Call, Category, Certainty, CityState, CityStatus, Content, DeskCode, Draft, Elsewhere, EmergencyNumber, Kind,
    MissedQuery, Opening, Outcome, PRIVACY_SENTENCE, PRIVACY_VERSION, Place, Problem, Procedure, Service, ServiceGroup,
    Settings, Target, TextModule, Ticket, TicketNumber, TicketState, Unit,
};
use centrala_pack::EditionInfo;
use centrala_search::{Explanation, Facets, Hit, Without};
use centrala_store::Known;
use centrala_uploader::{GRACE, Trouble};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use specta::Type;
use uuid::Uuid;

/// Everything of the edition that the window needs at once; articles come one by one.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Reference {
    pub edition: EditionInfo,
    pub desk: DeskCode,
    pub units: Vec<Unit>,
    pub categories: Vec<Category>,
    pub service_groups: Vec<ServiceGroup>,
    pub services: Vec<Service>,
    pub text_modules: Vec<TextModule>,
    pub emergency_numbers: Vec<EmergencyNumber>,
    /// To be read out before contact data are taken.
    pub privacy_sentence: String,
    /// Of that sentence: kept with each consent.
    pub privacy_version: String,
    /// Seconds in which a saved ticket can be undone for sure; then it may be sealed.
    pub undo_seconds: u32,
}

impl Reference {
    pub(crate) fn new(edition: EditionInfo, desk: DeskCode, content: Content) -> Self {
        Self {
            edition,
            desk,
            units: content.units,
            categories: content.categories,
            service_groups: content.service_groups,
            services: content.services,
            text_modules: content.text_modules,
            emergency_numbers: content.emergency_numbers,
            privacy_sentence: PRIVACY_SENTENCE.to_owned(),
            privacy_version: PRIVACY_VERSION.to_owned(),
            undo_seconds: u32::try_from(GRACE.num_seconds()).unwrap_or_default(),
        }
    }
}

/// What the window shows first.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Start {
    pub reference: Reference,
    /// Calls left open, by a crash or by closing the window.
    pub calls: Vec<OpenCall>,
    /// How many drafts an earlier shift has left to this one.
    pub handed_over: u32,
    /// Neither a keychain nor a passphrase keeps the key: whoever can read the folder can read the tickets.
    pub key_in_file: bool,
    pub settings: Settings,
    /// Where the desk's files lie.
    pub folder: String,
}

#[derive(Debug, Clone, Serialize, Type)]
pub struct OpenCall {
    pub call: Call,
    /// How it ends if the operator chooses nothing else.
    pub proposed: Outcome,
    /// What was saved in it.
    pub tickets: Vec<TicketNumber>,
    /// What was read in it.
    pub read: Vec<Title>,
    pub draft: Option<Draft>,
    /// The number of the ticket that the draft corrects, while that is still here.
    pub corrects: Option<TicketNumber>,
}

/// What stands under an empty search box.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Home {
    pub recent: Vec<Title>,
    pub favourites: Vec<Title>,
    /// Articles that an edition has changed since somebody last worked here on an earlier day; the first of them.
    pub changed: Vec<Title>,
    /// All of them.
    pub changed_total: u32,
    /// The day of that work; none on a new desk.
    pub last_worked: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Title {
    pub id: String,
    pub title: String,
}

/// What one query finds: the procedures, in short lists of their own what it names besides, and a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct Findings {
    /// Microseconds, from the text to the last snippet.
    pub took_us: u32,
    /// Procedures under the filters that count as answers; `hits` are the first of them.
    pub total: u32,
    /// So many of `hits` stand in the list at once, the rest behind one row.
    pub shown: u32,
    pub hits: Vec<Hit>,
    /// Kinds of intervention, the likeliest first.
    pub services: Vec<FoundService>,
    pub units: Vec<FoundUnit>,
    pub elsewhere: Vec<FoundElsewhere>,
    /// The groups that have an answer, in the order in which they stand.
    pub groups: Vec<Kind>,
    /// The one thing to open, of any kind; none where nothing is sure enough.
    pub best: Option<Target>,
    pub facets: Facets,
    /// Nothing answers the query surely: "słabe dopasowanie".
    pub weak: bool,
    /// Nothing but a ticket's number was typed, and its check letter does not fit.
    pub misheard_number: bool,
    /// The query as it would read with its slips mended; none where it has no slip.
    pub corrected: Option<String>,
    /// Where the filters leave little: what would be left without them.
    pub without: Vec<Without>,
    /// The ticket whose number stands in the query; then it is the one thing to open.
    pub ticket: Option<FoundTicket>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FoundService {
    pub code: String,
    pub name: String,
    /// Id of the unit routed to.
    pub unit: String,
    pub score: f32,
    pub why: Vec<Explanation>,
}

/// A matter that is not the city's: whom to call, and the sentence to say.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FoundElsewhere {
    #[serde(flatten)]
    pub matter: Elsewhere,
    pub score: f32,
    pub why: Vec<Explanation>,
}

/// A unit as one answers "where, and are they open": address, phone and hours are its own or its parent's.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FoundUnit {
    pub id: String,
    pub name: String,
    pub short: String,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub opening: Opening,
    /// Procedures that it handles, with its departments'.
    pub procedures: u32,
    pub score: f32,
    pub why: Vec<Explanation>,
}

/// A ticket by the number that the caller said.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct FoundTicket {
    pub number: TicketNumber,
    /// This desk has given the number.
    pub ours: bool,
    pub known: KnownOfTicket,
}

/// What this desk can say of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum KnownOfTicket {
    /// It is in this desk's file.
    Desk { report: Report, state: TicketState, corrected_by: Option<TicketNumber>, city: Option<CityStatus> },
    /// It was, until the city had confirmed it long enough: more is known there.
    Purged { acknowledged_at: DateTime<Utc> },
    /// Another desk's, as the city has told of it in the last 30 days.
    City { report: Report, city: Option<CityState> },
    /// Nothing: whoever asks is sent on to the city.
    Nowhere,
}

/// What was reported, in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Report {
    pub created_at: DateTime<Utc>,
    pub service_name: String,
    /// In one line.
    pub place: String,
}

/// A question that found little, and what operators used after it: words of callers that its entry lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissedQuestion {
    #[serde(flatten)]
    pub query: MissedQuery,
    /// The most frequent first.
    pub opened: Vec<OpenedAfter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenedAfter {
    pub kind: Kind,
    pub id: String,
    pub title: String,
    /// In how many calls.
    pub count: u32,
}

/// `procedure.sections.how` and `.time_and_place` are cleaned HTML; every other text is plain.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Article {
    pub procedure: Procedure,
    pub unit: Unit,
    pub parent: Option<Unit>,
    pub opening: Opening,
    pub related: Vec<Title>,
    /// The procedure that has taken the place of this older one.
    pub current: Option<Title>,
    pub favourite: bool,
    /// An operator of this desk holds this version for outdated.
    pub flagged: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct EmergencyWarning {
    pub rule: String,
    /// The words that set it off.
    pub phrase: String,
    pub number: String,
    pub also: Vec<String>,
    pub say: String,
    pub certainty: Certainty,
}

/// An earlier ticket that may be of the same matter, with what it takes to decide that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LookAlike {
    pub id: Uuid,
    pub number: TicketNumber,
    pub created_at: DateTime<Utc>,
    pub service_name: String,
    pub place: Place,
    /// The beginning of its description.
    pub words: String,
    /// How far it has come from this desk; none where another desk has made it.
    pub here: Option<TicketState>,
    pub city: Option<CityState>,
    /// Callers who have added their voice to it at this desk.
    pub voices: u32,
}

/// The way to the city at a glance: tickets by how far they have come, and what the desk is at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Outbox {
    pub desk: DeskCode,
    /// Where the intake is; none on a desk that is not enrolled.
    pub intake: Option<String>,
    /// When the city was last heard.
    pub heard_at: Option<DateTime<Utc>>,
    pub ready: u32,
    pub sealed: u32,
    pub uploading: u32,
    pub acknowledged: u32,
    pub rejected: u32,
    /// When the oldest was saved that the city does not have yet.
    pub oldest: Option<DateTime<Utc>>,
    pub sending: Sending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Sending {
    /// There is nobody to send to yet.
    NotEnrolled,
    /// All that can be sent is sent.
    #[default]
    Idle,
    /// Bytes of the batch under way.
    Sending { sent: u32, of: u32 },
    /// Something is in the way; it is tried again by itself.
    Waiting { trouble: Trouble, until: DateTime<Utc> },
    /// The intake does not take this desk's word any more: a person must act.
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SavedCall {
    pub at: DateTime<Utc>,
    /// How it ends if the operator chooses nothing else.
    pub proposed: Outcome,
}

/// A call as it was coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct EndedCall {
    pub call: Call,
    /// Seconds of talk, without what the caller waited.
    pub talked: u32,
    /// How many articles were read in it.
    pub read: u32,
    pub tickets: Vec<TicketNumber>,
}

/// The end of a shift: what this desk has done today, and what is left.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct Shift {
    pub day: NaiveDate,
    /// Calls that ended today.
    pub calls: u32,
    /// In how many of them an article was read.
    pub with_article: u32,
    /// Saved today.
    pub tickets: u32,
    /// Seconds of talk, the median of today's calls; none without a call.
    pub median: Option<u32>,
    /// Only hours in which a call ended.
    pub hours: Vec<HourOfCalls>,
    pub drafts: Vec<ShiftDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HourOfCalls {
    /// Of the day in Łódź, from 0.
    pub hour: u32,
    pub calls: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct ShiftDraft {
    pub draft: Draft,
    pub saved_at: DateTime<Utc>,
    pub handover: Option<Handover>,
}

/// What the next shift is told of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Handover {
    pub note: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct TakenDraft {
    pub draft: Draft,
    /// The number of the ticket that it corrects, while that is still here.
    pub corrects: Option<TicketNumber>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Saved {
    pub at: DateTime<Utc>,
}

/// A refused form is an answer, not a fault.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TicketOutcome {
    Saved { ticket: Box<Ticket> },
    Refused { problems: Vec<Problem> },
}

/// Enough of a description to tell one matter from another, in characters.
const FIRST_WORDS: usize = 140;

impl LookAlike {
    pub(crate) fn new(known: &Known, voices: u32) -> Self {
        let Known { matter, here } = known;
        Self {
            id: matter.ticket,
            number: matter.number.clone(),
            created_at: matter.created_at,
            service_name: matter.service_name.clone(),
            place: matter.place.clone(),
            words: beginning(&matter.description, FIRST_WORDS),
            here: *here,
            city: matter.city,
            voices,
        }
    }
}

impl Sending {
    pub(crate) fn waiting(trouble: Trouble, now: DateTime<Utc>, pause: Duration) -> Self {
        Self::Waiting { trouble, until: now + pause }
    }
}
