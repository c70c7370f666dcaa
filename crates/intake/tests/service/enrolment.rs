//! Codes, tokens and keys.

use centrala_domain::DeskCode;
use centrala_protocol::{DeskSigner, Refusal};
use serde_json::json;
use ureq::http::Method;

use crate::desk::{City, Desk, post};

fn code_of(refused: Result<Desk, Refusal>) -> String {
    refused.map(|desk| desk.code).expect_err("refused").code
}

fn numbered(n: u16) -> DeskCode {
    DeskCode::numbered(n).expect("a code")
}

#[test]
fn each_desk_gets_a_code_that_no_other_has() {
    let city = City::new();
    let url = city.server.url();
    let codes: Vec<DeskCode> = (0..3).map(|_| city.desk().code).collect();
    assert_eq!(codes, [numbered(1), numbered(2), numbered(3)]);
    let new = || DeskSigner::generate().expect("a key");
    let proposed = |n| Desk::enrolled_with(&url, &city.code(), new(), Some(&numbered(n))).expect("enrolled").code;
    assert_eq!(proposed(4821), numbered(4821), "the code it has now, if it is free");
    assert_eq!(proposed(4821), numbered(4), "else the next one");
    let promised = city.code_for(Some(numbered(5)));
    assert_eq!(proposed(5), numbered(6), "a code that an open enrolment code promises is not free");
    assert_eq!(Desk::enrolled(&url, &promised).expect("enrolled").code, numbered(5));
}

#[test]
fn a_code_is_good_once_and_may_be_typed_carelessly() {
    let city = City::new();
    let (url, code) = (city.server.url(), city.code());
    assert_eq!(code_of(Desk::enrolled(&url, "0000-0000-0000")), "wrong_code");
    let typed = code.replace('-', " ").to_lowercase().replace('0', "o").replace('1', "l");
    Desk::enrolled(&url, &typed).expect("enrolled");
    assert_eq!(code_of(Desk::enrolled(&url, &code)), "used_code");
}

#[test]
fn a_desk_whose_answer_was_lost_asks_again_with_the_same_key() {
    let city = City::new();
    let (url, code) = (city.server.url(), city.code());
    let key = || DeskSigner::from_text("c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=").expect("a key");
    let first = Desk::enrolled_with(&url, &code, key(), None).expect("enrolled");
    let second = Desk::enrolled_with(&url, &code, key(), None).expect("enrolled again");
    assert_eq!(first.code, second.code);
    for desk in [&first, &second] {
        assert_eq!(desk.ask(Method::GET, "/v1/updates").status, 200, "an echo takes no token away");
    }
    let other = Desk::enrolled_with(&url, &city.code(), key(), None).expect("enrolled with another code");
    assert_ne!(other.token, first.token);
    city.server.office().ledger().revoke(&first.code, chrono::Utc::now()).expect("revoked");
    assert_eq!(code_of(Desk::enrolled_with(&url, &code, key(), None)), "used_code", "a revoked desk stays revoked");
}

/// Its old machine's numbers stand on callers' notes: none of them may be given again (I3).
#[test]
fn i3_a_new_machine_under_an_old_code_is_told_where_its_numbers_go_on() {
    let city = City::new();
    let anew = |code: &DeskCode| {
        let desk = Desk::enrolled(&city.server.url(), &city.code_for(Some(code.clone()))).expect("enrolled");
        assert_eq!(desk.code, *code);
        desk
    };
    let [old, neighbour] = [1, 10].map(|n| anew(&numbered(n)));
    assert_eq!(old.next_running, 1);
    old.upload(&old.tickets(3));
    neighbour.upload(&neighbour.batch(vec![neighbour.record(500, "x")]));
    let new = anew(&old.code);
    assert_eq!(new.next_running, 4, "what another desk has given does not count");
    new.upload(&new.batch(vec![new.record(9_999, "x"), new.record(10_000, "x")]));
    assert_eq!(anew(&old.code).next_running, 10_001, "a fifth digit is more than four nines");
    neighbour.upload(&neighbour.batch(vec![old.record(10_001, "x")]));
    assert_eq!(anew(&old.code).next_running, 10_002, "the number counts, whoever brings it");
}

#[test]
fn a_newer_desk_is_told_so() {
    let city = City::new();
    let key = DeskSigner::generate().expect("a key").verifier();
    let request = json!({ "protocol": 2, "code": city.code(), "key": key, "proposed": null });
    let answer = post(&format!("{}/v1/desks/enroll", city.server.url()), "", &request);
    assert_eq!(answer.refused(), (400, "newer_protocol".into()));
    let answer = post(&format!("{}/v1/desks/enroll", city.server.url()), "", &json!({ "protocol": 1 }));
    assert_eq!(answer.refused(), (400, "malformed".into()));
}

#[test]
fn a_revoked_desk_is_stopped_and_may_be_enrolled_anew() {
    let city = City::new();
    let desk = city.desk();
    let sealed = desk.tickets(1);
    let revoked = city.server.office().ledger().revoke(&desk.code, chrono::Utc::now());
    assert_eq!(revoked, Ok(true));
    assert_eq!(desk.announce(&sealed).refused(), (403, "revoked".into()));
    let other = city.desk();
    assert_eq!(other.import(sealed.bytes()).refused(), (422, "unknown_key".into()), "its key counts no more");
    let again = Desk::enrolled(&city.server.url(), &city.code_for(Some(desk.code.clone()))).expect("enrolled");
    assert_eq!(again.code, desk.code);
    assert_eq!(again.upload(&again.tickets(2)).items.len(), 2);
    assert_eq!(other.import(sealed.bytes()).refused(), (422, "unknown_key".into()), "the old key stays revoked");
}

#[test]
fn without_a_token_nothing_is_told() {
    let city = City::new();
    let desk = Desk { token: "guess".into(), ..city.desk() };
    let batch = desk.tickets(1);
    assert_eq!(desk.announce(&batch).refused(), (401, "unknown_desk".into()));
    assert_eq!(desk.commit(batch.id()).refused(), (401, "unknown_desk".into()));
    assert_eq!(desk.import(batch.bytes()).refused(), (401, "unknown_desk".into()));
    assert_eq!(desk.ask(Method::GET, "/v1/updates").refused(), (401, "unknown_desk".into()));
    let head = desk.head(batch.id());
    assert_eq!((head.status, head.header("centrala-refusal")), (401, "unknown_desk"), "HEAD has no body to say it in");
}

#[test]
fn the_keys_of_the_city_stay_the_same_and_a_lost_one_is_said() {
    let city = City::new();
    let before = city.desk().keys;
    let city = city.restarted();
    assert_eq!(city.desk().keys, before);
    let City { server, folder } = city;
    server.stop().expect("a good end");
    let lost = folder.path().join("keys/intake-key.txt");
    let text = std::fs::read(&lost).expect("a key");
    std::fs::remove_file(&lost).expect("gone");
    let settings = City::settings(folder.path());
    let error = centrala_intake::Server::start(&settings).map(|_| ()).expect_err("no start without the key");
    assert!(error.to_string().contains("intake-key.txt is missing"), "{error}");
    assert!(!lost.exists(), "no new key hides the loss");
    std::fs::write(&lost, text).expect("put back");
    assert_eq!(City::on(folder).desk().keys, before);
}
