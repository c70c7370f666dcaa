//! `centrala missed`: what was not found, and what operators used after it instead.

use anyhow::Result;
use centrala_app::{Desk, MissedQuestion, OpenedAfter};
use centrala_domain::Missed;
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: text, kind, count, reported, first_at, last_at, opened (each with kind, id, title, count)
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let missed = desk.missed_queries()?;
        if self.json {
            print_json(&missed)?;
            return Ok(Outcome::Done);
        }
        for MissedQuestion { query, opened } in missed {
            let kind = match query.kind {
                Missed::Zero => "nothing",
                Missed::Weak => "little",
            };
            let reported = if query.reported { "  reported" } else { "" };
            print(&format!("{:>5}  {kind:<7}  {}  {}{reported}", query.count, query.last_at.date_naive(), query.text))?;
            for OpenedAfter { id, title, count, kind: _ } in opened {
                print(&format!("{:7}asked_as: \"{}\" → {id}  {title}  ({count})", "", query.text))?;
            }
        }
        Ok(Outcome::Done)
    }
}
