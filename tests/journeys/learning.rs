//! What the desk learns from deliberate acts: habits that help a little, and questions that found little, without anything
//! of a caller's. What opens by itself teaches nothing.

use centrala_app::{Desk, DeskFolder, Explanation, MissedQuestion, Query};
use centrala_domain::{DeliberateAct, Kind, Missed, Target};
use centrala_search::GREATEST_BOOST;
use centrala_testkit::{Later, TestDesk, in_the_clear};
use chrono::TimeDelta;
use uuid::Uuid;

/// A question of which little is understood.
const WEAK: &str = "dowód wwwwzzzz qqqqxxxx";

fn query(text: &str) -> Query {
    Query { text: text.into(), limit: 100, ..Query::default() }
}

/// Ids with their scores, in their order.
fn hits(desk: &TestDesk, text: &str) -> Vec<(String, f32)> {
    let found = desk.desk.search(&query(text)).expect("search works");
    found.hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
}

fn why(desk: &TestDesk, text: &str, id: &str) -> Vec<Explanation> {
    let found = desk.desk.search(&query(text)).expect("search works");
    found.hits.into_iter().find(|hit| hit.id == id).expect("the hit").why
}

fn article(id: &str) -> Target {
    Target { kind: Kind::Procedure, id: id.into() }
}

/// In a call of its own.
fn used(desk: &Desk, text: &str, target: &Target) -> Uuid {
    let call = desk.open_call().expect("a call").id;
    desk.note_use(Some(call), target, text, DeliberateAct::Entered).expect("used");
    call
}

fn missed(desk: &TestDesk) -> Vec<MissedQuestion> {
    desk.desk.missed_queries().expect("a list")
}

/// What the editors are told to add: words, kind, id, in how many calls.
fn phrasings(desk: &Desk) -> Vec<(String, Kind, String, u32)> {
    let missed = desk.missed_queries().expect("a list").into_iter();
    let opened = |MissedQuestion { query, opened }| {
        opened.into_iter().map(move |one| (query.text.clone(), one.kind, one.id, one.count)).collect::<Vec<_>>()
    };
    missed.flat_map(opened).collect()
}

#[test]
fn what_was_used_after_a_query_stands_higher_the_next_time_and_says_so() {
    let desk = TestDesk::new();
    let before = hits(&desk, "dowód osobisty");
    let (id, score) = before[2].clone();
    for _ in 0..3 {
        used(&desk.desk, "dowod osobisty", &article(&id));
    }
    let chosen = why(&desk, "dowód osobisty", &id);
    assert!(chosen.contains(&Explanation::Chosen { times: 3 }), "{chosen:?}");
    let now = hits(&desk, "osobistego dowodu").into_iter().find(|(other, _)| *other == id).expect("still there").1;
    assert!(now > score, "another form of the same words: {now} after {score}");
    let elsewhere = why(&desk, "dowód rejestracyjny", &id);
    assert!(!elsewhere.contains(&Explanation::Chosen { times: 3 }), "another question is another habit");
    let desk = desk.reopened();
    assert!(
        why(&desk, "osobistego dowodu", &id).contains(&Explanation::Chosen { times: 3 }),
        "after the program ended"
    );
}

#[test]
fn a_call_teaches_a_thing_once_however_often_it_is_used_in_it() {
    let desk = TestDesk::new();
    let card = article("KA-01147");
    let call = used(&desk.desk, "dowód osobisty", &card);
    for act in [DeliberateAct::SectionOpened, DeliberateAct::Copied, DeliberateAct::Ticked, DeliberateAct::Printed] {
        desk.desk.note_use(Some(call), &card, "dowód osobisty", act).expect("used");
    }
    assert!(why(&desk, "dowód osobisty", "KA-01147").contains(&Explanation::Chosen { times: 1 }));
    assert_eq!(desk.desk.end_call(call).expect("ended").read, 1);
    for _ in 0..2 {
        desk.desk.note_use(None, &card, "dowód osobisty", DeliberateAct::Chosen).expect("used before a call");
    }
    let call = used(&desk.desk, "dowód osobisty", &card);
    assert!(why(&desk, "dowód osobisty", "KA-01147").contains(&Explanation::Chosen { times: 2 }));
    assert_eq!(desk.desk.end_call(call).expect("ended").read, 1, "told once more when the call had begun");
}

#[test]
fn what_opened_by_itself_is_neither_read_nor_recent_nor_a_habit() {
    let desk = TestDesk::new();
    let mut call = desk.desk.open_call().expect("a call");
    (call.query, call.procedure) = ("dowód osobisty".into(), Some("KA-01147".into()));
    desk.desk.save_call(&call).expect("saved");
    assert_eq!(desk.desk.end_call(call.id).expect("ended").read, 0);
    assert_eq!(desk.desk.home().expect("home").recent, []);
    assert_eq!(desk.desk.shift().expect("the day").with_article, 0);
    let reasons = why(&desk, "dowód osobisty", "KA-01147");
    assert!(!reasons.contains(&Explanation::Recent), "{reasons:?}");
    used(&desk.desk, "", &article("nie ma"));
    assert_eq!(desk.desk.home().expect("home").recent, [], "an edition may have lost it");
}

#[test]
fn habits_never_beat_a_better_match() {
    let desk = TestDesk::new();
    for text in ["dowód", "opłata", "zameldowanie na pobyt stały", "śmieci", "karta"] {
        let before = hits(&desk, text);
        let last = before[before.len().min(40) - 1].0.clone();
        for _ in 0..50 {
            used(&desk.desk, text, &article(&last));
        }
        desk.desk.set_favourite(&last, true).expect("kept");
        let after = hits(&desk, text);
        let score = |id: &String| before.iter().find(|(other, _)| other == id).map_or(0.0, |(_, score)| *score);
        for (at, (above, _)) in after.iter().enumerate() {
            for (below, _) in &after[at + 1..] {
                assert!(score(above) * GREATEST_BOOST >= score(below) * 0.9999, "{text}: {above} over {below}");
            }
        }
    }
}

#[test]
fn favourites_and_recent_articles_say_why_they_are_a_little_higher() {
    let desk = TestDesk::new();
    desk.desk.set_favourite("KA-01305", true).expect("kept");
    let call = used(&desk.desk, "", &article("KA-01305"));
    desk.desk.end_call(call).expect("ended");
    let reasons = why(&desk, "zameldowanie", "KA-01305");
    assert!(reasons.contains(&Explanation::Favourite) && reasons.contains(&Explanation::Recent), "{reasons:?}");
    desk.desk.set_favourite("KA-01305", false).expect("kept");
    assert!(!why(&desk, "zameldowanie", "KA-01305").contains(&Explanation::Favourite));
}

#[test]
fn questions_that_found_little_wait_for_the_editors_the_most_frequent_first() {
    let desk = TestDesk::new();
    for text in ["Qqqq  xxxx", "wwwwzzzz", "qqqq xxxx ", "dowód osobisty", "zdit", "a to co", "Ł7-0001-F"] {
        desk.desk.settle_query(None, text).expect("settled");
    }
    assert!(desk.desk.report_missing("wwwwzzzz").expect("reported"));
    let missed = missed(&desk.reopened());
    let told: Vec<_> = missed
        .iter()
        .map(|one| (one.query.text.as_str(), one.query.kind, one.query.count, one.query.reported))
        .collect();
    assert_eq!(told, [("qqqq xxxx", Missed::Zero, 2, false), ("wwwwzzzz", Missed::Zero, 1, true)]);
}

#[test]
fn a_question_of_which_little_was_understood_is_a_weak_one() {
    let desk = TestDesk::new();
    desk.desk.settle_query(None, WEAK).expect("settled");
    assert_eq!(missed(&desk).first().map(|one| one.query.kind), Some(Missed::Weak));
}

#[test]
fn what_was_used_after_a_question_that_found_little_is_proposed_to_the_editors() {
    let desk = TestDesk::new();
    let (pothole, card) = (Target { kind: Kind::Service, id: "drogi.ubytek-jezdni".into() }, article("KA-01147"));
    for _ in 0..2 {
        let call = used(&desk.desk, WEAK, &card);
        desk.desk.note_use(Some(call), &card, WEAK, DeliberateAct::Copied).expect("used again");
    }
    let call = desk.desk.open_call().expect("a call").id;
    desk.desk.settle_query(Some(call), "qqqqxxxx").expect("found nothing");
    desk.desk.settle_query(Some(call), "dziura w jezdni").expect("in other words");
    desk.desk.note_use(Some(call), &pothole, "dziura w jezdni", DeliberateAct::TicketBegun).expect("used");
    desk.desk.note_use(Some(call), &card, "dowód osobisty", DeliberateAct::Entered).expect("another matter");
    let told = [
        ("dowod wwwwzzzz qqqqxxxx".to_owned(), Kind::Procedure, "KA-01147".to_owned(), 2),
        ("qqqqxxxx".to_owned(), Kind::Service, "drogi.ubytek-jezdni".to_owned(), 1),
    ];
    assert_eq!(phrasings(&desk.desk), told);
    let missed = missed(&desk);
    assert_eq!(missed.len(), 2);
    assert!(missed.iter().all(|one| !one.opened[0].title.is_empty()), "{missed:?}");
    assert_eq!(phrasings(&desk.reopened().desk), told);
}

#[test]
fn only_what_follows_soon_and_in_the_same_call_answers_a_question() {
    let (folder, later) = (tempfile::tempdir().expect("a folder"), Later::default());
    let desk = Desk::open(&DeskFolder::new(folder.path()), later.clone()).expect("a desk");
    let card = article("KA-01147");
    let call = desk.open_call().expect("a call").id;
    desk.settle_query(Some(call), "qqqqxxxx").expect("found nothing");
    used(&desk, "dowód osobisty", &card);
    later.pass(TimeDelta::minutes(6));
    desk.note_use(Some(call), &card, "dowód osobisty", DeliberateAct::Entered).expect("used");
    desk.settle_query(Some(call), "wwwwzzzz").expect("found nothing");
    desk.note_use(Some(call), &Target { kind: Kind::Ticket, id: "Ł7-0001-F".into() }, "", DeliberateAct::Chosen)
        .expect("used");
    assert_eq!(phrasings(&desk), [], "another call, too late, and nothing that editors can give words to");
    later.pass(TimeDelta::days(366));
    drop(desk);
    let desk = Desk::open(&DeskFolder::new(folder.path()), later).expect("a desk");
    assert_eq!(phrasings(&desk), []);
}

#[test]
fn nothing_that_may_be_a_callers_is_kept_of_a_question() {
    let desk = TestDesk::new();
    for text in ["44051401359", "qqqq 44051401359", "xxxx 42 638-44-44", "qqqq@xxxx.pl", &"qx ".repeat(9)] {
        desk.desk.settle_query(None, text).expect("settled");
        assert!(!desk.desk.report_missing(text).expect("answered"), "{text}");
        used(&desk.desk, text, &article("KA-01305"));
    }
    assert_eq!(missed(&desk), []);
    assert_eq!(desk.desk.home().expect("home").recent.len(), 1, "it was read all the same");
    desk.desk.settle_query(None, "qqqqxxxx").expect("settled");
    let held = in_the_clear(&desk.folder);
    assert!(held.contains("qqqqxxxx"), "what may be kept is there");
    assert!(!held.contains("44051401359"));
}
