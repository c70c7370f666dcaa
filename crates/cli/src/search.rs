//! `centrala search`.

use anyhow::Result;
use centrala_app::{Desk, Query};
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// Only this unit and its departments; may be repeated
    #[arg(long = "unit", value_name = "ID")]
    units: Vec<String>,
    /// Only this category; may be repeated
    #[arg(long = "category", value_name = "ID")]
    categories: Vec<String>,
    /// How many hits at most
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: u32,
    /// JSON: took_us, total, hits (each with its section, answer and why), facets, weak, corrected, without, services, units
    #[arg(long)]
    json: bool,
    /// What an operator would type
    #[arg(required = true, value_name = "QUERY")]
    words: Vec<String>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let text = self.words.join(" ");
        let found = desk.search(&Query { text, units: self.units, categories: self.categories, limit: self.limit })?;
        if self.json {
            print_json(&found)?;
            return Ok(Outcome::Done);
        }
        let answer = &found.answer;
        print(&format!("{} found in {:.1} ms{}", answer.total, f64::from(answer.took_us) / 1000.0, weak(answer.weak)))?;
        if let Some(corrected) = &answer.corrected {
            print(&format!("did you mean: {corrected}"))?;
        }
        for unit in &found.units {
            let phone = unit.phone.as_deref().unwrap_or_default();
            print(&format!("{:<12} {}  {phone}  {}", unit.id, unit.name, unit.address.as_deref().unwrap_or_default()))?;
        }
        for service in &found.services {
            print(&format!("{:<12} {}  [{}]", "service", service.name, service.unit))?;
        }
        for hit in &answer.hits {
            print(&format!("{:<12} {}  [{}]\n             {}", hit.id, hit.title, hit.unit, hit.answer))?;
        }
        Ok(Outcome::Done)
    }
}

fn weak(weak: bool) -> &'static str {
    if weak { " (weak match)" } else { "" }
}
