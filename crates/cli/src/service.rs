//! `centrala service`: what the form's field "Co się stało" would show.

use anyhow::Result;
use centrala_app::Desk;
use clap::Args;

use crate::model::{ModelFolder, PATIENCE};
use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: code, name, unit, score, why of each kind of intervention, the likeliest first
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelFolder,
    /// What a caller reports
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let text = self.words.join(" ");
        self.model.open(desk, PATIENCE)?;
        let found = desk.consider_services(&text)?.map_or_else(|| desk.find_services(&text), Ok)?;
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
