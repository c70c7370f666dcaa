//! `centrala settings`.

use anyhow::Result;
use centrala_app::DeskFolder;
use centrala_domain::{Mode, Theme};
use clap::Args;

use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// JSON: theme, zoom, mode, desk_name, keys
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Also of a desk that cannot be opened.
    pub fn run(self, folder: &DeskFolder) -> Result<Outcome> {
        let settings = folder.settings();
        if self.json {
            print_json(&settings)?;
            return Ok(Outcome::Done);
        }
        let theme = match settings.theme {
            Theme::System => "as the system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "high contrast",
        };
        let mode = match settings.mode {
            Mode::Phone => "phone",
            Mode::Counter => "counter",
        };
        print(&format!("name    {}", settings.desk_name.as_str()))?;
        print(&format!("mode    {mode}"))?;
        print(&format!("theme   {theme}"))?;
        print(&format!("zoom    {} %", settings.zoom.percent()))?;
        print(&format!("folder  {}", folder.path().display()))?;
        for (action, key) in settings.keys {
            print(&format!("key     {action} {key}"))?;
        }
        Ok(Outcome::Done)
    }
}
