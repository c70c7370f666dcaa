//! `centrala pack check | build`: for the editors of the reference content.

use std::path::{Path, PathBuf};

use anyhow::Result;
use centrala_domain::Content;
use centrala_pack::{EditionInfo, PackError};
use clap::Subcommand;

use crate::{Outcome, print};

#[derive(Subcommand)]
pub enum Command {
    /// Name every flaw of the content in DIR: file, line, field and what is expected; and what is worth a look
    Check { dir: PathBuf },
    /// Check DIR and write one edition; only an earlier edition is written over
    Build {
        dir: PathBuf,
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

impl Command {
    pub fn run(self) -> Result<Outcome> {
        match self {
            Self::Check { dir } => check(&dir).map_or(Ok(Outcome::Refused), |(info, content)| {
                let warnings = match warn(&dir) {
                    1 => "1 warning".to_owned(),
                    count => format!("{count} warnings"),
                };
                print(&format!("{}: no flaws, {warnings}", summary(&info, &content)))?;
                Ok(Outcome::Done)
            }),
            Self::Build { dir, output } => check(&dir).map_or(Ok(Outcome::Refused), |(info, content)| {
                warn(&dir);
                build(&info, &content, &output)
            }),
        }
    }
}

/// Refuses to write over what is no edition: a slip in a name costs no file.
fn build(info: &EditionInfo, content: &Content, output: &Path) -> Result<Outcome> {
    match centrala_pack::build(info, content, output) {
        Err(PackError::NotAnEdition) => {
            eprintln!("{}: is no edition of the knowledge base: nothing is written over it", output.display());
            return Ok(Outcome::Refused);
        }
        built => built?,
    }
    print(&format!("{}: written to {}", summary(info, content), output.display()))?;
    Ok(Outcome::Done)
}

/// Prints what is worth a look, and says how much that is.
fn warn(dir: &Path) -> usize {
    let warnings = centrala_pack::warnings(dir);
    warnings.iter().for_each(|warning| eprintln!("warning: {warning}"));
    warnings.len()
}

/// The content, or none after its flaws were printed.
fn check(dir: &Path) -> Option<(EditionInfo, Content)> {
    centrala_pack::check(dir).map_err(|flaws| eprintln!("{flaws}")).ok()
}

fn summary(info: &EditionInfo, content: &Content) -> String {
    format!(
        "edition {} of {}: {} procedures, {} units, {} services, {} matters of others, {} streets, {} lexicon entries, \
         {} emergency rules",
        info.number,
        info.date,
        content.procedures.len(),
        content.units.len(),
        content.services.len(),
        content.elsewhere.len(),
        content.streets.len(),
        content.lexicon.len(),
        content.emergency_rules.len()
    )
}
