//! Files in and out: batches from a stick, copies, and the public keys.

use std::path::PathBuf;

use anyhow::Result;
use centrala_protocol::{Receipt, Verdict};
use chrono::Utc;
use clap::Args;

use super::{out, print};
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
        let text = serde_json::to_string_pretty(&signed)?;
        // Half a receipt would be carried across the city for nothing.
        out::to(self.receipt.as_deref(), |out| Ok(writeln!(out, "{text}")?))
    }
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
