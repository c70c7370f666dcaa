//! `centrala bench search`: how fast search answers, letter by letter, at any number of documents; `centrala bench pickers`:
//! how often the form's pickers show what was meant (`pickers`).
//!
//! The corpus is made in `corpus`, the letters are typed in `typing`, the memory is that of a process of its own
//! (`memory`), and `fts5` is the rival. Deliberately not here: whether the answers are good (`centrala relevance`).

mod corpus;
mod fts5;
mod memory;
mod pickers;
mod report;
mod typing;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use centrala_app::Desk;
use centrala_domain::Content;
use centrala_search::Engine;
use clap::{Args, Subcommand, ValueEnum};

use crate::{Outcome, print, print_json};
use report::{Build, Report};

#[derive(Subcommand)]
pub enum Command {
    /// Type queries letter by letter into an index of N documents and print how long each letter took
    #[command(after_help = EXPLAINED)]
    Search(Arguments),
    /// Type every street and report every matter twice: is the right one among the first three?
    #[command(after_help = pickers::EXPLAINED)]
    Pickers(pickers::Arguments),
    /// The process whose memory is measured: opens an index, answers, prints its kB
    #[command(hide = true)]
    Memory(memory::Arguments),
}

const EXPLAINED: &str = "\
The corpus is deterministic: the desk's own procedures first, then mixtures of them with made-up words of a Zipf tail.\n\
A keystroke is one search with facet counts and ten hits with their snippets, in one thread, warm. Each is asked\n\
--rounds times and counts with its shortest time: what other programs on the machine add is no part of it. The digest\n\
is of all answers: two builds with the same digest answer alike.\n\n\
--against fts5 puts the same documents into SQLite FTS5 (unicode61 without diacritics, prefix indexes 1 to 3) and asks\n\
it the same letters in turn: any of the words, the open one by its beginning, bm25 with the same column weights, ten\n\
snippets, facet counts of the whole match set.\n\n\
Examples:\n  centrala bench search --documents 1000\n  centrala bench search --documents 100000 --keep /var/tmp/bench --json\n  \
centrala bench search --documents 10000 --against fts5 --every 4\n\nMeasure with a release build.";

#[derive(Args)]
pub struct Arguments {
    /// How many documents the corpus has
    #[arg(long, value_name = "N", default_value_t = 1000)]
    documents: u32,
    /// Also measure another engine with the same work in the same run
    #[arg(long, value_name = "ENGINE")]
    against: Option<Rival>,
    /// Keep the index in DIR and use it again next time [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// One JSON object a line with the query in "q" [default: the built-in development queries]
    #[arg(long, value_name = "QUERIES.jsonl")]
    queries: Option<PathBuf>,
    /// Type only every K-th query: for a slow rival or a large corpus
    #[arg(long, value_name = "K", default_value_t = 1)]
    every: usize,
    /// How often each letter is asked; its shortest time counts
    #[arg(long, value_name = "R", default_value_t = 3)]
    rounds: usize,
    /// Also ask each file of DIR whole and name the slowest: nasty inputs, as the fuzzer keeps them
    #[arg(long, value_name = "DIR")]
    inputs: Option<PathBuf>,
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rival {
    Fts5,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let report = self.measured(desk)?;
        if self.json {
            print_json(&report)?
        } else {
            print(&report.to_string())?
        }
        Ok(Outcome::Done)
    }

    fn measured(&self, desk: &Desk) -> Result<Report> {
        let temporary = tempfile::tempdir()?;
        let dir = self.keep.as_deref().unwrap_or(temporary.path());
        let key = corpus::key(self.documents);
        let (index, build) = self.index(dir, &key, desk)?;
        let keystrokes = typing::keystrokes(self.queries.as_deref(), self.every)?;
        let rival = match self.against {
            Some(Rival::Fts5) => Some(fts5::Rival::build(temporary.path(), &self.content(desk)?)?),
            None => None,
        };
        let typed = typing::Typed::measure(&index, &keystrokes, self.rounds, rival.as_ref())?;
        let inputs = self.inputs.as_deref().map(|inputs| typing::slowest(&index, inputs, self.rounds)).transpose()?;
        let memory = memory::of_a_process(dir, &key, self.queries.as_deref())?;
        Ok(Report::new(self.documents, build, &typed, rival.as_ref(), inputs, memory))
    }

    fn content(&self, desk: &Desk) -> Result<Content> {
        Ok(corpus::make(desk.content()?, self.documents))
    }

    /// Opened where it was kept, else built; making the corpus is no part of the building time.
    fn index(&self, dir: &Path, key: &str, desk: &Desk) -> Result<(Engine, Build)> {
        let mut started = Instant::now();
        let opened = Engine::open_or_build(dir, key, || {
            let content = self.content(desk).map_err(|error| std::io::Error::other(error.to_string()));
            started = Instant::now();
            content
        })?;
        let seconds = opened.rebuilt.then(|| started.elapsed().as_secs_f64());
        let before = Instant::now();
        let index = Engine::open(dir, key).context("the index that was just built")?;
        let open_ms = before.elapsed().as_secs_f64() * 1000.0;
        Ok((index, Build { seconds, open_ms, bytes: size(dir)? }))
    }
}

/// Bytes of all files under a folder.
fn size(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let data = entry.metadata()?;
        bytes += if data.is_dir() { size(&entry.path())? } else { data.len() };
    }
    Ok(bytes)
}
