//! More than one thing goes wrong.

use std::sync::{Arc, Mutex};

use centrala_hostile_net::{HostileNetwork, Misfortune, Request, Stranger};
use centrala_protocol::IntakeError;

use crate::courier::{Courier, Failure};
use crate::each_misfortune::{COMMITTING, SENDING, Step, arrives_once_under, patience};
use crate::town::{LATE, PATIENCE, Town, acknowledges_all};

const ASKING_FOR_THE_OFFSET: Step = |request| request.method == "HEAD";
const ASKING_FOR_THE_RECEIPT: Step = |request| request.path.ends_with("/receipt");

/// The first of these that applies to a request strikes it, once.
fn in_turn(mut these: Vec<(Step, Misfortune)>) -> impl FnMut(&Request) -> Misfortune {
    move |request| match these.iter().position(|(strikes, _)| strikes(request)) {
        Some(found) => these.remove(found).1,
        None => Misfortune::None,
    }
}

fn arrives(these: Vec<(Step, Misfortune)>) -> Vec<Failure> {
    let expected: Vec<_> = these.iter().map(|(_, misfortune)| misfortune.clone()).collect();
    arrives_once_under(in_turn(these), patience(&expected), &expected)
}

#[test]
fn the_receipt_is_lost_and_then_lost_again_when_it_is_asked_for() {
    for again in [Misfortune::RequestLost, Misfortune::AnswerLost, Misfortune::AnswerCut, Misfortune::AnswerReset] {
        arrives(vec![(COMMITTING, Misfortune::AnswerLost), (ASKING_FOR_THE_RECEIPT, again)]);
    }
}

#[test]
fn a_portal_answers_when_the_receipt_is_asked_for() {
    for stranger in [Stranger::CaptivePortal, Stranger::Redirect, Stranger::LoginPage, Stranger::Nothing] {
        let portal = Misfortune::Answered(stranger);
        arrives(vec![(COMMITTING, Misfortune::AnswerLost), (ASKING_FOR_THE_RECEIPT, portal)]);
    }
}

#[test]
fn a_receipt_that_was_changed_when_it_was_asked_for_is_asked_for_again() {
    let changed = Misfortune::AnswerChanged;
    let failures = arrives(vec![(COMMITTING, Misfortune::AnswerLost), (ASKING_FOR_THE_RECEIPT, changed)]);
    assert!(failures.iter().any(|failure| matches!(failure, Failure::NoReceipt(_))), "{failures:?}");
}

#[test]
fn a_part_comes_twice_and_the_question_how_much_has_arrived_meets_with_misfortune() {
    for second in [
        Misfortune::RequestLost,
        Misfortune::AnswerLost,
        Misfortune::AnswerCut,
        Misfortune::Answered(Stranger::CaptivePortal),
        Misfortune::Answered(Stranger::Down { retry_after: 1 }),
        Misfortune::Answered(Stranger::LoginPage),
    ] {
        let failures = arrives(vec![(SENDING, Misfortune::Doubled), (ASKING_FOR_THE_OFFSET, second)]);
        assert!(!failures.is_empty());
    }
}

#[test]
fn a_late_part_arrives_after_the_batch_is_committed() {
    arrives(vec![(SENDING, Misfortune::RequestLate(LATE))]);
}

#[test]
fn a_whole_upload_goes_wrong_part_by_part() {
    let all = [
        Misfortune::UploadChanged,
        Misfortune::UploadCut,
        Misfortune::RequestLost,
        Misfortune::AnswerLost,
        Misfortune::AnswerReset,
        Misfortune::Twins,
    ];
    let failures = arrives(all.map(|misfortune| (SENDING, misfortune)).into());
    let changed = |failure: &Failure| matches!(failure, Failure::Intake(IntakeError::ChangedOnTheWay(_)));
    assert!(failures.iter().any(changed), "{failures:?}");
}

/// The second part finds an intake that knows of the first one only what is on its disk.
#[test]
fn the_intake_is_started_again_between_two_parts_and_between_the_last_one_and_the_receipt() {
    let town = Town::new();
    let desk = town.desk();
    let (batch, sealed) = desk.batch(3);
    let address = town.intake.address();
    let town = Arc::new(Mutex::new(Some(town)));
    let (shared, mut parts) = (Arc::clone(&town), 0);
    let network = HostileNetwork::before(address, move |request: &Request| {
        parts += usize::from(SENDING(request));
        if (SENDING(request) && parts == 2) || COMMITTING(request) {
            let mut town = shared.lock().expect("the town");
            *town = town.take().map(Town::restart_intake);
        }
        Misfortune::None
    });
    let network = network.expect("a network");
    let mut courier = Courier::new(desk.by_way_of(&network, PATIENCE), &desk.grant.keys.verifier, &batch);
    acknowledges_all(&courier.carry().0, &sealed);
    assert_eq!(courier.failures, [], "nothing had to be said twice");
    let town = town.lock().expect("the town").take().expect("a town");
    assert_eq!((town.ledger(), parts_sent(&network)), (sealed, 3));
}

fn parts_sent(network: &HostileNetwork) -> usize {
    network.passages().iter().filter(|passage| passage.method == "PATCH").count()
}
