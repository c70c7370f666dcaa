//! The memory of a process that does nothing but search: this program once more, on the same index.
//!
//! Proportional (`Pss` of Linux's smaps_rollup): a page that several processes share counts for each by its share.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use centrala_search::Engine;
use clap::Args;

use super::typing::{ask, keystrokes};
use crate::{Outcome, print};

#[derive(Args)]
pub struct Arguments {
    dir: PathBuf,
    key: String,
    #[arg(long)]
    queries: Option<PathBuf>,
}

impl Arguments {
    pub fn run(self) -> Result<Outcome> {
        let index = Engine::open(&self.dir, &self.key)?;
        for keystroke in keystrokes(self.queries.as_deref(), 1)? {
            ask(&index, &keystroke.text)?;
        }
        let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
        let kb = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("a line with Pss")?;
        print(kb.trim().trim_end_matches(" kB"))?;
        Ok(Outcome::Done)
    }
}

/// Megabytes; none where the system does not tell.
pub fn of_a_process(dir: &Path, key: &str, queries: Option<&Path>) -> Result<Option<f64>> {
    if !Path::new("/proc/self/smaps_rollup").exists() {
        return Ok(None);
    }
    let mut child = Command::new(std::env::current_exe()?);
    child.args(["bench", "memory"]).arg(dir).arg(key).stderr(Stdio::inherit());
    if let Some(queries) = queries {
        child.arg("--queries").arg(queries);
    }
    let output = child.output().context("a process for its memory")?;
    ensure!(output.status.success(), "the process whose memory is measured failed");
    let kb: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().context("kB")?;
    Ok(Some(kb / 1024.0))
}
