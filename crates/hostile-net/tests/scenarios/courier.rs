//! What carries a batch to the intake: the desk's uploader without its waiting and without its file.

use centrala_intake_client::HttpIntake;
use centrala_protocol::{
    Announced, Announcement, Chunk, Intake, IntakeError, IntakeVerifier, Receipt, SealedBatch, Signed,
};

/// More than any scenario may need.
const ATTEMPTS: usize = 400;

pub struct Courier<'a> {
    pub intake: HttpIntake,
    pub verifier: &'a IntakeVerifier,
    pub batch: &'a SealedBatch,
    /// All is sent: what is missing is the receipt.
    committing: bool,
    pub failures: Vec<Failure>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    Intake(IntakeError),
    /// Something that calls itself a receipt, and is none for this batch.
    NoReceipt(String),
}

/// No second attempt would fare better: a person must look.
fn is_for_good(error: &IntakeError) -> bool {
    use IntakeError::{Fork, Invalid, Misfit, Revoked, TooLarge, Unauthorized};
    matches!(error, Unauthorized(_) | Revoked(_) | Fork(_) | TooLarge(_) | Invalid(_) | Misfit(_))
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        Self::Intake(error)
    }
}

impl<'a> Courier<'a> {
    pub fn new(intake: HttpIntake, verifier: &'a IntakeVerifier, batch: &'a SealedBatch) -> Self {
        Self { intake, verifier, batch, committing: false, failures: vec![] }
    }

    /// Tries until there is a receipt that is believed. What no second attempt would mend must never come up.
    pub fn carry(&mut self) -> (Receipt, Signed<Receipt>) {
        for _ in 0..ATTEMPTS {
            match self.attempt() {
                Ok(receipt) => return receipt,
                Err(Failure::Intake(error)) if is_for_good(&error) => panic!("given up for good: {error:?}"),
                Err(failure) => self.failures.push(failure),
            }
        }
        panic!("no receipt after {ATTEMPTS} attempts: {:?}", self.failures);
    }

    fn attempt(&mut self) -> Result<(Receipt, Signed<Receipt>), Failure> {
        if self.committing
            && let Some(signed) = self.intake.receipt(self.batch.id())?
        {
            return self.believed(signed);
        }
        match self.intake.announce(&self.announcement())? {
            Announced::Receipt(signed) => self.believed(signed),
            Announced::Offset(offset) => self.send_from(offset),
        }
    }

    fn send_from(&mut self, mut offset: u64) -> Result<(Receipt, Signed<Receipt>), Failure> {
        let (file, batch) = (self.batch.bytes(), self.batch.id());
        while let Some(part) = Chunk::of(file, offset, file.len() / 3 + 1) {
            offset = match self.intake.send(batch, &part) {
                Err(IntakeError::WrongOffset(_)) => self.intake.offset(batch)?,
                answer => answer?,
            };
        }
        self.committing = true;
        self.believed(self.intake.commit(batch)?)
    }

    fn believed(&self, signed: Signed<Receipt>) -> Result<(Receipt, Signed<Receipt>), Failure> {
        let none = |why: String| Failure::NoReceipt(why);
        let receipt = signed.verify(self.verifier).map_err(|fault| none(fault.to_string()))?;
        let receipt = receipt.about(self.batch.id(), self.batch.sha256()).map_err(|fault| none(fault.to_string()))?;
        Ok((receipt, signed))
    }

    fn announcement(&self) -> Announcement {
        let Self { batch, .. } = self;
        Announcement { batch: batch.id(), sha256: batch.sha256(), size: batch.bytes().len() as u64 }
    }
}
