//! What other desks are told of a report.

use centrala_domain::{CityState, Ticket};
use centrala_protocol::{Record, SealedRecord};
use chrono::{TimeDelta, Utc};
use uuid::Uuid;

use crate::desk::{City, Desk, PHONE, ticket};

/// A report of a moment ago; the fixture's day passes.
fn recent(desk: &Desk, running: u32, description: &str) -> SealedRecord {
    let ticket = Ticket { created_at: Utc::now(), ..ticket(&desk.code, running, description) };
    Record::new(ticket).seal(&desk.keys.intake).expect("sealed")
}

#[test]
fn a_desk_that_asks_is_told_of_other_desks_reports_page_by_page_and_of_nobody() {
    let city = City::new();
    let [desk, other] = [city.desk(), city.desk()];
    let records: Vec<_> = (1..=400).map(|running| recent(&desk, running, "Ubytek")).collect();
    let more: Vec<_> = (401..=550).map(|running| recent(&desk, running, &format!("Dzwonić {PHONE}"))).collect();
    let all: Vec<Uuid> = records.iter().chain(&more).map(|record| record.id()).collect();
    for batch in [desk.batch(records), desk.batch(more)] {
        desk.upload(&batch);
    }
    assert!(desk.updates_of_all(0).matters.is_empty(), "its own are not told");
    let silent = other.updates(0);
    assert!(silent.matters.is_empty() && !silent.more, "who does not ask is told nothing");
    let (mut told, mut through, mut pages) = (Vec::new(), 0, 0);
    loop {
        let page = other.updates_of_all(through);
        told.extend(page.matters);
        (through, pages) = (page.matters_through, pages + 1);
        if !page.more {
            break;
        }
    }
    let order = told.iter().map(|news| news.ticket).eq(all);
    assert_eq!((pages, told.len(), order), (3, 550, true), "each once, in order");
    let text = serde_json::to_string(&told).expect("JSON");
    assert!(text.contains("Dzwonić […]") && !text.contains(PHONE));
    assert!(other.updates_of_all(through).matters.is_empty());
}

#[test]
fn voices_and_old_reports_are_not_told() {
    let city = City::new();
    let [desk, other] = [city.desk(), city.desk()];
    let [mut voice, mut old] = [1, 2].map(|running| ticket(&desk.code, running, "Ubytek"));
    voice.voice_of = Some(old.id);
    old.created_at = Utc::now() - TimeDelta::days(31);
    let sealed = [voice, old].map(|ticket| Record::new(ticket).seal(&desk.keys.intake).expect("sealed"));
    desk.upload(&desk.batch(sealed.into()));
    let told = other.updates_of_all(0);
    assert_eq!((told.matters, told.matters_through), (vec![], 1), "and not asked for again");
}

#[test]
fn what_the_city_says_is_told_again_and_what_is_corrected_or_erased_is_withdrawn() {
    let city = City::new();
    let [desk, other] = [city.desk(), city.desk()];
    let ticket = |running| Ticket { created_at: Utc::now(), ..ticket(&desk.code, running, "Ubytek") };
    let sealed = |ticket: &Ticket| Record::new(ticket.clone()).seal(&desk.keys.intake).expect("sealed");
    let [first, early, erased] = [1, 2, 3].map(ticket);
    let correction = Ticket { supersedes: Some(first.id), ..ticket(4) };
    let corrected_early = Ticket { supersedes: Some(early.id), ..ticket(5) };
    let told = |through| {
        let page = other.updates_of_all(through);
        let seen = page.matters.into_iter().map(|news| (news.ticket, news.matter.map(|matter| matter.city)));
        (seen.collect::<Vec<_>>(), page.matters_through)
    };
    desk.upload(&desk.batch([&first, &erased, &corrected_early].map(sealed).into()));
    let (seen, through) = told(0);
    assert_eq!(seen, [&first, &erased, &corrected_early].map(|ticket| (ticket.id, Some(None))));

    let office = city.server.office();
    office.say(&first.number, None, CityState::InProgress, "u drogowców", Utc::now()).expect("said");
    let (seen, through) = told(through);
    assert_eq!(seen, [(first.id, Some(Some(CityState::InProgress)))], "without the note");

    let foreign = Ticket { supersedes: Some(erased.id), ..crate::desk::ticket(&other.code, 1, "Inny") };
    other.upload(&other.batch(vec![Record::new(foreign).seal(&other.keys.intake).expect("sealed")]));
    desk.upload(&desk.batch([&correction, &early].map(sealed).into()));
    let (seen, through) = told(through);
    let expected = [(correction.id, Some(None)), (first.id, None), (early.id, None)];
    assert_eq!(seen, expected, "corrected before it came, too; and only its own desk corrects a report");

    office.erase(&erased.number, None, "test", "wniosek", Utc::now()).expect("erased");
    assert_eq!(told(through).0, [(erased.id, None)]);
}
