//! `centrala place`: what the form's box "Gdzie" would offer, the first as Enter takes it.

use anyhow::Result;
use centrala_app::{Desk, PlaceHit};
use clap::Args;
use serde::Serialize;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: street, number, flat, corner, osiedle, landmark and kind (street, corner, osiedle, unknown_street, landmark)
    /// of each place, the likeliest first
    #[arg(long)]
    json: bool,
    /// What a caller says or what was pasted
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
}

/// Every field, also those that the form leaves out where they are empty.
#[derive(Serialize)]
struct Answer {
    street: Option<String>,
    number: Option<String>,
    flat: Option<String>,
    corner: Option<String>,
    osiedle: Option<String>,
    landmark: Option<String>,
    kind: centrala_app::PlaceKind,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let hits = desk.find_places(&self.words.join(" "));
        if self.json {
            print_json(&hits.into_iter().map(Answer::from).collect::<Vec<_>>())?;
            return Ok(Outcome::Done);
        }
        for hit in hits {
            print(&hit.place.line())?;
        }
        Ok(Outcome::Done)
    }
}

impl From<PlaceHit> for Answer {
    fn from(hit: PlaceHit) -> Self {
        let PlaceHit { place, kind, within: _ } = hit;
        let centrala_domain::Place { street, number, flat, corner, osiedle, landmark } = place;
        Self { street, number, flat, corner, osiedle, landmark, kind }
    }
}
