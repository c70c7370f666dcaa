//! `centrala key`: who keeps the key of the desk's file; and how a passphrase comes in.

use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use centrala_app::{CustodyKind, DeskFolder, Keeper};
use clap::{Args, ValueEnum};
use zeroize::Zeroizing;

use crate::{Outcome, print};

/// What opens a desk's key, for scripts.
const PASSPHRASE: &str = "CENTRALA_PASSPHRASE";
/// What a new passphrase comes from, for scripts.
const NEW_PASSPHRASE: &str = "CENTRALA_NEW_PASSPHRASE";

#[derive(Args)]
pub struct Arguments {
    /// Give the key into another's keeping
    #[arg(long, value_name = "KEEPER")]
    give_to: Option<To>,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    /// The system's keychain
    Keychain,
    /// A passphrase, asked for at each start (from the environment: CENTRALA_NEW_PASSPHRASE)
    Passphrase,
    /// desk.key in the desk's folder, readable by its owner alone
    File,
}

impl Arguments {
    pub fn run(self, folder: &DeskFolder) -> Result<Outcome> {
        match self.give_to {
            None => {}
            Some(To::Keychain) => folder.give_key_to(Keeper::Keychain)?,
            Some(To::File) => folder.give_key_to(Keeper::File)?,
            Some(To::Passphrase) => folder.give_key_to(Keeper::Passphrase(&new_passphrase()?))?,
        }
        print(match folder.key_keeper()? {
            Some(CustodyKind::Keychain) => "the system's keychain",
            Some(CustodyKind::Passphrase) => "a passphrase, asked for at each start",
            Some(CustodyKind::File) => "desk.key, readable by its owner alone",
            None => "nobody: there is no key yet, it is made at the first start",
        })?;
        Ok(Outcome::Done)
    }
}

/// The folder with its passphrase, where its key has one.
pub fn unlocked(folder: DeskFolder) -> Result<DeskFolder> {
    match folder.key_keeper() {
        Ok(Some(CustodyKind::Passphrase)) => Ok(folder.unlocked_by(&asked(PASSPHRASE, "Passphrase of this desk: ")?)),
        Ok(Some(CustodyKind::Keychain | CustodyKind::File) | None) => Ok(folder),
        // Whatever is wrong with the record, opening says it.
        Err(_) => Ok(folder),
    }
}

fn new_passphrase() -> Result<Zeroizing<String>> {
    let first = asked(NEW_PASSPHRASE, "New passphrase of this desk: ")?;
    if std::env::var_os(NEW_PASSPHRASE).is_none() && asked(NEW_PASSPHRASE, "Once more: ")? != first {
        bail!("the two are not the same: nothing was changed");
    }
    Ok(first)
}

fn asked(variable: &str, prompt: &str) -> Result<Zeroizing<String>> {
    if let Ok(given) = std::env::var(variable) {
        return Ok(Zeroizing::new(given));
    }
    if !std::io::stdin().is_terminal() {
        bail!("this desk is opened by a passphrase: give it in {variable}, or run this in a terminal");
    }
    Ok(Zeroizing::new(rpassword::prompt_password(prompt).context("the passphrase cannot be read")?))
}
