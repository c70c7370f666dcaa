//! The same matter told twice: look-alikes, voices, and what is kept of a contact.

use centrala_app::{AppError, TicketOutcome};
use centrala_domain::{Contact, Draft, Place, Ticket, TicketForm};
use centrala_testkit::{TestDesk, in_the_clear, pothole};
use uuid::Uuid;

const PHONE: &str = "600 700 800";

fn saved(desk: &TestDesk, form: TicketForm) -> Ticket {
    match desk.desk.new_ticket(form).expect("saving works") {
        TicketOutcome::Saved { ticket } => *ticket,
        TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
    }
}

/// A draft of a call, with this service and number on Piotrkowska.
fn drafted(desk: &TestDesk, service: &str, number: &str) -> Draft {
    let call = desk.desk.open_call().expect("a call opens");
    let draft = desk.desk.propose_ticket(call.id, "", None).expect("a draft is proposed");
    let place = Place { street: Some("ul. Piotrkowska".into()), number: Some(number.into()), ..Place::default() };
    Draft { form: TicketForm { service: Some(service.into()), place, ..TicketForm::default() }, ..draft }
}

fn alike(desk: &TestDesk, draft: &Draft) -> Vec<Uuid> {
    desk.desk.look_alikes(draft).expect("looking works").into_iter().map(|one| one.id).collect()
}

fn voice(desk: &TestDesk, draft: &Draft, to: Uuid) -> Ticket {
    match desk.desk.add_voice(draft, to).expect("saving works") {
        TicketOutcome::Saved { ticket } => *ticket,
        TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
    }
}

#[test]
fn a_report_of_the_same_kind_nearby_is_shown_with_enough_to_decide() {
    let desk = TestDesk::new();
    let first = saved(&desk, pothole());
    assert_eq!(alike(&desk, &drafted(&desk, "drogi.zapadniecie", "113")), [first.id], "another kind of the same group");
    for (service, number) in [("drogi.ubytek-jezdni", "140"), ("zielen.koszenie", "104")] {
        assert!(alike(&desk, &drafted(&desk, service, number)).is_empty(), "{service} {number}");
    }
    let shown = desk.desk.look_alikes(&drafted(&desk, "drogi.ubytek-jezdni", "104")).expect("looking works").remove(0);
    assert_eq!((shown.number, shown.place.line().as_str()), (first.number, "ul. Piotrkowska 104"));
    assert_eq!((shown.words.as_str(), shown.voices), ("Głęboki ubytek na prawym pasie", 0));
    assert!(alike(&desk, &drafted(&desk, "drogi.ubytek-jezdni", "")).len() == 1, "a whole street is near");
}

#[test]
fn a_voice_is_a_ticket_of_its_own_that_needs_no_words() {
    let desk = TestDesk::new();
    let first = saved(&desk, pothole());
    let draft = drafted(&desk, "drogi.zapadniecie", "108");
    let added = voice(&desk, &draft, first.id);
    assert_eq!((added.voice_of, added.service.as_str()), (Some(first.id), "drogi.ubytek-jezdni"));
    assert_ne!(added.number, first.number);
    assert_eq!(voice(&desk, &draft, first.id).number, added.number, "adding it twice is one voice");
    let shown = desk.desk.look_alikes(&drafted(&desk, "drogi.ubytek-jezdni", "104")).expect("looking works");
    assert_eq!(
        shown.iter().map(|one| (one.id, one.voices)).collect::<Vec<_>>(),
        [(first.id, 1)],
        "voices are counted, not shown"
    );
    let undone = desk.desk.undo_ticket(&added.number).expect("undone");
    assert_eq!(undone.voice_of, Some(first.id));
    let desk = desk.reopened();
    let drafts = desk.desk.start().expect("a start").calls.into_iter().filter_map(|open| open.draft);
    let kept = drafts.into_iter().find(|draft| draft.id == added.id).expect("its draft");
    assert_eq!(kept, undone, "after the program ended, too");
    assert!(matches!(desk.desk.add_voice(&draft, Uuid::nil()), Err(AppError::TicketNotFound(_))));
}

#[test]
fn a_contact_without_consent_reaches_the_file_in_no_way() {
    let desk = TestDesk::new();
    let first = saved(&desk, pothole());
    let mut draft = drafted(&desk, "drogi.ubytek-jezdni", "104");
    draft.form.contact = Some(Contact { phone: Some(PHONE.into()), email: None, consent: false });
    desk.desk.save_draft(&draft).expect("a draft is saved");
    assert!(matches!(desk.desk.save_ticket(&draft).expect("an answer"), TicketOutcome::Refused { .. }));
    assert!(matches!(desk.desk.add_voice(&draft, first.id).expect("an answer"), TicketOutcome::Refused { .. }));
    assert!(!in_the_clear(&desk.folder).contains(PHONE));

    draft.form.contact = Some(Contact { phone: Some(PHONE.into()), email: None, consent: true });
    let ticket = voice(&desk, &draft, first.id);
    assert_eq!(ticket.consent_version.as_deref(), Some(centrala_domain::ticket::PRIVACY_VERSION));
    assert_eq!(ticket.consent_at, Some(ticket.created_at));
    assert!(in_the_clear(&desk.folder).contains(PHONE));
}
