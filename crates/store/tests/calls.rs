//! Calls in the desk's file: who talks and who waits, what is forgotten of them, the day in figures, what goes on to the
//! next shift.

#[path = "fixtures/ticket.rs"]
mod ticket_fixture;

use std::path::Path;

use centrala_domain::{Call, DeliberateAct, DeskCode, Draft, Flag, Kind, Outcome, Target};
use centrala_store::{FileKey, Store};
use chrono::TimeDelta;
use tempfile::TempDir;
use ticket_fixture::{at, draft, service};
use uuid::Uuid;

fn open(path: &Path) -> Store {
    let key = FileKey::of(path).expect("a key");
    Store::open(path, &key, || (Uuid::nil(), DeskCode::numbered(7).expect("a code"), at(0))).expect("a desk")
}

fn desk() -> (Store, TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    (open(&dir.path().join("desk.sqlite")), dir)
}

fn call(id: u128, second: i64) -> Call {
    Call::opened(Uuid::from_u128(id), at(second))
}

fn article(id: &str) -> Target {
    Target { kind: Kind::Procedure, id: id.into() }
}

fn kept(store: &Store, id: u128) -> Call {
    store.call(Uuid::from_u128(id)).expect("read").expect("there")
}

#[test]
fn only_one_call_talks_and_waiting_is_not_talking() {
    let (mut store, _dir) = desk();
    store.begin_call(&call(1, 0)).expect("begun");
    store.begin_call(&call(2, 10)).expect("begun");
    assert_eq!(kept(&store, 1).held_since, Some(at(10)), "whoever talked waits");
    store.resume_call(Uuid::from_u128(1), at(40)).expect("resumed");
    assert_eq!((kept(&store, 1).held_since, kept(&store, 1).held_ms), (None, 30_000));
    assert_eq!(kept(&store, 2).held_since, Some(at(40)));
    store.hold_call(Uuid::from_u128(1), at(50)).expect("held");
    store.hold_call(Uuid::from_u128(1), at(60)).expect("held already");
    let moment = at(50) + TimeDelta::milliseconds(1_250);
    store.resume_call(Uuid::from_u128(1), moment).expect("resumed");
    assert_eq!(kept(&store, 1).held_ms, 31_250);
    store.end_call(Uuid::from_u128(2), at(100), Outcome::Informed).expect("ended");
    let second = kept(&store, 2);
    assert_eq!((second.held_since, second.held_ms, second.talked(at(999))), (None, 60_000, TimeDelta::seconds(30)));
}

#[test]
fn ticks_notes_and_the_chosen_end_of_a_call_come_back_and_a_late_save_resumes_nobody() {
    let (mut store, dir) = desk();
    let mut first = call(1, 0);
    store.begin_call(&first).expect("begun");
    first.note = "oddzwonić po 14".into();
    first.elsewhere = Some("spoza.prad".into());
    first.outcome = Some(Outcome::Transferred);
    first.ticked = [("KA-1".to_owned(), vec!["dowód osobisty".to_owned()])].into();
    store.hold_call(first.id, at(5)).expect("held");
    store.save_call(&first).expect("saved");
    drop(store);
    let store = open(&dir.path().join("desk.sqlite"));
    let held = Call { held_since: Some(at(5)), ..first };
    assert_eq!(store.open_calls().expect("calls"), [held]);
}

#[test]
fn what_was_typed_in_a_call_is_forgotten_after_its_time_and_the_call_is_counted_still() {
    let (mut store, _dir) = desk();
    for (id, ended) in [(1, 100), (2, 200)] {
        let mut call = Call { query: "Jan Kowalski".into(), note: "tel. 600 700 801".into(), ..call(id, 10) };
        call.ticked.insert("KA-1".into(), vec!["akt zgonu".into()]);
        store.begin_call(&call).expect("begun");
        store.end_call(call.id, at(ended), Outcome::Informed).expect("ended");
    }
    store.begin_call(&Call { note: "jeszcze trwa".into(), ..call(3, 20) }).expect("begun");
    assert_eq!(store.forget_calls(at(150)).expect("forgotten"), 1);
    let old = kept(&store, 1);
    assert_eq!((old.query.as_str(), old.note.as_str(), old.ticked.len()), ("", "", 0));
    assert_eq!((old.ended_at, old.outcome), (Some(at(100)), Some(Outcome::Informed)));
    assert_eq!((kept(&store, 2).note.as_str(), kept(&store, 3).note.as_str()), ("tel. 600 700 801", "jeszcze trwa"));
    assert_eq!(store.forget_calls(at(150)).expect("asked again"), 0);
}

#[test]
fn the_day_in_figures_is_of_that_day_alone() {
    let (mut store, _dir) = desk();
    let hour = 3600;
    // Begin, end, read an article.
    for (id, (from, until, read)) in
        (1..).zip([(10, 70, true), (100, 300, true), (hour, hour + 100, false), (2 * hour, 25 * hour, true)])
    {
        let call = call(id, from);
        store.begin_call(&call).expect("begun");
        store.resume_call(call.id, at(from)).expect("it talks");
        if read {
            store.record_use(call.id, &article("KA-1"), DeliberateAct::Copied, at(from)).expect("read");
        }
        store.end_call(call.id, at(until), Outcome::Informed).expect("ended");
    }
    for id in [1, 2] {
        store.save_ticket(draft(id).accept(Some(&service()), at(50)).expect("complete")).expect("saved");
    }
    let day = store.figures(at(0), at(24 * hour)).expect("figures");
    assert_eq!((day.calls, day.with_article, day.tickets), (3, 2, 2));
    assert_eq!(day.median, Some(100), "of 60, 100 and 200 seconds");
    assert_eq!(day.hours, [(0, 2), (1, 1)]);
    let empty = store.figures(at(100 * hour), at(124 * hour)).expect("figures");
    assert_eq!((empty.calls, empty.median, empty.hours.len()), (0, None, 0));
    assert_eq!(store.last_worked(at(1000)).expect("asked"), Some(at(300)));
    assert_eq!(store.last_worked(at(0)).expect("asked"), None);
}

#[test]
fn what_was_used_in_a_call_is_told_apart_by_its_kind_and_the_last_one_counts() {
    let (mut store, _dir) = desk();
    let call = call(1, 0);
    store.begin_call(&call).expect("begun");
    assert_eq!(store.last_used(call.id).expect("asked"), None);
    let elsewhere = Target { kind: Kind::Elsewhere, id: "spoza.prad".into() };
    for (target, act, second) in [
        (&article("KA-1"), DeliberateAct::Chosen, 1),
        (&elsewhere, DeliberateAct::Entered, 2),
        (&article("KA-2"), DeliberateAct::Printed, 3),
        (&article("KA-1"), DeliberateAct::Copied, 4),
        (&elsewhere, DeliberateAct::Copied, 5),
    ] {
        store.record_use(call.id, target, act, at(second)).expect("used");
    }
    assert_eq!(store.last_used(call.id).expect("asked"), Some(Kind::Elsewhere));
    assert_eq!(store.read_in_call(call.id).expect("asked"), ["KA-2", "KA-1"], "a card is no article");
    assert_eq!(store.recent_procedures(5).expect("asked"), ["KA-1", "KA-2"]);
    assert!(store.is_used(call.id, &elsewhere).expect("asked"));
    assert!(!store.is_used(call.id, &article("spoza.prad")).expect("asked"));
}

#[test]
fn a_draft_goes_on_to_the_next_shift_with_its_note() {
    let (mut store, _dir) = desk();
    for id in [1, 2] {
        store.begin_call(&call(id, 0)).expect("begun");
    }
    let left = Draft { call: Some(Uuid::from_u128(1)), ..draft(7) };
    store.save_draft(&left, at(1)).expect("saved");
    assert!(store.hand_over(left.id, "dopytać o numer", at(2)).expect("handed over"));
    let drafts = store.drafts().expect("drafts");
    assert_eq!(drafts[0].handover, Some(("dopytać o numer".to_owned(), at(2))));
    let taken = store.take_draft(left.id, Uuid::from_u128(2)).expect("taken").expect("there");
    assert_eq!((taken.call, &taken.form), (Some(Uuid::from_u128(2)), &left.form));
    assert_eq!(store.drafts().expect("drafts")[0].handover, None);
    store.hand_over(left.id, "", at(3)).expect("handed over again");
    store.delete_draft(left.id).expect("thrown away");
    assert!(!store.hand_over(left.id, "", at(4)).expect("asked"), "it is not there any more");
    assert_eq!(store.take_draft(left.id, Uuid::from_u128(2)).expect("asked"), None);
}

#[test]
fn only_articles_that_another_edition_has_changed_are_told() {
    let (mut store, _dir) = desk();
    let edition = |articles: &[(&str, &str)]| -> Vec<(String, String)> {
        articles.iter().map(|&(id, sha256)| (id.to_owned(), sha256.to_owned())).collect()
    };
    store.see_edition("1-a", &edition(&[("A", "1"), ("B", "1"), ("C", "1")]), at(10)).expect("seen");
    assert_eq!(store.changed_articles(at(0)).expect("asked"), [""; 0], "the first edition changes nothing");
    store.see_edition("2-b", &edition(&[("A", "1"), ("B", "2"), ("D", "1")]), at(20)).expect("seen");
    assert_eq!(store.seen_edition().expect("asked").as_deref(), Some("2-b"));
    assert_eq!(store.changed_articles(at(15)).expect("asked"), ["B", "D"]);
    store.see_edition("3-c", &edition(&[("A", "2"), ("B", "2"), ("C", "1")]), at(30)).expect("seen");
    assert_eq!(store.changed_articles(at(15)).expect("asked"), ["A", "C", "B"], "the last changed first");
    assert_eq!(store.changed_articles(at(30)).expect("asked"), [""; 0]);
}

#[test]
fn an_article_is_flagged_once_per_version() {
    let (mut store, _dir) = desk();
    let flag = |version: &str, note: &str, second: i64| Flag {
        procedure: "KA-1".into(),
        version: version.into(),
        edition: "1-a".into(),
        query: "oplata".into(),
        note: note.into(),
        at: at(second),
    };
    for flag in [flag("1", "", 1), flag("1", "opłata to 22 zł", 2), flag("2", "", 3)] {
        store.flag_article(&flag).expect("flagged");
    }
    assert_eq!(store.flags().expect("flags"), [flag("2", "", 3), flag("1", "opłata to 22 zł", 2)]);
    store.unflag_article("KA-1", "2").expect("taken back");
    assert_eq!(store.flags().expect("flags").len(), 1);
}
