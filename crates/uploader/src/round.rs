//! A round: all that waits is tried once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use centrala_protocol::{Intake, IntakeError, Receipt, Refusal, Signed};
use centrala_store::{Applied, Store, StoreError, WaitingBatch};
use chrono::{DateTime, Utc};
use serde::Serialize;
use specta::Type;

use crate::send::send;
use crate::waiting::{Next, Waiting};

/// After so many rounds in which one batch alone did not get through it is taken apart: one of its tickets may be what the
/// intake stumbles over, or its bytes what something on the way changes.
const ATTEMPTS: u32 = 3;
/// Answers full of news that are asked for in one round; the next one goes on.
const PAGES: u32 = 20;

/// Everything that a round needs.
pub struct Uploader<'a> {
    pub store: &'a Mutex<Store>,
    pub intake: &'a dyn Intake,
    /// Of the enrolment that the intake is asked with.
    pub epoch: u32,
    pub clock: &'a dyn Fn() -> DateTime<Utc>,
    pub progress: &'a dyn Fn(Progress),
}

/// Bytes of the batch that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub sent: u32,
    pub of: u32,
}

#[derive(Debug, Default)]
pub struct Round {
    pub applied: Applied,
    /// The city's news came: the intake answers, whatever became of a batch.
    pub heard: bool,
    /// Why not all that waits was sent; none where nothing waits any more.
    pub stopped: Option<Stopped>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    pub trouble: Trouble,
    /// English, for support.
    pub detail: String,
    pub retry_after: Option<Duration>,
}

/// What is in the way, by what the operator is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    Network,
    /// A login page of a network, a proxy, a wrong address, a receipt that is not signed by the intake.
    NotTheIntake,
    Busy,
    /// The intake has a fault of its own.
    Intake,
    /// The intake does not take this desk's word any more.
    DeskRefused,
    /// The intake and this desk lack a key, a format or a header in common: no batch gets through until a technician looks.
    Misfit,
    /// This batch; another way was taken, and comes in the next round.
    Batch,
    /// This desk's own file or disk.
    Desk,
}

impl Uploader<'_> {
    /// # Errors
    /// The desk's own file or disk. [`StoreError::Sending`]: another program is uploading from it now (I10).
    pub fn round(&self) -> Result<Round, StoreError> {
        let mut round = Round::default();
        let next = self.waiting().each(|batch, bytes| match send(self.intake, batch, bytes, self.progress) {
            Ok(receipt) => self.apply(&receipt, &mut round),
            Err(error) => self.judge(batch, &error, &mut round),
        })?;
        if next != Next::Stop {
            self.hear_news(&mut round)?;
        }
        Ok(round)
    }

    fn apply(&self, receipt: &Signed<Receipt>, round: &mut Round) -> Result<Next, StoreError> {
        let applied = self.store().apply_receipt(receipt, self.waiting().now());
        match applied {
            Ok(applied) => {
                round.applied.acknowledged += applied.acknowledged;
                round.applied.refused += applied.refused;
                Ok(Next::Batch)
            }
            Err(fault @ (StoreError::FalseReceipt(_) | StoreError::OtherReceipt(_) | StoreError::NoSuchBatch)) => {
                round.stop(Trouble::NotTheIntake, fault.to_string(), None);
                Ok(Next::Stop)
            }
            Err(error) => Err(error),
        }
    }

    /// Told apart by whom it is about: the line, the desk, or this batch alone, which then delays no other (L2).
    fn judge(&self, batch: &WaitingBatch, error: &IntakeError, round: &mut Round) -> Result<Next, StoreError> {
        let now = self.waiting().now();
        self.stop(error, round)?;
        match error {
            IntakeError::Fork(Refusal { code, .. }) => {
                self.store().dissolve_batch(batch.id, code, now)?;
                Ok(Next::Waiting)
            }
            IntakeError::TooLarge(Refusal { code, .. }) | IntakeError::Invalid(Refusal { code, .. }) => {
                self.store().refuse_batch(batch.id, code, now)?;
                Ok(Next::Batch)
            }
            IntakeError::Server { status: 500, .. } => {
                if self.store().count_attempt(batch.id)? >= ATTEMPTS && batch.tickets > 1 {
                    self.store().refuse_batch(batch.id, "intake_fault", now)?;
                }
                Ok(Next::Batch)
            }
            IntakeError::NotAnnounced(Refusal { code, .. })
            | IntakeError::WrongOffset(Refusal { code, .. })
            | IntakeError::ChangedOnTheWay(Refusal { code, .. }) => {
                // Made anew it is other bytes under another id.
                if self.store().count_attempt(batch.id)? >= ATTEMPTS {
                    self.store().dissolve_batch(batch.id, code, now)?;
                }
                Ok(Next::Batch)
            }
            IntakeError::Unauthorized(_)
            | IntakeError::Revoked(_)
            | IntakeError::Misfit(_)
            | IntakeError::Unreachable(_)
            | IntakeError::NotTheIntake { .. }
            | IntakeError::Busy { .. }
            | IntakeError::Server { .. } => Ok(Next::Stop),
        }
    }

    fn hear_news(&self, round: &mut Round) -> Result<(), StoreError> {
        for _ in 0..PAGES {
            if !self.hear_page(round)? {
                break;
            }
        }
        Ok(())
    }

    /// Whether there is more to hear.
    fn hear_page(&self, round: &mut Round) -> Result<bool, StoreError> {
        let enrolment = self.store().enrolment()?.ok_or(StoreError::NotEnrolled)?;
        let news = self.intake.updates(enrolment.heard);
        match news.map(|news| self.store().apply_news(&news, self.waiting().now())) {
            Ok(Ok(news)) => {
                round.heard = true;
                return Ok(news.more);
            }
            Ok(Err(fault @ (StoreError::FalseReceipt(_) | StoreError::OtherNews(_)))) => {
                round.stop(Trouble::NotTheIntake, fault.to_string(), None)
            }
            Ok(Err(error)) => return Err(error),
            Err(error) => self.stop(&error, round)?,
        }
        Ok(false)
    }

    /// Tells what is in the way; a desk whose word is not taken any more remembers it, whatever it had asked for.
    fn stop(&self, error: &IntakeError, round: &mut Round) -> Result<(), StoreError> {
        round.stop(Trouble::of(error), error.to_string(), error.retry_after());
        if let IntakeError::Unauthorized(Refusal { code, .. }) | IntakeError::Revoked(Refusal { code, .. }) = error {
            self.store().refuse_enrolment(self.epoch, code, self.waiting().now())?;
        }
        Ok(())
    }

    fn waiting(&self) -> Waiting<'_> {
        Waiting { store: self.store, clock: self.clock }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Round {
    /// The first trouble is the one that is told.
    fn stop(&mut self, trouble: Trouble, detail: String, retry_after: Option<Duration>) {
        self.stopped.get_or_insert(Stopped { trouble, detail, retry_after });
    }
}

impl Trouble {
    pub fn of(error: &IntakeError) -> Self {
        match error {
            IntakeError::Unreachable(_) => Self::Network,
            IntakeError::NotTheIntake { .. } => Self::NotTheIntake,
            IntakeError::Busy { .. } => Self::Busy,
            IntakeError::Server { .. } => Self::Intake,
            IntakeError::Unauthorized(_) | IntakeError::Revoked(_) => Self::DeskRefused,
            IntakeError::Misfit(_) => Self::Misfit,
            IntakeError::NotAnnounced(_)
            | IntakeError::WrongOffset(_)
            | IntakeError::Fork(_)
            | IntakeError::ChangedOnTheWay(_)
            | IntakeError::TooLarge(_)
            | IntakeError::Invalid(_) => Self::Batch,
        }
    }
}
