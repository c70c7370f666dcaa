//! What answers in the intake's place, or in the middle of it: none of it stops a desk, and none of it is believed.

mod support;

use std::time::{Duration, Instant};

use centrala_protocol::{Announcement, Chunk, Heard, Intake, IntakeError, Sha256};
use support::{PATIENCE, Scripted, answer, batch, client, impatient};

/// Each call of `trait Intake` that an enrolled desk makes, and how it failed.
fn every_call(intake: &impl Intake) -> Vec<(&'static str, IntakeError)> {
    let chunk = Chunk::of(b"abc", 0, 3).expect("a part");
    let announcement = Announcement { batch: batch(), sha256: Sha256::of(b"abc"), size: 3 };
    vec![
        ("announce", intake.announce(&announcement).expect_err("not believed")),
        ("offset", intake.offset(batch()).expect_err("not believed")),
        ("send", intake.send(batch(), &chunk).expect_err("not believed")),
        ("commit", intake.commit(batch()).expect_err("not believed")),
        ("receipt", intake.receipt(batch()).expect_err("not believed")),
        ("updates", intake.updates(Heard::default()).expect_err("not believed")),
    ]
}

#[test]
fn an_answer_without_the_mark_is_not_the_intakes_whatever_it_says() {
    let html = "<html>Zaloguj się</html>";
    let offset = "Content-Type: application/json\r\nUpload-Offset: 3\r\n";
    let refusal = r#"{"code":"revoked","detail":"x"}"#;
    for (status, headers, body) in [
        (200, "Content-Type: text/html\r\n", html),
        (200, "", ""),
        (200, offset, r#"{"offset":0}"#),
        (204, offset, ""),
        (301, "Location: /elsewhere\r\n", ""),
        (302, "Location: https://example.pl/\r\n", html),
        (307, "Location: /elsewhere\r\n", html),
        (401, "WWW-Authenticate: Basic\r\n", html),
        (401, "Content-Type: application/json\r\n", refusal),
        (403, "Centrala-Refusal: revoked\r\n", refusal),
        (403, "Centrala-Intake: 2\r\n", refusal),
        (404, "", refusal),
        (409, "", refusal),
        (413, "", refusal),
        (422, "", refusal),
    ] {
        let server = Scripted::always(answer(status, headers, body));
        for (call, error) in every_call(&client(&server)) {
            assert_eq!(error, IntakeError::NotTheIntake { status }, "{call}: {status} {headers}");
        }
        // Six calls, six requests: nothing was followed, nothing tried again.
        assert_eq!(server.requests().len(), 6, "{status}");
    }
}

#[test]
fn a_gateway_may_say_when_to_come_back() {
    for (status, headers, wait) in [
        (429, "Retry-After: 7\r\n", Some(7)),
        (503, "Date: Wed, 25 Nov 2026 13:00:00 GMT\r\nRetry-After: Wed, 25 Nov 2026 13:01:00 GMT\r\n", Some(60)),
        (503, "", None),
        (502, "Retry-After: 7\r\n", Some(7)),
    ] {
        let server = Scripted::always(answer(status, headers, "<html>"));
        for (call, error) in every_call(&client(&server)) {
            assert_eq!(error.retry_after(), wait.map(Duration::from_secs), "{call}: {status}");
            let passes = matches!(error, IntakeError::Busy { .. } | IntakeError::Server { .. });
            assert!(passes, "{call}: {status}: {error:?}");
        }
    }
}

#[test]
fn a_marked_answer_that_makes_no_sense_is_not_the_intakes() {
    for (headers, body) in [("", "{}"), ("", "<html>"), ("", ""), ("Upload-Offset: three\r\n", r#"{"receipt":{}}"#)] {
        let headers = format!("Centrala-Intake: 1\r\n{headers}");
        let server = Scripted::always(answer(200, &headers, body));
        for (call, error) in every_call(&client(&server)) {
            assert_eq!(error, IntakeError::NotTheIntake { status: 200 }, "{call}: {body}");
        }
    }
}

#[test]
fn what_breaks_off_or_is_no_http_is_the_networks_fault() {
    let cut = "HTTP/1.1 200 OK\r\nCentrala-Intake: 1\r\nContent-Length: 900\r\n\r\n{\"offset\":";
    for broken in ["", "HTTP/1.1 200", "SSH-2.0-OpenSSH\r\n\r\n", "\r\n\r\n\r\n"] {
        let server = Scripted::always(broken.into());
        for (call, error) in every_call(&client(&server)) {
            assert!(matches!(error, IntakeError::Unreachable(_)), "{call}: {broken:?}: {error:?}");
        }
    }
    let error = client(&Scripted::always(cut.into())).commit(batch()).expect_err("cut");
    assert!(matches!(error, IntakeError::Unreachable(_)), "{error:?}");
}

#[test]
fn an_endless_answer_ends() {
    let endless = format!("HTTP/1.1 200 OK\r\nCentrala-Intake: 1\r\n\r\n{}", " ".repeat(9 * 1024 * 1024));
    let error = client(&Scripted::always(endless.into())).commit(batch()).expect_err("too long");
    assert_eq!(error, IntakeError::NotTheIntake { status: 200 });
    let headers = format!("HTTP/1.1 200 OK\r\n{}", "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(40_000));
    let error = client(&Scripted::always(headers.into())).commit(batch()).expect_err("too long");
    assert!(matches!(error, IntakeError::Unreachable(_)), "{error:?}");
}

#[test]
fn one_that_is_silent_or_answers_a_letter_at_a_time_is_left() {
    let drip = "HTTP/1.1 200 OK\r\nCentrala-Intake: 1\r\nContent-Length: 5000\r\n\r\n{";
    for server in [Scripted::silent(), Scripted::dripping(drip), Scripted::dripping("HTTP/1.1 200 OK\r\n")] {
        let start = Instant::now();
        let error = impatient(&server).commit(batch()).expect_err("given up");
        assert!(matches!(error, IntakeError::Unreachable(_)), "{error:?}");
        assert!(start.elapsed() < PATIENCE / 2, "{:?}", start.elapsed());
    }
}

#[test]
fn nobody_there_is_said() {
    let server = Scripted::always(vec![]);
    let intake = client(&server);
    drop(server);
    let error = intake.offset(batch()).expect_err("no one");
    assert!(matches!(error, IntakeError::Unreachable(_)), "{error:?}");
}
