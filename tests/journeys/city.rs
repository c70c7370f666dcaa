//! The desk and the city's intake, both real, without a window: what one has done the other knows.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use centrala_app::{Clock, Desk, DeskFolder, TicketOutcome};
use centrala_domain::{DeskCode, Draft, Ticket};
use centrala_intake::{Server, Settings};
use centrala_testkit::pothole;
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

/// The machine's clock, and so many seconds later.
#[derive(Clone, Default)]
struct Later(Arc<AtomicI64>);

impl Clock for Later {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::Relaxed))
    }
}

struct Machine {
    desk: Desk,
    later: Later,
    _folder: TempDir,
}

impl Machine {
    /// A new one, enrolled under this code.
    fn of(intake: &Server, code: &DeskCode) -> Self {
        let (folder, later) = (tempfile::tempdir().expect("a folder"), Later::default());
        let desk = Desk::open(&DeskFolder::new(folder.path()), later.clone()).expect("a desk");
        let once = intake.office().enrolment_code(Some(code.clone()), "", Utc::now()).expect("a code");
        assert_eq!(desk.enroll(&intake.url(), None, once.reveal()).expect("enrolled"), *code);
        Self { desk, later, _folder: folder }
    }

    fn ticket(&self) -> Ticket {
        let call = self.desk.open_call().expect("a call opens");
        let draft = self.desk.propose_ticket(call.id, "dziura w jezdni", None).expect("a draft is proposed");
        match self.desk.save_ticket(&Draft { form: pothole(), ..draft }).expect("saving works") {
            TicketOutcome::Saved { ticket } => *ticket,
            TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
        }
    }

    /// All that was saved, once it can no longer be undone; how many the city has taken.
    fn send(&self) -> usize {
        self.later.0.fetch_add(60, Ordering::Relaxed);
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
