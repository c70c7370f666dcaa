//! Tickets on their way to the city, as the operator and support see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use centrala_domain::{DeskCode, TicketNumber};
use centrala_intake_client::{HttpIntake, IntakeAddress, RootCertificates, Settings};
use centrala_protocol::{DeskToken, EnrolmentCode, Receipt, Signed};
use centrala_store::{Applied, Enrolment, StoreError};
use centrala_uploader::{GRACE, Round, Uploader};
use chrono::{DateTime, Utc};

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{Outbox, Sending};

/// The desk begins a round by itself at any moment; a stick waits for its end so long.
const ROUND: Duration = Duration::from_secs(10);

impl Desk {
    pub fn outbox(&self) -> Result<Outbox, AppError> {
        let store = self.store();
        let (queue, enrolment) = (store.queue()?, store.enrolment()?);
        let refused = enrolment.as_ref().and_then(|enrolment| enrolment.refused.as_ref()).is_some();
        let sending = match enrolment {
            None => Sending::NotEnrolled,
            Some(_) if refused => Sending::Refused,
            Some(_) => self.sender.sending(),
        };
        Ok(Outbox {
            desk: store.identity()?.code,
            intake: enrolment.as_ref().map(|enrolment| enrolment.intake.clone()),
            heard_at: enrolment.and_then(|enrolment| enrolment.heard_at),
            ready: queue.ready,
            sealed: queue.sealed,
            uploading: queue.uploading,
            acknowledged: queue.acknowledged,
            rejected: queue.rejected,
            oldest: queue.oldest,
            sending,
        })
    }

    /// Asks the intake at this address to take this desk, with a one-time code; `certificate` is PEM. Answers with the desk's
    /// code from now on. The key of the desk's file is sealed to the city's recovery key in the same breath.
    ///
    /// # Errors
    /// [`StoreError::SealedToAnother`]: tickets wait that this intake could not open.
    pub fn enroll(&self, address: &str, certificate: Option<&str>, code: &str) -> Result<DeskCode, AppError> {
        let intake = http_intake(address, certificate)?;
        let code = EnrolmentCode::new(code.trim().to_owned());
        let desk = centrala_uploader::enroll(self.shared_store(), &intake, address, certificate, code, self.now())?;
        self.sender.ring();
        Ok(desk)
    }

    /// Gives up what is sealed to a key that the city has lost for good; each such ticket waits for a person to correct it.
    pub fn give_up_sealed(&self) -> Result<usize, AppError> {
        Ok(self.store().give_up_sealed(self.now())?)
    }

    /// Seals what can no longer be undone, and says how many.
    pub fn seal(&self) -> Result<usize, AppError> {
        let now = self.now();
        let mut store = self.store();
        store.enrolment()?.ok_or(StoreError::NotEnrolled)?;
        Ok(store.seal(now - GRACE, now)?)
    }

    /// One round over all that waits, now.
    pub fn upload(&self) -> Result<Round, AppError> {
        let enrolment = self.store().enrolment()?.ok_or(StoreError::NotEnrolled)?;
        let Enrolment { epoch, intake, certificate, grant, .. } = enrolment;
        let token = DeskToken::new(grant.token.reveal().to_owned());
        let intake = http_intake(&intake, certificate.as_deref())?.with_token(token);
        let uploader = Uploader {
            store: self.shared_store(),
            intake: &intake,
            epoch,
            clock: &|| self.now(),
            progress: &|progress| self.sender.tell(Sending::Sending { sent: progress.sent, of: progress.of }),
        };
        Ok(uploader.round()?)
    }

    /// Copies everything that waits into that folder, for who has no network. The same tickets may still go over it later.
    pub fn export_batches(&self, to: &Path) -> Result<Vec<PathBuf>, AppError> {
        Ok(after_the_round(|| centrala_uploader::export(self.shared_store(), to, &|| self.now()))?)
    }

    /// Copies what the city had after `since` once more, for an intake that was restored from a copy of that moment.
    pub fn export_again(&self, to: &Path, since: DateTime<Utc>) -> Result<Vec<PathBuf>, AppError> {
        Ok(after_the_round(|| centrala_uploader::export_again(self.shared_store(), to, since, &|| self.now()))?)
    }

    /// A receipt that came back on a stick: a file with its JSON.
    pub fn import_receipt(&self, file: &Path) -> Result<Applied, AppError> {
        let text = fs::read_to_string(file).map_err(StoreError::from)?;
        let receipt: Signed<Receipt> = serde_json::from_str(&text).map_err(|_| AppError::NotAReceipt)?;
        Ok(self.store().apply_receipt(&receipt, self.now())?)
    }

    /// Has a ticket that the intake refused go again.
    pub fn retry_ticket(&self, number: &TicketNumber) -> Result<(), AppError> {
        let retried = self.store().retry_ticket(number, self.now())?;
        self.sender.ring();
        if retried { Ok(()) } else { Err(AppError::TicketNotFound(number.to_string())) }
    }
}

fn after_the_round<T>(act: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let asked = Instant::now();
    loop {
        match act() {
            Err(StoreError::Sending) if asked.elapsed() < ROUND => thread::sleep(Duration::from_millis(50)),
            ended => return ended,
        }
    }
}

fn http_intake(address: &str, certificate: Option<&str>) -> Result<HttpIntake, AppError> {
    let address: IntakeAddress = address.parse()?;
    let roots = certificate.map(|pem| RootCertificates::from_pem(pem.as_bytes())).transpose()?;
    Ok(HttpIntake::new(address, &Settings { roots, ..Settings::default() }))
}
