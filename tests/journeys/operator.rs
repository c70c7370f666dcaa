//! A day of an operator, below the window: a call, an article, a ticket, found again.

use centrala_app::{Query, TicketOutcome};
use centrala_domain::{Draft, Ticket, TicketForm};
use centrala_testkit::{TestDesk, pothole};

fn query(text: &str) -> Query {
    Query { text: text.into(), units: vec![], categories: vec![], limit: 10 }
}

/// The words of `form` in the draft that F4 proposes for a call.
fn drafted(desk: &TestDesk, form: TicketForm) -> Draft {
    let call = desk.desk.open_call().expect("a call opens");
    let draft = desk.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft is proposed");
    Draft { form, ..draft }
}

fn saved(desk: &TestDesk, draft: &Draft) -> Ticket {
    match desk.desk.save_ticket(draft).expect("saving works") {
        TicketOutcome::Saved { ticket } => *ticket,
        TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
    }
}

#[test]
fn the_first_questions_of_a_shift_find_their_article() {
    let desk = TestDesk::new();
    for (typed, wanted) in [("dowod osobisty", "dowod"), ("zameldować się", "zameldowanie"), ("dowód", "dowod")] {
        let answer = desk.desk.search(&query(typed)).expect("search works").answer;
        let title = centrala_domain::text::fold(&answer.hits.first().expect("a hit").title);
        assert!(title.contains(wanted), "{typed} found {title} first");
    }
}

#[test]
fn a_filter_keeps_only_the_unit_and_its_departments() {
    let desk = TestDesk::new();
    let all = desk.desk.search(&query("opłata")).expect("search works").answer;
    let zdit = Query { units: vec!["zdit".into()], ..query("opłata") };
    let filtered = desk.desk.search(&zdit).expect("search works").answer;
    assert!(0 < filtered.total && filtered.total < all.total, "{} of {}", filtered.total, all.total);
    assert!(filtered.hits.iter().all(|hit| hit.unit == "zdit" || hit.unit.starts_with("zdit/")));
}

#[test]
fn an_article_tells_whether_its_unit_is_open_now() {
    let desk = TestDesk::new();
    let article = desk.desk.article("KA-01305").expect("the article is there");
    assert_eq!(article.unit.id, "uml/wsoik");
    let open = centrala_domain::Opening::Open { until: "16:00".into() };
    assert_eq!(article.opening, open, "Monday at ten in Łódź");
    assert_eq!(article.related.len(), article.procedure.related.len());
}

#[test]
fn a_ticket_is_proposed_saved_once_and_found_in_every_way() {
    let desk = TestDesk::new();
    let draft = drafted(&desk, pothole());
    let ticket = saved(&desk, &draft);
    assert_eq!(saved(&desk, &draft).number, ticket.number, "saving twice is the same ticket");
    for words in [ticket.number.as_str(), "piotrkowska 104", "ubytek", "prawym pasie", "PIOTRKOWSKA ubytku"] {
        let found = desk.desk.tickets(words, 10).expect("finding works");
        if words != "PIOTRKOWSKA ubytku" {
            assert_eq!(found.len(), 1, "{words}");
        }
    }
    let calls = desk.desk.start().expect("a start").calls;
    assert!(calls.iter().all(|open| open.draft.is_none()), "a saved ticket leaves no draft behind");
}

#[test]
fn the_service_comes_from_the_query() {
    let desk = TestDesk::new();
    let call = desk.desk.open_call().expect("a call opens");
    let draft = desk.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft");
    assert_eq!(draft.form.service.as_deref(), Some("drogi.ubytek-jezdni"));
    let nothing = desk.desk.propose_ticket(call.id, "dowód osobisty", None).expect("a draft");
    assert_eq!(nothing.form.service, None, "no service is better than a wrong one");
}

#[test]
fn calls_and_drafts_come_back_after_the_program_ended() {
    let desk = TestDesk::new();
    let mut draft = drafted(&desk, TicketForm { description: "Zwisa gałąź".into(), ..TicketForm::default() });
    draft.form.place.landmark = Some("przy szkole".into());
    desk.desk.save_draft(&draft).expect("a draft is saved");
    let desk = desk.reopened();
    let calls = desk.desk.start().expect("a start").calls;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].draft.as_ref(), Some(&draft), "every field as it was typed");
}

#[test]
fn a_refused_form_keeps_what_was_typed() {
    let desk = TestDesk::new();
    let mut draft = drafted(&desk, pothole());
    draft.form.place.street = None;
    let TicketOutcome::Refused { problems } = desk.desk.save_ticket(&draft).expect("an answer") else {
        panic!("a number without a street is not a place");
    };
    assert!(problems.iter().any(|problem| problem.field == "street"), "{problems:?}");
    let kept = desk.desk.start().expect("a start").calls.remove(0).draft.expect("the draft is still there");
    assert_eq!(kept, draft);
}

#[test]
fn an_ended_call_is_coded_by_its_own_facts() {
    let desk = TestDesk::new();
    let mut call = desk.desk.open_call().expect("a call opens");
    call.procedure = Some("KA-01305".into());
    desk.desk.save_call(&call).expect("the call is saved");
    let ended = desk.desk.end_call(call.id).expect("the call ends");
    assert_eq!(ended.call.outcome, Some(centrala_domain::Outcome::Informed));
    assert!(desk.desk.start().expect("a start").calls.is_empty());
    assert_eq!(desk.desk.home().expect("home").recent[0].id, "KA-01305", "a read article is a recent one");
}

#[test]
fn typed_words_of_danger_warn_and_innocent_ones_do_not() {
    let desk = TestDesk::new();
    let warned = desk.desk.emergency("pani mówi że czuć gaz na klatce");
    assert_eq!(warned.first().map(|warning| warning.number.as_str()), Some("992"));
    for innocent in ["dodatek gazowy", "opłata za gaz", "dowód osobisty"] {
        assert!(desk.desk.emergency(innocent).is_empty(), "{innocent}");
    }
}
