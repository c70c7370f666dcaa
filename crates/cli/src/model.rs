//! The sentence model: the flag `--model`, and `centrala model`. No key waits for a command line's answer, so it is
//! asked at once.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use centrala_app::Desk;
use clap::Args;

use crate::{Outcome, print};

/// So long the model may read an edition that is new to it before one question is answered without it.
pub const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct ModelFolder {
    /// The folder of the sentence model [default: `model` in the desk's folder, beside the program, or one folder above]
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
}

impl ModelFolder {
    /// Whether there is a model, and it has read the edition within `patience`. The one that was named has to be there; an
    /// installed one that is damaged is told of and done without.
    pub fn open(&self, desk: &Desk, patience: Duration) -> Result<bool> {
        let started = Instant::now();
        let opened = desk.open_model(self.model.as_deref(), || started.elapsed() < patience);
        if matches!(opened, Ok(false)) && started.elapsed() >= patience {
            eprintln!(
                "centrala: the sentence model has not read this edition yet: `centrala model FOLDER` lets it, once"
            );
        }
        match &self.model {
            Some(folder) => {
                ensure!(
                    opened?,
                    "no model is in {}, or it is not ready: `cargo xtask model` brings it",
                    folder.display()
                );
                Ok(true)
            }
            None => Ok(opened.unwrap_or_else(|error| {
                eprintln!("centrala: the sentence model is left out: {error}");
                false
            })),
        }
    }
}

#[derive(Args)]
pub struct Arguments {
    /// Where its weights are
    folder: PathBuf,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        ensure!(desk.prepare_model(&self.folder)?, "no model is in {}", self.folder.display());
        print(&format!("the model has read the edition: kept in {}", self.folder.display()))?;
        Ok(Outcome::Done)
    }
}
