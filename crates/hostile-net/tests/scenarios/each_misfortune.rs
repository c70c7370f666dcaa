//! Every misfortune at every step of a batch's way.

use std::time::Duration;

use centrala_hostile_net::{HostileNetwork, Misfortune, Request, Stranger, once};
use centrala_protocol::{Intake, IntakeError};

use crate::courier::{Courier, Failure};
use crate::town::{LATE, PATIENCE, SHORT_PATIENCE, Town, acknowledges_all};

/// Which requests a misfortune strikes.
pub type Step = fn(&Request) -> bool;

pub const ANNOUNCING: Step = |request| request.path == "/v1/batches";
pub const SENDING: Step = |request| request.method == "PATCH";
pub const COMMITTING: Step = |request| request.path.ends_with("/commit");

/// Twice at this step, then fair weather: in the end the batch is there once, acknowledged by the intake's own receipt.
/// The answer: how the attempts before failed.
pub fn arrives_once(step: Step, misfortune: Misfortune) -> Vec<Failure> {
    let expected = [misfortune.clone()];
    arrives_once_under(once(step, [misfortune.clone(), misfortune]), patience(&expected), &expected)
}

/// Short only where something comes late: whoever loses patience with a busy machine meets a misfortune that nobody sent.
pub fn patience(expected: &[Misfortune]) -> Duration {
    let is_late = |one: &Misfortune| matches!(one, Misfortune::RequestLate(_) | Misfortune::AnswerLate(_));
    if expected.iter().any(is_late) { SHORT_PATIENCE } else { PATIENCE }
}

pub fn arrives_once_under(
    weather: impl FnMut(&Request) -> Misfortune + Send + 'static,
    patience: Duration,
    expected: &[Misfortune],
) -> Vec<Failure> {
    let town = Town::new();
    let desk = town.desk();
    let (batch, sealed) = desk.batch(3);
    let network = HostileNetwork::before(town.intake.address(), weather).expect("a network");
    let mut courier = Courier::new(desk.by_way_of(&network, patience), &desk.grant.keys.verifier, &batch);

    let (receipt, signed) = courier.carry();

    acknowledges_all(&receipt, &sealed);
    assert_eq!(town.ledger(), sealed);
    let kept = desk.directly(&town).receipt(batch.id()).expect("an answer");
    assert_eq!(kept, Some(signed), "there is one receipt, and it is the one that arrived");
    let passages = network.passages();
    for misfortune in expected {
        assert!(passages.iter().any(|passage| passage.misfortune == *misfortune), "{misfortune:?} has struck");
    }
    assert!(passages.iter().all(|passage| passage.path.starts_with("/v1/")), "no redirect was followed: {passages:?}");
    courier.failures
}

/// A test for each misfortune, under a name of its own; `failing` says how each attempt must have failed.
macro_rules! misfortunes {
    ($step:expr; $($name:ident: $misfortune:expr => $failing:pat),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                let failures = arrives_once($step, $misfortune);
                assert!(failures.iter().all(|failure| matches!(failure, $failing)), "{failures:?}");
            }
        )+
    };
}

macro_rules! at_each_step {
    ($($module:ident: $step:expr),+) => {
        $(
            mod $module {
                use super::*;
                use Failure::Intake as Failed;
                use IntakeError::{Busy, ChangedOnTheWay, NotTheIntake, Server, Unreachable, WrongOffset};

                misfortunes! { $step;
                    the_request_is_lost: Misfortune::RequestLost => Failed(Unreachable(_)),
                    the_answer_is_lost: Misfortune::AnswerLost => Failed(Unreachable(_)),
                    the_request_comes_when_no_one_waits_any_more: Misfortune::RequestLate(LATE) => Failed(Unreachable(_)),
                    the_answer_comes_when_no_one_waits_any_more: Misfortune::AnswerLate(LATE) => Failed(Unreachable(_)),
                    the_answer_is_cut_off: Misfortune::AnswerCut => Failed(Unreachable(_)),
                    the_connection_is_torn_in_the_answer: Misfortune::AnswerReset => Failed(Unreachable(_)),
                    the_answer_is_changed: Misfortune::AnswerChanged => Failure::NoReceipt(_) | Failed(Unreachable(_) | NotTheIntake { .. }),
                    the_request_comes_twice: Misfortune::Doubled => Failed(WrongOffset(_)),
                    the_request_comes_twice_at_once: Misfortune::Twins => Failed(WrongOffset(_)),
                    the_request_comes_again_later: Misfortune::Echo => Failed(WrongOffset(_)),
                    the_request_is_cut_off: Misfortune::UploadCut => Failed(Unreachable(_) | ChangedOnTheWay(_)),
                    a_gateway_has_a_fault: Misfortune::Answered(Stranger::Fault) => Failed(Server { status: 500, .. }),
                    there_are_too_many: Misfortune::Answered(Stranger::TooMany { retry_after: 7 }) => Failed(Busy { retry_after: Some(_) }),
                    the_intake_is_being_mended: Misfortune::Answered(Stranger::Down { retry_after: 7 }) => Failed(Busy { retry_after: Some(_) }),
                    a_captive_portal_answers: Misfortune::Answered(Stranger::CaptivePortal) => Failed(NotTheIntake { status: 200 }),
                    nothing_but_ok_is_said: Misfortune::Answered(Stranger::Nothing) => Failed(NotTheIntake { status: 200 }),
                    a_redirect_leads_away: Misfortune::Answered(Stranger::Redirect) => Failed(NotTheIntake { status: 302 }),
                    a_redirect_would_take_the_body_along: Misfortune::Answered(Stranger::RedirectWithBody) => Failed(NotTheIntake { status: 307 }),
                    a_hotel_wants_a_login: Misfortune::Answered(Stranger::LoginPage) => Failed(NotTheIntake { status: 401 }),
                }
            }
        )+
    };
}

at_each_step! { announcing: ANNOUNCING, sending: SENDING, committing: COMMITTING }

#[test]
fn a_part_that_was_changed_on_the_way_is_sent_again() {
    let failures = arrives_once(SENDING, Misfortune::UploadChanged);
    let changed = |failure: &Failure| matches!(failure, Failure::Intake(IntakeError::ChangedOnTheWay(_)));
    assert!(failures.len() == 2 && failures.iter().all(changed), "{failures:?}");
}
