//! Who has read contacts, and who has erased what.

use anyhow::Result;
use clap::Args;

use super::{print, print_json};
use crate::ledger::{Entry, act_text};
use crate::office::Office;

#[derive(Args)]
pub struct Arguments {
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let entries = office.ledger().audit()?;
        if self.json {
            return print_json(&entries);
        }
        print("at\twho\tact\ttickets\tnumber\tdetail")?;
        entries.iter().try_for_each(|entry| print(&line(entry)))
    }
}

fn line(Entry { at, who, act, ticket, tickets, detail }: &Entry) -> String {
    let number = ticket.as_ref().map(ToString::to_string).unwrap_or_default();
    [&at.format("%Y-%m-%d %H:%M:%S").to_string(), who, act_text(*act), &tickets.to_string(), &number, detail].join("\t")
}
