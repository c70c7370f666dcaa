//! What was measured, for people and for programs.

use std::fmt;

use serde::Serialize;

use super::fts5::Rival;
use super::typing::{Slowest, Typed};

/// Milliseconds.
#[derive(Default, Serialize)]
pub struct Times {
    pub count: usize,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    pub max: f64,
}

/// All keystrokes, and those with 1, 2, 3 or more letters of the word being typed.
#[derive(Serialize)]
pub struct Lengths {
    all: Times,
    one_letter: Times,
    two_letters: Times,
    more: Times,
}

#[derive(Serialize)]
pub struct Build {
    /// None where a kept index was opened.
    pub seconds: Option<f64>,
    pub open_ms: f64,
    pub bytes: u64,
}

#[derive(Serialize)]
struct Other {
    name: &'static str,
    build_seconds: f64,
    bytes: u64,
    keystrokes: Lengths,
    /// Its times in ours.
    ratio_p50: f64,
    ratio_p95: f64,
    ratio_p99: f64,
}

#[derive(Serialize)]
pub struct Report {
    documents: u32,
    build: Build,
    keystrokes: Lengths,
    /// Of all answers, in order.
    digest: String,
    memory_mb: Option<f64>,
    against: Option<Other>,
    slowest_input: Option<Slowest>,
}

impl Report {
    pub fn new(
        documents: u32,
        build: Build,
        typed: &Typed,
        rival: Option<&Rival>,
        slowest_input: Option<Slowest>,
        memory_mb: Option<f64>,
    ) -> Self {
        let keystrokes = Lengths::of(&typed.ours);
        let against = rival.map(|rival| Other::of(rival, &keystrokes, Lengths::of(&typed.rivals)));
        let digest = format!("{:016x}", typed.digest);
        Self { documents, build, keystrokes, digest, memory_mb, against, slowest_input }
    }
}

impl Other {
    fn of(rival: &Rival, ours: &Lengths, keystrokes: Lengths) -> Self {
        let ratio = |of: fn(&Times) -> f64| of(&keystrokes.all) / of(&ours.all);
        let (ratio_p50, ratio_p95, ratio_p99) = (ratio(|t| t.p50), ratio(|t| t.p95), ratio(|t| t.p99));
        let (build_seconds, bytes) = (rival.build_seconds, rival.bytes);
        Self { name: "fts5", build_seconds, bytes, keystrokes, ratio_p50, ratio_p95, ratio_p99 }
    }
}

impl Lengths {
    fn of(keystrokes: &[(usize, f64)]) -> Self {
        let times = |wanted: fn(usize) -> bool| {
            Times::of(keystrokes.iter().filter(|(open, _)| wanted(*open)).map(|(_, ms)| *ms).collect())
        };
        Self {
            all: times(|_| true),
            one_letter: times(|open| open == 1),
            two_letters: times(|open| open == 2),
            more: times(|open| open > 2),
        }
    }

    fn rows(&self) -> [(&'static str, &Times); 4] {
        [
            ("all", &self.all),
            ("1 letter", &self.one_letter),
            ("2 letters", &self.two_letters),
            ("3 and more", &self.more),
        ]
    }
}

impl Times {
    pub fn of(mut ms: Vec<f64>) -> Self {
        ms.sort_by(f64::total_cmp);
        let at = |percent: usize| ms.get((ms.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0);
        Self { count: ms.len(), p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

fn table(out: &mut fmt::Formatter<'_>, name: &str, lengths: &Lengths) -> fmt::Result {
    let heads = ["keystrokes", "p50 ms", "p95 ms", "p99 ms", "max ms"];
    writeln!(out, "{name:<12}{:>11}{:>9}{:>9}{:>9}{:>9}", heads[0], heads[1], heads[2], heads[3], heads[4])?;
    for (row, times) in lengths.rows() {
        let Times { count, p50, p95, p99, max } = times;
        writeln!(out, "{row:<12}{count:>11}{p50:>9.2}{p95:>9.2}{p99:>9.2}{max:>9.2}")?;
    }
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Build { seconds, open_ms, bytes } = &self.build;
        let built = seconds.map_or_else(|| "kept".to_owned(), |seconds| format!("built in {seconds:.1} s"));
        writeln!(out, "{} documents, {built}, {:.1} MB, opened in {open_ms:.0} ms", self.documents, megabytes(*bytes))?;
        table(out, "centrala", &self.keystrokes)?;
        if let Some(other) = &self.against {
            table(out, other.name, &other.keystrokes)?;
            let Other { ratio_p50, ratio_p95, ratio_p99, build_seconds, bytes, name, .. } = other;
            let size = megabytes(*bytes);
            writeln!(
                out,
                "{name} takes {ratio_p50:.1}, {ratio_p95:.1}, {ratio_p99:.1} times as long at p50, p95, p99"
            )?;
            writeln!(out, "{name} built in {build_seconds:.1} s, {size:.1} MB")?;
        }
        if let Some(Slowest { inputs, file, ms }) = &self.slowest_input {
            writeln!(out, "slowest of {inputs} inputs: {file}, {ms:.2} ms")?;
        }
        if let Some(memory) = self.memory_mb {
            writeln!(out, "a process that only searches: {memory:.1} MB (proportional)")?;
        }
        write!(out, "digest of the answers: {}", self.digest)
    }
}
