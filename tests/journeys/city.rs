//! The desk and the city's intake, both real, without a window: what one has done the other knows.

use std::fs::File;
use std::thread;
use std::time::Duration;

use centrala_app::{Desk, DeskFolder, KnownOfTicket, LookAlike, Query, TicketOutcome};
use centrala_domain::{CityState, Contact, DeskCode, Draft, Place, Ticket, TicketForm};
use centrala_intake::{Server, Settings};
use centrala_testkit::{Later, pothole};
use chrono::{TimeDelta, Utc};
use tempfile::TempDir;

struct Machine {
    desk: Desk,
    later: Later,
    folder: TempDir,
}

impl Machine {
    /// A new one, enrolled under this code.
    fn of(intake: &Server, code: &DeskCode) -> Self {
        let (folder, later) = (tempfile::tempdir().expect("a folder"), Later::default());
        let desk = Desk::open(&DeskFolder::new(folder.path()), later.clone()).expect("a desk");
        let once = intake.office().enrolment_code(Some(code.clone()), "", Utc::now()).expect("a code");
        assert_eq!(desk.enroll(&intake.url(), None, once.reveal()).expect("enrolled"), *code);
        Self { desk, later, folder }
    }

    fn ticket(&self) -> Ticket {
        self.report(pothole())
    }

    fn report(&self, form: TicketForm) -> Ticket {
        let call = self.desk.open_call().expect("a call opens");
        let draft = self.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft is proposed");
        match self.desk.save_ticket(&Draft { form, ..draft }).expect("saving works") {
            TicketOutcome::Saved { ticket } => *ticket,
            TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
        }
    }

    /// What a draft of a pothole some houses further is shown.
    fn look_alikes(&self) -> Vec<LookAlike> {
        let call = self.desk.open_call().expect("a call opens");
        let draft = self.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft is proposed");
        let place = Place { number: Some("110".into()), ..pothole().place };
        let draft = Draft { form: TicketForm { place, ..pothole() }, ..draft };
        self.desk.look_alikes(&draft).expect("looking works")
    }

    /// All that was saved, once it can no longer be undone; how many the city has taken.
    fn send(&self) -> usize {
        self.later.pass(TimeDelta::minutes(1));
        self.desk.upload().expect("a round").applied.acknowledged
    }
}

#[test]
fn i3_a_new_computer_under_an_old_desks_code_goes_on_with_its_numbers() {
    let city = tempfile::tempdir().expect("a folder");
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let code = DeskCode::numbered(7).expect("a code");
    let broken = Machine::of(&intake, &code);
    let last = [(); 3].map(|()| broken.ticket()).map(|ticket| ticket.number.running());
    assert_eq!((last, broken.send()), ([1, 2, 3], 3));
    drop(broken);
    let new = Machine::of(&intake, &code);
    let ticket = new.ticket();
    assert_eq!(ticket.number.as_str().split('-').next(), Some(code.as_str()));
    assert_eq!((ticket.number.running(), new.send()), (4, 1));
    assert_eq!(intake.office().ledger().tickets_numbered(&ticket.number).expect("read").len(), 1);
}

#[test]
fn a_stick_waits_for_the_round_that_is_under_way() {
    let (city, stick) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a stick"));
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let machine = Machine::of(&intake, &DeskCode::numbered(7).expect("a code"));
    machine.ticket();
    machine.later.pass(TimeDelta::minutes(1));
    let round = File::create(machine.folder.path().join("desk.sending")).expect("the senders' lock");
    round.lock().expect("nobody sends");
    let files = thread::scope(|scope| {
        let export = scope.spawn(|| machine.desk.export_batches(stick.path()));
        thread::sleep(Duration::from_millis(200));
        drop(round);
        export.join().expect("no panic").expect("exported")
    });
    assert_eq!(files.len(), 1);
}

#[test]
fn what_one_desk_has_reported_the_others_are_shown() {
    let city = tempfile::tempdir().expect("a folder");
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let [first, second] = [7, 8].map(|n| Machine::of(&intake, &DeskCode::numbered(n).expect("a code")));
    let told = first.report(TicketForm {
        description: "Wyrwa przy torach, dzwonić 600 700 800".into(),
        place: Place { flat: Some("12".into()), ..pothole().place },
        contact: Some(Contact { phone: Some("600 700 801".into()), email: None, consent: true }),
        ..pothole()
    });
    first.send();
    assert!(second.look_alikes().is_empty(), "not heard yet");
    second.send();
    let shown = second.look_alikes().remove(0);
    assert_eq!((shown.id, &shown.number, shown.here, shown.city), (told.id, &told.number, None, None));
    assert_eq!((shown.words.as_str(), shown.place.flat), ("Wyrwa przy torach, dzwonić […]", None));

    intake.office().ledger().say(told.id, CityState::InProgress, "u drogowców", Utc::now()).expect("said");
    second.send();
    let said = Query { text: format!("numer {}", told.number), limit: 1, ..Query::default() };
    let known = second.desk.search(&said).expect("search works").ticket.expect("the ticket");
    let KnownOfTicket::City { report, city } = known.known else { panic!("another desk's: {known:?}") };
    assert_eq!((known.ours, city, report.service_name), (false, Some(CityState::InProgress), told.service_name));
    assert_eq!(second.look_alikes().remove(0).city, Some(CityState::InProgress));
    let call = second.desk.open_call().expect("a call opens");
    let draft = second.desk.propose_ticket(call.id, "", None).expect("a draft is proposed");
    let TicketOutcome::Saved { ticket: voice } = second.desk.add_voice(&draft, told.id).expect("an answer") else {
        panic!("a voice needs no words")
    };
    assert_eq!((voice.voice_of, &voice.service), (Some(told.id), &told.service));
    assert_eq!(second.send(), 1);
    first.send();
    let own: Vec<_> = first.look_alikes().into_iter().map(|shown| shown.id).collect();
    assert_eq!(own, [told.id], "a voice stands for nothing new");

    let draft = first.desk.correct_ticket(told.number.as_str(), None).expect("a draft");
    let TicketOutcome::Saved { ticket: corrected } = first.desk.save_ticket(&draft).expect("an answer") else {
        panic!("a correction is complete")
    };
    first.send();
    second.send();
    let seen: Vec<_> = second.look_alikes().into_iter().map(|shown| shown.id).collect();
    assert_eq!(seen, [corrected.id], "one matter, as it is told last");
    intake.office().erase(&corrected.number, None, "test", "wniosek", Utc::now()).expect("erased");
    second.send();
    assert!(second.look_alikes().is_empty(), "what was erased is gone from the other desks, too");
}

#[test]
fn a_desk_hears_all_that_the_others_have_reported_in_one_round() {
    let city = tempfile::tempdir().expect("a folder");
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let [first, second] = [7, 8].map(|n| Machine::of(&intake, &DeskCode::numbered(n).expect("a code")));
    let far = || TicketForm { place: Place { number: Some("1".into()), ..pothole().place }, ..pothole() };
    // More than one answer holds; the last one is near.
    (0..200).for_each(|_| drop(first.report(far())));
    let near = first.ticket();
    assert_eq!(first.send(), 201);
    second.send();
    assert_eq!(second.look_alikes().into_iter().map(|shown| shown.id).collect::<Vec<_>>(), [near.id]);
}
