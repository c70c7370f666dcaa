//! What the city holds: lists, exports, and what is said of a ticket.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use centrala_domain::{CityState, TicketNumber};
use chrono::Utc;
use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::who::who;
use super::{out, print};
use crate::ledger::{Held, LedgerError, state_text};
use crate::office::{Contact, Erased, Office, Opened};

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
    /// With the reporter's e-mail and phone: only for those who answer the reporter; `audit` shows who has read them
    #[arg(long)]
    with_contact: bool,
}

#[derive(Args)]
pub struct ExportArguments {
    format: Format,
    /// Into this file, for its owner's eyes alone; stdout when absent
    #[arg(long, value_name = "OUT")]
    out: Option<PathBuf>,
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

#[derive(Args)]
pub struct EraseArguments {
    number: TicketNumber,
    /// Why; it stays for good, so it names nobody
    #[arg(long, value_parser = reason)]
    reason: String,
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
        let contact = self.contact.may_be_shown(office, "tickets", self.number.as_ref())?;
        let mut out = io::stdout().lock();
        let mut before = "[\n";
        self.each(office, |held| {
            write!(out, "{before}")?;
            before = ",\n";
            Ok(serde_json::to_writer_pretty(&mut out, &opened(office, held, contact)?)?)
        })?;
        Ok(writeln!(out, "{}", if before == "[\n" { "[]" } else { "\n]" })?)
    }

    fn each(&self, office: &Office, each: impl FnMut(Held) -> Result<()>) -> Result<()> {
        match &self.number {
            Some(number) => office.numbered(number)?.into_iter().try_for_each(each),
            None => all(office, each),
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
    /// Who reads contacts stands in the audit before the first one is shown.
    fn may_be_shown(&self, office: &Office, by: &str, number: Option<&TicketNumber>) -> Result<Contact> {
        if self.with_contact { Ok(office.note_reading(&who(), by, number, Utc::now())?) } else { Ok(Contact::Hidden) }
    }
}

fn opened(office: &Office, held: Held, contact: Contact) -> Result<Opened> {
    let number = held.record.number().clone();
    office.opened(held, contact).with_context(|| format!("{number}"))
}

impl ExportArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let by = match self.format {
            Format::Csv => "export csv",
            Format::Jsonl => "export jsonl",
        };
        let contact = self.contact.may_be_shown(office, by, None)?;
        out::to(self.out.as_deref(), |out| match self.format {
            Format::Csv => csv(office, contact, out),
            Format::Jsonl => jsonl(office, contact, out),
        })
    }
}

fn jsonl(office: &Office, contact: Contact, out: &mut dyn Write) -> Result<()> {
    all(office, |held| {
        serde_json::to_writer(&mut *out, &opened(office, held, contact)?)?;
        Ok(out.write_all(b"\n")?)
    })
}

fn csv(office: &Office, contact: Contact, out: &mut dyn Write) -> Result<()> {
    let with_contact = contact != Contact::Hidden;
    let mut out = csv::Writer::from_writer(out);
    out.write_record(super::table::header(with_contact))?;
    all(office, |held| {
        let opened = opened(office, held, contact)?;
        Ok(out.write_record(super::table::row(&opened, with_contact))?)
    })?;
    Ok(out.flush()?)
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

impl EraseArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let Erased { id, is_new } = office.erase(&self.number, self.id, &who(), &self.reason, Utc::now())?;
        let done = if is_new { "erased" } else { "it was erased before" };
        print(&format!("{} ({id}): {done}", self.number))
    }
}

/// A line of the audit is one line.
fn reason(text: &str) -> Result<String, String> {
    let reason = text.trim();
    let right = (1..=200).contains(&reason.chars().count()) && !reason.chars().any(char::is_control);
    right.then(|| reason.to_owned()).ok_or_else(|| "a reason is one line of at most 200 letters".to_owned())
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
