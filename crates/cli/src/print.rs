//! `centrala print`.

use std::path::PathBuf;

use anyhow::Result;
use centrala_app::{Desk, Handout};
use centrala_domain::TicketNumber;
use clap::{Args, Subcommand};

use crate::{Outcome, print};

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    paper: Paper,
    /// The folder that the PDF goes into
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    to: PathBuf,
}

#[derive(Subcommand)]
enum Paper {
    /// The slip of a ticket, for example Ł7-0426-K
    Ticket { number: TicketNumber },
    /// An article in large print, for example KA-01305
    Article { id: String },
    /// What a person still has to bring
    Documents {
        id: String,
        /// The documents that are there: 1,3 for the first and the third
        #[arg(long, value_delimiter = ',', value_name = "NUMBERS")]
        has: Vec<u32>,
    },
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let handout = match self.paper {
            Paper::Ticket { number } => Handout::Ticket { number },
            Paper::Article { id } => Handout::Article { procedure: id },
            Paper::Documents { id, has } => Handout::Documents {
                procedure: id,
                ticked: has.into_iter().filter_map(|number| number.checked_sub(1)).collect(),
            },
        };
        print(&desk.save_print(&handout, Some(&self.to))?.display().to_string())?;
        Ok(Outcome::Done)
    }
}
