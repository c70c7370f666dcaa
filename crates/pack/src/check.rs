//! Is the content whole? Every flaw at once: what a type can say is said by serde, the rest here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use centrala_domain::{
    Category, Content, Elsewhere, EmergencyNumber, EmergencyRule, LexiconEntry, Osiedle, Procedure, QuestionKind,
    Service, ServiceGroup, Street, TextModule, Unit, Vectors, WordFamily, hours,
};
use centrala_polish::tokens;
use centrala_polish::words::is_telling;

use crate::EditionInfo;
use crate::dangers;
use crate::flaw::{Flaw, Flaws};
use crate::phrasings::{self, Phrased};
use crate::read::{Placed, Reader};

const SUMMARY_LIMIT: usize = 700;
const QUESTION_LIMIT: usize = 3;
/// What the ids of matters begin with that the city does not handle.
const ELSEWHERE_ID: &str = "spoza.";

const EDITION: &str = "edition.json";
const PROCEDURES: &str = "procedures.jsonl";
const UNITS: &str = "units.json";
const CATEGORIES: &str = "categories.json";
const SERVICES: &str = "services.json";
const ELSEWHERE: &str = "elsewhere.jsonl";
const MODULES: &str = "modules.json";
const LEXICON: &str = "lexicon.json";
const STREETS: &str = "streets.json";
pub(crate) const EMERGENCY: &str = "emergency.json";
const VECTORS: &str = "vectors.bin";

/// Reads and checks a content folder (`assets/content/README.md` says what lies in it).
///
/// # Errors
/// All flaws, in the order of files and lines.
pub fn check(dir: &Path) -> Result<(EditionInfo, Content), Flaws> {
    let mut reader = Reader::new(dir);
    let mut files = Files::read(&mut reader);
    files.check(&mut reader);
    match files.info.take() {
        Some(info) if reader.flaws.0.is_empty() => Ok((info, files.content())),
        _ => Err(in_order(reader.flaws)),
    }
}

/// What an editor should look at although it stops no edition, in the order of files and lines.
pub fn warnings(dir: &Path) -> Vec<Flaw> {
    let files = Files::read(&mut Reader::new(dir));
    in_order(Flaws(phrasings::warnings(&files.phrased()))).0
}

/// Every record of the folder that can be read, with its line.
struct Files {
    info: Option<EditionInfo>,
    procedures: Vec<Placed<Procedure>>,
    units: Vec<Placed<Unit>>,
    categories: Vec<Placed<Category>>,
    service_groups: Vec<Placed<ServiceGroup>>,
    services: Vec<Placed<Service>>,
    elsewhere: Vec<Placed<Elsewhere>>,
    text_modules: Vec<Placed<TextModule>>,
    lexicon: Vec<Placed<LexiconEntry>>,
    streets: Vec<Placed<Street>>,
    osiedla: Vec<Placed<Osiedle>>,
    emergency_numbers: Vec<Placed<EmergencyNumber>>,
    emergency_rules: Vec<Placed<EmergencyRule>>,
    word_families: Vec<Placed<WordFamily>>,
    vectors: Option<Vectors>,
}

impl Files {
    fn read(reader: &mut Reader<'_>) -> Self {
        let files = Self {
            info: reader.record_file(EDITION),
            procedures: reader.lines(PROCEDURES),
            units: reader.array(UNITS, None),
            categories: reader.array(CATEGORIES, None),
            service_groups: reader.array(SERVICES, Some("groups")),
            services: reader.array(SERVICES, Some("services")),
            elsewhere: reader.lines(ELSEWHERE),
            text_modules: reader.array(MODULES, None),
            lexicon: reader.array(LEXICON, None),
            osiedla: reader.array(STREETS, Some("osiedla")),
            streets: reader.array(STREETS, Some("streets")),
            emergency_numbers: reader.array(EMERGENCY, Some("numbers")),
            emergency_rules: reader.array(EMERGENCY, Some("rules")),
            word_families: reader.array_if_any(EMERGENCY, "families"),
            vectors: reader.optional(VECTORS, Vectors::read),
        };
        reader.only(SERVICES, &["note", "groups", "services"]);
        reader.only(STREETS, &["note", "osiedla_source", "osiedla_as_of", "osiedla", "streets"]);
        reader.only(EMERGENCY, &["note", "numbers", "families", "rules"]);
        files
    }

    fn check(&self, reader: &mut Reader<'_>) {
        let units = ids(reader, UNITS, &self.units, |unit| &unit.id);
        let groups = ids(reader, SERVICES, &self.service_groups, |group| &group.id);
        let categories = category_ids(reader, &self.categories);
        let numbers = ids(reader, EMERGENCY, &self.emergency_numbers, |number| &number.number);
        check_units(reader, &self.units);
        check_procedures(reader, &self.procedures, &units, &categories);
        check_services(reader, &self.services, &units, &groups);
        check_elsewhere(reader, &self.elsewhere);
        phrasings::check(reader, &self.phrased());
        check_modules(reader, &self.text_modules, &groups);
        check_lexicon(reader, &self.lexicon);
        check_streets(reader, &self.streets);
        let families = ids(reader, EMERGENCY, &self.word_families, |family| &family.id);
        ids(reader, EMERGENCY, &self.emergency_rules, |rule| &rule.id);
        dangers::check(reader, &self.emergency_rules, &numbers);
        dangers::check_families(reader, &self.emergency_rules, &self.word_families, &families);
    }

    /// Everything that callers can ask for.
    fn phrased(&self) -> Vec<Phrased<'_>> {
        let procedures = self.procedures.iter().map(|Placed { line, value: one }| {
            let few = one.replaced_by.is_some();
            Phrased { file: PROCEDURES, line: *line, id: &one.id, phrasings: &one.asked_as, few }
        });
        let services = self.services.iter().map(|Placed { line, value: one }| Phrased {
            file: SERVICES,
            line: *line,
            id: &one.code,
            phrasings: &one.asked_as,
            few: false,
        });
        let units = self.units.iter().map(|Placed { line, value: one }| Phrased {
            file: UNITS,
            line: *line,
            id: &one.id,
            phrasings: &one.asked_as,
            few: true,
        });
        let elsewhere = self.elsewhere.iter().map(|Placed { line, value: one }| Phrased {
            file: ELSEWHERE,
            line: *line,
            id: &one.id,
            phrasings: &one.asked_as,
            few: false,
        });
        procedures.chain(services).chain(units).chain(elsewhere).collect()
    }

    fn content(self) -> Content {
        Content {
            procedures: values(self.procedures),
            units: values(self.units),
            categories: values(self.categories),
            service_groups: values(self.service_groups),
            services: values(self.services),
            elsewhere: values(self.elsewhere),
            text_modules: values(self.text_modules),
            lexicon: values(self.lexicon),
            streets: values(self.streets),
            osiedla: values(self.osiedla),
            emergency_numbers: values(self.emergency_numbers),
            emergency_rules: dangers::put_in(values(self.emergency_rules), &values(self.word_families)),
            vectors: self.vectors,
        }
    }
}

fn values<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.value).collect()
}

fn in_order(mut flaws: Flaws) -> Flaws {
    flaws.0.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    flaws
}

pub(crate) type Ids = BTreeSet<String>;

/// The ids of a file's records; an empty or repeated one is a flaw.
fn ids<T>(reader: &mut Reader<'_>, file: &str, records: &[Placed<T>], id: impl Fn(&T) -> &String) -> Ids {
    let mut first = BTreeMap::new();
    for Placed { line, value } in records {
        let id = id(value);
        if id.trim().is_empty() {
            reader.flaw(file, *line, "id", "is empty: expected an id of its own");
        } else if let Some(before) = first.insert(id.clone(), *line) {
            reader.flaw(
                file,
                *line,
                "id",
                format!("\"{id}\" stands already on line {before}: expected an id of its own"),
            );
        }
    }
    first.into_keys().chain(reader.unread_ids(file)).collect()
}

fn category_ids(reader: &mut Reader<'_>, categories: &[Placed<Category>]) -> Ids {
    let mut all = Ids::new();
    for Placed { line, value } in categories {
        for category in std::iter::once(value).chain(&value.children) {
            if !all.insert(category.id.clone()) {
                reader.flaw(CATEGORIES, *line, "id", format!("\"{}\" is used twice", category.id));
            }
        }
        for child in value.children.iter().filter(|child| !child.children.is_empty()) {
            reader.flaw(
                CATEGORIES,
                *line,
                "children",
                format!("\"{}\" has children of its own: expected two levels", child.id),
            );
        }
    }
    all
}

fn check_units(reader: &mut Reader<'_>, units: &[Placed<Unit>]) {
    let parents: BTreeMap<&str, Option<&str>> =
        units.iter().map(|unit| (unit.value.id.as_str(), unit.value.parent.as_deref())).collect();
    for Placed { line, value: unit } in units {
        filled(reader, UNITS, *line, "name", &unit.name);
        match unit.parent.as_deref().map(|parent| (parent, parents.get(parent))) {
            Some((parent, None)) => reader.flaw(UNITS, *line, "parent", format!("there is no unit \"{parent}\"")),
            Some((parent, Some(Some(_)))) => {
                reader.flaw(UNITS, *line, "parent", format!("\"{parent}\" has a parent itself: expected two levels"));
            }
            Some((_, Some(None))) | None => {}
        }
        let Some(opening) = &unit.hours else { continue };
        for (day, hours) in [
            ("mon", &opening.mon),
            ("tue", &opening.tue),
            ("wed", &opening.wed),
            ("thu", &opening.thu),
            ("fri", &opening.fri),
            ("sat", &opening.sat),
            ("sun", &opening.sun),
        ] {
            if let Some(text) = hours.as_ref().filter(|text| hours::span(text).is_none()) {
                reader.flaw(
                    UNITS,
                    *line,
                    &format!("hours.{day}"),
                    format!("expected \"8:00-16:00\", found \"{text}\""),
                );
            }
        }
    }
}

fn check_procedures(reader: &mut Reader<'_>, procedures: &[Placed<Procedure>], units: &Ids, categories: &Ids) {
    let all = ids(reader, PROCEDURES, procedures, |procedure| &procedure.id);
    for Placed { line, value: procedure } in procedures {
        let mut flaw = |field: &str, message: String| reader.flaw(PROCEDURES, *line, field, message);
        if !units.contains(&procedure.unit) {
            flaw("unit", format!("there is no unit \"{}\" in {UNITS}", procedure.unit));
        }
        for id in procedure.categories.iter().filter(|id| !categories.contains(*id)) {
            flaw("categories", format!("there is no category \"{id}\" in {CATEGORIES}"));
        }
        if let Some(id) = procedure.replaced_by.as_ref().filter(|id| !all.contains(*id) || **id == procedure.id) {
            flaw("replaced_by", format!("there is no other procedure \"{id}\""));
        }
        for id in procedure.related.iter().filter(|id| !all.contains(*id)) {
            flaw("related", format!("there is no procedure \"{id}\""));
        }
        let length = procedure.summary.chars().count();
        if length > SUMMARY_LIMIT {
            flaw("summary", format!("expected at most {SUMMARY_LIMIT} characters, found {length}"));
        }
        if !is_month(&procedure.as_of) {
            flaw("as_of", format!("expected a month such as \"2026-11\", found \"{}\"", procedure.as_of));
        }
        if !procedure.source_url.starts_with("https://") && !procedure.source_url.starts_with("http://") {
            flaw("source_url", format!("expected an http(s) address, found \"{}\"", procedure.source_url));
        }
        for (at, fee) in procedure.sections.fees.iter().enumerate() {
            if fee.amount_pln.is_some_and(|amount| amount < 0.0) {
                flaw(&format!("sections.fees[{at}].amount_pln"), "expected zero or more złoty".into());
            }
        }
        for (field, text) in
            [("title", &procedure.title), ("summary", &procedure.summary), ("version", &procedure.version)]
        {
            filled(reader, PROCEDURES, *line, field, text);
        }
    }
}

fn check_services(reader: &mut Reader<'_>, services: &[Placed<Service>], units: &Ids, groups: &Ids) {
    ids(reader, SERVICES, services, |service| &service.code);
    for Placed { line, value: service } in services {
        filled(reader, SERVICES, *line, "name", &service.name);
        let mut flaw = |field: &str, message: String| reader.flaw(SERVICES, *line, field, message);
        if !units.contains(&service.unit) {
            flaw("unit", format!("there is no unit \"{}\" in {UNITS}", service.unit));
        }
        if !groups.contains(&service.group) {
            flaw("group", format!("there is no group \"{}\"", service.group));
        }
        if service.reporter_required != service.reporter_why.is_some() {
            flaw("reporter_why", "expected exactly where reporter_required is true".into());
        }
        if service.elsewhere && service.not_here.is_none() {
            flaw("not_here", "expected whom to call, where elsewhere is true".into());
        }
        if service.questions.len() > QUESTION_LIMIT {
            flaw("questions", format!("expected at most {QUESTION_LIMIT}, found {}", service.questions.len()));
        }
        for (at, question) in service.questions.iter().enumerate() {
            let choice = question.kind == QuestionKind::Choice;
            if choice && question.options.len() < 2 {
                flaw(&format!("questions[{at}].options"), "a choice needs at least two options".into());
            }
            if !choice && !question.options.is_empty() {
                flaw(&format!("questions[{at}].options"), "only a choice has options".into());
            }
        }
    }
}

fn check_elsewhere(reader: &mut Reader<'_>, elsewhere: &[Placed<Elsewhere>]) {
    ids(reader, ELSEWHERE, elsewhere, |one| &one.id);
    for Placed { line, value: one } in elsewhere {
        if !one.id.starts_with(ELSEWHERE_ID) {
            reader.flaw(ELSEWHERE, *line, "id", format!("expected \"{ELSEWHERE_ID}…\", found \"{}\"", one.id));
        }
        for (field, text) in [("title", &one.title), ("who", &one.who), ("say", &one.say), ("source", &one.source)] {
            filled(reader, ELSEWHERE, *line, field, text);
        }
        for (field, text) in [("phone", &one.phone), ("address", &one.address), ("url", &one.url)] {
            if let Some(text) = text {
                filled(reader, ELSEWHERE, *line, field, text);
            }
        }
    }
}

fn check_modules(reader: &mut Reader<'_>, modules: &[Placed<TextModule>], groups: &Ids) {
    ids(reader, MODULES, modules, |module| &module.key);
    for Placed { line, value: module } in modules {
        filled(reader, MODULES, *line, "title", &module.title);
        filled(reader, MODULES, *line, "text", &module.text);
        if module.key.chars().any(|c| !c.is_alphanumeric()) {
            reader.flaw(MODULES, *line, "key", "expected letters and digits only: it is typed behind ;;");
        }
        for id in module.groups.iter().filter(|id| !groups.contains(*id)) {
            reader.flaw(MODULES, *line, "groups", format!("there is no group \"{id}\" in {SERVICES}"));
        }
    }
}

fn check_lexicon(reader: &mut Reader<'_>, lexicon: &[Placed<LexiconEntry>]) {
    for Placed { line, value: entry } in lexicon {
        filled(reader, LEXICON, *line, "say", &entry.say);
        if entry.means.iter().all(|meaning| meaning.trim().is_empty()) {
            reader.flaw(LEXICON, *line, "means", "expected at least one official word");
        }
        let words = tokens::words(&entry.say);
        let telling: Vec<&str> = words.iter().filter(|word| is_telling(word)).map(|word| word.text.as_str()).collect();
        if let ([word], true) = (&telling[..], words.len() > 1) {
            let message = format!("of \"{}\" only \"{word}\" tells something: expected that word, or more", entry.say);
            reader.flaw(LEXICON, *line, "say", message);
        }
    }
}

fn check_streets(reader: &mut Reader<'_>, streets: &[Placed<Street>]) {
    let names = streets.iter().map(|Placed { line, value }| Placed { line: *line, value: value.full_name() });
    ids(reader, STREETS, &names.collect::<Vec<_>>(), |name| name);
}

pub(crate) fn filled(reader: &mut Reader<'_>, file: &str, line: u32, field: &str, text: &str) {
    if text.trim().is_empty() {
        reader.flaw(file, line, field, "is empty");
    }
}

fn is_month(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_ok() && text.len() == 7
}
