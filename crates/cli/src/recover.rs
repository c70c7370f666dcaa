//! `centrala recover`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use centrala_app::{Clock, DeskFolder, SystemClock};
use clap::Args;
use zeroize::Zeroizing;

use crate::{Outcome, print};

#[derive(Args)]
pub struct Arguments {
    /// The city's recovery key, where the desk has lost its own: a file with AGE-SECRET-KEY-1…
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Begin from this copy instead of the newest good one
    #[arg(long, value_name = "COPY")]
    from: Option<PathBuf>,
}

impl Arguments {
    pub fn run(self, folder: &DeskFolder) -> Result<Outcome> {
        let identity = self.identity.map(|file| {
            let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            Ok::<_, anyhow::Error>(Zeroizing::new(text))
        });
        let identity = identity.transpose()?;
        let recovery =
            folder.recover(identity.as_ref().map(|text| text.as_str()), self.from.as_deref(), SystemClock.now())?;
        if let Some(key) = recovery.key {
            print(
                "the key is back, in desk.key: give it to the keychain or a passphrase with `centrala key --give-to`",
            )?;
            if let Some(before) = key.before {
                print(&format!("what kept it before: {}", before.display()))?;
            }
        }
        match recovery.file {
            Some(file) => print(&file.to_string())?,
            None => print("the desk's file is whole: nothing else was changed")?,
        }
        Ok(Outcome::Done)
    }
}
