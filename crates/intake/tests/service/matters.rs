//! What other desks are told of a report.

use centrala_domain::Ticket;
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
    let more: Vec<_> = (401..=600).map(|running| recent(&desk, running, &format!("Dzwonić {PHONE}"))).collect();
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
    assert_eq!((pages, told.iter().map(|news| news.ticket).collect::<Vec<_>>()), (2, all), "each once, in order");
    let text = serde_json::to_string(&told).expect("JSON");
    assert!(text.contains("Dzwonić [dane]") && !text.contains(PHONE));
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
