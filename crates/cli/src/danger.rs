//! `centrala danger`: whether a caller's words are a danger, as the strip above the desk would say it.

use anyhow::Result;
use centrala_app::{Desk, EmergencyWarning};
use centrala_domain::Certainty;
use clap::Args;
use serde::Serialize;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: danger, certainty (strong, possible or null), number, also, say, rule, words (those that set it off)
    #[arg(long)]
    json: bool,
    /// What a caller says
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
}

/// The surest warning; all but `danger` is null where there is none.
#[derive(Serialize)]
struct Answer {
    danger: bool,
    certainty: Option<Certainty>,
    number: Option<String>,
    also: Vec<String>,
    say: Option<String>,
    rule: Option<String>,
    words: Option<String>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let surest = desk.emergency(&self.words.join(" ")).into_iter().next();
        if self.json {
            print_json(&Answer::new(surest))?;
            return Ok(Outcome::Done);
        }
        match surest {
            Some(warning) => print(&format!("{}  {}  [{}]", warning.number, warning.say, warning.rule))?,
            None => print("no danger")?,
        }
        Ok(Outcome::Done)
    }
}

impl Answer {
    fn new(surest: Option<EmergencyWarning>) -> Self {
        let mut answer = Self {
            danger: surest.is_some(),
            certainty: None,
            number: None,
            also: Vec::new(),
            say: None,
            rule: None,
            words: None,
        };
        if let Some(warning) = surest {
            answer.certainty = Some(warning.certainty);
            answer.number = Some(warning.number);
            answer.also = warning.also;
            answer.say = Some(warning.say);
            answer.rule = Some(warning.rule);
            answer.words = Some(warning.phrase);
        }
        answer
    }
}
