//! Content → documents: the words of each part, the phrasings, the lines. Runs when an index is built, never on a
//! keystroke.
//!
//! Documents are numbered kind by kind: procedures in Polish alphabetical order of their titles, then kinds of
//! intervention, units and matters elsewhere in the edition's order. So equal scores stand in that order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use centrala_domain::text::{fold_char, plain};
use centrala_domain::{Category, Content, Elsewhere, EntryTexts, Kind, LexiconEntry, Procedure, Service, Unit};
use centrala_polish::terms::Terms;
use centrala_polish::tokens::words;
use centrala_polish::words::{Word, content_words, name_words};
use serde::{Deserialize, Serialize};

use crate::article::lines::lines;
use crate::article::stored;

/// Parts of a document and their weights in BM25F: title, summary (with the keywords), body, and place (unit,
/// category, symbol).
pub const PARTS: [(&str, f32); 4] = [("title", 3.0), ("summary", 1.5), ("body", 1.0), ("place", 0.5)];
pub const PART_COUNT: usize = PARTS.len();

/// What an index needs beside its postings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sidecar {
    pub units: Vec<Node>,
    pub categories: Vec<Node>,
    pub lexicon: Vec<LexiconEntry>,
    /// How many procedures there are: the first documents.
    pub procedures: u32,
    /// Ids of the documents behind the procedures.
    pub services: Vec<String>,
    pub unit_ids: Vec<String>,
    pub elsewhere: Vec<String>,
    /// Folded words and lemmas of each unit's street.
    pub streets: Vec<Vec<String>>,
    /// Each unit's short and former names, as the words of a query are: folded, one space between.
    pub unit_names: Vec<Vec<String>>,
}

/// A unit or category; `parent` is a position in the same list.
#[derive(Debug, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub parent: Option<usize>,
}

impl Sidecar {
    pub fn of(content: &Content) -> Self {
        let at = |id: &str| content.units.iter().position(|unit| unit.id == id);
        let unit = |unit: &Unit| Node { id: unit.id.clone(), parent: unit.parent.as_deref().and_then(at) };
        let mut categories = Vec::new();
        for top in &content.categories {
            let parent = categories.len();
            categories.push(Node { id: top.id.clone(), parent: None });
            categories.extend(top.children.iter().map(|child| Node { id: child.id.clone(), parent: Some(parent) }));
        }
        Self {
            units: content.units.iter().map(unit).collect(),
            categories,
            lexicon: content.lexicon.clone(),
            procedures: count(content.procedures.len()),
            services: content.services.iter().map(|service| service.code.clone()).collect(),
            unit_ids: content.units.iter().map(|unit| unit.id.clone()).collect(),
            elsewhere: content.elsewhere.iter().map(|matter| matter.id.clone()).collect(),
            streets: content
                .units
                .iter()
                .map(|unit| street_names(unit.address.as_deref().unwrap_or_default()))
                .collect(),
            unit_names: content
                .units
                .iter()
                .map(|unit| [&unit.short].into_iter().chain(&unit.former).map(|name| said(name)).collect())
                .collect(),
        }
    }

    /// The names of the street at which a unit is; empty for other documents.
    pub fn street(&self, document: u32) -> &[String] {
        self.of_unit(&self.streets, document)
    }

    /// The short and former names of a unit, folded; empty for other documents.
    pub fn unit_names(&self, document: u32) -> &[String] {
        self.of_unit(&self.unit_names, document)
    }

    fn of_unit<'a>(&self, of_all: &'a [Vec<String>], document: u32) -> &'a [String] {
        let at = document.checked_sub(self.documents(Kind::Unit).start);
        at.and_then(|at| of_all.get(at as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The documents of a kind; tickets are none.
    pub fn documents(&self, kind: Kind) -> Range<u32> {
        let (services, units) = (count(self.services.len()), count(self.unit_ids.len()));
        let from = match kind {
            Kind::Procedure => 0,
            Kind::Service => self.procedures,
            Kind::Unit => self.procedures + services,
            Kind::Elsewhere | Kind::Ticket => self.procedures + services + units,
        };
        let length = match kind {
            Kind::Procedure => self.procedures,
            Kind::Service => services,
            Kind::Unit => units,
            Kind::Elsewhere => count(self.elsewhere.len()),
            Kind::Ticket => 0,
        };
        from..from + length
    }

    /// The id of a document that is no procedure.
    pub fn id(&self, document: u32) -> Option<&str> {
        let mut ids = self.services.iter().chain(&self.unit_ids).chain(&self.elsewhere);
        ids.nth(document.checked_sub(self.procedures)? as usize).map(String::as_str)
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// One document on its way into the index.
pub struct Document {
    pub id: String,
    pub title: String,
    pub parts: [Terms; PART_COUNT],
    /// How callers ask for it, each on its own: names, keywords and phrasings.
    pub phrasings: Vec<Rc<[Word]>>,
    /// An article's lines, as stored; empty for other kinds.
    pub lines: String,
    /// Positions in the sidecar.
    pub unit: Option<usize>,
    pub categories: Vec<usize>,
    pub often: bool,
    pub successor: Option<u32>,
    /// For its meaning.
    pub texts: EntryTexts,
}

/// All documents, in the order of their numbers.
pub struct Documents<'a> {
    content: &'a Content,
    /// The procedures in alphabetical order.
    order: Vec<usize>,
    /// Number of each procedure.
    numbers: HashMap<&'a str, u32>,
    /// Id → position and the names it is known by.
    units: HashMap<&'a str, (usize, String)>,
    categories: HashMap<&'a str, (usize, String)>,
    groups: HashMap<&'a str, &'a str>,
    /// Phrasings that were analysed: several procedures may be asked for in the same words.
    analysed: RefCell<HashMap<&'a str, Rc<[Word]>>>,
}

impl<'a> Documents<'a> {
    pub fn new(content: &'a Content, sidecar: &'a Sidecar) -> Self {
        let order = order(&content.procedures);
        let numbers = (0..).zip(&order).map(|(number, at)| (content.procedures[*at].id.as_str(), number)).collect();
        let names: HashMap<&str, String> = content.units.iter().map(|unit| (unit.id.as_str(), names(unit))).collect();
        let with_parent = |unit: &'a Unit| {
            let parent = unit.parent.as_deref().and_then(|parent| names.get(parent)).cloned().unwrap_or_default();
            format!("{} {parent}", names.get(unit.id.as_str()).cloned().unwrap_or_default())
        };
        let units = content.units.iter().enumerate().map(|(at, unit)| (unit.id.as_str(), (at, with_parent(unit))));
        let labels = labels(&content.categories);
        let category = |(at, node): (usize, &'a Node)| {
            (node.id.as_str(), (at, labels.get(node.id.as_str()).cloned().unwrap_or_default()))
        };
        Self {
            units: units.collect(),
            categories: sidecar.categories.iter().enumerate().map(category).collect(),
            groups: content.service_groups.iter().map(|group| (group.id.as_str(), group.name.as_str())).collect(),
            analysed: RefCell::default(),
            content,
            order,
            numbers,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        let Content { procedures, services, units, elsewhere, .. } = self.content;
        procedures.len() + services.len() + units.len() + elsewhere.len()
    }

    pub fn each(&self) -> impl Iterator<Item = Document> {
        self.sample(1)
    }

    /// Every `step`-th procedure, and all others.
    pub fn sample(&self, step: usize) -> impl Iterator<Item = Document> {
        let procedures = self.order.iter().step_by(step).map(|at| self.procedure(&self.content.procedures[*at]));
        let services = self.content.services.iter().map(|service| self.service(service));
        let units = self.content.units.iter().map(|unit| self.unit(unit));
        procedures.chain(services).chain(units).chain(self.content.elsewhere.iter().map(elsewhere))
    }

    fn phrasing(&self, text: &'a str) -> Rc<[Word]> {
        self.analysed.borrow_mut().entry(text).or_insert_with(|| content_words(text).into()).clone()
    }

    fn procedure(&self, procedure: &'a Procedure) -> Document {
        let mut place = Terms::default();
        place.add_symbol(&procedure.id);
        let unit = self.units.get(procedure.unit.as_str());
        place.add(unit.map_or("", |(_, names)| names));
        let categories = procedure.categories.iter().filter_map(|id| self.categories.get(id.as_str()));
        let categories: Vec<usize> = categories.inspect(|(_, label)| place.add(label)).map(|(at, _)| *at).collect();
        let mut summary = Terms::of(&procedure.summary);
        procedure.keywords.iter().for_each(|keyword| summary.add(keyword));
        Document {
            id: procedure.id.clone(),
            title: procedure.title.clone(),
            parts: [Terms::of(&procedure.title), summary, Terms::of(&body(procedure)), place],
            phrasings: procedure.asked_as.iter().map(|phrasing| self.phrasing(phrasing)).collect(),
            lines: self.lines(procedure),
            unit: unit.map(|(at, _)| *at),
            categories,
            often: procedure.often,
            successor: procedure.replaced_by.as_deref().and_then(|id| self.numbers.get(id)).copied(),
            texts: EntryTexts::of_procedure(procedure),
        }
    }

    fn service(&self, service: &Service) -> Document {
        let unit = self.units.get(service.unit.as_str());
        let group = self.groups.get(service.group.as_str()).copied().unwrap_or_default();
        let mut keywords = Terms::default();
        service.keywords.iter().for_each(|keyword| keywords.add(keyword));
        let phrasings = std::iter::once(&service.name).chain(&service.keywords).chain(&service.asked_as);
        Document {
            id: service.code.clone(),
            title: service.name.clone(),
            parts: [Terms::of(&service.name), keywords, Terms::default(), Terms::of(group)],
            phrasings: phrasings.map(|phrasing| content_words(phrasing).into()).collect(),
            lines: String::new(),
            unit: unit.map(|(at, _)| *at),
            categories: Vec::new(),
            often: false,
            successor: None,
            texts: EntryTexts::of_service(service),
        }
    }

    /// A unit is known by its names and its street: its parent's address is not its own.
    fn unit(&self, unit: &Unit) -> Document {
        let names = [&unit.name, &unit.short].into_iter().chain(&unit.former);
        let street = unit.address.as_deref().map(street);
        let phone = unit.phone.as_deref().map(Terms::of);
        let mut place = Terms::of(unit.address.as_deref().unwrap_or_default());
        place.forms.extend(phone.into_iter().flat_map(|phone| phone.forms));
        Document {
            id: unit.id.clone(),
            title: unit.name.clone(),
            parts: [
                Terms::of_words(&name_words(&unit.name)),
                Terms::of_words(&name_words(&self::names(unit))),
                Terms::default(),
                place,
            ],
            phrasings: names
                .map(|name| name_words(name))
                .chain(street.iter().chain(&unit.asked_as).map(|phrasing| content_words(phrasing)))
                .map(Rc::from)
                .collect(),
            lines: String::new(),
            unit: self.units.get(unit.id.as_str()).map(|(at, _)| *at),
            categories: Vec::new(),
            often: false,
            successor: None,
            texts: EntryTexts::of_unit(unit),
        }
    }

    fn lines(&self, procedure: &Procedure) -> String {
        let unit = |id: &str| self.units.get(id).map(|(at, _)| &self.content.units[*at]);
        let own = unit(&procedure.unit);
        let parent = own.and_then(|own| unit(own.parent.as_deref()?));
        let names = self.units.get(procedure.unit.as_str()).map_or("", |(_, names)| names);
        stored::write(&procedure.title, names, &lines(procedure, own, parent))
    }
}

fn elsewhere(matter: &Elsewhere) -> Document {
    let phrasings = [&matter.title, &matter.who].into_iter().chain(&matter.asked_as);
    Document {
        id: matter.id.clone(),
        title: matter.title.clone(),
        // Not the sentence to say: it often tells what the city does not do.
        parts: [
            Terms::of(&matter.title),
            Terms::of(&matter.who),
            Terms::default(),
            Terms::of(matter.address.as_deref().unwrap_or_default()),
        ],
        phrasings: phrasings.map(|phrasing| content_words(phrasing).into()).collect(),
        lines: String::new(),
        unit: None,
        categories: Vec::new(),
        often: false,
        successor: None,
        texts: EntryTexts::of_elsewhere(matter),
    }
}

/// A name as the words of a query are: without commas and dots.
fn said(name: &str) -> String {
    words(name).into_iter().map(|token| token.folded).collect::<Vec<_>>().join(" ")
}

/// What the street of an address may be called in a query, without "ul." and the like.
fn street_names(address: &str) -> Vec<String> {
    let named = content_words(&street(address)).into_iter().filter(|word| word.folded.len() > 3);
    named.flat_map(|word| word.lemmas.into_iter().chain([word.folded])).collect()
}

/// "urząd na smugowej": the words of an address before its first number.
fn street(address: &str) -> String {
    let words = address.split_whitespace().take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
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

/// The texts of each document, in the order in which an index of this content numbers them.
pub fn texts(content: &Content) -> Vec<EntryTexts> {
    let procedures = order(&content.procedures).into_iter().map(|at| EntryTexts::of_procedure(&content.procedures[at]));
    let services = content.services.iter().map(EntryTexts::of_service);
    let units = content.units.iter().map(EntryTexts::of_unit);
    procedures.chain(services).chain(units).chain(content.elsewhere.iter().map(EntryTexts::of_elsewhere)).collect()
}

/// The procedures in Polish alphabetical order of their titles: a marked letter follows its bare one.
fn order(procedures: &[Procedure]) -> Vec<usize> {
    let key = |title: &str| title.chars().map(|c| (fold_char(c), c.to_lowercase().next())).collect::<Vec<_>>();
    let mut order: Vec<usize> = (0..procedures.len()).collect();
    order.sort_by_cached_key(|at| key(&procedures[*at].title));
    order
}
