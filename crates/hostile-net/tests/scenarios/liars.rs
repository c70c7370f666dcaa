//! Answers that look like the intake's: mark, status and form are right. Only the signature is not, or it is about something
//! else. None of them acknowledges anything.

use centrala_hostile_net::{HostileNetwork, Misfortune, Stranger, once};
use centrala_protocol::{Heard, Intake, IntakeSigner, Receipt, Signed, Verdict};
use serde_json::json;

use crate::courier::{Courier, Failure};
use crate::each_misfortune::{ANNOUNCING, COMMITTING, Step};
use crate::town::{Desk, PATIENCE, Town, acknowledges_all};

fn lie(body: &str) -> Misfortune {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nCentrala-Intake: 1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
    );
    Misfortune::Answered(Stranger::Liar(format!("{head}Connection: close\r\n\r\n{body}").into_bytes()))
}

fn text(signed: &Signed<Receipt>) -> String {
    serde_json::to_string(signed).expect("JSON")
}

/// A batch meets with `lie` at `step`: the lie is seen through, and nothing is at the intake before the truth comes.
fn is_seen_through(step: Step, lie: impl FnOnce(&Town, &Desk, &Receipt) -> Misfortune) {
    let town = Town::new();
    let desk = town.desk();
    let (batch, sealed) = desk.batch(2);
    let wished = Receipt {
        batch: batch.id(),
        sha256: batch.sha256(),
        desk: desk.grant.desk.clone(),
        received_at: chrono::Utc::now(),
        items: sealed.iter().map(|(&ticket, &sha256)| item(ticket, sha256)).collect(),
    };
    let before = town.ledger();
    let lie = lie(&town, &desk, &wished);
    let network = HostileNetwork::before(town.intake.address(), once(step, [lie])).expect("a network");
    let mut courier = Courier::new(desk.by_way_of(&network, PATIENCE), &desk.grant.keys.verifier, &batch);
    let (receipt, _) = courier.carry();
    assert_eq!(courier.failures.len(), 1, "{:?}", courier.failures);
    assert!(matches!(courier.failures[0], Failure::NoReceipt(_)), "{:?}", courier.failures);
    acknowledges_all(&receipt, &sealed);
    let mut held = town.ledger();
    held.retain(|ticket, _| !before.contains_key(ticket) && sealed.contains_key(ticket));
    assert_eq!(held, sealed);
}

fn item(ticket: uuid::Uuid, sha256: centrala_protocol::Sha256) -> centrala_protocol::Item {
    centrala_protocol::Item { ticket, sha256, verdict: Verdict::Stored, code: None }
}

/// Signed, but by a key of the liar's own.
fn forged(receipt: &Receipt) -> Signed<Receipt> {
    Signed::sign(receipt, &IntakeSigner::generate().expect("a key")).expect("signed")
}

#[test]
fn a_receipt_that_the_intake_has_not_signed_is_none() {
    is_seen_through(COMMITTING, |_, _, wished| lie(&text(&forged(wished))));
    is_seen_through(ANNOUNCING, |_, _, wished| lie(&format!(r#"{{"receipt":{}}}"#, text(&forged(wished)))));
}

#[test]
fn a_forged_receipt_under_the_intakes_own_key_id_is_none() {
    is_seen_through(COMMITTING, |_, desk, wished| {
        let mut signed = serde_json::to_value(forged(wished)).expect("JSON");
        signed["key"] = json!(desk.grant.keys.verifier.id());
        lie(&signed.to_string())
    });
}

#[test]
fn the_receipt_of_an_earlier_batch_is_none_for_this_one() {
    is_seen_through(COMMITTING, |town, desk, _| {
        let (earlier, _) = desk.batch(1);
        let mut courier = Courier::new(desk.directly(town), &desk.grant.keys.verifier, &earlier);
        lie(&text(&courier.carry().1))
    });
}

#[test]
fn another_statement_that_the_intake_has_really_signed_is_no_receipt() {
    is_seen_through(COMMITTING, |town, desk, _| {
        let updates = desk.directly(town).updates(Heard::default()).expect("updates");
        lie(&serde_json::to_string(&updates).expect("JSON"))
    });
}
