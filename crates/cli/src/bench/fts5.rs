//! The rival: SQLite's FTS5 on the same documents, with the same work for each letter.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use centrala_domain::text::plain;
use centrala_domain::{Content, Procedure};
use rusqlite::{Connection, params};

/// Columns and their weights as ours: title, summary, body, place.
const TABLE: &str = "CREATE VIRTUAL TABLE article USING fts5(title, summary, body, place, \
    tokenize = \"unicode61 remove_diacritics 2\", prefix = '1 2 3')";
const TEN: &str = "SELECT rowid, title, snippet(article, -1, '[', ']', '…', 24) FROM article WHERE article MATCH ?1 \
    ORDER BY bm25(article, 3.0, 1.5, 1.0, 0.5) LIMIT 10";
const ALL: &str = "SELECT rowid FROM article WHERE article MATCH ?1";

pub struct Rival {
    connection: Connection,
    /// Of each document: position of its unit, positions of its categories. Counting stays in memory, as ours does.
    belongs: Vec<(usize, Vec<usize>)>,
    nodes: usize,
    pub build_seconds: f64,
    pub bytes: u64,
}

impl Rival {
    pub fn build(dir: &Path, content: &Content) -> Result<Self> {
        let file = dir.join("fts5.sqlite");
        let started = Instant::now();
        let mut connection = Connection::open(&file)?;
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
        connection.execute_batch(TABLE)?;
        let units: Vec<&str> = content.units.iter().map(|unit| unit.id.as_str()).collect();
        let labels: Vec<(&str, &str)> = labels(content);
        let transaction = connection.transaction()?;
        for (at, procedure) in (1_i64..).zip(&content.procedures) {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO article (rowid, title, summary, body, place) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let place = place(procedure, content, &labels);
            insert.execute(params![at, procedure.title, procedure.summary, body(procedure), place])?;
        }
        transaction.commit()?;
        connection.execute("INSERT INTO article (article) VALUES ('optimize')", [])?;
        let build_seconds = started.elapsed().as_secs_f64();
        let belongs = |procedure: &Procedure| {
            let unit = units.iter().position(|unit| *unit == procedure.unit).unwrap_or_default();
            let category = |id: &String| labels.iter().position(|(label, _)| label == id);
            (unit, procedure.categories.iter().filter_map(category).map(|at| units.len() + at).collect())
        };
        Ok(Self {
            belongs: content.procedures.iter().map(belongs).collect(),
            nodes: units.len() + labels.len(),
            build_seconds,
            bytes: fs::metadata(&file)?.len(),
            connection,
        })
    }

    /// Ten hits with snippets, and the facet counts of all: how many came back, so that nothing is left undone.
    pub fn ask(&self, text: &str) -> Result<usize> {
        let Some(wanted) = matched(text) else { return Ok(0) };
        let mut ten = self.connection.prepare_cached(TEN)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(2)?));
        let hits = ten.query_map([&wanted], row)?.collect::<Result<Vec<_>, _>>()?;
        let mut counts = vec![0_u32; self.nodes];
        let mut all = self.connection.prepare_cached(ALL)?;
        let mut rows = all.query([&wanted])?;
        while let Some(row) = rows.next()? {
            let (unit, categories) = &self.belongs[usize::try_from(row.get::<_, i64>(0)?)? - 1];
            counts[*unit] += 1;
            categories.iter().for_each(|at| counts[*at] += 1);
        }
        Ok(hits.len() + counts.iter().filter(|count| **count > 0).count())
    }
}

/// Any of the words; the last by its beginning while it is open.
fn matched(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let quoted: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    let open = if text.ends_with(char::is_alphanumeric) { "*" } else { "" };
    (!quoted.is_empty()).then(|| quoted.join(" OR ") + open)
}

/// Id and label of every category, in order.
fn labels(content: &Content) -> Vec<(&str, &str)> {
    let own = content.categories.iter().map(|top| (top.id.as_str(), top.label.as_str()));
    let children = content.categories.iter().flat_map(|top| &top.children);
    own.chain(children.map(|child| (child.id.as_str(), child.label.as_str()))).collect()
}

fn place(procedure: &Procedure, content: &Content, labels: &[(&str, &str)]) -> String {
    let unit = content.units.iter().find(|unit| unit.id == procedure.unit);
    let unit = unit.map(|unit| format!("{} {}", unit.name, unit.short)).unwrap_or_default();
    let label = |id: &String| labels.iter().find(|(label, _)| label == id).map(|(_, label)| *label);
    let labels: Vec<&str> = procedure.categories.iter().filter_map(label).collect();
    format!("{} {unit} {}", procedure.id, labels.join(" "))
}

/// Steps and sections as text.
fn body(procedure: &Procedure) -> String {
    let sections = &procedure.sections;
    let steps =
        procedure.steps.iter().map(|step| format!("{} {}", step.title, step.hint.as_deref().unwrap_or_default()));
    let html = [&sections.how, &sections.time_and_place].into_iter().flatten().map(|html| plain(html));
    let fees = sections.fees.iter().map(|fee| format!("{} {}", fee.what, fee.note.as_deref().unwrap_or_default()));
    let rest = sections.documents.iter().chain(&sections.legal_basis).chain(&sections.appeal).cloned();
    steps.chain(html).chain(fees).chain(rest).collect::<Vec<_>>().join("\n")
}
