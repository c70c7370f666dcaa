//! `centrala bench pickers`: the form's pickers over generated addresses and reports, on a desk of its own.
//!
//! Deliberately not here: how fast they are in the window, and whether operators find the three of them enough.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Result, ensure};
use centrala_app::{Clock, Desk, DeskFolder, TicketOutcome};
use centrala_domain::text::fold;
use centrala_domain::{Content, Draft, Place, Service, Street, TicketForm};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use super::report::Times;
use super::typing::timed;
use crate::{Outcome, print, print_json};

pub const EXPLAINED: &str = "\
Streets: the first letters of every street of the edition, without Polish marks, alone and with a number behind them; is\n\
the street among the first three?\n\n\
Reports: --reports tickets of the last 30 days are saved on a desk of its own, at random streets, busy ones more often.\n\
Then callers report --again of them once more: another service of the same group or the same, up to ten numbers away,\n\
in other words of which a third are the same. Is the first report among the at most three that are shown? As many\n\
callers report something new on a street where nothing of that group was reported: how often is something shown?\n\n\
The edition's streets are a demonstration: a full register has four times as many.";

/// What an operator types before looking up.
const LETTERS: usize = 5;
const FIRST: usize = 3;
const NEAR: u32 = 10;
const DAYS: i64 = 30;

#[derive(Args)]
pub struct Arguments {
    /// How many tickets the desk has of the last 30 days
    #[arg(long, value_name = "N", default_value_t = 1500)]
    reports: u32,
    /// How many of them are reported again
    #[arg(long, value_name = "N", default_value_t = 300)]
    again: u32,
    /// Another number, other reports
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub fn run(self) -> Result<Outcome> {
        let folder = tempfile::tempdir()?;
        let now = Arc::new(AtomicI64::new(0));
        let desk = Desk::open(&DeskFolder::new(folder.path()), Moved(now.clone()))?;
        let content = desk.content()?;
        let streets = Streets::measure(&desk, &content.streets);
        let reports = Reports::measure(&desk, &content, &now, &self)?;
        let report = Report { streets, reports };
        if self.json {
            print_json(&report)?
        } else {
            print(&report.to_string())?
        }
        Ok(Outcome::Done)
    }
}

/// Seconds that are set from outside: 30 days pass in some seconds.
struct Moved(Arc<AtomicI64>);

impl Clock for Moved {
    fn now(&self) -> DateTime<Utc> {
        // A Monday morning.
        let begin = DateTime::UNIX_EPOCH + TimeDelta::days(20_780) + TimeDelta::hours(8);
        begin + TimeDelta::seconds(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Serialize)]
struct Report {
    streets: Streets,
    reports: Reports,
}

/// Counts of what was typed, and of those whose street was among the first three.
#[derive(Serialize)]
struct Streets {
    streets: usize,
    letters: usize,
    found: usize,
    found_with_number: usize,
    missed: Vec<String>,
}

impl Streets {
    fn measure(desk: &Desk, streets: &[Street]) -> Self {
        let shown = |text: &str, street: &Street| {
            let name = Some(street.full_name());
            desk.find_places(text).into_iter().take(FIRST).any(|hit| hit.place.street == name)
        };
        let typed = |street: &Street| fold(&street.name).chars().take(LETTERS).collect::<String>();
        let missed: Vec<&Street> = streets.iter().filter(|street| !shown(&typed(street), street)).collect();
        let with_number =
            streets.iter().filter(|street| shown(&format!("{} 12/14", typed(street).trim()), street)).count();
        Self {
            streets: streets.len(),
            letters: LETTERS,
            found: streets.len() - missed.len(),
            found_with_number: with_number,
            missed: missed.into_iter().map(|street| format!("{}: {}", typed(street), street.full_name())).collect(),
        }
    }
}

#[derive(Default, Serialize)]
struct Reports {
    reports: u32,
    again: u32,
    /// The first report was among those shown.
    recalled: u32,
    /// Of those that were near and of the same group, the share that was shown, where there were three at most.
    near: u32,
    near_shown: u32,
    new: u32,
    /// Something was shown though nothing of the kind was reported on that street.
    new_disturbed: u32,
    most_shown: usize,
    /// Of one look for reports alike.
    look_ms: Times,
}

impl Reports {
    fn measure(desk: &Desk, content: &Content, now: &AtomicI64, arguments: &Arguments) -> Result<Self> {
        let mut town = Town { content, dice: Dice(arguments.seed.wrapping_mul(2).wrapping_add(1)) };
        let mut saved = Vec::new();
        for at in 0..arguments.reports {
            now.store(DAYS * 86_400 * i64::from(at) / i64::from(arguments.reports), Ordering::Relaxed);
            let form = town.report();
            let TicketOutcome::Saved { ticket } = desk.new_ticket(form.clone())? else {
                anyhow::bail!("a generated report is refused: {form:?}");
            };
            saved.push((ticket.id, form));
        }
        ensure!(!saved.is_empty(), "there is nothing to report again");
        let (reports, again) = (arguments.reports, arguments.again);
        let (mut measured, mut looks) = (Self { reports, again, ..Self::default() }, Vec::new());
        for at in 0..arguments.again {
            let (id, first) = &saved[town.dice.below(saved.len())];
            let again = town.again(first);
            let (ms, shown) = timed(|| shown(desk, at, &again))?;
            looks.push(ms);
            measured.recalled += u32::from(shown.contains(id));
            measured.most_shown = measured.most_shown.max(shown.len());
            let near: Vec<Uuid> =
                saved.iter().filter(|(_, form)| town.is_near(&again, form)).map(|(id, _)| *id).collect();
            if near.len() <= FIRST {
                measured.near += count(near.len());
                measured.near_shown += count(near.iter().filter(|id| shown.contains(id)).count());
            }
            let fresh = town.report();
            if !saved.iter().any(|(_, form)| town.is_same_street(&fresh, form)) {
                measured.new += 1;
                measured.new_disturbed += u32::from(!self::shown(desk, at, &fresh)?.is_empty());
            }
        }
        measured.look_ms = Times::of(looks);
        Ok(measured)
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn shown(desk: &Desk, at: u32, form: &TicketForm) -> Result<Vec<Uuid>> {
    let id = Uuid::from_u128(u128::from(at) + 1);
    let draft = Draft { id, call: None, procedure: None, supersedes: None, voice_of: None, form: form.clone() };
    Ok(desk.look_alikes(&draft)?.into_iter().map(|alike| alike.id).collect())
}

/// What is reported, where, and in which words.
struct Town<'a> {
    content: &'a Content,
    dice: Dice,
}

/// Said of anything; a report takes some of them.
const WORDS: [&str; 24] = [
    "głęboka wyrwa",
    "na prawym pasie",
    "przy przejściu dla pieszych",
    "od kilku dni",
    "kierowcy omijają",
    "obok przystanku",
    "jest niebezpiecznie",
    "woda stoi",
    "po ostatnim deszczu",
    "dzieci chodzą tędy do szkoły",
    "zniszczony krawężnik",
    "brak oznakowania",
    "koło bramy",
    "rozrzucone worki",
    "stare meble",
    "brzydko pachnie",
    "nie świeci wieczorem",
    "suche gałęzie",
    "zasłania widok",
    "hałas w nocy",
    "rozbite szkło",
    "zapchana kratka",
    "pęknięta płyta",
    "blokuje wjazd",
];
const SAID: usize = 3;
/// So many of them are said by the second caller, too.
const KEPT: usize = 1;
/// The least of so many draws: how unevenly reports fall on streets.
const BUSY: usize = 4;

impl<'a> Town<'a> {
    fn report(&mut self) -> TicketForm {
        let services = self.plain_services();
        let service = services[self.dice.below(services.len())];
        // Some streets are far busier than others: the first tenth of the register has a third of all reports.
        let drawn = (0..BUSY).map(|_| self.dice.below(self.content.streets.len())).min().unwrap_or_default();
        let street = self.content.streets[drawn].full_name();
        let number = 1 + count(self.dice.below(160));
        let words = self.words(SAID);
        self.form(service, street, number, words)
    }

    /// The same matter as another caller tells it.
    fn again(&mut self, first: &TicketForm) -> TicketForm {
        let group = self.group(first);
        let alike: Vec<&Service> = self.plain_services().into_iter().filter(|one| Some(&one.group) == group).collect();
        let other = alike[self.dice.below(alike.len())];
        let same = alike.iter().find(|one| Some(&one.code) == first.service.as_ref()).copied().unwrap_or(other);
        let service = if self.dice.below(3) == 0 { other } else { same };
        let away = count(self.dice.below(2 * NEAR as usize + 1));
        let number = (number(first) + away).saturating_sub(NEAR).max(1);
        let said: Vec<&str> = first.description.split(", ").collect();
        let kept = said.iter().take(KEPT).map(|word| (*word).to_owned());
        let words = kept.chain(self.words(SAID - KEPT)).collect();
        self.form(service, first.place.street.clone().unwrap_or_default(), number, words)
    }

    fn form(&self, service: &Service, street: String, number: u32, words: Vec<String>) -> TicketForm {
        let required = service.questions.iter().filter(|question| question.required);
        let answer = |options: &[String]| options.first().cloned().unwrap_or_else(|| "tak".to_owned());
        TicketForm {
            service: Some(service.code.clone()),
            place: Place { street: Some(street), number: Some(number.to_string()), ..Place::default() },
            description: words.join(", "),
            answers: required.map(|question| (question.id.clone(), answer(&question.options))).collect(),
            contact: None,
        }
    }

    fn words(&mut self, many: usize) -> Vec<String> {
        (0..many).map(|_| WORDS[self.dice.below(WORDS.len())].to_owned()).collect()
    }

    /// Those that take a report without the reporter's data.
    fn plain_services(&self) -> Vec<&'a Service> {
        self.content.services.iter().filter(|one| !one.reporter_required && !one.elsewhere).collect()
    }

    fn group(&self, form: &TicketForm) -> Option<&'a String> {
        self.content.service(form.service.as_deref()?).map(|service| &service.group)
    }

    fn is_same_street(&self, one: &TicketForm, other: &TicketForm) -> bool {
        one.place.street == other.place.street && self.group(one) == self.group(other)
    }

    fn is_near(&self, one: &TicketForm, other: &TicketForm) -> bool {
        self.is_same_street(one, other) && number(one).abs_diff(number(other)) <= NEAR
    }
}

fn number(form: &TicketForm) -> u32 {
    form.place.number.as_deref().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// xorshift: the same seed gives the same town on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or_default()
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn percent(part: u64, of: u64) -> String {
    format!("{part} of {of} ({:.1} %)", 100.0 * part as f64 / of.max(1) as f64)
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Streets { streets, letters, found, found_with_number, missed } = &self.streets;
        let share = |found: usize| percent(found as u64, *streets as u64);
        writeln!(out, "streets in the first three after {letters} letters: {}", share(*found))?;
        writeln!(out, "the same with a number behind them: {}", share(*found_with_number))?;
        for street in missed {
            writeln!(out, "  missed {street}")?;
        }
        let Reports { reports, again, recalled, near, near_shown, new, new_disturbed, most_shown, look_ms } =
            &self.reports;
        let share = |part: u32, of: u32| percent(part.into(), of.into());
        writeln!(out, "{reports} reports of 30 days; reported again and shown: {}", share(*recalled, *again))?;
        writeln!(out, "of all near ones of the group, where three at most: {}", share(*near_shown, *near))?;
        writeln!(out, "new matters on a street without one, disturbed: {}", share(*new_disturbed, *new))?;
        writeln!(out, "most shown at once: {most_shown}")?;
        let Times { p50, p95, max, .. } = look_ms;
        write!(out, "a look for reports alike: p50 {p50:.1} ms, p95 {p95:.1} ms, max {max:.1} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pickers_show_what_was_meant() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = Arc::new(AtomicI64::new(0));
        let desk = Desk::open(&DeskFolder::new(folder.path()), Moved(now.clone())).expect("a desk");
        let content = desk.content().expect("its content");
        let streets = Streets::measure(&desk, &content.streets);
        assert!(streets.found * 100 >= streets.streets * 98, "{:?}", streets.missed);
        let arguments = Arguments { reports: 400, again: 100, seed: 1, json: false };
        let reports = Reports::measure(&desk, &content, &now, &arguments).expect("measured");
        assert!(reports.recalled >= 90 && reports.most_shown <= FIRST, "{} of 100", reports.recalled);
    }
}
