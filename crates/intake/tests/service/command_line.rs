//! `centrala-intake` itself, beside a service that runs on the same folder.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use centrala_protocol::{Receipt, Record, Signed, Verdict};
use serde_json::Value;
use uuid::Uuid;

use crate::desk::{City, Desk, PHONE, verdicts};
use crate::ledger::Ledger;

fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_centrala-intake"));
    Ledger::of(data).choose_for(&mut command);
    command.arg("--data").arg(data).args(arguments).output().expect("it runs")
}

pub fn done(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

pub fn failed(data: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(data, arguments);
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn the_service_is_looked_after_while_it_runs() {
    let city = City::new();
    let data = city.folder.path();
    let code = done(data, &["enroll-code", "--desk", "Ł7", "--name", "Piotrkowska 110"]);
    let desk = Desk::enrolled(&city.server.url(), code.trim()).expect("enrolled");
    assert_eq!(desk.code.as_str(), "Ł7");
    let batch = desk.tickets(2);
    desk.upload(&batch);
    let listed = done(data, &["tickets"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.contains("Ł7-0001-") && listed.contains("received\tdrogi.ubytek-jezdni\tzdit"), "{listed}");
    let desks: Value = serde_json::from_str(&done(data, &["desks", "list", "--json"])).expect("JSON");
    assert_eq!((&desks[0]["code"], &desks[0]["name"]), (&"Ł7".into(), &"Piotrkowska 110".into()));
    done(data, &["desks", "revoke", "Ł7"]);
    assert_eq!(desk.announce(&batch).refused(), (403, "revoked".into()), "at once");
    assert!(done(data, &["keys"]).contains(&desk.keys.intake.texts()[0]));
}

#[test]
fn what_the_city_says_of_a_ticket_reaches_its_desk() {
    let city = City::new();
    let (desk, other) = (city.desk(), city.desk());
    let receipt = desk.upload(&desk.tickets(2));
    let [first, second] = [1, 2].map(|n| centrala_domain::TicketNumber::new(&desk.code, n));
    let data = city.folder.path();
    done(data, &["status", first.as_str(), "in_progress", "--note", "Zlecono ZDiT"]);
    let updates = desk.updates(0);
    let [change] = updates.changes.as_slice() else { panic!("{updates:?}") };
    assert_eq!(
        (change.ticket, &change.number, change.note.as_str()),
        (receipt.items[0].ticket, &first, "Zlecono ZDiT")
    );
    assert_eq!(desk.updates(updates.safe_through).changes, []);
    done(data, &["status", second.as_str(), "done"]);
    let later = desk.updates(updates.safe_through);
    assert_eq!((later.changes.len(), &later.changes[0].number), (1, &second));
    assert_eq!(other.updates(0).changes, [], "another desk's tickets are not told");
    assert!(done(data, &["tickets", first.as_str()]).contains("in_progress"));
    let unknown = centrala_domain::TicketNumber::new(&desk.code, 99);
    let (code, error) = failed(data, &["status", unknown.as_str(), "done"]);
    assert!(code == Some(1) && error.contains("no ticket has the number"), "{error}");
}

#[test]
fn the_contact_is_shown_only_where_it_is_asked_for() {
    let city = City::new();
    let desk = city.desk();
    let corrected = Uuid::now_v7();
    let ticket = crate::desk::ticket(&desk.code, 1, "=HYPERLINK(\"http://zle\")");
    let ticket = centrala_domain::Ticket { supersedes: Some(corrected), ..ticket };
    desk.upload(&desk.batch(vec![Record::new(ticket).seal(&desk.keys.intake).expect("sealed")]));
    let data = city.folder.path();
    for list in [&["tickets", "--json"][..], &["export", "csv"], &["export", "jsonl"]] {
        let (without, with) = (done(data, list), done(data, &[list, &["--with-contact"]].concat()));
        assert!(without.contains("Smugowa") && !without.contains(PHONE), "{without}");
        assert!(with.contains(PHONE), "{with}");
    }
    let csv = done(data, &["export", "csv"]);
    assert!(csv.contains("\"'=HYPERLINK("), "what a caller dictated is no formula: {csv}");
    let [header, row] = csv.lines().collect::<Vec<_>>()[..] else { panic!("{csv}") };
    let column = header.split(',').position(|name| name == "supersedes").expect("a column");
    assert_eq!(row.split(',').nth(column), Some(corrected.to_string().as_str()), "what it corrects");
    let lines = done(data, &["export", "jsonl"]);
    let ticket: Value = serde_json::from_str(lines.trim()).expect("one document");
    assert_eq!((&ticket["city_state"], &ticket["ticket"]["unit"]), (&"received".into(), &"zdit".into()));
    let array: Value = serde_json::from_str(&done(data, &["tickets", "--json"])).expect("an array");
    assert_eq!(array.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_batch_from_a_stick_is_taken_and_its_receipt_carried_back() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(3);
    let stick = tempfile::tempdir().expect("a stick");
    let file = batch.write_to(stick.path()).expect("written");
    let (file, out) = (file.to_string_lossy().into_owned(), stick.path().join("receipt.json"));
    let receipt = |file: &Path| -> Receipt {
        let text = std::fs::read_to_string(file).expect("a receipt");
        serde_json::from_str::<Signed<Receipt>>(&text).expect("signed").verify(&desk.keys.verifier).expect("ours")
    };
    done(city.folder.path(), &["import", &file, "--receipt", &out.to_string_lossy()]);
    let first = receipt(&out);
    assert_eq!((first.sha256, verdicts(&first)), (batch.sha256(), vec![Verdict::Stored; 3]));
    done(city.folder.path(), &["import", &file, "--receipt", &out.to_string_lossy()]);
    assert_eq!(receipt(&out), first, "taken twice, receipted once");
    let known: Value = desk.announce(&batch).json();
    assert!(known["receipt"].is_object(), "over the network it is known, too: {known}");
    std::fs::write(stick.path().join("bad"), b"nonsense").expect("written");
    let (code, error) = failed(city.folder.path(), &["import", &stick.path().join("bad").to_string_lossy()]);
    assert_eq!((code, error.trim()), (Some(1), "centrala-intake: it is not an age file"));
}

#[test]
fn a_service_that_is_told_to_stop_ends_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut child, url) = serve(folder.path());
    let code = done(folder.path(), &["enroll-code"]);
    let desk = Desk::enrolled(&url, code.trim()).expect("enrolled");
    desk.upload(&desk.tickets(1));
    let (second, error) = failed(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(second == Some(1) && error.contains("another service"), "{error}");
    let kill = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status();
    assert!(kill.expect("kill runs").success());
    assert!(child.wait().expect("ended").success());
    assert_eq!(done(folder.path(), &["tickets"]).lines().count(), 2);
}

#[test]
fn the_log_is_json_and_holds_nothing_personal_and_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let (mut child, url) = serve_with_log(folder.path(), std::fs::File::create(&log).expect("a file").into());
    let code = done(folder.path(), &["enroll-code"]);
    let desk = Desk::enrolled(&url, code.trim()).expect("enrolled");
    desk.upload(&desk.tickets(1));
    desk.import(b"nonsense");
    crate::desk::get(&format!("{url}/tajny-adres?telefon=600700800"));
    Command::new("kill").arg(child.id().to_string()).status().expect("kill runs");
    child.wait().expect("ended");
    let text = std::fs::read_to_string(&log).expect("a log");
    let lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let upload = |line: &&Value| line["span"]["route"] == "/v1/batches/{id}" && line["span"]["method"] == "PATCH";
    let upload = lines.iter().find(upload).unwrap_or_else(|| panic!("{text}"));
    assert_eq!((&upload["status"], &upload["span"]["desk"]), (&204.into(), &desk.code.as_str().into()));
    assert!(lines.iter().any(|line| line["status"] == 422 && line["code"] == "not_age"), "{text}");
    assert_eq!(lines.len(), text.lines().filter(|line| !line.starts_with("ATTENTION")).count(), "each line is JSON");
    for secret in [PHONE, "Smugowa", "600700800", "tajny-adres", &desk.token, code.trim(), "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn tokens_do_not_travel_in_the_clear_beyond_this_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, error) = failed(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(code == Some(1) && error.contains("TLS"), "{error}");
    assert_eq!(failed(folder.path(), &["export", "xml"]).0, Some(2));
    assert_eq!(failed(folder.path(), &["desks", "revoke", "7"]).0, Some(2));
    assert_eq!(failed(folder.path(), &["desks", "revoke", "Ł7"]).0, Some(1));
}

fn serve(data: &Path) -> (Child, String) {
    serve_with_log(data, Stdio::null())
}

fn serve_with_log(data: &Path, log: Stdio) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_centrala-intake"));
    Ledger::of(data).choose_for(&mut command);
    let mut child = command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
    let url = line.trim().strip_prefix("listening on ").expect("an address").to_owned();
    (child, url)
}
