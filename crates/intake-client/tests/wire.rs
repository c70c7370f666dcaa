//! What goes over the wire, letter by letter, and what each refusal of the intake means.

mod support;

use centrala_domain::DeskCode;
use centrala_protocol::{
    Announced, Announcement, Chunk, DeskSigner, DeskToken, EnrolmentCode, EnrolmentRequest, Heard, Intake, IntakeError,
    IntakeSigner, PROTOCOL, Receipt, Refusal, Sha256, Signed, Updates,
};
use support::{Scripted, batch, client, marked, stranger};

const REFUSAL: &str = r#"{"code":"x","detail":"why"}"#;

fn refusal() -> Refusal {
    Refusal { code: "x".into(), detail: "why".into() }
}

fn receipt() -> (Receipt, Signed<Receipt>, IntakeSigner) {
    let desk = DeskCode::numbered(7).expect("a code");
    let received_at = "2026-11-25T08:00:00Z".parse().expect("a time");
    let receipt = Receipt { batch: batch(), sha256: Sha256::of(b"batch"), desk, received_at, items: vec![] };
    let signer = IntakeSigner::generate().expect("a key");
    let signed = Signed::sign(&receipt, &signer).expect("signed");
    (receipt, signed, signer)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn a_part_goes_with_its_place_its_checksum_and_the_desks_token() {
    let server = Scripted::always(marked(204, "Upload-Offset: 5\r\nTus-Resumable: 1.0.0\r\n", ""));
    let chunk = Chunk::of(b"abcde", 2, 3).expect("a part");
    assert_eq!(client(&server).send(batch(), &chunk), Ok(5));

    let request = server.requests().remove(0);
    assert_eq!((request.method.as_str(), request.path), ("PATCH", format!("/v1/batches/{}", batch())));
    assert_eq!(request.body, b"cde");
    for (name, value) in [
        ("Authorization", "Bearer zeton"),
        ("Content-Type", "application/offset+octet-stream"),
        ("Content-Length", "3"),
        ("Tus-Resumable", "1.0.0"),
        ("Upload-Offset", "2"),
        ("Upload-Checksum", "sha256 CKAYqVSSINcH4RxcT+lNjdYIJfAQ5x76qR5eeE82TXs="),
        ("User-Agent", concat!("centrala/", env!("CARGO_PKG_VERSION"))),
    ] {
        assert_eq!(request_header(&server, name), value, "{name}");
    }
}

fn request_header(server: &Scripted, name: &str) -> String {
    server.requests()[0].header(name).unwrap_or_default().to_owned()
}

#[test]
fn each_call_has_its_place() {
    let (_, signed, _) = receipt();
    let server = Scripted::always(marked(200, "Upload-Offset: 3\r\n", &json(&signed)));
    let intake = client(&server);
    intake.offset(batch()).expect("an offset");
    intake.commit(batch()).expect("a receipt");
    intake.receipt(batch()).expect("a receipt").expect("committed");
    intake.updates(Heard { news: 41, matters: 17 }).expect("updates, still to be verified");
    let seen: Vec<_> = server.requests().into_iter().map(|request| (request.method, request.path)).collect();
    let path = format!("/v1/batches/{}", batch());
    let places = [
        ("HEAD", path.clone()),
        ("POST", format!("{path}/commit")),
        ("GET", format!("{path}/receipt")),
        ("GET", "/v1/updates?since=41&matters=17".into()),
    ];
    assert_eq!(seen, places.map(|(method, path)| (method.to_owned(), path)));
    assert!(server.requests().iter().all(|request| request.header("Authorization") == Some("Bearer zeton")));
}

#[test]
fn an_announced_batch_is_new_known_or_committed_already() {
    let announcement = Announcement { batch: batch(), sha256: Sha256::of(b"abc"), size: 3 };
    for (status, offset) in [(201, 0), (200, 2)] {
        let server =
            Scripted::always(marked(status, "Location: /v1/batches/x\r\n", &format!(r#"{{"offset":{offset}}}"#)));
        assert_eq!(client(&server).announce(&announcement), Ok(Announced::Offset(offset)));
        let sent: Announcement = serde_json::from_slice(&server.requests()[0].body).expect("an announcement");
        assert_eq!((sent, server.requests()[0].path.as_str()), (announcement.clone(), "/v1/batches"));
    }
    let (receipt, signed, signer) = receipt();
    let server = Scripted::always(marked(200, "", &format!(r#"{{"receipt":{}}}"#, json(&signed))));
    let Ok(Announced::Receipt(signed)) = client(&server).announce(&announcement) else { panic!("a receipt") };
    assert_eq!(signed.verify(&signer.verifier()), Ok(receipt));
}

#[test]
fn a_receipt_is_verified_as_it_was_signed_and_another_statement_is_none() {
    let (receipt, signed, signer) = receipt();
    let server = Scripted::always(marked(200, "", &json(&signed)));
    let got = client(&server).receipt(batch()).expect("an answer").expect("committed");
    assert_eq!(got.verify(&signer.verifier()), Ok(receipt));
    let updates: Signed<Updates> = client(&server).updates(Heard::default()).expect("an answer");
    assert!(updates.verify(&signer.verifier()).is_err());
}

#[test]
fn a_desk_enrols_without_a_token() {
    let grant = r#"{"protocol":1,"desk":"Ł7","token":"nowy","keys":{
        "intake":["age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"],
        "recovery":["age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"],"verifier":"KEY"}}"#;
    let key = String::from(IntakeSigner::generate().expect("a key").verifier());
    let server = Scripted::always(marked(201, "", &grant.replace("KEY", &key)));
    let key = DeskSigner::generate().expect("a key").verifier();
    let code = EnrolmentCode::new("K7PX-2M4A".into());
    let granted = stranger(&server).enroll(&EnrolmentRequest { protocol: PROTOCOL, code, key, proposed: None });
    let granted = granted.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((granted.desk.to_string().as_str(), granted.token.reveal()), ("Ł7", "nowy"));
    let request = server.requests().remove(0);
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/v1/desks/enroll"));
    assert_eq!(
        (request.header("Authorization"), request.header("Content-Type")),
        (None, Some("application/json; charset=utf-8"))
    );
}

#[test]
fn each_refusal_of_the_intake_says_what_to_do_next() {
    type Meaning = fn(Refusal) -> IntakeError;
    let cases: [(u16, Meaning); 9] = [
        (400, IntakeError::Misfit),
        (401, IntakeError::Unauthorized),
        (403, IntakeError::Revoked),
        (404, IntakeError::NotAnnounced),
        (409, IntakeError::Fork),
        (410, IntakeError::NotAnnounced),
        (413, IntakeError::TooLarge),
        (422, IntakeError::Invalid),
        (460, IntakeError::ChangedOnTheWay),
    ];
    for (status, error) in cases {
        let server = Scripted::always(marked(status, "", REFUSAL));
        assert_eq!(client(&server).commit(batch()).expect_err("refused"), error(refusal()), "{status}");
    }
    let server = Scripted::always(marked(409, "", r#"{"code":"wrong_offset","detail":""}"#));
    assert!(matches!(client(&server).commit(batch()), Err(IntakeError::WrongOffset(_))));
}

#[test]
fn a_refusal_without_a_body_has_its_code_in_a_header() {
    let head = "HTTP/1.1 404 X\r\nCentrala-Intake: 1\r\nCentrala-Refusal: not_announced\r\nContent-Length: 48\r\n\r\n";
    let error = client(&Scripted::always(head.into())).offset(batch()).expect_err("refused");
    let refusal = Refusal { code: "not_announced".into(), detail: String::new() };
    assert_eq!(error, IntakeError::NotAnnounced(refusal));
    // Nothing but the mark is no refusal.
    let error = client(&Scripted::always(marked(401, "", ""))).offset(batch()).expect_err("refused");
    assert_eq!(error, IntakeError::NotTheIntake { status: 401 });
}

#[test]
fn a_batch_that_is_not_committed_has_no_receipt() {
    for code in ["not_committed", "not_announced"] {
        let server = Scripted::always(marked(404, "", &format!(r#"{{"code":"{code}","detail":""}}"#)));
        assert_eq!(client(&server).receipt(batch()), Ok(None), "{code}");
    }
}

#[test]
fn a_token_that_no_header_can_hold_is_an_error_and_nothing_is_sent() {
    let server = Scripted::always(marked(200, "", ""));
    let intake = stranger(&server).with_token(DeskToken::new("a\r\nX-Evil: 1".into()));
    assert!(matches!(intake.commit(batch()), Err(IntakeError::Unreachable(_))));
    assert!(server.requests().is_empty());
}
