//! `centrala article`.

use anyhow::Result;
use centrala_app::Desk;
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// The article's symbol, for example KA-01305
    id: String,
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let article = desk.article(&self.id)?;
        if self.json {
            print_json(&article)?;
            return Ok(Outcome::Done);
        }
        let procedure = &article.procedure;
        print(&format!(
            "{}\n{} · {} · v. {} · as of {}",
            procedure.title, article.unit.name, procedure.id, procedure.version, procedure.as_of
        ))?;
        print(&format!("\n{}", procedure.summary))?;
        for (at, step) in procedure.steps.iter().enumerate() {
            print(&format!("{}. {} {}", at + 1, step.title, step.hint.as_deref().unwrap_or_default()))?;
        }
        for html in [&procedure.sections.how, &procedure.sections.time_and_place].into_iter().flatten() {
            print(&format!("\n{}", centrala_domain::text::plain(html)))?;
        }
        for fee in &procedure.sections.fees {
            let amount = fee.amount_pln.map_or_else(String::new, |amount| format!(" {amount:.2} zł"));
            print(&format!("- {}{amount} {}", fee.what, fee.note.as_deref().unwrap_or_default()))?;
        }
        for document in &procedure.sections.documents {
            print(&format!("[ ] {document}"))?;
        }
        Ok(Outcome::Done)
    }
}
