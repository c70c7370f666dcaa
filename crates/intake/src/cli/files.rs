//! Files in and out: batches from a stick, copies, and the public keys.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use centrala_protocol::{Receipt, Signed, Verdict};
use chrono::Utc;
use clap::Args;
use tempfile::NamedTempFile;

use super::{print, print_json};
use crate::keys::Keys;
use crate::office::{Office, Place, Secrets, restore};

#[derive(Args)]
pub struct ImportArguments {
    /// A batch: `….sqlite.age`
    file: PathBuf,
    /// Where the signed receipt goes, to be carried back to the desk; stdout when absent
    #[arg(long, value_name = "OUT")]
    receipt: Option<PathBuf>,
}

#[derive(Args)]
pub struct BackupArguments {
    /// A folder that holds no copy yet
    dir: PathBuf,
    /// With the secret keys: such a copy opens everything
    #[arg(long)]
    with_keys: bool,
}

#[derive(Args)]
pub struct RestoreArguments {
    /// The folder of a copy
    dir: PathBuf,
}

impl ImportArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let signed = office.import_file(&self.file, Utc::now())?;
        let receipt = signed.verify(&office.keys().public().verifier)?;
        eprintln!("{}", summary(&receipt));
        match &self.receipt {
            Some(out) => write(out, &signed),
            None => print_json(&signed),
        }
    }
}

/// Whole or not at all: half a receipt would be carried across the city for nothing.
fn write(out: &PathBuf, signed: &Signed<Receipt>) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut part = NamedTempFile::new_in(folder).with_context(|| format!("{}", folder.display()))?;
    part.write_all(serde_json::to_string_pretty(signed)?.as_bytes())?;
    part.as_file().sync_all()?;
    part.persist(out)?;
    Ok(())
}

fn summary(receipt: &Receipt) -> String {
    let count = |verdict| receipt.items.iter().filter(|item| item.verdict == verdict).count();
    format!(
        "batch {} of {}: {} stored, {} duplicate, {} conflict, {} rejected",
        receipt.batch,
        receipt.desk,
        count(Verdict::Stored),
        count(Verdict::Duplicate),
        count(Verdict::Conflict),
        count(Verdict::Rejected)
    )
}

impl BackupArguments {
    pub fn run(&self, office: &Office) -> Result<()> {
        let secrets = if self.with_keys { Secrets::Copied } else { Secrets::LeftOut };
        let copied = office.back_up(&self.dir, secrets)?;
        print(&format!("{} tickets copied and read back in {}", copied.tickets, self.dir.display()))
    }
}

impl RestoreArguments {
    pub fn run(&self, place: &Place) -> Result<()> {
        let restored = restore(&self.dir, place)?;
        print(&format!("{} tickets restored and read back in {}", restored.tickets, place.data.display()))
    }
}

pub fn keys(office: &Office) -> Result<()> {
    let keys = office.keys().public();
    print(&format!("intake\t{}", keys.intake.texts().join(" ")))?;
    print(&format!("recovery\t{}", keys.recovery.texts().join(" ")))?;
    print(&format!("signing\t{}\t{}", String::from(keys.verifier.clone()), keys.verifier.id()))?;
    if let Some(secret) = Keys::recovery_to_move(office.folder()) {
        eprintln!("ATTENTION: {} should not lie here", secret.display());
    }
    Ok(())
}
