//! `centrala enroll | outbox | seal | upload | export-batch | import-receipt`: tickets on their way to the city.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use centrala_app::{Applied, Desk, Outbox, Sending, Stopped};
use centrala_domain::TicketNumber;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Enroll {
    /// Where the intake is: https://…, or http:// on this very machine
    address: String,
    /// The one-time code that `centrala-intake enroll-code` printed
    #[arg(long)]
    code: String,
    /// Root certificates of an authority of the city's own, as PEM: believed instead of this machine's
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Give up the tickets that wait sealed to a key which the city has lost for good; each is corrected by hand then
    #[arg(long)]
    give_up_sealed: bool,
}

impl Enroll {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let read =
            |file: &PathBuf| fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()));
        let certificate = self.certificate.as_ref().map(read).transpose()?;
        if self.give_up_sealed {
            print(&format!("{} tickets given up", desk.give_up_sealed()?))?;
        }
        let code = desk.enroll(&self.address, certificate.as_deref(), &self.code)?;
        print(&format!("this desk is {code} at {} now", self.address))?;
        Ok(Outcome::Done)
    }
}

#[derive(Args)]
pub struct Arguments {
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Subcommand)]
enum Act {
    /// Have a ticket that the intake refused go again
    Retry { number: TicketNumber },
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        if let Some(Act::Retry { number }) = self.act {
            desk.retry_ticket(&number)?;
        }
        let outbox = desk.outbox()?;
        if self.json {
            print_json(&outbox)?
        } else {
            tell(&outbox)?
        }
        Ok(Outcome::Done)
    }
}

fn tell(outbox: &Outbox) -> Result<()> {
    let Outbox { ready, sealed, uploading, acknowledged, rejected, .. } = outbox;
    print(&format!(
        "{ready} ready, {sealed} sealed, {uploading} uploading, {acknowledged} acknowledged, {rejected} rejected"
    ))?;
    if let Some(oldest) = outbox.oldest {
        print(&format!("the oldest that the city does not have was saved at {oldest}"))?;
    }
    match (&outbox.intake, outbox.sending) {
        (None, _) => print("not enrolled: centrala enroll"),
        (Some(intake), Sending::Refused) => {
            print(&format!("{intake} does not take this desk's word any more: enroll again"))
        }
        (Some(intake), _) => print(&format!("desk {} at {intake}", outbox.desk)),
    }
}

pub fn seal(desk: &Desk) -> Result<Outcome> {
    print(&format!("{} sealed", desk.seal()?))?;
    Ok(Outcome::Done)
}

pub fn upload(desk: &Desk) -> Result<Outcome> {
    let round = desk.upload()?;
    told(round.applied)?;
    match round.stopped {
        Some(Stopped { detail, .. }) => bail!("not all was sent: {detail}"),
        None => Ok(Outcome::Done),
    }
}

#[derive(Args)]
pub struct ExportBatch {
    /// A folder, on a stick for instance
    folder: PathBuf,
    /// What the city had already after this moment (2026-11-27T06:00:00Z), for an intake that was restored from a copy of it
    #[arg(long, value_name = "MOMENT")]
    again_since: Option<DateTime<Utc>>,
}

impl ExportBatch {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let files = match self.again_since {
            Some(since) => desk.export_again(&self.folder, since)?,
            None => desk.export_batches(&self.folder)?,
        };
        for file in files {
            print(&file.display().to_string())?;
        }
        Ok(Outcome::Done)
    }
}

#[derive(Args)]
pub struct ImportReceipt {
    /// What `centrala-intake import` wrote
    file: PathBuf,
}

impl ImportReceipt {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        told(desk.import_receipt(Path::new(&self.file))?)?;
        Ok(Outcome::Done)
    }
}

fn told(applied: Applied) -> Result<()> {
    print(&format!("{} acknowledged, {} refused", applied.acknowledged, applied.refused))
}
