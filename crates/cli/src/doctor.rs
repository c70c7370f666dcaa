//! `centrala doctor`.

use anyhow::Result;
use centrala_app::{Clock, DeskFolder, SystemClock, examine};
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self, folder: &DeskFolder) -> Result<Outcome> {
        let health = examine(folder, SystemClock.now());
        if self.json {
            print_json(&health)?;
        } else {
            for check in &health.checks {
                let state = match (check.healthy, check.warning) {
                    (false, _) => "BAD",
                    (true, true) => "!! ",
                    (true, false) => "ok ",
                };
                print(&format!("{state} {:<8} {}", check.name, check.detail))?;
            }
        }
        if health.healthy { Ok(Outcome::Done) } else { anyhow::bail!("the desk is not healthy") }
    }
}
