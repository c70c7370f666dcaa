//! Is the content whole? Every flaw at once: what a type can say is said by serde, the rest here.

use std::collections::BTreeMap;
use std::path::Path;

use centrala_domain::{
    Category, Content, Elsewhere, EmergencyNumber, EmergencyRule, LexiconEntry, Osiedle, Procedure, QuestionKind,
    Service, ServiceGroup, Street, TextModule, Unit, Vectors, WordFamily, hours,
};

use crate::EditionInfo;
use crate::contact::{is_http, is_phone, is_web};
use crate::flaw::{Flaw, Flaws};
use crate::ids::{Ids, across_kinds, category_ids, ids};
use crate::phrasings::{self, Phrased};
use crate::read::{Placed, Reader};
use crate::{dangers, lexicon, unit_names};

const SUMMARY_LIMIT: usize = 700;
const QUESTION_LIMIT: usize = 3;
/// What the ids of matters begin with that the city does not handle.
const ELSEWHERE_ID: &str = "spoza.";
/// What `inferred` may name: the fields of a procedure, of its facts and of its sections that tell something.
const INFERABLE: [&str; 23] = [
    "version",
    "title",
    "unit",
    "categories",
    "summary",
    "steps",
    "facts",
    "online",
    "by_post",
    "proxy_allowed",
    "immediate",
    "appointment",
    "fee",
    "sections",
    "how",
    "time_and_place",
    "fees",
    "documents",
    "legal_basis",
    "appeal",
    "related",
    "as_of",
    "source_url",
];

const EDITION: &str = "edition.json";
const PROCEDURES: &str = "procedures.jsonl";
pub(crate) const UNITS: &str = "units.json";
const CATEGORIES: &str = "categories.json";
const SERVICES: &str = "services.json";
const ELSEWHERE: &str = "elsewhere.jsonl";
const MODULES: &str = "modules.json";
pub(crate) const LEXICON: &str = "lexicon.json";
const STREETS: &str = "streets.json";
pub(crate) const EMERGENCY: &str = "emergency.json";
const VECTORS: &str = "vectors.bin";

/// Reads and checks a content folder (`assets/content/README.md` says what lies in it).
///
/// # Errors
/// All flaws, in the order of files and lines.
pub fn check(dir: &Path) -> Result<(EditionInfo, Content), Flaws> {
    if !dir.is_dir() {
        let message = if dir.exists() { "is no folder" } else { "there is no such folder" };
        let file = dir.display().to_string();
        return Err(Flaws(vec![Flaw { file, line: 0, field: String::new(), message: message.into() }]));
    }
    let mut reader = Reader::new(dir);
    let mut files = Files::read(&mut reader);
    files.check(&mut reader);
    match files.info.take() {
        Some(info) if reader.flaws.0.is_empty() => Ok((info, files.content())),
        _ => Err(Flaws(causes_first(reader))),
    }
}

/// What an editor should look at although it stops no edition, in the order of files and lines.
pub fn warnings(dir: &Path) -> Vec<Flaw> {
    let mut reader = Reader::new(dir);
    let files = Files::read(&mut reader);
    let mut all = phrasings::warnings(&files.phrased());
    all.extend(unit_names::warnings(&files.units));
    all.extend(lexicon::warnings(&files.lexicon));
    reader.flaws = Flaws(all);
    if files.elsewhere.is_empty() && reader.is_whole(ELSEWHERE) {
        reader.flaw(ELSEWHERE, 0, "", "holds no matter of others: callers bring some");
    }
    causes_first(reader)
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
        reader.expect_some(PROCEDURES, &self.procedures, "procedure");
        reader.expect_some(UNITS, &self.units, "unit");
        reader.expect_some(CATEGORIES, &self.categories, "category");
        let units = ids(reader, UNITS, "id", &self.units, |unit| &unit.id);
        let groups = ids(reader, SERVICES, "id", &self.service_groups, |group| &group.id);
        let categories = category_ids(reader, CATEGORIES, &self.categories);
        let numbers = ids(reader, EMERGENCY, "number", &self.emergency_numbers, |number| &number.number);
        check_info(reader, self.info.as_ref());
        check_units(reader, &self.units, &units);
        check_categories(reader, &self.categories);
        check_procedures(reader, &self.procedures, &units, &categories);
        check_services(reader, &self.services, &units, &groups);
        check_elsewhere(reader, &self.elsewhere);
        across_kinds(reader, &self.phrased());
        phrasings::check(reader, &self.phrased());
        check_modules(reader, &self.text_modules, &groups);
        lexicon::check(reader, &self.lexicon);
        check_streets(reader, &self.streets);
        let families = ids(reader, EMERGENCY, "id", &self.word_families, |family| &family.id);
        ids(reader, EMERGENCY, "id", &self.emergency_rules, |rule| &rule.id);
        check_numbers(reader, &self.emergency_numbers);
        dangers::check(reader, &self.emergency_rules, &numbers);
        dangers::check_families(reader, &self.emergency_rules, &self.word_families, &families);
    }

    /// Everything that callers can ask for.
    fn phrased(&self) -> Vec<Phrased<'_>> {
        let procedures = self.procedures.iter().map(|Placed { line, value: one }| {
            let few = one.replaced_by.is_some();
            Phrased { file: PROCEDURES, line: *line, id: &one.id, id_field: "id", phrasings: &one.asked_as, few }
        });
        let services = self.services.iter().map(|Placed { line, value: one }| Phrased {
            file: SERVICES,
            line: *line,
            id: &one.code,
            id_field: "code",
            phrasings: &one.asked_as,
            few: false,
        });
        let units = self.units.iter().map(|Placed { line, value: one }| Phrased {
            file: UNITS,
            line: *line,
            id: &one.id,
            id_field: "id",
            phrasings: &one.asked_as,
            few: true,
        });
        let elsewhere = self.elsewhere.iter().map(|Placed { line, value: one }| Phrased {
            file: ELSEWHERE,
            line: *line,
            id: &one.id,
            id_field: "id",
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

/// In the order of files and lines; what could not be read at all comes before what follows from it.
fn causes_first(reader: Reader<'_>) -> Vec<Flaw> {
    let mut flaws = reader.flaws.0.clone();
    flaws.sort_by_key(|flaw| (!reader.is_unreadable(&flaw.file), flaw.file.clone(), flaw.line));
    flaws
}

fn check_info(reader: &mut Reader<'_>, info: Option<&EditionInfo>) {
    let Some(info) = info else { return };
    filled(reader, EDITION, 1, "name", &info.name);
    if info.number == 0 {
        reader.flaw(EDITION, 1, "number", "expected 1 or more");
    }
}

fn check_categories(reader: &mut Reader<'_>, categories: &[Placed<Category>]) {
    for Placed { line, value } in categories {
        for child in value.children.iter().filter(|child| !child.children.is_empty()) {
            let message = format!("\"{}\" has children of its own: expected two levels", child.id);
            reader.flaw(CATEGORIES, *line, "children", message);
        }
    }
}

fn check_numbers(reader: &mut Reader<'_>, numbers: &[Placed<EmergencyNumber>]) {
    for Placed { line, value } in numbers {
        phone(reader, EMERGENCY, *line, "number", Some(&value.number));
        filled(reader, EMERGENCY, *line, "name", &value.name);
    }
}

fn check_units(reader: &mut Reader<'_>, units: &[Placed<Unit>], known: &Ids) {
    let parents: BTreeMap<&str, Option<&str>> =
        units.iter().map(|unit| (unit.value.id.as_str(), unit.value.parent.as_deref())).collect();
    for Placed { line, value: unit } in units {
        filled(reader, UNITS, *line, "name", &unit.name);
        phone(reader, UNITS, *line, "phone", unit.phone.as_ref());
        web(reader, UNITS, *line, "web", unit.web.as_ref());
        source(reader, UNITS, *line, unit.source_url.as_ref());
        match unit.parent.as_deref().map(|parent| (parent, parents.get(parent))) {
            Some((parent, None)) if known.lack(parent) => {
                reader.flaw(UNITS, *line, "parent", format!("there is no unit \"{parent}\""));
            }
            Some((parent, Some(Some(_)))) => {
                reader.flaw(UNITS, *line, "parent", format!("\"{parent}\" has a parent itself: expected two levels"));
            }
            Some((_, Some(None) | None)) | None => {}
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
    let all = ids(reader, PROCEDURES, "id", procedures, |procedure| &procedure.id);
    for Placed { line, value: procedure } in procedures {
        source(reader, PROCEDURES, *line, Some(&procedure.source_url));
        let mut flaw = |field: &str, message: String| reader.flaw(PROCEDURES, *line, field, message);
        if units.lack(&procedure.unit) {
            flaw("unit", format!("there is no unit \"{}\" in {UNITS}", procedure.unit));
        }
        for id in procedure.categories.iter().filter(|id| categories.lack(id)) {
            flaw("categories", format!("there is no category \"{id}\" in {CATEGORIES}"));
        }
        if let Some(id) = procedure.replaced_by.as_ref().filter(|id| all.lack(id) || **id == procedure.id) {
            flaw("replaced_by", format!("there is no other procedure \"{id}\""));
        }
        for id in procedure.related.iter().filter(|id| all.lack(id)) {
            flaw("related", format!("there is no procedure \"{id}\""));
        }
        if procedure.related.contains(&procedure.id) {
            flaw("related", format!("\"{}\" is this procedure itself: expected others", procedure.id));
        }
        for (at, name) in procedure.inferred.iter().enumerate().filter(|(_, name)| !INFERABLE.contains(&name.as_str()))
        {
            flaw(&format!("inferred[{at}]"), format!("there is no field \"{name}\""));
        }
        let length = procedure.summary.chars().count();
        if length > SUMMARY_LIMIT {
            flaw("summary", format!("expected at most {SUMMARY_LIMIT} characters, found {length}"));
        }
        if !is_month(&procedure.as_of) {
            flaw("as_of", format!("expected a month such as \"2026-11\", found \"{}\"", procedure.as_of));
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
    ids(reader, SERVICES, "code", services, |service| &service.code);
    for Placed { line, value: service } in services {
        filled(reader, SERVICES, *line, "name", &service.name);
        source(reader, SERVICES, *line, service.source_url.as_ref());
        let emergency = service.emergency.as_ref();
        phone(reader, SERVICES, *line, "emergency.number", emergency.map(|emergency| &emergency.number));
        let mut flaw = |field: &str, message: String| reader.flaw(SERVICES, *line, field, message);
        if units.lack(&service.unit) {
            flaw("unit", format!("there is no unit \"{}\" in {UNITS}", service.unit));
        }
        if groups.lack(&service.group) {
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
    ids(reader, ELSEWHERE, "id", elsewhere, |one| &one.id);
    for Placed { line, value: one } in elsewhere {
        if !one.id.starts_with(ELSEWHERE_ID) {
            reader.flaw(ELSEWHERE, *line, "id", format!("expected \"{ELSEWHERE_ID}…\", found \"{}\"", one.id));
        }
        for (field, text) in [("title", &one.title), ("who", &one.who), ("say", &one.say), ("source", &one.source)] {
            filled(reader, ELSEWHERE, *line, field, text);
        }
        if let Some(address) = &one.address {
            filled(reader, ELSEWHERE, *line, "address", address);
        }
        phone(reader, ELSEWHERE, *line, "phone", one.phone.as_ref());
        web(reader, ELSEWHERE, *line, "url", one.url.as_ref());
    }
}

fn check_modules(reader: &mut Reader<'_>, modules: &[Placed<TextModule>], groups: &Ids) {
    ids(reader, MODULES, "key", modules, |module| &module.key);
    for Placed { line, value: module } in modules {
        filled(reader, MODULES, *line, "title", &module.title);
        filled(reader, MODULES, *line, "text", &module.text);
        if module.key.chars().any(|c| !c.is_alphanumeric()) {
            reader.flaw(MODULES, *line, "key", "expected letters and digits only: it is typed behind ;;");
        }
        for id in module.groups.iter().filter(|id| groups.lack(id)) {
            reader.flaw(MODULES, *line, "groups", format!("there is no group \"{id}\" in {SERVICES}"));
        }
    }
}

fn check_streets(reader: &mut Reader<'_>, streets: &[Placed<Street>]) {
    let names = streets.iter().map(|Placed { line, value }| Placed { line: *line, value: value.full_name() });
    ids(reader, STREETS, "name", &names.collect::<Vec<_>>(), |name| name);
}

pub(crate) fn filled(reader: &mut Reader<'_>, file: &str, line: u32, field: &str, text: &str) {
    if text.trim().is_empty() {
        reader.flaw(file, line, field, "is empty");
    }
}

fn phone(reader: &mut Reader<'_>, file: &str, line: u32, field: &str, number: Option<&String>) {
    let Some(number) = number else { return };
    filled(reader, file, line, field, number);
    if !number.trim().is_empty() && !is_phone(number) {
        let expected = "expected digits, spaces, +, -, brackets, and short words such as \"wew.\"";
        reader.flaw(file, line, field, format!("{expected}, found \"{number}\""));
    }
}

fn web(reader: &mut Reader<'_>, file: &str, line: u32, field: &str, address: Option<&String>) {
    let Some(address) = address else { return };
    filled(reader, file, line, field, address);
    if !address.trim().is_empty() && !is_web(address) {
        let message = format!("expected an http(s) address or a bare domain, found \"{address}\"");
        reader.flaw(file, line, field, message);
    }
}

fn source(reader: &mut Reader<'_>, file: &str, line: u32, address: Option<&String>) {
    if let Some(address) = address.filter(|address| !is_http(address)) {
        reader.flaw(file, line, "source_url", format!("expected an http(s) address, found \"{address}\""));
    }
}

fn is_month(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_ok() && text.len() == 7
}
