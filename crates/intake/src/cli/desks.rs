//! Enrolment codes, and the desks that used them.

use anyhow::{Result, ensure};
use centrala_domain::DeskCode;
use chrono::Utc;
use clap::{Args, Subcommand};

use super::{print, print_json};
use crate::ledger::Desk;
use crate::office::Office;

#[derive(Args)]
pub struct CodeArguments {
    /// The desk's code, for example Ł7: reserved for a new desk, or of one that is enrolled anew
    #[arg(long, value_parser = desk_code)]
    desk: Option<DeskCode>,
    /// What people call the desk
    #[arg(long, default_value = "")]
    name: String,
}

#[derive(Subcommand)]
pub enum Command {
    /// All that were ever enrolled
    List {
        #[arg(long)]
        json: bool,
    },
    /// Its token and keys count no more; what it sent stays
    Revoke {
        #[arg(value_parser = desk_code)]
        code: DeskCode,
    },
}

impl CodeArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        print(office.enrolment_code(self.desk.clone(), &self.name, Utc::now())?.reveal())
    }
}

impl Command {
    pub fn run(self, office: &Office) -> Result<()> {
        match self {
            Self::List { json: true } => print_json(&office.ledger().desks()?),
            Self::List { json: false } => {
                print("code\tenrolled\trevoked\tname")?;
                office.ledger().desks()?.iter().try_for_each(|desk| print(&line(desk)))
            }
            Self::Revoke { code } => {
                let known = office.ledger().revoke(&code, Utc::now())?;
                ensure!(known, "no desk has the code {code}, or it was revoked before");
                print(&format!("{code} is revoked"))
            }
        }
    }
}

fn line(Desk { code, name, enrolled_at, revoked_at }: &Desk) -> String {
    let day = |at: &chrono::DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    [code.as_str(), &day(enrolled_at), &revoked_at.as_ref().map(day).unwrap_or_default(), name].join("\t")
}

fn desk_code(text: &str) -> Result<DeskCode, String> {
    DeskCode::try_from(text.to_owned()).map_err(|error| error.to_string())
}
