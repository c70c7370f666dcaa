//! `centrala-intake`: serve, and look after what was received. Commands work on the same data folder while the service
//! runs. Errors go to stderr, in English, with an exit code.

mod audit;
mod desks;
mod files;
mod out;
mod serve;
mod table;
mod tickets;
mod who;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use serde::Serialize;

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
    /// Keep the ledger in this PostgreSQL database, for example postgresql://intake@localhost/intake
    #[arg(long, global = true, value_name = "URL", env = "CENTRALA_INTAKE_POSTGRES", hide_env_values = true)]
    postgres: Option<postgres::Config>,
    /// The newest edition: given to desks, and the catalogue that tickets are held against
    #[arg(long, global = true, value_name = "FILE", env = "CENTRALA_INTAKE_EDITION")]
    edition: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service until it is told to stop (SIGTERM, Ctrl+C)
    Serve(serve::Arguments),
    /// Make a one-time code with which a desk enrols
    EnrollCode(desks::CodeArguments),
    /// List desks, revoke one
    #[command(subcommand)]
    Desks(desks::Command),
    /// List what has arrived
    Tickets(tickets::ListArguments),
    /// Say how a ticket is: its desk learns of it
    Status(tickets::StatusArguments),
    /// All tickets, opened, for other programs
    Export(tickets::ExportArguments),
    /// Take one ticket out for good, on its reporter's demand
    Erase(tickets::EraseArguments),
    /// Who has read contacts, and who has erased what
    Audit(audit::Arguments),
    /// The public halves of the city's keys
    Keys,
    /// Take a batch that was carried here on a stick
    Import(files::ImportArguments),
    /// Copy the ledger while the service runs, and read the copy back
    Backup(files::BackupArguments),
    /// Put a copy in the place of a lost ledger
    Restore(files::RestoreArguments),
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
    let PlaceArguments { data, recovery, postgres, edition } = arguments.place;
    let place = Place { data, recovery, postgres, edition };
    let office = || Office::open(&place);
    match arguments.command {
        Command::Serve(serve) => serve.run(place),
        Command::EnrollCode(code) => code.run(&office()?),
        Command::Desks(desks) => desks.run(&office()?),
        Command::Tickets(tickets) => tickets.run(&office()?),
        Command::Status(status) => status.run(&office()?),
        Command::Export(export) => export.run(&office()?),
        Command::Erase(erase) => erase.run(&office()?),
        Command::Audit(audit) => audit.run(&office()?),
        Command::Keys => files::keys(&office()?),
        Command::Import(import) => import.run(&office()?),
        Command::Backup(backup) => backup.run(&office()?),
        Command::Restore(restore) => restore.run(&place),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::BrokenPipe)
}

/// One JSON document on stdout.
fn print_json(value: &impl Serialize) -> Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}

fn print(text: &str) -> Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
