//! `centrala search`.

use anyhow::Result;
use centrala_app::{Desk, Findings, KnownOfTicket, Query};
use centrala_domain::Kind;
use clap::Args;

use crate::model::{ModelFolder, PATIENCE};
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
    /// JSON: best {kind, id} or null, groups, total, shown, hits (each with its section, answer and why), services, units,
    /// elsewhere, ticket, facets, weak, misheard_number, corrected, without, took_us
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelFolder,
    /// What an operator would type
    #[arg(required = true, value_name = "QUERY")]
    words: Vec<String>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let text = self.words.join(" ");
        let query = Query { text, units: self.units, categories: self.categories, limit: self.limit };
        self.model.open(desk, PATIENCE)?;
        let found = desk.consider(&query)?.map_or_else(|| desk.search(&query), Ok)?;
        if self.json {
            print_json(&found)?;
            return Ok(Outcome::Done);
        }
        print(&format!("{} found in {:.1} ms{}", found.total, f64::from(found.took_us) / 1000.0, weak(found.weak)))?;
        if let Some(corrected) = &found.corrected {
            print(&format!("did you mean: {corrected}"))?;
        }
        if let Some(ticket) = &found.ticket {
            let known = if ticket.known == KnownOfTicket::Nowhere { "  nothing is known of it here" } else { "" };
            print(&format!("{:<12} {}{known}", "ticket", ticket.number))?;
        }
        if found.misheard_number {
            print("a ticket number whose check letter does not fit: one of the characters is wrong")?;
        }
        for kind in &found.groups {
            group(&found, *kind)?;
        }
        Ok(Outcome::Done)
    }
}

/// The answers of one kind, a line or two each.
fn group(found: &Findings, kind: Kind) -> Result<()> {
    match kind {
        Kind::Procedure => {
            for hit in &found.hits {
                print(&format!("{:<12} {}  [{}]\n             {}", hit.id, hit.title, hit.unit, hit.answer))?;
            }
        }
        Kind::Service => {
            for service in &found.services {
                print(&format!("{:<12} {}  [{}]", "service", service.name, service.unit))?;
            }
        }
        Kind::Unit => {
            for unit in &found.units {
                let (phone, address) = (unit.phone.as_deref(), unit.address.as_deref());
                let (phone, address) = (phone.unwrap_or_default(), address.unwrap_or_default());
                print(&format!("{:<12} {}  {phone}  {address}", unit.id, unit.name))?;
            }
        }
        Kind::Elsewhere => {
            for found in &found.elsewhere {
                let phone = found.matter.phone.as_deref().unwrap_or_default();
                print(&format!("{:<12} {}  {}  {phone}", "elsewhere", found.matter.title, found.matter.who))?;
            }
        }
        Kind::Ticket => {}
    }
    Ok(())
}

fn weak(weak: bool) -> &'static str {
    if weak { " (weak match)" } else { "" }
}
