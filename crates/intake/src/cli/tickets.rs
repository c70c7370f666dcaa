//! What the city holds: lists, exports, and what is said of a ticket.

use std::io::{self, Write};

use anyhow::{Context as _, Result};
use centrala_domain::{CityState, TicketNumber};
use chrono::Utc;
use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::print;
use crate::ledger::{Held, LedgerError, state_text};
use crate::office::{Contact, Office, Opened};

#[derive(Args)]
pub struct ListArguments {
    /// One ticket, by its number
    number: Option<TicketNumber>,
    /// A JSON array of whole tickets, opened
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    contact: ContactArguments,
}

#[derive(Args)]
pub struct ContactArguments {
    /// With the reporter's e-mail and phone: only for those who answer the reporter
    #[arg(long)]
    with_contact: bool,
}

#[derive(Args)]
pub struct ExportArguments {
    format: Format,
    #[command(flatten)]
    contact: ContactArguments,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// For spreadsheets: one line a ticket, with a header
    Csv,
    /// One JSON document a line
    Jsonl,
}

#[derive(Args)]
pub struct StatusArguments {
    number: TicketNumber,
    state: State,
    /// A sentence that the operator may read to the caller
    #[arg(long, default_value = "")]
    note: String,
    /// Which one, where several have this number
    #[arg(long)]
    id: Option<Uuid>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum State {
    Received,
    InProgress,
    Done,
    Declined,
}

impl ListArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        if !self.json {
            print("number\treceived\tdesk\tstate\tservice\tunit\tremark")?;
            return self.each(office, |held| print(&line(&held)));
        }
        let mut out = io::stdout().lock();
        let mut before = "[\n";
        self.each(office, |held| {
            write!(out, "{before}")?;
            before = ",\n";
            Ok(serde_json::to_writer_pretty(&mut out, &self.contact.open(office, held)?)?)
        })?;
        Ok(writeln!(out, "{}", if before == "[\n" { "[]" } else { "\n]" })?)
    }

    fn each(&self, office: &Office, mut each: impl FnMut(Held) -> Result<()>) -> Result<()> {
        match &self.number {
            Some(number) => office.ledger().tickets_numbered(number)?.into_iter().try_for_each(each),
            None => office.ledger().each_ticket(|held| each(held).map_err(Ended)).map_err(|Ended(error)| error),
        }
    }
}

/// Why a listing ended before its end.
struct Ended(anyhow::Error);

impl From<LedgerError> for Ended {
    fn from(error: LedgerError) -> Self {
        Self(error.into())
    }
}

impl ContactArguments {
    fn open(&self, office: &Office, held: Held) -> Result<Opened> {
        let number = held.record.number().clone();
        let contact = if self.with_contact { Contact::Shown } else { Contact::Hidden };
        office.opened(held, contact).with_context(|| format!("{number}"))
    }
}

impl ExportArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        match self.format {
            Format::Csv => self.csv(office),
            Format::Jsonl => self.jsonl(office),
        }
    }

    fn jsonl(&self, office: &Office) -> Result<()> {
        let mut out = io::stdout().lock();
        let each = |held| {
            serde_json::to_writer(&mut out, &self.contact.open(office, held)?)?;
            Ok(out.write_all(b"\n")?)
        };
        all(office, each)
    }

    fn csv(&self, office: &Office) -> Result<()> {
        let mut out = csv::Writer::from_writer(io::stdout().lock());
        out.write_record(super::table::header(self.contact.with_contact))?;
        all(office, |held| {
            let opened = self.contact.open(office, held)?;
            Ok(out.write_record(super::table::row(&opened, self.contact.with_contact))?)
        })?;
        Ok(out.flush()?)
    }
}

fn all(office: &Office, mut each: impl FnMut(Held) -> Result<()>) -> Result<()> {
    office.ledger().each_ticket(|held| each(held).map_err(Ended)).map_err(|Ended(error)| error)
}

impl StatusArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let state = self.state.into();
        let id = office.say(&self.number, self.id, state, &self.note, Utc::now())?;
        print(&format!("{} ({id}): {}", self.number, state_text(state)))
    }
}

impl From<State> for CityState {
    fn from(state: State) -> Self {
        match state {
            State::Received => Self::Received,
            State::InProgress => Self::InProgress,
            State::Done => Self::Done,
            State::Declined => Self::Declined,
        }
    }
}

fn line(held: &Held) -> String {
    let state = held.said.as_ref().map_or(CityState::Received, |said| said.state);
    [
        held.record.number().as_str(),
        &held.received_at.format("%Y-%m-%d %H:%M").to_string(),
        held.desk.as_str(),
        state_text(state),
        &held.service,
        &held.unit,
        held.remark.as_deref().unwrap_or_default(),
    ]
    .join("\t")
}
