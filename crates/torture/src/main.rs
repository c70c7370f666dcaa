//! `cargo xtask torture`: the programmes, and the table of what they found. Ends with 1 when anything was lost, or when a
//! control was not caught.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use centrala_torture::disk_faults::Disk;
use centrala_torture::power_cuts::Setting;
use centrala_torture::report::{Row, heading};
use centrala_torture::{bit_flips, disk_faults, kills, network, power_cuts};
use clap::{Parser, Subcommand};

/// Stories of each planted bug: in so many it shows for sure.
const BUGGY: u32 = 40;

#[derive(Parser)]
#[command(
    bin_name = "cargo xtask torture",
    about = "Is anything lost that was shown as saved?",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    hidden: Option<Hidden>,
    /// Kills of a working program
    #[arg(long, default_value_t = 0)]
    kills: u32,
    /// Kills of a program that works and sends
    #[arg(long, default_value_t = 0)]
    sending_kills: u32,
    /// Disks as they may be left by a power cut; as many again for each of the two other settings
    #[arg(long, default_value_t = 0)]
    power_cuts: u32,
    /// Faults of the disk: at the first thing that SQLite asks of it, at the second …
    #[arg(long, default_value_t = 0)]
    disk_faults: u32,
    /// Bits, sectors and pages that change on the disk by themselves
    #[arg(long, default_value_t = 0)]
    bit_flips: u32,
    /// Desks that send through a network at its worst; and each planted bug until it is caught
    #[arg(long, default_value_t = 0)]
    network_seeds: u32,
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
    /// The same, and it sends what it has saved
    #[command(hide = true)]
    Send { folder: PathBuf, seed: u64, steps: u64, url: String },
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
    match &cli.hidden {
        Some(Hidden::Work { folder, seed, steps }) => return kills::work(folder, *seed, *steps).map(|()| true),
        Some(Hidden::Send { folder, seed, steps, url }) => {
            return network::send(folder, *seed, *steps, url).map(|()| true);
        }
        None => {}
    }
    println!("{}", heading());
    let mut as_expected = true;
    torture(cli, |row| {
        as_expected &= row.is_as_expected();
        println!("{row}");
    })?;
    Ok(as_expected)
}

fn torture(cli: &Cli, mut show: impl FnMut(Row)) -> Result<()> {
    let length = |asked: u32, full: u32| if cli.all { full } else { asked };
    let (kills, power_cuts) = (length(cli.kills, 1_000), length(cli.power_cuts, 2_000));
    let (disk_faults, bit_flips) = (length(cli.disk_faults, 500), length(cli.bit_flips, 2_000));
    let (network_seeds, sending_kills) = (length(cli.network_seeds, 1_000), length(cli.sending_kills, 500));
    if kills > 0 {
        show(kills::run(&std::env::current_exe()?, kills, cli.seed)?);
    }
    if sending_kills > 0 {
        show(network::run_kills(&std::env::current_exe()?, sending_kills, cli.seed)?);
    }
    for setting in [Setting::Shipped, Setting::WalNormal, Setting::DeleteFull].iter().filter(|_| power_cuts > 0) {
        show(power_cuts::run(*setting, power_cuts, cli.seed)?);
    }
    for disk in [Disk::Honest, Disk::Lying].iter().filter(|_| disk_faults > 0) {
        show(disk_faults::run(*disk, 1..=disk_faults, cli.seed)?);
    }
    if bit_flips > 0 {
        show(bit_flips::run(bit_flips, cli.seed)?);
    }
    if network_seeds > 0 {
        show(network::run(None, network_seeds, cli.seed)?);
    }
    for bug in network::BUGS.iter().filter(|_| network_seeds > 0) {
        show(network::run(Some(*bug), network_seeds.min(BUGGY), cli.seed)?);
    }
    Ok(())
}
