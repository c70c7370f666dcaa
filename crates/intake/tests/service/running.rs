//! The service under many hands, watched, stopped in the middle, over TLS.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use centrala_intake::ledger::{Arrival, Facts, Keeping, LedgerError};
use centrala_intake::{Server, Settings, Tls, UNFINISHED};
use centrala_protocol::{Sha256, Verdict, batch};
use chrono::Utc;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::desk::{City, Desk, get, post, verdicts};

#[test]
fn the_same_batch_from_fifty_hands_at_once_is_kept_once() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(20);
    let receipts: Vec<Vec<u8>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..50).map(|_| scope.spawn(|| send_until_committed(&desk, &batch))).collect();
        hands.into_iter().map(|hand| hand.join().expect("a receipt")).collect()
    });
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "one receipt, to the byte");
    assert_eq!(city.server.office().ledger().count_tickets(), Ok(20));
    let metrics = String::from_utf8(get(&format!("{}/metrics", city.server.url())).body).expect("text");
    assert!(metrics.contains("centrala_intake_tickets_total{verdict=\"stored\"} 20\n"), "{metrics}");
    assert!(metrics.contains("centrala_intake_batches_total 1\n"), "{metrics}");
}

fn send_until_committed(desk: &Desk, batch: &centrala_protocol::SealedBatch) -> Vec<u8> {
    loop {
        desk.announce(batch);
        let offset = desk.offset(batch.id());
        let rest = &batch.bytes()[offset as usize..];
        if !rest.is_empty() {
            desk.patch(batch.id(), offset, &rest[..rest.len().min(4_000)]);
        }
        let answer = desk.commit(batch.id());
        if answer.status == 200 {
            return answer.body;
        }
        assert_eq!(answer.refused(), (409, "wrong_offset".into()));
    }
}

#[test]
fn the_same_tickets_in_fifty_batches_at_once_have_one_row_each() {
    let city = City::new();
    let desk = city.desk();
    let records: Vec<_> = (1..=5).map(|running| desk.record(running, "Ubytek")).collect();
    let batches: Vec<_> = (0..50).map(|_| desk.batch(records.clone())).collect();
    let verdicts: Vec<Verdict> = thread::scope(|scope| {
        let hands: Vec<_> = batches.iter().map(|batch| scope.spawn(|| verdicts(&desk.upload(batch)))).collect();
        hands.into_iter().flat_map(|hand| hand.join().expect("a receipt")).collect()
    });
    let count = |verdict| verdicts.iter().filter(|found| **found == verdict).count();
    assert_eq!((count(Verdict::Stored), count(Verdict::Duplicate)), (5, 245));
    assert_eq!(city.server.office().ledger().count_tickets(), Ok(5));
}

#[test]
fn a_request_under_way_is_finished_when_the_service_stops() {
    let City { server, folder: _folder } = City::new();
    let code = server.office().enrolment_code(None, "", Utc::now()).expect("a code");
    let desk = Desk::enrolled(&server.url(), code.reveal()).expect("enrolled");
    let batch = desk.tickets(1);
    desk.announce(&batch);
    let address = server.address();
    let mut line = TcpStream::connect(address).expect("a line");
    let (first, second) = batch.bytes().split_at(1_000);
    write!(line, "{}", desk.patch_head(batch.id(), batch.bytes().len(), Sha256::of(batch.bytes()))).expect("sent");
    let mut begun = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    line.read_exact(&mut begun).expect("it reads the part");
    line.write_all(first).expect("sent");
    let stopping = thread::spawn(move || server.stop());
    let asked = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(30), "nobody new is let in");
        thread::sleep(Duration::from_millis(10));
    }
    line.write_all(second).expect("sent");
    let mut answer = String::new();
    line.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    stopping.join().expect("no panic").expect("a good end");
}

#[test]
fn half_a_batch_is_kept_a_week_and_then_begins_anew() {
    let city = City::new();
    let desk = city.desk();
    let (half, whole) = (desk.tickets(1), desk.tickets(1));
    desk.upload(&whole);
    desk.announce(&half);
    desk.patch(half.id(), 0, &half.bytes()[..1_000]);
    let office = city.server.office();
    assert_eq!(office.expire(Utc::now() + UNFINISHED - chrono::TimeDelta::hours(1)).expect("done"), 0);
    assert_eq!(desk.offset(half.id()), 1_000);
    assert_eq!(office.expire(Utc::now() + UNFINISHED + chrono::TimeDelta::hours(1)).expect("done"), 1);
    assert_eq!(desk.head(half.id()).status, 404);
    assert_eq!(std::fs::read_dir(city.folder.path().join("uploads")).expect("a folder").count(), 0);
    assert_eq!(verdicts(&desk.upload(&half)), [Verdict::Stored], "nothing was lost: the desk has it");
    assert_eq!(desk.commit(whole.id()).status, 200, "what is committed stays");
}

#[test]
fn who_guesses_codes_is_made_to_wait() {
    let city = City::new();
    let url = city.server.url();
    let desk = city.desk();
    let guess = || Desk::enrolled(&url, "0000-0000-0000").map(|desk| desk.code).expect_err("refused").code;
    let guesses: Vec<String> = (0..11).map(|_| guess()).collect();
    assert_eq!((guesses[9].as_str(), guesses[10].as_str()), ("wrong_code", "too_many"));
    let body = serde_json::json!({ "protocol": 1, "code": city.code(), "key": desk.signer.verifier() });
    let answer = post(&format!("{url}/v1/desks/enroll"), "", &body);
    assert_eq!(answer.refused(), (429, "too_many".into()), "even the right one");
    assert!((1..=60).contains(&answer.header("retry-after").parse::<u64>().expect("seconds")));
    assert_eq!(desk.announce(&desk.tickets(1)).status, 201, "desks that are enrolled work on");
}

#[test]
fn a_desk_that_asks_without_end_is_made_to_wait_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&Settings { desk_rate: 2, ..Settings::local(folder.path()) }).expect("started");
    let code = server.office().enrolment_code(None, "", Utc::now()).expect("a code");
    let desk = Desk::enrolled(&server.url(), code.reveal()).expect("enrolled");
    let batch = desk.tickets(1);
    let refused = (0..20).map(|_| desk.announce(&batch)).find(|answer| answer.status == 429).expect("too often");
    assert_eq!((refused.refused().1.as_str(), refused.header("retry-after")), ("too_many", "1"));
    thread::sleep(Duration::from_secs(1));
    assert_eq!(desk.announce(&batch).status, 200);
}

#[test]
fn it_says_whether_it_is_well_and_what_it_has_done() {
    let city = City::new();
    let desk = city.desk();
    desk.upload(&desk.tickets(3));
    desk.commit(crate::desk::batch_id());
    let health = get(&format!("{}/health", city.server.url()));
    assert_eq!((health.status, health.header("centrala-intake")), (200, "1"));
    let metrics = String::from_utf8(get(&format!("{}/metrics", city.server.url())).body).expect("text");
    for line in [
        "centrala_intake_requests_total{method=\"PATCH\",route=\"/v1/batches/{id}\",status=\"204\"} 1",
        "centrala_intake_requests_total{method=\"POST\",route=\"/v1/batches/{id}/commit\",status=\"404\"} 1",
        "centrala_intake_tickets_total{verdict=\"stored\"} 3",
        "centrala_intake_tickets_total{verdict=\"conflict\"} 0",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} in {metrics}");
    }
    city.server.office().close();
    assert_eq!(
        get(&format!("{}/health", city.server.url())).refused(),
        (503, "busy".into()),
        "it cannot write any more"
    );
}

/// For ever refused it would be, if the one thread that writes had gone with it.
#[test]
fn after_an_act_that_breaks_off_the_service_is_well_and_takes_what_comes() {
    let city = City::new();
    let (desk, office) = (city.desk(), city.server.office());
    let [broken, good] = [1, 2].map(|n| desk.batch(vec![desk.record(n, "Ubytek")]));
    let batch = batch::open(broken.bytes(), &office.keys().identities, |_, _| Some(desk.signer.verifier()));
    let facts =
        Facts { created_at: Utc::now(), service: "x".into(), unit: "x".into(), is_voice: false, supersedes: None };
    let keeping = Keeping {
        batch: batch.expect("a good batch"),
        arrivals: vec![Arrival::Good { facts, remark: None }],
        size: broken.bytes().len() as u64,
        at: Utc::now(),
        sent_by: desk.code.clone(),
    };
    let kept = office.ledger().keep(keeping, |_, _| panic!("a fault of ours"));
    assert_eq!(kept, Err(LedgerError::BrokenOff));
    assert_eq!(get(&format!("{}/health", city.server.url())).status, 200);
    assert_eq!(verdicts(&desk.upload(&good)), [Verdict::Stored]);
    assert_eq!(office.ledger().count_tickets(), Ok(1), "nothing stayed of it");
    assert_eq!(verdicts(&desk.upload(&broken)), [Verdict::Stored]);
}

#[test]
fn over_tls_it_is_the_same_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let made =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("a certificate");
    let file = |name: &str, text: String| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("written");
        file
    };
    let certificate = file("certificate.pem", made.cert.pem());
    let key = file("key.pem", made.signing_key.serialize_pem());
    let settings = Settings { tls: Some(Tls { certificate, key }), ..Settings::local(folder.path().join("data")) };
    let server = Server::start(&settings).expect("started");
    let roots = RootCerts::new_with_certs(&[Certificate::from_der(made.cert.der()).to_owned()]);
    let tls = TlsConfig::builder().root_certs(roots).build();
    let trusting = ureq::Agent::new_with_config(ureq::config::Config::builder().tls_config(tls).build());
    let url = format!("{}/health", server.url());
    assert!(url.starts_with("https://"));
    assert_eq!(trusting.get(&url).call().expect("an answer").status(), 200);
    assert!(ureq::get(&url).call().is_err(), "a certificate that nobody vouches for");
    let broken = Tls { key: file("no.pem", "no key".into()), certificate: folder.path().join("certificate.pem") };
    let settings = Settings { tls: Some(broken), ..Settings::local(folder.path().join("other")) };
    let error = Server::start(&settings).map(|_| ()).expect_err("no start with a broken key");
    assert!(error.to_string().contains("certificate"), "{error}");
}
