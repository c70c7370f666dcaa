//! The system's packages: Debian's and Ubuntu's names.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// What the desk is built with; perl for the OpenSSL that SQLCipher brings.
pub const TO_BUILD: [&str; 4] = ["build-essential", "perl", "pkg-config", "libwebkit2gtk-4.1-dev"];
/// And what drives its window where nobody looks, a real keyboard's keys included, a keychain to keep a key in, and the intake's other database.
pub const TO_TEST: [&str; 12] = [
    "build-essential",
    "perl",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "xdotool",
    "fonts-dejavu-core",
    "dbus",
    "gnome-keyring",
    "postgresql",
];

/// Installs those that are missing; with `only_say` says so instead.
pub fn packages(wanted: &[&'static str], only_say: bool) -> Result<()> {
    for tool in ["npm", "node"] {
        let found =
            Command::new(tool).arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success());
        ensure!(found, "{tool} is not installed: Centrala is built with Node 20.19 or newer (https://nodejs.org)");
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if only_say || !is_there("apt-get") {
        bail!("these packages are missing (Debian's names): {}", missing.join(" "));
    }
    println!("==> installing {}", missing.join(" "));
    apt(&["update", "-q"])?;
    let mut install = vec!["install", "-q", "-y", "--no-install-recommends"];
    install.extend(missing);
    apt(&install)
}

fn is_installed(package: &str) -> bool {
    let query = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]).output();
    query.is_ok_and(|query| query.stdout == b"installed")
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// As root, or through sudo, which asks.
fn apt(args: &[&str]) -> Result<()> {
    let id = Command::new("id").arg("-u").output().context("id")?;
    let is_root = id.stdout.trim_ascii() == b"0";
    let mut apt = Command::new(if is_root { "apt-get" } else { "sudo" });
    if !is_root {
        apt.arg("apt-get");
    }
    let status =
        apt.args(args).env("DEBIAN_FRONTEND", "noninteractive").status().context("apt-get cannot be started")?;
    ensure!(
        status.success(),
        "apt-get {} failed; install the packages by hand and run with --no-install",
        args.join(" ")
    );
    Ok(())
}
