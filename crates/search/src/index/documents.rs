//! Content → the documents of the index and the side file. Runs when an index is built, never on a keystroke.

use std::collections::HashMap;

use centrala_domain::text::{fold_char, plain};
use centrala_domain::{Category, Content, LexiconEntry, Procedure, Unit};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use crate::index::schema::{Fields, PART_COUNT, pre_tokenized};
use centrala_polish::terms::Terms;
use crate::sections::lines::lines;
use crate::sections::stored;

/// What an index needs beside its postings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Side {
    pub units: Vec<Node>,
    pub categories: Vec<Node>,
    pub lexicon: Vec<LexiconEntry>,
    /// The places of the procedures of the table of meanings in the order of titles.
    pub meant: Vec<u64>,
}

/// A unit or category; `parent` is a position in the same list.
#[derive(Debug, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub parent: Option<usize>,
}

impl Side {
    pub fn of(content: &Content) -> Self {
        let at = |id: &str| content.units.iter().position(|unit| unit.id == id);
        let unit = |unit: &Unit| Node { id: unit.id.clone(), parent: unit.parent.as_deref().and_then(at) };
        let mut categories = Vec::new();
        for top in &content.categories {
            let parent = categories.len();
            categories.push(Node { id: top.id.clone(), parent: None });
            categories.extend(top.children.iter().map(|child| Node { id: child.id.clone(), parent: Some(parent) }));
        }
        let lexicon = content.lexicon.clone();
        Self { units: content.units.iter().map(unit).collect(), categories, lexicon, meant: meant(content) }
    }
}

/// Every procedure as a document.
pub fn documents<'a>(
    content: &'a Content,
    side: &'a Side,
    fields: &'a Fields,
) -> impl Iterator<Item = TantivyDocument> + 'a {
    let writer = Writer::new(content, side, fields);
    let ranks = ranks(&content.procedures);
    let by_id: HashMap<&str, u64> =
        content.procedures.iter().map(|procedure| procedure.id.as_str()).zip(ranks.iter().copied()).collect();
    content.procedures.iter().zip(ranks).map(move |(procedure, rank)| {
        let mut document = writer.document(procedure, rank);
        if let Some(successor) = procedure.replaced_by.as_deref().and_then(|id| by_id.get(id)) {
            document.add_u64(fields.successor, *successor);
        }
        document
    })
}

fn meant(content: &Content) -> Vec<u64> {
    let Some(table) = &content.meanings else { return Vec::new() };
    let ids = content.procedures.iter().map(|procedure| procedure.id.as_str());
    let by_id: HashMap<&str, u64> = ids.zip(ranks(&content.procedures)).collect();
    table.procedures().iter().map(|id| by_id.get(id.as_str()).copied().unwrap_or(u64::MAX)).collect()
}

struct Writer<'a> {
    fields: &'a Fields,
    content: &'a Content,
    /// Id → position and the names it is known by.
    units: HashMap<&'a str, (usize, String)>,
    categories: HashMap<&'a str, (usize, String)>,
}

impl<'a> Writer<'a> {
    fn new(content: &'a Content, side: &'a Side, fields: &'a Fields) -> Self {
        let names: HashMap<&str, String> = content.units.iter().map(|unit| (unit.id.as_str(), names(unit))).collect();
        let with_parent = |unit: &'a Unit| {
            let parent = unit.parent.as_deref().and_then(|parent| names.get(parent)).cloned().unwrap_or_default();
            format!("{} {parent}", names.get(unit.id.as_str()).cloned().unwrap_or_default())
        };
        let units = content.units.iter().enumerate().map(|(at, unit)| (unit.id.as_str(), (at, with_parent(unit))));
        let labels = labels(&content.categories);
        let categories = side.categories.iter().enumerate();
        Self {
            fields,
            content,
            units: units.collect(),
            categories: categories
                .map(|(at, node)| (node.id.as_str(), (at, labels.get(node.id.as_str()).cloned().unwrap_or_default())))
                .collect(),
        }
    }

    fn document(&self, procedure: &Procedure, rank: u64) -> TantivyDocument {
        let body = body(procedure);
        let mut place = Terms::default();
        place.add_symbol(&procedure.id);
        let mut document = TantivyDocument::default();
        if let Some((at, names)) = self.units.get(procedure.unit.as_str()) {
            place.add(names);
            document.add_u64(self.fields.unit, *at as u64);
        }
        for (at, label) in procedure.categories.iter().filter_map(|id| self.categories.get(id.as_str())) {
            place.add(label);
            document.add_u64(self.fields.category, *at as u64);
        }
        let title = Terms::of(&procedure.title);
        let mut summary = Terms::of(&procedure.summary);
        procedure.keywords.iter().for_each(|keyword| summary.add(keyword));
        self.add_parts(&mut document, [title, summary, Terms::of(&body), place]);
        document.add_text(self.fields.id, &procedure.id);
        document.add_text(self.fields.title, &procedure.title);
        document.add_text(self.fields.lines, self.lines(procedure));
        document.add_u64(self.fields.rank, rank);
        document.add_u64(self.fields.often, u64::from(procedure.often));
        document
    }

    fn lines(&self, procedure: &Procedure) -> String {
        let unit = |id: &str| self.units.get(id).map(|(at, _)| &self.content.units[*at]);
        let own = unit(&procedure.unit);
        let parent = own.and_then(|own| unit(own.parent.as_deref()?));
        let names = self.units.get(procedure.unit.as_str()).map_or("", |(_, names)| names);
        stored::write(&procedure.title, names, &lines(procedure, own, parent))
    }

    fn add_parts(&self, document: &mut TantivyDocument, parts: [Terms; PART_COUNT]) {
        let mut vocabulary = Vec::new();
        for (at, terms) in parts.into_iter().enumerate() {
            vocabulary.extend(terms.forms.iter().cloned());
            document.add_pre_tokenized_text(self.fields.forms[at], pre_tokenized(terms.forms));
            document.add_pre_tokenized_text(self.fields.lemmas[at], pre_tokenized(terms.lemmas));
        }
        vocabulary.sort_unstable();
        vocabulary.dedup();
        document.add_pre_tokenized_text(self.fields.vocabulary, pre_tokenized(vocabulary));
    }
}

/// Name, short name and former names: callers use all of them.
fn names(unit: &Unit) -> String {
    format!("{} {} {}", unit.name, unit.short, unit.former.join(" "))
}

/// A child's label with its parent's.
fn labels(categories: &[Category]) -> HashMap<&str, String> {
    let own = categories.iter().map(|top| (top.id.as_str(), top.label.clone()));
    let children = categories.iter().flat_map(|top| {
        top.children.iter().map(move |child| (child.id.as_str(), format!("{} {}", child.label, top.label)))
    });
    own.chain(children).collect()
}

/// Steps and sections as plain text, for their words.
fn body(procedure: &Procedure) -> String {
    let sections = &procedure.sections;
    let mut lines = Vec::new();
    for step in &procedure.steps {
        lines.push(joined(&[&step.title, step.hint.as_deref().unwrap_or_default()]));
    }
    lines.extend([&sections.how, &sections.time_and_place].into_iter().flatten().map(|html| plain(html)));
    for fee in &sections.fees {
        let amount = fee.amount_pln.map(|amount| format!("{amount} zł")).unwrap_or_default();
        lines.push(joined(&[&fee.what, &amount, fee.note.as_deref().unwrap_or_default()]));
    }
    lines.extend(sections.documents.iter().chain(&sections.legal_basis).chain(&sections.appeal).cloned());
    lines.join("\n")
}

/// "Odbierz dowód – osobiście, od ręki"
fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ")
}

/// The place of each title in Polish alphabetical order: a marked letter follows its bare one.
fn ranks(procedures: &[Procedure]) -> Vec<u64> {
    let mut ranks = vec![0; procedures.len()];
    for (rank, at) in (0..).zip(order(procedures)) {
        ranks[at] = rank;
    }
    ranks
}

fn order(procedures: &[Procedure]) -> Vec<usize> {
    let key = |title: &str| title.chars().map(|c| (fold_char(c), c.to_lowercase().next())).collect::<Vec<_>>();
    let mut order: Vec<usize> = (0..procedures.len()).collect();
    order.sort_by_cached_key(|at| key(&procedures[*at].title));
    order
}

/// The procedures in Polish alphabetical order of their titles.
pub fn in_order(procedures: &[Procedure]) -> impl Iterator<Item = &Procedure> {
    order(procedures).into_iter().map(|at| &procedures[at])
}
