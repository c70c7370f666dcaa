//! Somebody on the way answers with what was once a good answer: an old receipt, truly signed, in another's place.

use std::cell::RefCell;

use centrala_protocol::{
    Announced, Announcement, BatchId, Chunk, EnrolmentGrant, EnrolmentRequest, Heard, Intake, IntakeError, Receipt,
    Signed, Updates,
};
use fastrand::Rng;

pub struct Replaying<'a> {
    pub intake: &'a dyn Intake,
    pub old: &'a RefCell<Option<Signed<Receipt>>>,
    pub rng: RefCell<Rng>,
}

impl Replaying<'_> {
    /// One in six, as soon as there is one.
    fn replayed(&self) -> Option<Signed<Receipt>> {
        self.old.borrow().clone().filter(|_| self.rng.borrow_mut().u8(0..6) == 0)
    }
}

impl Intake for Replaying<'_> {
    fn enroll(&self, request: &EnrolmentRequest) -> Result<EnrolmentGrant, IntakeError> {
        self.intake.enroll(request)
    }

    fn announce(&self, batch: &Announcement) -> Result<Announced, IntakeError> {
        match self.replayed() {
            Some(old) => Ok(Announced::Receipt(old)),
            None => self.intake.announce(batch),
        }
    }

    fn offset(&self, batch: BatchId) -> Result<u64, IntakeError> {
        self.intake.offset(batch)
    }

    fn send(&self, batch: BatchId, chunk: &Chunk<'_>) -> Result<u64, IntakeError> {
        self.intake.send(batch, chunk)
    }

    fn commit(&self, batch: BatchId) -> Result<Signed<Receipt>, IntakeError> {
        if let Some(old) = self.replayed() {
            return Ok(old);
        }
        let receipt = self.intake.commit(batch)?;
        self.old.borrow_mut().get_or_insert_with(|| receipt.clone());
        Ok(receipt)
    }

    fn receipt(&self, batch: BatchId) -> Result<Option<Signed<Receipt>>, IntakeError> {
        self.intake.receipt(batch)
    }

    fn updates(&self, since: Heard) -> Result<Signed<Updates>, IntakeError> {
        self.intake.updates(since)
    }
}
