//! A ticket is taken out on its reporter's demand, and whoever reads contacts leaves a trace.

use std::path::Path;
use std::process::Command;

use centrala_domain::{DeskCode, TicketNumber};
use centrala_protocol::batch::Attachment;
use centrala_protocol::{ItemCode, SealedRecord, Verdict};
use serde_json::Value;
use uuid::Uuid;

use crate::command_line::{done, failed};
use crate::desk::{City, Desk, verdicts};

fn number(desk: &DeskCode, running: u32) -> String {
    TicketNumber::new(desk, running).to_string()
}

fn audit(data: &Path) -> Vec<Value> {
    serde_json::from_str(&done(data, &["audit", "--json"])).expect("an array")
}

#[test]
fn an_erased_ticket_is_gone_and_does_not_come_back() {
    let city = City::new();
    let (desk, data) = (city.desk(), city.folder.path());
    let [erased, kept] = [1, 2].map(|running| desk.record(running, "Ubytek"));
    let [first, second] = [1, 2].map(|running| number(&desk.code, running));
    let picture = Attachment::new(Uuid::from_u128(7), erased.id(), b"zdjecie".to_vec());
    let batch = desk.batch_with(vec![erased.clone(), kept.clone()], vec![picture.clone()]);
    let receipt = desk.upload(&batch);
    done(data, &["status", &first, "in_progress", "--note", "Pani Anna czeka"]);
    let reason = ["--reason", "wniosek 12/2026"];

    assert!(done(data, &[&["erase", &first], &reason[..]].concat()).ends_with("erased\n"));
    let list = done(data, &["tickets"]);
    assert!(!list.contains(&first) && list.contains(&second), "{list}");
    assert_eq!(done(data, &["export", "jsonl"]).lines().count(), 1);
    for asked in [&["tickets", &first][..], &["tickets", &first, "--json"], &["status", &first, "done"]] {
        let (code, error) = failed(data, asked);
        assert!(code == Some(1) && error.contains("was erased on"), "{error}");
    }
    let held = city.server.office().ledger().attachments(erased.id());
    assert_eq!(held, Ok(vec![]), "what belonged to it has gone with it");

    let again = |records: &[&SealedRecord]| {
        let records = records.iter().copied().cloned().collect();
        verdicts(&desk.upload(&desk.batch_with(records, vec![picture.clone()])))
    };
    assert_eq!(again(&[&erased, &kept]), [Verdict::Duplicate; 2], "its desk need not send it for ever");
    assert_eq!(desk.read(&desk.commit(batch.id())), receipt, "what was signed once stays signed");
    assert_eq!(city.server.office().ledger().attachments(erased.id()), Ok(vec![]));
    assert_eq!(city.server.office().ledger().count_tickets(), Ok(1), "and nothing of it was stored again");
    let told: Vec<_> = desk.updates(0).changes.into_iter().map(|change| (change.ticket, change.note)).collect();
    assert_eq!(told, [(erased.id(), String::new())], "its desk's news go on, without the note");
    let heir = Desk::enrolled(&city.server.url(), &city.code_for(Some(desk.code.clone()))).expect("enrolled");
    assert_eq!(heir.next_running, 3);

    assert!(done(data, &[&["erase", &first], &reason[..]].concat()).ends_with("it was erased before\n"));
    let [entry] = <[Value; 1]>::try_from(audit(data)).expect("one act");
    let said = ["act", "ticket", "detail"].map(|field| entry[field].as_str().expect("text"));
    assert_eq!(said, ["ticket_erased", &first, "wniosek 12/2026"]);
}

#[test]
fn what_cannot_be_erased_is_said() {
    let city = City::new();
    let (desk, data) = (city.desk(), city.folder.path());
    let [one, two] = ["Ubytek", "Inny"].map(|what| desk.record(1, what));
    let receipt = desk.upload(&desk.batch(vec![one, two.clone()]));
    assert_eq!(receipt.items[1].code, Some(ItemCode::NumberTaken));
    let number = number(&desk.code, 1);
    let (code, error) = failed(data, &["erase", &number, "--reason", "x"]);
    assert!(code == Some(1) && error.contains(&two.id().to_string()), "which of the two? {error}");
    done(data, &["erase", &number, "--reason", "x", "--id", &two.id().to_string()]);
    assert_eq!(done(data, &["tickets", &number]).lines().count(), 2, "the other one is there");
    let unknown = TicketNumber::new(&desk.code, 99);
    let (code, error) = failed(data, &["erase", unknown.as_str(), "--reason", "x"]);
    assert!(code == Some(1) && error.contains("no ticket has the number"), "{error}");
    assert_eq!(failed(data, &["erase", &number]).0, Some(2), "never without a reason");
    assert_eq!(failed(data, &["erase", &number, "--reason", " "]).0, Some(2));
}

#[test]
fn who_reads_contacts_stands_in_the_audit() {
    let city = City::new();
    let (desk, data) = (city.desk(), city.folder.path());
    desk.upload(&desk.tickets(2));
    let first = number(&desk.code, 1);
    for without in [&["tickets"][..], &["tickets", "--json"], &["export", "csv"]] {
        done(data, without);
    }
    assert_eq!(audit(data), Vec::<Value>::new(), "nobody has read any");
    done(data, &["tickets", &first, "--json", "--with-contact"]);
    done(data, &["export", "csv", "--with-contact"]);
    let read = audit(data);
    let said: Vec<_> = read.iter().map(|it| (&it["act"], &it["ticket"], &it["tickets"], &it["detail"])).collect();
    let [act, all] = [Value::from("contacts_read"), Value::Null];
    let expected = [(Value::from(first), 1, "tickets"), (all, 2, "export csv")];
    let expected = expected.map(|(ticket, tickets, by)| (ticket, Value::from(tickets), Value::from(by)));
    assert_eq!(said, expected.each_ref().map(|(ticket, tickets, by)| (&act, ticket, tickets, by)));
    let me = Command::new("id").arg("-un").output().expect("id runs");
    let me = String::from_utf8(me.stdout).expect("text");
    assert!(read.iter().all(|it| it["who"].as_str().is_some_and(|who| who.ends_with(me.trim()))), "{read:?}");
    assert_eq!(done(data, &["audit"]).lines().count(), 3, "a header and a line each");
}
