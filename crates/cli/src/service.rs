//! `centrala service`: what the form's field "Co się stało" would show.

use anyhow::Result;
use centrala_app::Desk;
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: code, name, unit, score, why of each kind of intervention, the likeliest first
    #[arg(long)]
    json: bool,
    /// What a caller reports
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let found = desk.find_services(&self.words.join(" "))?;
        if self.json {
            print_json(&found)?;
            return Ok(Outcome::Done);
        }
        for service in found {
            print(&format!("{:<28} {}  [{}]", service.code, service.name, service.unit))?;
        }
        Ok(Outcome::Done)
    }
}
