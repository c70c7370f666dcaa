//! `centrala flags`.

use anyhow::Result;
use centrala_app::Desk;
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: procedure, version, edition, query, note, at
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let flags = desk.flags()?;
        if self.json {
            print_json(&flags)?;
            return Ok(Outcome::Done);
        }
        for flag in flags {
            let query = if flag.query.is_empty() { String::new() } else { format!("  after \"{}\"", flag.query) };
            let note = if flag.note.is_empty() { String::new() } else { format!("  {}", flag.note) };
            print(&format!("{}  {} version {}{query}{note}", flag.at.date_naive(), flag.procedure, flag.version))?;
        }
        Ok(Outcome::Done)
    }
}
