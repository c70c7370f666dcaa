//! A day of an operator, below the window: a call, an article, a ticket, found again.

use centrala_app::{KnownOfTicket, Query, TicketOutcome};
use centrala_domain::{DeliberateAct, Draft, Kind, Target, Ticket, TicketForm, TicketState};
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
        let answer = desk.desk.search(&query(typed)).expect("search works");
        let title = centrala_domain::text::fold(&answer.hits.first().expect("a hit").title);
        assert!(title.contains(wanted), "{typed} found {title} first");
    }
}

#[test]
fn a_filter_keeps_only_the_unit_and_its_departments() {
    let desk = TestDesk::new();
    let all = desk.desk.search(&query("opłata")).expect("search works");
    let zdit = Query { units: vec!["zdit".into()], ..query("opłata") };
    let filtered = desk.desk.search(&zdit).expect("search works");
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
fn f4_takes_what_lies_open_where_it_is_a_kind_of_intervention_or_was_used() {
    let desk = TestDesk::new();
    let call = desk.desk.open_call().expect("a call opens").id;
    let open = |kind, id: &str| Some(Target { kind, id: id.into() });
    let card = desk.desk.propose_ticket(call, "qqqqxxxx", open(Kind::Service, "drogi.ubytek-jezdni")).expect("a draft");
    assert_eq!(card.form.service.as_deref(), Some("drogi.ubytek-jezdni"));
    let by_itself = desk.desk.propose_ticket(call, "dowód", open(Kind::Procedure, "KA-01147")).expect("a draft");
    assert_eq!((by_itself.procedure, by_itself.form.service), (None, None));
    let article = Target { kind: Kind::Procedure, id: "KA-01147".into() };
    desk.desk.note_use(Some(call), &article, "dowód", DeliberateAct::Entered).expect("used");
    let used = desk.desk.propose_ticket(call, "dowód", Some(article)).expect("a draft");
    assert_eq!(used.procedure.as_deref(), Some("KA-01147"));
    let gone = desk.desk.propose_ticket(call, "", open(Kind::Service, "nie.ma")).expect("a draft");
    assert_eq!(gone.form.service, None, "an edition may have lost it");
}

#[test]
fn a_ticket_opens_by_its_number_however_the_caller_says_it() {
    let desk = TestDesk::new();
    let ticket = saved(&desk, &drafted(&desk, pothole()));
    let said =
        format!("zgłoszenie {}, co z nim", ticket.number.as_str().to_lowercase().replace('ł', "l").replace('-', " "));
    let found = desk.desk.search(&query(&said)).expect("search works");
    assert_eq!(found.best, Some(Target { kind: Kind::Ticket, id: ticket.number.to_string() }));
    let told = found.ticket.expect("the ticket");
    assert!(told.ours && !found.weak);
    let KnownOfTicket::Desk { report, state, .. } = told.known else { panic!("it is here: {told:?}") };
    assert_eq!((report.service_name, report.created_at), (ticket.service_name, ticket.created_at));
    assert_eq!((report.place.as_str(), state), ("ul. Piotrkowska 104", TicketState::Ready));
    let another = desk.desk.search(&query("Ł7-0001-F")).expect("search works");
    let told = another.ticket.expect("a number is one, whoever has given it");
    assert_eq!((told.ours, told.known), (false, KnownOfTicket::Nowhere));
    assert_eq!(another.best.map(|best| best.kind), Some(Kind::Ticket));
    for typed in ["KA-01305", "EL 12345", "42 638 44 44", "Ł7-0001-G"] {
        assert_eq!(desk.desk.search(&query(typed)).expect("search works").ticket, None, "{typed}");
    }
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
    assert_eq!(desk.desk.home().expect("home").recent, [], "it opened by itself: nobody has used it");
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
