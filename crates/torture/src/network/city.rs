//! The city: the real intake, and the network before it.

use std::time::Duration;

use anyhow::{Context, Result};
#[cfg(test)]
use centrala_domain::DeskCode;
use centrala_domain::Ticket;
use centrala_hostile_net::{HostileNetwork, Misfortune, fair, seeded};
use centrala_intake::ledger::Held;
#[cfg(test)]
use centrala_intake::{Secrets, restore};
use centrala_intake::{Server, Settings};
use centrala_intake_client::{HttpIntake, Settings as ClientSettings};
use centrala_protocol::{DeskToken, EnrolmentCode, Sha256};
#[cfg(test)]
use centrala_protocol::{Receipt, Signed};
use chrono::Utc;
use fastrand::Rng;
use tempfile::TempDir;

use crate::acted_disk;

/// In bad weather; a good intake on a busy machine may be slower, and that is weather, too.
const IMPATIENT: Duration = Duration::from_millis(150);
const PATIENT: Duration = Duration::from_secs(60);
/// What is late comes when nobody waits any more.
const LATE: Duration = Duration::from_millis(200);
/// Requests of one round that may meet with a misfortune.
const STORM: usize = 15;

pub struct City {
    folder: TempDir,
    /// None only while it is restarted.
    running: Option<(HostileNetwork, Server)>,
}

/// What the ledger holds of one ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub ticket: Ticket,
    pub sha256: Sha256,
}

impl City {
    pub fn start() -> Result<Self> {
        let folder = acted_disk()?;
        let running = Some(start(&folder)?);
        Ok(Self { folder, running })
    }

    /// Ends and starts again, on another port.
    pub fn restart(&mut self) -> Result<()> {
        self.stop()?;
        self.running = Some(start(&self.folder)?);
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        if let Some((network, server)) = self.running.take() {
            drop(network);
            server.stop()?;
        }
        Ok(())
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn bad_weather(&self, rng: &mut Rng) {
        let mut weather = seeded(rng.u64(..), rng.usize(0..STORM), LATE);
        // What a grant says is believed: that nobody changes it is for TLS to see to.
        self.network().change_weather(move |request| {
            let misfortune = weather(request);
            let a_grant = misfortune == Misfortune::AnswerChanged && request.path.ends_with("/enroll");
            if a_grant { Misfortune::AnswerCut } else { misfortune }
        });
    }

    pub fn fair_weather(&self) {
        self.network().change_weather(fair());
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.network().address())
    }

    pub fn code(&self) -> Result<EnrolmentCode> {
        Ok(self.server().office().enrolment_code(None, "", Utc::now())?)
    }

    /// What came on a stick.
    #[cfg(test)]
    pub fn import(&self, file: &std::path::Path) -> Result<Signed<Receipt>> {
        Ok(self.server().office().import_file(file, Utc::now())?)
    }

    #[cfg(test)]
    pub fn copy(&self) -> Result<TempDir> {
        let folder = acted_disk()?;
        self.server().office().back_up(folder.path(), Secrets::Copied)?;
        Ok(folder)
    }

    /// Its own disk is gone.
    #[cfg(test)]
    pub fn put_back(&mut self, copy: &TempDir) -> Result<()> {
        let folder = acted_disk()?;
        restore(copy.path(), &Settings::local(folder.path()).place)?;
        self.stop()?;
        self.folder = folder;
        self.restart()
    }

    /// Whatever is sent of the first batch that comes arrives changed.
    #[cfg(test)]
    pub fn changes_the_first_batch(&self) {
        let mut first = None;
        self.network().change_weather(move |request| {
            let is_first =
                request.method == "PATCH" && *first.get_or_insert_with(|| request.path.clone()) == request.path;
            if is_first { Misfortune::UploadChanged } else { Misfortune::None }
        });
    }

    #[cfg(test)]
    pub fn revoke(&self, desk: &DeskCode) -> Result<bool> {
        Ok(self.server().office().ledger().revoke(desk, Utc::now())?)
    }

    pub fn impatient(&self, token: Option<&DeskToken>) -> Result<HttpIntake> {
        self.client(token, IMPATIENT)
    }

    pub fn patient(&self, token: Option<&DeskToken>) -> Result<HttpIntake> {
        self.client(token, PATIENT)
    }

    /// Opened with the city's keys, contact included.
    pub fn rows(&self) -> Result<Vec<Row>> {
        let office = self.server().office();
        let contact = office.note_reading("torture", "rows", None, Utc::now())?;
        let mut rows = vec![];
        office.ledger().each_ticket::<anyhow::Error>(|held: Held| {
            let sha256 = held.record.sha256();
            rows.push(Row { ticket: office.opened(held, contact)?.ticket, sha256 });
            Ok(())
        })?;
        Ok(rows)
    }

    fn client(&self, token: Option<&DeskToken>, patience: Duration) -> Result<HttpIntake> {
        let address = self.url().parse()?;
        let intake = HttpIntake::new(address, &ClientSettings { roots: None, patience });
        Ok(match token {
            Some(token) => intake.with_token(DeskToken::new(token.reveal().to_owned())),
            None => intake,
        })
    }

    fn network(&self) -> &HostileNetwork {
        &self.running.as_ref().expect("it runs").0
    }

    fn server(&self) -> &Server {
        &self.running.as_ref().expect("it runs").1
    }
}

fn start(folder: &TempDir) -> Result<(HostileNetwork, Server)> {
    let server = Server::start(&Settings::local(folder.path())).context("the intake does not start")?;
    Ok((HostileNetwork::before(server.address(), fair())?, server))
}
