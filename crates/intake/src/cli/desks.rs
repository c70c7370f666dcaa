//! Enrolment codes, and the desks that used them.

use anyhow::Result;
use centrala_domain::DeskCode;
use chrono::Utc;
use clap::Args;

use super::print;
use crate::office::Office;

#[derive(Args)]
pub struct CodeArguments {
    /// The desk's code, for example Ł7: reserved for a new desk, or of one that is enrolled anew
    #[arg(long, value_parser = desk_code)]
    desk: Option<DeskCode>,
    /// What people call the desk
    #[arg(long, default_value = "")]
    name: String,
}

impl CodeArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        print(office.enrolment_code(self.desk.clone(), &self.name, Utc::now())?.reveal())
    }
}

fn desk_code(text: &str) -> Result<DeskCode, String> {
    DeskCode::try_from(text.to_owned()).map_err(|error| error.to_string())
}
