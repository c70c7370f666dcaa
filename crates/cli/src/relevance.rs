//! `centrala relevance`: judged queries against the desk's index.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use centrala_app::Desk;
use centrala_domain::{Kind, Target};
use centrala_search::relevance::{Figures, FirstFigures, Judged, Meaning, Report, ReportFigures, measure_with};
use centrala_search::{Boosts, Engine, Features, MeaningSource};
use clap::Args;
use serde::Serialize;

use crate::model::ModelFolder;
use crate::{Outcome, print, print_json};

#[derive(Args)]
pub struct Arguments {
    /// One JSON object a line: {"q", "rel": {"id": 2 exact or 1 helpful}, "kind"}; {"q", "best": [{"kind", "id"}],
    /// "also"} for what should open; or {"q", "service": [codes], "kind"} for a spoken report
    #[arg(value_name = "QUERIES.jsonl")]
    file: PathBuf,
    /// Also print the N queries answered worst, with what was wanted and what was found
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// By the match alone, without the editors' weights. A desk's own habits are never measured
    #[arg(long)]
    pure: bool,
    /// JSON: the figures with the vectors, as the desk answers on each key; `lexical` and `model` hold the same without
    /// any meaning and with the sentence model's (null where it is not installed)
    #[arg(long)]
    json: bool,
    /// Instead of measuring: for each query the first answer of each kind with what speaks for it, a JSON object a line,
    /// as `tools/ranking/fit.py` reads it
    #[arg(long, conflicts_with_all = ["worst", "pure", "json"])]
    features: bool,
    #[command(flatten)]
    model: ModelFolder,
}

/// One answer to a judged query, and what speaks for it.
#[derive(Serialize)]
struct Candidate {
    kind: Kind,
    id: String,
    features: Features,
}

/// The three ways in which the same queries are answered.
#[derive(Serialize)]
struct Reports {
    lexical: Report,
    #[serde(flatten)]
    vectors: Report,
    model: Option<Report>,
}

impl Arguments {
    pub fn run(self, desk: &Desk) -> Result<Outcome> {
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("{} cannot be read", self.file.display()))?;
        if self.features {
            print_features(&self.file, &text, desk.engine())?;
            return Ok(Outcome::Done);
        }
        let boosts = if self.pure { Boosts::pure() } else { Boosts::default() };
        let queries = judged(&text)?;
        let measured = |meaning: Meaning<'_>| measure_with(desk.engine(), &queries, &boosts, meaning);
        let nearness = |text: &str| desk.nearness(text).unwrap_or_default();
        let model = self.model.open(desk, Duration::MAX)?.then(|| measured(Meaning::Model(&nearness))).transpose()?;
        let reports = Reports { lexical: measured(Meaning::None)?, vectors: measured(Meaning::Vectors)?, model };
        if self.json {
            print_json(&reports)?
        } else {
            reports.print(self.worst)?
        }
        Ok(Outcome::Done)
    }
}

fn print_features(file: &Path, text: &str, engine: &Engine) -> Result<()> {
    judged(text)?;
    for (_, line) in lines(text) {
        let judged: serde_json::Value = serde_json::from_str(line)?;
        let query = judged["q"].as_str().unwrap_or_default();
        let found = engine.candidates(query, MeaningSource::Vectors)?;
        let candidate =
            |(target, features): (Target, Features)| Candidate { kind: target.kind, id: target.id, features };
        let candidates: Vec<Candidate> = found.into_iter().map(candidate).collect();
        print(&serde_json::json!({ "file": file, "judged": judged, "candidates": candidates }).to_string())?;
    }
    Ok(())
}

impl Reports {
    /// A table of each; the worst queries are those of the best equipped.
    fn print(&self, worst: usize) -> Result<()> {
        print("words alone")?;
        table(&self.lexical)?;
        print("\nwith vectors")?;
        table(&self.vectors)?;
        match &self.model {
            Some(model) => {
                print("\nwith the model")?;
                table(model)?;
            }
            None => print("\nwith the model: not installed, `cargo xtask model` brings it")?,
        }
        let mut queries: Vec<_> = self.model.as_ref().unwrap_or(&self.vectors).per_query.iter().collect();
        queries.sort_by(|a, b| a.value.total_cmp(&b.value));
        for query in queries.into_iter().take(worst) {
            print(&format!("\n{:.3} {} {:?}", query.value, query.kind, query.q))?;
            print(&format!("  wanted {}", query.wanted.join(" ")))?;
            print(&format!("  found  {}", query.found.join(" ")))?;
        }
        Ok(())
    }
}

fn table(report: &Report) -> Result<()> {
    if let Some(overall) = &report.overall {
        print(&format!(
            "{:<14} {:>4} {:>8} {:>8} {:>6} {:>6} {:>6} {:>8}",
            "kind", "n", "nDCG@10", "MRR@10", "S@1", "S@3", "typed", "service"
        ))?;
        print(&row("all", overall))?;
    }
    for (kind, figures) in &report.by_kind {
        print(&row(kind, figures))?;
    }
    report.first_words.as_ref().map_or(Ok(()), |figures| print(&first_words(figures)))?;
    report.reports.as_ref().map_or(Ok(()), |figures| print(&reports(figures)))
}

fn judged(text: &str) -> Result<Vec<Judged>> {
    let queries = lines(text).map(|(number, line)| judged_line(line).with_context(|| format!("line {number}")));
    let queries = queries.collect::<Result<Vec<_>>>()?;
    ensure!(!queries.is_empty(), "there is no judged query in it");
    Ok(queries)
}

/// The lines that say something, each with its number.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

/// Which shape it should have is seen by its fields, so that what is wrong with it can be named.
fn judged_line(line: &str) -> Result<Judged> {
    let value: serde_json::Value = serde_json::from_str(line).context("not a JSON object")?;
    let judged = match ["rel", "best", "service"].into_iter().find(|field| value.get(field).is_some()) {
        Some("rel") => Judged::Graded(serde_json::from_value(value)?),
        Some("best") => Judged::First(serde_json::from_value(value)?),
        Some(_) => Judged::Report(serde_json::from_value(value)?),
        None => bail!("expected \"rel\", \"best\" or \"service\" beside \"q\""),
    };
    Ok(judged)
}

fn row(kind: &str, f: &Figures) -> String {
    format!(
        "{kind:<14} {:>4} {:>8.3} {:>8.3} {:>6.3} {:>6.3} {:>6.3} {:>8.3}",
        f.queries, f.ndcg_at_10, f.mrr_at_10, f.success_at_1, f.success_at_3, f.typed_share, f.service_above
    )
}

fn first_words(f: &FirstFigures) -> String {
    format!(
        "first words {:>4}: right {:.3}, wrong opens {:.3}, right leads {:.3}",
        f.queries, f.right, f.wrong, f.first
    )
}

fn reports(f: &ReportFigures) -> String {
    let (first, in_three) = (f.form_first, f.form_in_three);
    format!(
        "reports {:>4}: first {:.3}, in three {:.3}; in the form first {first:.3}, in three {in_three:.3}",
        f.queries, f.first, f.in_three
    )
}
