//! Queries typed letter by letter, each letter timed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use centrala_search::{Answer, Engine, Query};
use serde::{Deserialize, Serialize};

use super::fts5::Rival;

const BUILT_IN: &str = include_str!("../../../../tests/relevance/dev.jsonl");
const SNIPPETS: u32 = 10;

#[derive(Deserialize)]
struct Line {
    q: String,
}

/// What stands in the box after one letter.
pub struct Keystroke {
    pub text: String,
    /// Letters of the word being typed: the shorter, the more words it begins.
    pub open: usize,
}

/// Every beginning of every `every`-th query of the file, or of the built-in development queries.
pub fn keystrokes(file: Option<&Path>, every: usize) -> Result<Vec<Keystroke>> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?,
        None => BUILT_IN.to_owned(),
    };
    let mut keystrokes = Vec::new();
    for (at, line) in text.lines().enumerate().step_by(every.max(1)).filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).with_context(|| format!("line {}", at + 1))?;
        keystrokes.extend(line.q.char_indices().map(|(at, c)| keystroke(&line.q[..at + c.len_utf8()])));
    }
    Ok(keystrokes)
}

fn keystroke(text: &str) -> Keystroke {
    let open = text.chars().rev().take_while(|c| c.is_alphanumeric()).count();
    Keystroke { text: text.to_owned(), open }
}

/// Each keystroke's time in milliseconds, the shortest of its rounds.
pub struct Typed {
    pub ours: Vec<(usize, f64)>,
    pub rivals: Vec<(usize, f64)>,
    pub digest: u64,
}

impl Typed {
    pub fn measure(index: &Engine, keystrokes: &[Keystroke], rounds: usize, rival: Option<&Rival>) -> Result<Self> {
        let rounds = rounds.max(1);
        let mut times = vec![(Vec::new(), Vec::new()); keystrokes.len()];
        let mut digest = DefaultHasher::new();
        for round in 0..rounds {
            for (keystroke, (ours, rivals)) in keystrokes.iter().zip(&mut times) {
                let (ms, answer) = timed(|| ask(index, &keystroke.text))?;
                ours.push(ms);
                if round == 0 {
                    note(&answer, &mut digest);
                }
                if let Some(rival) = rival {
                    rivals.push(timed(|| rival.ask(&keystroke.text))?.0);
                }
            }
        }
        let of = |times: &[f64], keystroke: &Keystroke| (keystroke.open, shortest(times));
        let ours = times.iter().zip(keystrokes).map(|((ours, _), keystroke)| of(ours, keystroke)).collect();
        let rivals = times.iter().zip(keystrokes).filter(|((_, rivals), _)| !rivals.is_empty());
        let rivals = rivals.map(|((_, rivals), keystroke)| of(rivals, keystroke)).collect();
        Ok(Self { ours, rivals, digest: digest.finish() })
    }
}

pub fn ask(index: &Engine, text: &str) -> Result<Answer> {
    Ok(index.search(&Query { text: text.to_owned(), limit: SNIPPETS, ..Query::default() })?)
}

/// In milliseconds.
pub fn timed<T>(act: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let started = Instant::now();
    let result = act()?;
    Ok((started.elapsed().as_secs_f64() * 1000.0, result))
}

/// What an operator sees of an answer, in its order; scores and times are no part of it.
fn note(answer: &Answer, digest: &mut DefaultHasher) {
    answer.total.hash(digest);
    answer.weak.hash(digest);
    for facet in answer.facets.units.iter().chain(&answer.facets.categories) {
        (&facet.id, facet.count).hash(digest);
    }
    for hit in &answer.hits {
        hit.id.hash(digest);
        let fragments = hit.title_fragments.iter().chain(&hit.snippet);
        fragments.for_each(|fragment| (&fragment.text, fragment.marked).hash(digest));
    }
}

/// Other programs on the machine only ever add.
fn shortest(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The input that took longest.
#[derive(Serialize)]
pub struct Slowest {
    pub inputs: usize,
    pub file: String,
    pub ms: f64,
}

/// Asks every file of a folder whole; bytes that are no text are replaced, as a paste would.
pub fn slowest(index: &Engine, dir: &Path, rounds: usize) -> Result<Slowest> {
    let mut slowest = Slowest { inputs: 0, file: String::new(), ms: 0.0 };
    for entry in std::fs::read_dir(dir).with_context(|| format!("{} cannot be read", dir.display()))? {
        let path = entry?.path();
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let mut times = Vec::new();
        for _ in 0..rounds.max(1) {
            times.push(timed(|| ask(index, &text))?.0);
        }
        let ms = shortest(&times);
        slowest.inputs += 1;
        if ms > slowest.ms {
            slowest.ms = ms;
            slowest.file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
    }
    Ok(slowest)
}
