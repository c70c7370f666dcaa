//! An article as lines, each with its section, the questions that it answers and its words already analysed: what a hit
//! shows is chosen among them in microseconds.
//!
//! Beside the article's own sentences stand lines that are put together here: facts as words, the unit with its address,
//! its hours. Runs when an index is built. Not here: how lines are stored (`stored`), which one is shown (`answers`).

use centrala_domain::text::plain;
use centrala_domain::{Appointment, Fee, FeeKind, Procedure, Sections, Step, Unit};

use crate::analysis::intent::Slot;
use crate::answer::Section;
use crate::article::answerable::answered_by;
use crate::article::sentences::sentences;

const LESS_SURE: &str = " (mniej pewne)";

/// A line on its way into the index.
#[derive(Debug, Clone)]
pub struct Draft {
    pub section: Section,
    /// The questions that it answers, and how directly: 1 to 4.
    pub slots: Vec<(Slot, u8)>,
    pub text: String,
    /// Said by the article itself, so that its words are looked for in it.
    pub own: bool,
}

impl Draft {
    fn own(section: Section, text: &str) -> Self {
        Self { section, slots: answered_by(section, text), text: text.to_owned(), own: true }
    }

    fn of_list(section: Section, slots: &[(Slot, u8)], text: &str) -> Self {
        Self { section, slots: slots.to_vec(), text: text.to_owned(), own: true }
    }

    fn made(section: Section, slots: &[(Slot, u8)], text: String) -> Self {
        Self { section, slots: slots.to_vec(), text, own: false }
    }

    fn directness(&self, slot: Slot) -> u8 {
        self.slots.iter().find(|(one, _)| *one == slot).map_or(0, |(_, directness)| *directness)
    }
}

/// All lines of a procedure; `unit` handles it, `parent` is the unit above.
pub fn lines(procedure: &Procedure, unit: Option<&Unit>, parent: Option<&Unit>) -> Vec<Draft> {
    let mut lines = own(procedure);
    let mut made = Vec::new();
    made.extend(steps(&procedure.steps));
    made.extend(fee_kind(procedure, &lines));
    made.extend(at_once(procedure, &lines));
    made.extend(appointment(procedure, &lines));
    if let Some(unit) = unit {
        made.extend(hours(procedure, unit, parent));
        made.extend(places(unit, parent, &lines));
        made.extend(contact(unit, parent));
    }
    made.extend(yes_or_no(procedure, &lines));
    lines.extend(made);
    lines
}

/// What the article says, section by section.
fn own(procedure: &Procedure) -> Vec<Draft> {
    let Sections { how, time_and_place, fees, documents, legal_basis, appeal } = &procedure.sections;
    let text = |section, text: &str| -> Vec<Draft> {
        sentences(&plain(text)).into_iter().map(|sentence| Draft::own(section, sentence)).collect()
    };
    let list = |section, slot, items: &[String]| -> Vec<Draft> {
        items.iter().map(|item| Draft::of_list(section, &[(slot, 4)], item)).collect()
    };
    let mut lines = text(Section::Summary, &procedure.summary);
    lines.extend(procedure.steps.iter().map(|step| Draft::own(Section::Steps, &with_hint(step))));
    lines.extend(how.iter().flat_map(|how| text(Section::How, how)));
    lines.extend(time_and_place.iter().flat_map(|place| text(Section::TimeAndPlace, place)));
    lines.extend(
        fees.iter().map(|fee| Draft::of_list(Section::Fees, &[(Slot::Fee, 4), (Slot::HowMuch, 3)], &said(fee))),
    );
    lines.extend(list(Section::Documents, Slot::Documents, documents));
    lines.extend(list(Section::LegalBasis, Slot::Law, legal_basis));
    lines.extend(list(Section::Appeal, Slot::Appeal, appeal.as_slice()));
    lines
}

fn with_hint(step: &Step) -> String {
    step.hint.as_ref().map_or_else(|| step.title.clone(), |hint| format!("{} – {hint}", step.title))
}

/// "Wydanie dowodu: bez opłaty", "Abonament: 120 zł (stan z 2020 r.)", "Wypis: 11% ceny licencji".
fn said(fee: &Fee) -> String {
    let note = fee.note.as_deref().unwrap_or_default();
    match fee.price() {
        None => format!("{}: {note}", fee.what),
        Some(price) if note.is_empty() || fee.amount_pln == Some(0.0) => format!("{}: {price}", fee.what),
        Some(price) => format!("{}: {price} ({note})", fee.what),
    }
}

fn steps(steps: &[Step]) -> Option<Draft> {
    let titles: Vec<&str> = steps.iter().map(|step| step.title.as_str()).collect();
    (!titles.is_empty()).then(|| Draft::made(Section::Steps, &[(Slot::Steps, 4)], titles.join(" → ")))
}

/// The kind of fee, where no fee is listed.
fn fee_kind(procedure: &Procedure, lines: &[Draft]) -> Option<Draft> {
    let kind = procedure.facts.fee.filter(|_| procedure.sections.fees.is_empty())?;
    let less_sure = inferred(procedure, &["fee", "facts"]);
    // "Zapłać opłatę" as a step says no more than the kind of fee.
    let says_more = |line: &&Draft| line.section != Section::Steps || line.directness(Slot::Fee) > 1;
    let more = || best(lines, Slot::Fee).filter(says_more).map_or_else(String::new, |line| format!(". {}", line.text));
    let (slots, text): (&[_], _) = match kind {
        FeeKind::None => (&[(Slot::Fee, 3)], format!("Bez opłaty{less_sure}")),
        FeeKind::StampDuty => (&[(Slot::Fee, 3), (Slot::HowMuch, 1)], format!("Opłata skarbowa{less_sure}{}", more())),
        FeeKind::Other => (&[(Slot::Fee, 3), (Slot::HowMuch, 1)], format!("Płatne{less_sure}{}", more())),
    };
    Some(Draft::made(Section::Fees, slots, text))
}

fn at_once(procedure: &Procedure, lines: &[Draft]) -> Option<Draft> {
    let less_sure = inferred(procedure, &["facts"]);
    let wait = best(lines, Slot::HowLong).map_or_else(String::new, |line| format!(". {}", line.text));
    let (directness, text) = match procedure.facts.immediate? {
        true => (4, format!("Od ręki{less_sure}")),
        false => (3, format!("Nie od ręki{less_sure}{wait}")),
    };
    Some(Draft::made(Section::TimeAndPlace, &[(Slot::HowLong, directness)], text))
}

fn appointment(procedure: &Procedure, lines: &[Draft]) -> Option<Draft> {
    let said = appointment_words(procedure)?;
    let where_to = lines.iter().find(|line| line.section == Section::TimeAndPlace && line.directness(Slot::Visit) > 0);
    let text = where_to.map_or_else(|| said.to_owned(), |line| format!("{said}. {}", line.text));
    let slots = [(Slot::Visit, 4), (Slot::Hours, 1), (Slot::When, 1)];
    Some(Draft::made(Section::TimeAndPlace, &slots, text + inferred(procedure, &["facts"])))
}

fn appointment_words(procedure: &Procedure) -> Option<&'static str> {
    Some(match procedure.facts.appointment? {
        Appointment::Required => "Trzeba umówić wizytę",
        Appointment::NotRequired => "Bez umawiania wizyty",
        Appointment::Possible => "Można umówić wizytę",
    })
}

/// "pn 9–17, wt–pt 8–16 · trzeba umówić wizytę"
fn hours(procedure: &Procedure, unit: &Unit, parent: Option<&Unit>) -> Option<Draft> {
    let hours = unit.hours.as_ref().or_else(|| parent?.hours.as_ref())?.brief();
    let visit = appointment_words(procedure).map_or_else(String::new, |said| format!(" · {}", said.to_lowercase()));
    Some(Draft::made(Section::TimeAndPlace, &[(Slot::Hours, 2), (Slot::When, 1)], format!("{hours}{visit}")))
}

/// The unit with its address; before it, each place that the article names, with the unit.
fn places(unit: &Unit, parent: Option<&Unit>, lines: &[Draft]) -> Vec<Draft> {
    let address = unit.address.as_deref().or(parent.and_then(|parent| parent.address.as_deref()));
    let whole = address.map_or_else(|| unit.name.clone(), |address| format!("{}, {address}", unit.name));
    let street = address.and_then(|address| address.split(',').next());
    let with_unit = |line: &Draft| {
        let text = match street {
            _ if line.text.contains(&unit.name) => line.text.clone(),
            Some(street) if line.text.contains(street) => format!("{}: {}", unit.name, line.text),
            _ => format!("{} · {whole}", line.text.trim_end_matches('.')),
        };
        Draft { own: true, ..Draft::made(Section::TimeAndPlace, &[(Slot::Where, 4), (Slot::Place, 4)], text) }
    };
    let named = lines.iter().filter(|line| line.section == Section::TimeAndPlace && line.directness(Slot::Where) > 0);
    let mut places: Vec<Draft> = named.map(with_unit).collect();
    places.push(Draft { own: true, ..Draft::made(Section::TimeAndPlace, &[(Slot::Where, 3)], whole) });
    places
}

/// "Urząd Stanu Cywilnego, tel. 42 638 44 44, usc@uml.lodz.pl"
fn contact(unit: &Unit, parent: Option<&Unit>) -> Option<Draft> {
    let phone = unit.phone.as_ref().or_else(|| parent?.phone.as_ref()).map(|phone| format!("tel. {phone}"));
    let ways: Vec<String> = phone.into_iter().chain(unit.email.clone()).collect();
    let text = format!("{}, {}", unit.name, ways.join(", "));
    (!ways.is_empty()).then(|| Draft::made(Section::TimeAndPlace, &[(Slot::Contact, 3)], text))
}

/// "Tak: …" or "Nie: …", with the sentence that says more.
fn yes_or_no(procedure: &Procedure, lines: &[Draft]) -> Vec<Draft> {
    let facts = &procedure.facts;
    let less_sure = inferred(procedure, &["facts"]);
    let questions = [
        (Slot::Online, facts.online, "przez internet"),
        (Slot::Post, facts.by_post, "pocztą"),
        (Slot::Proxy, facts.proxy_allowed, "przez pełnomocnika"),
    ];
    let answer = |(slot, fact, way): (Slot, Option<bool>, &str)| {
        let said = if fact? { "Tak" } else { "Nie" };
        let line = best(lines, slot);
        let section = line.map_or(Section::How, |line| line.section);
        let text = line.map_or_else(|| format!("{said}, {way}"), |line| format!("{said}: {}", line.text));
        Some(Draft::made(section, &[(slot, 4)], text + less_sure))
    };
    questions.into_iter().filter_map(answer).collect()
}

/// The own line that answers a question most directly; of equals the one with details, then the first.
fn best(lines: &[Draft], slot: Slot) -> Option<&Draft> {
    let answering = lines.iter().rev().filter(|line| line.directness(slot) > 0 && line.section != Section::Fees);
    answering.max_by_key(|line| (line.directness(slot), line.section == Section::How))
}

fn inferred(procedure: &Procedure, fields: &[&str]) -> &'static str {
    let is_inferred = |field: &&str| procedure.inferred.iter().any(|inferred| inferred == field);
    if fields.iter().any(is_inferred) { LESS_SURE } else { "" }
}
