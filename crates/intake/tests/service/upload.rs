//! From the announcement to the receipt, with everything that gets lost between.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use centrala_domain::TicketNumber;
use centrala_protocol::batch::Attachment;
use centrala_protocol::{ItemCode, Receipt, SealedBatch, SealedRecord, Sha256, Verdict};
use ureq::http::Method;
use uuid::Uuid;

use crate::desk::{City, Desk, batch_id, get, verdicts};

#[test]
fn a_batch_arrives_in_parts_and_is_receipted() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(3);
    let announced = desk.announce(&batch);
    assert_eq!((announced.status, announced.json::<serde_json::Value>()), (201, serde_json::json!({ "offset": 0 })));
    assert_eq!(announced.header("location"), format!("/v1/batches/{}", batch.id()));
    let (first, second) = batch.bytes().split_at(5_000);
    assert_eq!(desk.patch(batch.id(), 0, first).header("upload-offset"), "5000");
    let head = desk.head(batch.id());
    let length = batch.bytes().len().to_string();
    assert_eq!((head.header("upload-offset"), head.header("upload-length")), ("5000", length.as_str()));
    assert_eq!((head.header("tus-resumable"), head.header("cache-control")), ("1.0.0", "no-store"));
    assert_eq!(desk.commit(batch.id()).refused(), (409, "wrong_offset".into()), "half a batch is none");
    assert_eq!(desk.patch(batch.id(), 5_000, second).status, 204);
    let receipt = desk.read(&desk.commit(batch.id()));
    assert_eq!((receipt.batch, receipt.sha256, &receipt.desk), (batch.id(), batch.sha256(), &desk.code));
    assert_eq!(verdicts(&receipt), [Verdict::Stored; 3]);
}

#[test]
fn after_a_lost_answer_everything_may_be_said_again() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(2);
    assert_eq!((desk.announce(&batch).status, desk.announce(&batch).status), (201, 200));
    let half = batch.bytes().len() / 2;
    assert_eq!(desk.patch(batch.id(), 0, &batch.bytes()[..half]).status, 204);
    assert_eq!(desk.patch(batch.id(), 0, &batch.bytes()[..half]).refused(), (409, "wrong_offset".into()));
    let city = city.restarted();
    let desk = Desk { url: city.server.url(), ..desk };
    assert_eq!(desk.announce(&batch).json::<serde_json::Value>(), serde_json::json!({ "offset": half }));
    assert_eq!(desk.ask(Method::GET, &format!("/v1/batches/{}/receipt", batch.id())).refused().1, "not_committed");
    assert_eq!(desk.patch(batch.id(), half as u64, &batch.bytes()[half..]).status, 204);
    let first = desk.commit(batch.id());
    let city = city.restarted();
    let desk = Desk { url: city.server.url(), ..desk };
    let receipt = desk.ask(Method::GET, &format!("/v1/batches/{}/receipt", batch.id()));
    assert_eq!(desk.commit(batch.id()).body, first.body, "the same receipt, to the byte");
    assert_eq!(receipt.body, first.body);
    assert_eq!(desk.import(batch.bytes()).body, first.body);
    let known: serde_json::Value = desk.announce(&batch).json();
    assert_eq!(known["receipt"], first.json::<serde_json::Value>());
    assert_eq!(desk.offset(batch.id()), batch.bytes().len() as u64);
    assert_eq!(std::fs::read_dir(city.folder.path().join("uploads")).expect("a folder").count(), 0);
}

#[test]
fn a_ticket_has_one_row_however_often_it_comes() {
    let city = City::new();
    let desk = city.desk();
    let record = desk.record(1, "Ubytek");
    assert_eq!(verdicts(&desk.upload(&desk.batch(vec![record.clone()]))), [Verdict::Stored]);
    let receipt = desk.upload(&desk.batch(vec![record.clone(), desk.record(2, "Inny")]));
    assert_eq!(verdicts(&receipt), [Verdict::Duplicate, Verdict::Stored]);
    let other = desk.record(1, "Zmieniony");
    let forged = SealedRecord::new(record.id(), record.number().clone(), other.bytes().to_vec()).expect("a record");
    let receipt = desk.upload(&desk.batch(vec![forged]));
    assert_eq!((receipt.items[0].verdict, receipt.items[0].code), (Verdict::Rejected, Some(ItemCode::Mismatch)));
}

#[test]
fn other_bytes_under_a_known_id_are_a_conflict_and_overwrite_nothing() {
    let city = City::new();
    let desk = city.desk();
    let ticket = crate::desk::ticket(&desk.code, 1, "Ubytek");
    let sealed = |ticket: centrala_domain::Ticket| {
        centrala_protocol::Record::new(ticket).seal(&desk.keys.intake).expect("sealed")
    };
    let (first, second) = (sealed(ticket.clone()), sealed(ticket.clone()));
    assert_ne!(first.sha256(), second.sha256(), "sealing twice gives other bytes");
    assert_eq!(verdicts(&desk.upload(&desk.batch(vec![first.clone()]))), [Verdict::Stored]);
    assert_eq!(said(&desk.upload(&desk.batch(vec![second]))), [(Verdict::Conflict, Some(ItemCode::AlreadyHeld))]);
    let renumbered = sealed(centrala_domain::Ticket { number: TicketNumber::new(&desk.code, 2), ..ticket });
    assert_eq!(said(&desk.upload(&desk.batch(vec![renumbered]))), [(Verdict::Conflict, None)], "another ticket");
    assert_eq!(verdicts(&desk.upload(&desk.batch(vec![first]))), [Verdict::Duplicate], "the first one stayed");
}

/// Two machines under one code have promised the number to two callers.
#[test]
fn a_second_ticket_under_a_number_is_kept_and_flagged() {
    let city = City::new();
    let desk = city.desk();
    let [first, second] = ["Ubytek", "Inny ubytek"].map(|what| desk.record(1, what));
    assert_eq!(said(&desk.upload(&desk.batch(vec![first.clone()]))), [(Verdict::Stored, None)]);
    let both = desk.upload(&desk.batch(vec![first, second]));
    assert_eq!(said(&both), [(Verdict::Duplicate, None), (Verdict::Stored, Some(ItemCode::NumberTaken))]);
    let number = TicketNumber::new(&desk.code, 1);
    let held = city.server.office().ledger().tickets_numbered(&number).expect("read");
    let remarks: Vec<_> = held.iter().map(|held| held.remark.as_deref()).collect();
    assert_eq!(remarks, [None, Some("number_taken")]);
}

fn said(receipt: &Receipt) -> Vec<(Verdict, Option<ItemCode>)> {
    receipt.items.iter().map(|item| (item.verdict, item.code)).collect()
}

#[test]
fn attachments_arrive_with_their_ticket_and_none_gives_way_to_another() {
    let city = City::new();
    let desk = city.desk();
    let (kept, refused) = (desk.record(1, "Ubytek"), City::new().desk().record(2, "x"));
    let picture =
        |ticket: &SealedRecord, bytes: &[u8]| Attachment::new(Uuid::from_u128(7), ticket.id(), bytes.to_vec());
    let with = |records: &[&SealedRecord], pictures: Vec<Attachment>| {
        desk.upload(&desk.batch_with(records.iter().copied().cloned().collect(), pictures))
    };
    let held = |ticket: &SealedRecord| {
        let held = city.server.office().ledger().attachments(ticket.id()).expect("read");
        held.into_iter().map(|held| (held.sha256, held.size)).collect::<Vec<_>>()
    };
    let (first, second) = (b"pierwsze", b"inne zdjecie");
    with(&[&kept], vec![picture(&kept, first)]);
    with(&[&kept], vec![picture(&kept, first)]);
    assert_eq!(held(&kept), [(Sha256::of(first), 8)], "sent twice, kept once");
    with(&[&kept], vec![picture(&kept, second)]);
    assert_eq!(held(&kept).len(), 2, "other bytes under its id are kept, too");
    with(&[&refused], vec![picture(&refused, first)]);
    assert_eq!(held(&refused), [], "nothing of a refused ticket stays");
}

#[test]
fn a_changed_part_is_not_taken() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(1);
    desk.announce(&batch);
    let mut changed = batch.bytes().to_vec();
    changed[100] ^= 1;
    let answer = desk.patch_with(batch.id(), 0, &changed, Sha256::of(batch.bytes()));
    assert_eq!(answer.refused(), (460, "changed_on_the_way".into()));
    assert_eq!(desk.offset(batch.id()), 0);
    assert_eq!(desk.patch(batch.id(), 0, &changed).status, 204, "right by its own checksum");
    assert_eq!(desk.commit(batch.id()).refused(), (460, "changed_on_the_way".into()), "but not what was announced");
    assert_eq!(desk.offset(batch.id()), 0, "and it begins anew");
    assert_eq!(desk.patch(batch.id(), 0, batch.bytes()).status, 204);
    assert_eq!(verdicts(&desk.read(&desk.commit(batch.id()))), [Verdict::Stored]);
}

#[test]
fn other_bytes_under_a_batchs_id_are_a_fork() {
    let city = City::new();
    let desk = city.desk();
    let id = batch_id();
    let [first, second] = [1, 2].map(|running| desk.batch_with_id(id, vec![desk.record(running, "x")]));
    assert_eq!(desk.announce(&first).status, 201);
    assert_eq!(desk.announce(&second).refused(), (409, "fork".into()));
    desk.patch(id, 0, first.bytes());
    desk.commit(id);
    assert_eq!(desk.announce(&second).refused(), (409, "fork".into()));
    assert_eq!(desk.import(second.bytes()).refused(), (409, "fork".into()));
}

#[test]
fn a_desk_sees_its_own_batches_only() {
    let city = City::new();
    let (desk, other) = (city.desk(), city.desk());
    let batch = desk.tickets(1);
    desk.announce(&batch);
    assert_eq!(other.head(batch.id()).header("centrala-refusal"), "not_announced");
    assert_eq!(other.patch(batch.id(), 0, batch.bytes()).refused(), (404, "not_announced".into()));
    desk.patch(batch.id(), 0, batch.bytes());
    assert_eq!(other.commit(batch.id()).refused(), (404, "not_announced".into()));
    desk.commit(batch.id());
    let receipt = other.ask(Method::GET, &format!("/v1/batches/{}/receipt", batch.id()));
    assert_eq!(receipt.refused(), (404, "not_announced".into()));
}

/// A machine that was set up anew under another code still has the old one's batches.
#[test]
fn a_desk_that_has_the_very_same_batch_goes_on_with_it() {
    let city = City::new();
    let (desk, heir) = (city.desk(), city.desk());
    let batch = desk.tickets(1);
    desk.announce(&batch);
    desk.patch(batch.id(), 0, &batch.bytes()[..1_000]);
    assert_eq!(heir.announce(&batch).json::<serde_json::Value>(), serde_json::json!({ "offset": 1_000 }));
    assert_eq!(heir.patch(batch.id(), 1_000, &batch.bytes()[1_000..]).status, 204);
    let receipt = heir.read(&heir.commit(batch.id()));
    assert_eq!((verdicts(&receipt), receipt.desk), (vec![Verdict::Stored], desk.code), "signed by whose it is");
}

#[test]
fn a_batch_that_is_not_good_is_refused_whole_with_its_code() {
    let city = City::new();
    let (desk, other) = (city.desk(), city.desk());
    let commit = |batch: &SealedBatch| {
        assert_eq!(desk.announce(batch).status, 201);
        assert_eq!(desk.patch(batch.id(), 0, batch.bytes()).status, 204);
        desk.commit(batch.id()).refused()
    };
    let stranger = Desk { keys: other.keys.clone(), signer: other.signer, url: String::new(), ..city.desk() };
    let posing = Desk { code: desk.code.clone(), ..stranger };
    assert_eq!(commit(&posing.tickets(1)), (422, "unknown_key".into()), "signed by another desk's key");
    let elsewhere = City::new().desk();
    let foreign = Desk { keys: elsewhere.keys, url: String::new(), code: desk.code.clone(), ..elsewhere };
    assert_eq!(commit(&foreign.tickets(1)), (422, "not_for_us".into()), "sealed to another city");
    assert_eq!(desk.import(b"nonsense").refused(), (422, "not_age".into()));
    assert_eq!(std::fs::read_dir(city.folder.path().join("uploads")).expect("a folder").count(), 0, "it takes no room");
}

#[test]
fn a_desk_finishes_what_it_began_before_it_begins_more() {
    let city = City::new();
    let (desk, other) = (city.desk(), city.desk());
    let begun: Vec<_> = (0..50).map(|_| desk.tickets(1)).collect();
    assert!(begun.iter().all(|batch| desk.announce(batch).status == 201));
    let more = desk.tickets(1);
    assert_eq!(desk.announce(&more).refused(), (429, "too_many".into()));
    assert_eq!(desk.announce(&begun[0]).status, 200, "what it began it may go on with");
    assert_eq!(other.announce(&other.tickets(1)).status, 201, "another desk is not hindered");
    desk.patch(begun[0].id(), 0, begun[0].bytes());
    desk.commit(begun[0].id());
    assert_eq!(desk.announce(&more).status, 201);
}

#[test]
fn one_ticket_that_cannot_be_read_does_not_stop_the_others() {
    let city = City::new();
    let (desk, elsewhere) = (city.desk(), City::new().desk());
    let foreign = elsewhere.record(7, "x");
    let receipt = desk.upload(&desk.batch(vec![desk.record(1, "x"), foreign, desk.record(2, "x")]));
    assert_eq!(verdicts(&receipt), [Verdict::Stored, Verdict::Rejected, Verdict::Stored]);
    assert_eq!(receipt.items[1].code, Some(ItemCode::Unreadable));
}

#[test]
fn too_much_is_refused() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(1);
    let url = format!("{}/v1/batches", desk.url);
    let huge = serde_json::json!({ "batch": batch.id(), "sha256": batch.sha256(), "size": 64 * 1024 * 1024 + 1 });
    assert_eq!(crate::desk::post(&url, &desk.token, &huge).refused(), (413, "too_large".into()));
    desk.announce(&batch);
    let more = [batch.bytes(), b"more"].concat();
    assert_eq!(desk.patch(batch.id(), 0, &more).refused(), (413, "too_large".into()), "more than announced");
    let wide = serde_json::json!({ "batch": "x".repeat(20_000) });
    assert_eq!(crate::desk::post(&url, &desk.token, &wide).refused(), (413, "too_large".into()));
}

#[test]
fn headers_that_mean_harm_are_refused_and_move_nothing() {
    let city = City::new();
    let desk = city.desk();
    let batch = desk.tickets(1);
    desk.announce(&batch);
    let part = &batch.bytes()[..100];
    let right = format!("sha256 {}", STANDARD.encode(Sha256::of(part).as_bytes()));
    let offsets = ["", "-1", "0x0", "1e3", "0.0", " ", "18446744073709551616", "0,0", "٠", "0\t1"];
    for offset in offsets {
        assert_eq!(
            desk.patch_said(batch.id(), part, offset, &right).refused(),
            (400, "malformed".into()),
            "{offset:?}"
        );
    }
    assert_eq!(desk.patch_said(batch.id(), part, &u64::MAX.to_string(), &right).refused().1, "wrong_offset");
    let short = format!("sha256 {}", STANDARD.encode([0; 31]));
    let long = format!("sha256 {}", STANDARD.encode([0; 33]));
    for checksum in
        ["", "sha256", "sha256 ", "sha256  AA==", "md5 AAAA", "sha1 AAAA", &short, &long, &right.to_uppercase()]
    {
        assert_eq!(
            desk.patch_said(batch.id(), part, "0", checksum).refused(),
            (400, "malformed".into()),
            "{checksum:?}"
        );
    }
    assert_eq!(desk.offset(batch.id()), 0);
    for id in ["..", "../ledger.sqlite", "%2e%2e%2fledger.sqlite", "0193-x", &batch.id().to_string().to_uppercase()] {
        let answer = desk.head_only(&format!("HEAD /v1/batches/{id}"), &[]);
        assert!(matches!(answer.status, 404 | 405), "{id}: {answer:?}");
    }
}

#[test]
fn a_wrong_address_is_still_the_intakes_answer() {
    let city = City::new();
    assert_eq!(get(&format!("{}/v2/batches", city.server.url())).refused(), (404, "no_route".into()));
    assert_eq!(get(&format!("{}/v1/batches", city.server.url())).refused(), (405, "no_method".into()));
    let desk = city.desk();
    assert_eq!(desk.commit(batch_id()).refused(), (404, "not_announced".into()));
    assert_eq!(desk.ask(Method::POST, "/v1/batches/no-uuid/commit").refused(), (404, "not_announced".into()));
    let options = desk.ask(Method::OPTIONS, "/v1/batches");
    assert_eq!((options.status, options.header("tus-checksum-algorithm")), (204, "sha256"));
}
