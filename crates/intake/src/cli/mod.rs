//! `centrala-intake`: serve, and look after what was received. Commands work on the same data folder while the service
//! runs. Errors go to stderr, in English, with an exit code.

mod desks;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::office::{Office, Place};

#[derive(Parser)]
#[command(name = "centrala-intake", version, about = "Takes batches of tickets and signs receipts")]
#[command(after_help = "Examples:\n  centrala-intake serve --data /srv/intake --listen 127.0.0.1:8443\n  \
    centrala-intake enroll-code --data /srv/intake\n\n\
    Exit codes: 0 done, 1 failed, 2 wrong usage.")]
struct Arguments {
    #[command(flatten)]
    place: PlaceArguments,
    #[command(subcommand)]
    command: Command,
}

/// Where the intake keeps what it has.
#[derive(Args)]
struct PlaceArguments {
    /// The folder of keys, uploads and (unless PostgreSQL has it) the ledger
    #[arg(long, global = true, value_name = "DIR", default_value = "intake-data", env = "CENTRALA_INTAKE_DATA")]
    data: PathBuf,
    /// At the first start: the public half of the city's own recovery key; one is made when absent
    #[arg(long, global = true, value_name = "age1…")]
    recovery: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service until it is told to stop (SIGTERM, Ctrl+C)
    Serve(serve::Arguments),
    /// Make a one-time code with which a desk enrols
    EnrollCode(desks::CodeArguments),
}

pub fn command_line() -> ExitCode {
    match act(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // A closed pipe (`… | head`) is no failure of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("centrala-intake: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(arguments: Arguments) -> Result<()> {
    let PlaceArguments { data, recovery } = arguments.place;
    let place = Place { data, recovery };
    let office = || Office::open(&place);
    match arguments.command {
        Command::Serve(serve) => serve.run(place),
        Command::EnrollCode(code) => code.run(&office()?),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::BrokenPipe)
}

fn print(text: &str) -> Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
