//! What the desk learns: habits that help a little, and questions that found little, without anything of a caller's.

use centrala_app::{Query, Why};
use centrala_domain::{Missed, MissedQuery};
use centrala_search::MOST;
use centrala_testkit::{TestDesk, in_the_clear};

fn query(text: &str) -> Query {
    Query { text: text.into(), limit: 100, ..Query::default() }
}

/// Ids with their scores, in their order.
fn hits(desk: &TestDesk, text: &str) -> Vec<(String, f32)> {
    let answer = desk.desk.search(&query(text)).expect("search works").answer;
    answer.hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
}

fn why(desk: &TestDesk, text: &str, id: &str) -> Vec<Why> {
    let answer = desk.desk.search(&query(text)).expect("search works").answer;
    answer.hits.into_iter().find(|hit| hit.id == id).expect("the hit").why
}

fn missed(desk: &TestDesk) -> Vec<MissedQuery> {
    desk.desk.missed_queries().expect("a list")
}

#[test]
fn what_was_opened_after_a_query_stands_higher_the_next_time_and_says_so() {
    let desk = TestDesk::new();
    let before = hits(&desk, "dowód osobisty");
    let (id, score) = before[2].clone();
    for _ in 0..3 {
        desk.desk.choose("dowod osobisty", &id).expect("kept");
    }
    let after = hits(&desk, "osobistego dowodu");
    let now = after.iter().find(|(other, _)| *other == id).expect("still there").1;
    assert!(now > score, "another form of the same words: {now} after {score}");
    assert!(why(&desk, "dowód osobisty", &id).contains(&Why::Chosen { times: 3 }));
    let elsewhere = hits(&desk, "dowód rejestracyjny");
    let desk = desk.reopened();
    assert_eq!(hits(&desk, "osobistego dowodu"), after, "and after the program has ended");
    assert_eq!(hits(&desk, "dowód rejestracyjny"), elsewhere, "another question is another habit");
}

#[test]
fn habits_never_beat_a_better_match() {
    let desk = TestDesk::new();
    for text in ["dowód", "opłata", "zameldowanie na pobyt stały", "śmieci", "karta"] {
        let before = hits(&desk, text);
        let last = before[before.len().min(40) - 1].0.clone();
        for _ in 0..50 {
            desk.desk.choose(text, &last).expect("kept");
        }
        desk.desk.set_favourite(&last, true).expect("kept");
        let after = hits(&desk, text);
        let score = |id: &String| before.iter().find(|(other, _)| other == id).map_or(0.0, |(_, score)| *score);
        for (at, (above, _)) in after.iter().enumerate() {
            for (below, _) in &after[at + 1..] {
                assert!(score(above) * MOST >= score(below) * 0.9999, "{text}: {above} over {below}");
            }
        }
    }
}

#[test]
fn favourites_and_recent_articles_say_why_they_are_a_little_higher() {
    let desk = TestDesk::new();
    desk.desk.set_favourite("KA-01305", true).expect("kept");
    let mut call = desk.desk.open_call().expect("a call");
    call.procedure = Some("KA-01305".into());
    desk.desk.save_call(&call).expect("saved");
    desk.desk.end_call(call.id).expect("ended");
    let reasons = why(&desk, "zameldowanie", "KA-01305");
    assert!(reasons.contains(&Why::Favourite) && reasons.contains(&Why::Recent), "{reasons:?}");
    desk.desk.set_favourite("KA-01305", false).expect("kept");
    assert!(!why(&desk, "zameldowanie", "KA-01305").contains(&Why::Favourite));
}

#[test]
fn questions_that_found_little_wait_for_the_editors_the_most_frequent_first() {
    let desk = TestDesk::new();
    for text in ["Qqqq  xxxx", "wwwwzzzz", "qqqq xxxx ", "dowód osobisty", "zdit"] {
        desk.desk.settle_query(text).expect("settled");
    }
    assert!(desk.desk.report_missing("wwwwzzzz").expect("reported"));
    let missed = missed(&desk.reopened());
    let told: Vec<_> = missed.iter().map(|one| (one.text.as_str(), one.kind, one.count, one.reported)).collect();
    assert_eq!(told, [("qqqq xxxx", Missed::Zero, 2, false), ("wwwwzzzz", Missed::Zero, 1, true)]);
}

#[test]
fn a_question_of_which_little_was_understood_is_a_weak_one() {
    let desk = TestDesk::new();
    desk.desk.settle_query("dowód wwwwzzzz qqqqxxxx").expect("settled");
    assert_eq!(missed(&desk).first().map(|one| one.kind), Some(Missed::Weak));
}

#[test]
fn nothing_that_may_be_a_callers_is_kept_of_a_question() {
    let desk = TestDesk::new();
    for text in ["44051401359", "qqqq 44051401359", "xxxx 42 638-44-44", "qqqq@xxxx.pl", &"qx ".repeat(9)] {
        desk.desk.settle_query(text).expect("settled");
        assert!(!desk.desk.report_missing(text).expect("answered"), "{text}");
        desk.desk.choose(text, "KA-01305").expect("answered");
    }
    assert_eq!(missed(&desk), []);
    desk.desk.settle_query("qqqqxxxx").expect("settled");
    let held = in_the_clear(&desk.folder);
    assert!(held.contains("qqqqxxxx"), "what may be kept is there");
    assert!(!held.contains("44051401359"));
}
