//! `centrala doctor`.

use anyhow::Result;
use centrala_app::{DeskFolder, examine};
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self, folder: &DeskFolder) -> Result<Outcome> {
        let health = examine(folder);
        if self.json {
            print_json(&health)?;
        } else {
            for check in &health.checks {
                print(&format!("{} {:<8} {}", if check.healthy { "ok " } else { "BAD" }, check.name, check.detail))?;
            }
        }
        if health.healthy { Ok(Outcome::Done) } else { anyhow::bail!("the desk is not healthy") }
    }
}
