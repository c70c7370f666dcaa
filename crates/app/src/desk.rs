//! `Desk`: what an operator sits at. Opening it, and searching.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use centrala_domain::{Content, DeskCode, Elsewhere, EmergencyRule, Kind, Target, TicketNumber};
use centrala_finders::{DangerWatch, PlacePicker};
use centrala_pack::Edition;
use centrala_search::{Answer, Engine, MeaningSource, OpenedEngine, Query};
use centrala_store::{CustodyKind, Store};
use chrono::{DateTime, Utc};

use crate::articles::see_edition;
use crate::clock::{self, Clock};
use crate::error::AppError;
use crate::folder::DeskFolder;
use crate::habits::Habits;
use crate::learning::Lessons;
use crate::meaning::SentenceModel;
use crate::prints::Prints;
use crate::sender::Sender;
use crate::views::{Findings, Reference};

/// One installation: its file, its edition, its index. Shared by all windows' commands; reading the edition and the
/// index never waits for a save.
pub struct Desk {
    pub(crate) edition: Edition,
    pub(crate) reference: Reference,
    pub(crate) emergency_rules: Vec<EmergencyRule>,
    pub(crate) elsewhere: Vec<Elsewhere>,
    pub(crate) places: PlacePicker,
    pub(crate) emergency: DangerWatch,
    /// Procedures of each unit, those of its departments included.
    pub(crate) procedures: HashMap<String, u32>,
    pub(crate) habits: RwLock<Habits>,
    lessons: Mutex<Lessons>,
    pub(crate) engine: Engine,
    pub(crate) model: SentenceModel,
    pub(crate) sender: Sender,
    pub(crate) prints: Prints,
    pub(crate) key_in_file: bool,
    pub(crate) folder: DeskFolder,
    store: Mutex<Store>,
    clock: Box<dyn Clock>,
}

impl Desk {
    /// Opens the folder, and makes what it lacks: the desk's file, the edition, the index.
    pub fn open(folder: &DeskFolder, clock: impl Clock + 'static) -> Result<Self, AppError> {
        folder.create()?;
        let mut store = Store::open(&folder.desk_file(), &folder.key()?, || new_desk(clock.now()))?;
        let edition = folder.edition()?;
        see_edition(&mut store, &edition, clock.now())?;
        let OpenedEngine { engine, .. } =
            Engine::open_or_build(&folder.index_dir(), &edition.key(), || edition.content())?;
        let content = edition.reference()?;
        let facets = engine.search(&Query::default())?.facets;
        Ok(Self {
            lessons: Mutex::default(),
            habits: RwLock::new(Habits::load(&mut store, &engine, clock.now())?),
            procedures: facets.units.into_iter().map(|facet| (facet.id, facet.count)).collect(),
            places: PlacePicker::new(&content.streets, &content.osiedla),
            emergency: DangerWatch::new(&content.emergency_rules),
            emergency_rules: content.emergency_rules.clone(),
            elsewhere: content.elsewhere.clone(),
            reference: Reference::new(edition.info().clone(), store.identity()?.code, content),
            engine,
            model: SentenceModel::default(),
            edition,
            sender: Sender::default(),
            prints: Prints::new(folder.prints_dir()),
            key_in_file: folder.key_keeper()? == Some(CustodyKind::File),
            folder: folder.clone(),
            store: Mutex::new(store),
            clock: Box::new(clock),
        })
    }

    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Everything that one query finds, of every kind, with this desk's habits in the order of procedures.
    pub fn search(&self, query: &Query) -> Result<Findings, AppError> {
        let started = Instant::now();
        self.findings(query, self.answer(query, MeaningSource::Vectors)?, started)
    }

    /// The same with what the whole query means, some 30 ms later; none where no model is ready.
    pub fn consider(&self, query: &Query) -> Result<Option<Findings>, AppError> {
        let started = Instant::now();
        let Some(nearness) = self.model.nearness(&query.text) else { return Ok(None) };
        let answer = self.answer(query, MeaningSource::Model(&nearness))?;
        self.findings(query, answer, started).map(Some)
    }

    fn answer(&self, query: &Query, meaning: MeaningSource<'_>) -> Result<Answer, AppError> {
        let habits = self.habits.read().unwrap_or_else(PoisonError::into_inner);
        Ok(self.engine.search_with(query, &habits.boosts(&self.engine, &query.text, self.now()), meaning)?)
    }

    fn findings(&self, query: &Query, answer: Answer, started: Instant) -> Result<Findings, AppError> {
        let ticket = self.ticket_named(&query.text)?;
        // A number is all that is asked for: what its letters bring is noise.
        let alone = TicketNumber::alone_in(&query.text);
        let answer = if alone.is_some() { Answer::default() } else { answer };
        let of_ticket = ticket.as_ref().map(|found| Target { kind: Kind::Ticket, id: found.number.to_string() });
        Ok(Findings {
            services: answer.services.into_iter().filter_map(|named| self.found_service(named)).collect(),
            units: answer.units.into_iter().filter_map(|named| self.found_unit(named)).collect(),
            elsewhere: answer.elsewhere.into_iter().filter_map(|named| self.found_elsewhere(named)).collect(),
            total: answer.total,
            shown: answer.shown,
            hits: answer.hits,
            groups: answer.groups,
            best: of_ticket.or(answer.best),
            weak: answer.weak && ticket.is_none(),
            misheard_number: alone.is_some_and(|number| number.is_err()),
            ticket,
            facets: answer.facets,
            corrected: answer.corrected,
            without: answer.without,
            took_us: u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX),
        })
    }

    /// Everything the edition holds, for making a larger corpus of it.
    pub fn content(&self) -> Result<Content, AppError> {
        Ok(self.edition.content()?)
    }

    /// For measuring relevance.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// For work that must not hold it while the network is asked.
    pub(crate) fn shared_store(&self) -> &Mutex<Store> {
        &self.store
    }

    /// A panic in another command leaves it with one lesson less.
    pub(crate) fn lessons(&self) -> MutexGuard<'_, Lessons> {
        self.lessons.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A panic in another command leaves the store whole: SQLite rolled its transaction back.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Until enrolment gives a desk its code, it draws one of four digits from its id's random end.
pub(crate) fn new_desk(now: DateTime<Utc>) -> (uuid::Uuid, DeskCode, DateTime<Utc>) {
    let id = clock::new_id(now);
    let drawn = 1000 + u16::try_from(id.as_u128() % 9000).unwrap_or_default();
    let code = DeskCode::numbered(drawn).unwrap_or_else(|_| unreachable!("1000 to 9999 is four digits"));
    (id, code, now)
}
