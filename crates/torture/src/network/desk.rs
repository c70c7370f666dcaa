//! The desk of a story: what its operator does, and the rounds that its program makes.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail};
use centrala_intake_client::HttpIntake;
use centrala_protocol::{DeskToken, EnrolmentCode, Intake, Receipt, Signed};
use centrala_store::Store;
use centrala_uploader::{EnrollError, GRACE, Uploader, enroll};
use chrono::TimeDelta;
use fastrand::Rng;
use tempfile::TempDir;

use super::Told;
use super::bugs::{Bug, Planted, Planting};
use super::city::City;
use super::held;
use super::replay::Replaying;
use crate::acted_disk;
use crate::acts::Act;
use crate::check::{open, perform};
use crate::world::{Sends, World};

/// Each ends for sure: in the end the weather is fair.
const ENROLLING: u32 = 50;
/// How long what the city has stays at the desk.
const KEPT: TimeDelta = TimeDelta::days(90);

pub struct Desk {
    folder: TempDir,
    pub seed: u64,
    /// None only while the program is not running.
    store: Option<Mutex<Store>>,
    pub world: World,
    token: Option<DeskToken>,
    old_receipt: RefCell<Option<Signed<Receipt>>>,
    pub planted: Planted,
}

impl Desk {
    pub fn new(seed: u64, sends: Sends, bug: Option<Bug>) -> Result<Self> {
        let folder = acted_disk()?;
        let store = Some(Mutex::new(open(folder.path())?));
        let planted = Planted::new(bug);
        let world = World::sending(sends);
        Ok(Self { folder, seed, store, world, token: None, old_receipt: RefCell::default(), planted })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.shared().lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn shared(&self) -> &Mutex<Store> {
        self.store.as_ref().expect("it runs")
    }

    /// As often as it takes, with the same code.
    pub fn enroll(&mut self, city: &mut City, rng: &mut Rng) -> Result<()> {
        let code = city.code()?;
        for _ in 0..ENROLLING {
            let intake = city.impatient(None)?;
            let code = EnrolmentCode::new(code.reveal().to_owned());
            match enroll(self.shared(), &intake, "http://127.0.0.1", None, code, self.world.now()) {
                Ok(_) => {
                    let enrolment = self.store().enrolment()?.context("enrolled")?;
                    self.token = Some(DeskToken::new(enrolment.grant.token.reveal().to_owned()));
                    return Ok(());
                }
                Err(EnrollError::Intake(_)) => city.bad_weather(rng),
                Err(error) => return Err(error.into()),
            }
        }
        bail!("not enrolled after {ENROLLING} tries")
    }

    /// The operator's next act.
    pub fn act(&mut self) -> Told {
        let (act, after) = self.world.next(self.seed);
        self.perform(&act, after)
    }

    fn perform(&mut self, act: &Act, after: World) -> Told {
        let right = perform(&mut self.store(), act, &after)?;
        if let Some(ticket) = after.answer(act) {
            self.planted.saved(self.folder.path(), ticket)?;
        }
        self.world = after;
        Ok(right)
    }

    /// No drafts are left.
    pub fn save_all(&mut self) -> Told {
        while let Some((draft, _)) = self.world.seen.drafts.values().next().cloned() {
            let act = Act::SaveTicket(draft);
            let mut after = self.world.clone();
            after.apply(&act);
            if let Err(harm) = self.perform(&act, after)? {
                return Ok(Err(harm));
            }
        }
        Ok(Ok(()))
    }

    pub fn rest(&mut self, seconds: u64) {
        self.world.rested += seconds;
    }

    pub fn close(&mut self) {
        self.store = None;
    }

    /// The program ends and starts.
    pub fn reopen(&mut self) -> Result<()> {
        self.close();
        self.store = Some(Mutex::new(open(self.folder.path())?));
        Ok(())
    }

    pub fn give_up_a_batch(&mut self) -> Result<()> {
        let mut store = self.store();
        if let Some(batch) = store.waiting_batches()?.first() {
            store.dissolve_batch(batch.id, "given_up", self.world.now())?;
        }
        Ok(())
    }

    /// A file is gone, or a byte of it is another one.
    pub fn spoil_a_batch(&mut self, rng: &mut Rng) -> Result<()> {
        let Some(batch) = self.store().waiting_batches()?.first().cloned() else { return Ok(()) };
        let file = self.folder.path().join(format!("outbox/{}.sqlite.age", batch.id));
        if rng.bool() {
            return Ok(fs::remove_file(file)?);
        }
        let mut bytes = fs::read(&file)?;
        let at = rng.usize(0..bytes.len());
        bytes[at] ^= 1;
        Ok(fs::write(file, bytes)?)
    }

    /// One round through whatever there is.
    pub fn round(&mut self, city: &City, rng: &mut Rng) -> Result<()> {
        let intake = city.impatient(self.token.as_ref())?;
        let rng = RefCell::new(rng.fork());
        self.upload(&Replaying { intake: &intake, old: &self.old_receipt, rng })?;
        self.world.seal(self.world.now() - GRACE);
        Ok(())
    }

    /// The network works.
    pub fn calm_round(&mut self, city: &City) -> Result<()> {
        self.upload(&self.patient(city)?)?;
        self.world.seal(self.world.now() - GRACE);
        Ok(())
    }

    pub fn patient(&self, city: &City) -> Result<HttpIntake> {
        city.patient(self.token.as_ref())
    }

    /// As the program does it: a desk that was refused does not ask by itself.
    fn upload(&self, intake: &dyn Intake) -> Result<()> {
        let epoch = match self.store().enrolment()? {
            Some(enrolment) if enrolment.refused.is_some() => return Ok(()),
            enrolment => enrolment.map_or(1, |enrolment| enrolment.epoch),
        };
        let (clock, progress) = (|| self.world.now(), |_| {});
        let store = self.shared();
        let intake = &Planting { planted: &self.planted, intake, store, desk: self.folder() };
        Uploader { store, intake, epoch, clock: &clock, progress: &progress }.round()?;
        Ok(())
    }

    /// What the operator sees is what was saved, or the city has it.
    pub fn reads_rightly(&self, city: &City) -> Told {
        held::seen(self, city)
    }

    /// Months later only tombstones are left here, and the city has all (I7).
    pub fn purge(&mut self, city: &City) -> Told {
        self.rest(1_000);
        self.store().backup(self.world.now())?;
        let later = self.world.now() + KEPT + TimeDelta::days(1);
        while self.store().purge(later - KEPT, later)? > 0 {}
        held::purged(self, city)
    }
}
