//! `cargo xtask torture`: the programmes, and the table of what they found. Ends with 1 when anything was lost, or when a
//! control was not caught.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use centrala_torture::power_cuts::Setting;
use centrala_torture::report::{Row, heading};
use centrala_torture::{kills, power_cuts};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(bin_name = "cargo xtask torture", about = "Is anything lost that was shown as saved?")]
struct Cli {
    #[command(subcommand)]
    hidden: Option<Hidden>,
    /// Kills of a working program
    #[arg(long, default_value_t = 0)]
    kills: u32,
    /// Disks as they may be left by a power cut; as many again for each of the two other settings
    #[arg(long, default_value_t = 0)]
    power_cuts: u32,
    /// Every programme, at its full length
    #[arg(long)]
    all: bool,
    /// Where the choices begin; a failing state says the one that brings it back
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Subcommand)]
enum Hidden {
    /// The program that is killed
    #[command(hide = true)]
    Work { folder: PathBuf, seed: u64, steps: u64 },
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("torture: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<bool> {
    if let Some(Hidden::Work { folder, seed, steps }) = &cli.hidden {
        return kills::work(folder, *seed, *steps).map(|()| true);
    }
    let (kills, power_cuts) = if cli.all { (1_000, 2_000) } else { (cli.kills, cli.power_cuts) };
    println!("{}", heading());
    let mut as_expected = true;
    let mut show = |row: Row| {
        as_expected &= row.is_as_expected();
        println!("{row}");
    };
    if kills > 0 {
        show(kills::run(&std::env::current_exe()?, kills, cli.seed)?);
    }
    if power_cuts > 0 {
        for setting in [Setting::Shipped, Setting::WalNormal, Setting::DeleteFull] {
            show(power_cuts::run(setting, power_cuts, cli.seed)?);
        }
    }
    Ok(as_expected)
}
