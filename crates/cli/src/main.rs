//! `centrala`: the desk from the command line, for scripts and for support. The same acts on the same files as the
//! window; errors go to stderr, in English, with an exit code.

mod article;
mod backup;
mod bench;
mod danger;
mod doctor;
mod flags;
mod key;
mod missed;
mod model;
mod outbox;
mod pack;
mod place;
mod print;
mod recover;
mod relevance;
mod search;
mod service;
mod settings;
mod ticket;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use centrala_app::{Desk, DeskFolder, SystemClock};
use clap::{Parser, Subcommand};
use serde::Serialize;

/// Exit codes: 0 done, 1 the act failed, 2 wrong usage, 3 the input was refused (each problem is named).
#[derive(Parser)]
#[command(name = "centrala", version, about = "Procedures found and interventions logged, from the command line")]
#[command(after_help = "Examples:\n  centrala search dowod osobisty\n  centrala search --unit zdit --json dziura\n  \
    centrala article KA-01305\n  centrala ticket new --json ticket.json\n  centrala pack check assets/content\n\n\
    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused.")]
struct Arguments {
    /// The desk's folder [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find what is meant: procedures, kinds of intervention, units, matters elsewhere, a ticket's number
    Search(search::Arguments),
    /// Find kinds of intervention, as the form's field does
    Service(service::Arguments),
    /// Say whether what a caller tells is a danger, and which number to call
    Danger(danger::Arguments),
    /// Find an address, a corner, an osiedle or a landmark, as the form's box "Gdzie" does
    Place(place::Arguments),
    /// Show one article of the knowledge base
    Article(article::Arguments),
    /// Log a ticket, list tickets, show one
    #[command(subcommand)]
    Ticket(ticket::Command),
    /// Make a resident's paper as PDF: the slip of a ticket, an article, a list of documents
    Print(print::Arguments),
    /// Check reference content and build an edition of it
    #[command(subcommand)]
    Pack(pack::Command),
    /// What operators looked for and did not find, for the editors
    Missed(missed::Arguments),
    /// Articles that operators hold for outdated, for the editors
    Flags(flags::Arguments),
    /// Measure search against judged queries
    Relevance(relevance::Arguments),
    /// Let the sentence model read this edition, once, and keep that beside its weights: no desk has to do it then
    Model(model::Arguments),
    /// Measure how fast search answers, and how often the pickers are right
    #[command(subcommand)]
    Bench(bench::Command),
    /// Become one of the city's desks, with a one-time code
    Enroll(outbox::Enroll),
    /// What waits for the city, and what a person must look at
    Outbox(outbox::Arguments),
    /// Seal what can no longer be undone: not even this desk can read the contact after that
    Seal,
    /// Send all that waits, now
    Upload,
    /// Copy all that waits into a folder, for a way without a network
    ExportBatch(outbox::ExportBatch),
    /// Apply a receipt that came back without a network
    ImportReceipt(outbox::ImportReceipt),
    /// Make a checked copy of the desk's file now; the desk makes one a day by itself
    Backup,
    /// Who keeps the key of the desk's file
    Key(key::Arguments),
    /// Bring a desk back whose file is damaged or lost, or whose key is; says what came from where
    Recover(recover::Arguments),
    /// How the desk is set up: name, mode, theme, zoom, keys
    Settings(settings::Arguments),
    /// What is installed, where, and whether it is healthy
    Doctor(doctor::Arguments),
}

/// How an act ended: a refusal is told apart from a failure.
enum Outcome {
    Done,
    Refused,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match act(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(3),
        // A closed pipe (`centrala … | head`) is no failure of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("centrala: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(arguments: Arguments) -> Result<Outcome> {
    let named = || arguments.data.clone().map_or_else(DeskFolder::of_this_platform, |path| Ok(DeskFolder::new(path)));
    let folder = || key::unlocked(named()?);
    let desk = |folder: DeskFolder| Desk::open(&folder, SystemClock);
    match arguments.command {
        Command::Search(search) => search.run(&desk(folder()?)?),
        Command::Service(service) => service.run(&desk(folder()?)?),
        Command::Danger(danger) => danger.run(&desk(folder()?)?),
        Command::Place(place) => place.run(&desk(folder()?)?),
        Command::Article(article) => article.run(&desk(folder()?)?),
        Command::Ticket(ticket) => ticket.run(&desk(folder()?)?),
        Command::Print(paper) => paper.run(&desk(folder()?)?),
        Command::Missed(missed) => missed.run(&desk(folder()?)?),
        Command::Flags(flags) => flags.run(&desk(folder()?)?),
        Command::Relevance(relevance) => relevance.run(&desk(folder()?)?),
        Command::Model(model) => model.run(&desk(folder()?)?),
        Command::Bench(bench::Command::Search(bench)) => bench.run(&desk(folder()?)?),
        Command::Bench(bench::Command::Pickers(pickers)) => pickers.run(),
        Command::Bench(bench::Command::Memory(memory)) => memory.run(),
        Command::Pack(pack) => pack.run(),
        Command::Enroll(enroll) => enroll.run(&desk(folder()?)?),
        Command::Outbox(outbox) => outbox.run(&desk(folder()?)?),
        Command::Seal => outbox::seal(&desk(folder()?)?),
        Command::Upload => outbox::upload(&desk(folder()?)?),
        Command::ExportBatch(export) => export.run(&desk(folder()?)?),
        Command::ImportReceipt(import) => import.run(&desk(folder()?)?),
        Command::Backup => backup::run(&desk(folder()?)?),
        Command::Key(key) => key.run(&folder()?),
        Command::Recover(recover) => recover.run(&folder().or_else(|_| named())?),
        Command::Settings(settings) => settings.run(&named()?),
        Command::Doctor(doctor) => doctor.run(&folder().or_else(|_| named())?),
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
