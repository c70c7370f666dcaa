//! `centrala ticket new | list | show`.

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result};
use centrala_app::{Desk, TicketOutcome};
use centrala_domain::{Filed, Ticket, TicketForm};
use clap::Subcommand;
use serde_json::json;

use crate::{Outcome, print, print_json};

#[derive(Subcommand)]
pub enum Command {
    /// Check and save one ticket; prints its number, id and unit
    New {
        /// A file with the form as JSON, or - for stdin
        #[arg(long, value_name = "FILE")]
        json: PathBuf,
    },
    /// The newest tickets that hold all the words
    List {
        /// Number, street, service or words
        words: Vec<String>,
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        #[arg(long)]
        json: bool,
    },
    /// One ticket, by its number in any spelling
    Show {
        number: String,
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        match self {
            Self::New { json } => new(desk, &read_form(&json)?),
            Self::List { words, limit, json } => list(&desk.tickets(&words.join(" "), limit)?, json),
            Self::Show { number, json } => show(&desk.ticket(&number)?, json),
        }
    }
}

fn read_form(file: &PathBuf) -> Result<String> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).context("stdin cannot be read as UTF-8")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    Ok(text)
}

fn new(desk: &Desk, text: &str) -> Result<Outcome> {
    let form: TicketForm = match serde_json::from_str(text) {
        Ok(form) => form,
        Err(error) => {
            eprintln!("centrala: the form is refused: {error}");
            return Ok(Outcome::Refused);
        }
    };
    match desk.new_ticket(form)? {
        TicketOutcome::Saved { ticket } => {
            print_json(&json!({ "number": ticket.number, "id": ticket.id, "unit": ticket.unit }))?;
            Ok(Outcome::Done)
        }
        TicketOutcome::Refused { problems } => {
            for problem in problems {
                eprintln!("centrala: {}: {}", problem.field, problem.code);
            }
            Ok(Outcome::Refused)
        }
    }
}

fn list(tickets: &[Filed], json: bool) -> Result<Outcome> {
    if json {
        print_json(&tickets)?;
        return Ok(Outcome::Done);
    }
    for filed in tickets {
        print(&line(&filed.ticket))?;
    }
    Ok(Outcome::Done)
}

fn show(filed: &Filed, json: bool) -> Result<Outcome> {
    if json {
        print_json(filed)?;
        return Ok(Outcome::Done);
    }
    let ticket = &filed.ticket;
    print(&line(ticket))?;
    print(&ticket.description)?;
    for (question, answer) in &ticket.answers {
        print(&format!("{question}: {answer}"))?;
    }
    Ok(Outcome::Done)
}

fn line(ticket: &Ticket) -> String {
    let day = ticket.created_at.format("%Y-%m-%d %H:%M");
    format!("{}  {day}Z  {} → {}  {}", ticket.number, ticket.service_name, ticket.unit, ticket.place.line())
}
