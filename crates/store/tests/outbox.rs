//! The way to the city, and the invariants of docs/decisions/0008 that the desk's file holds.

mod fixtures;

use std::fs;
use std::num::NonZeroU32;

use centrala_domain::{CityState, DeskCode, Matter, Refusal, RefusalReason, TicketNumber, TicketState};
use centrala_protocol::{BatchId, EnrolmentGrant, IntakeSigner, MatterNews, Receipt, Signed, StatusChange, Updates};
use centrala_store::{Applied, Queue, RecentOf, StoreError, TicketFilter, Trace, WaitingBatch};
use fixtures::{City, EMAIL, INTAKE, PHONE, TestDesk, at, batch_id};
use uuid::Uuid;

fn made(desk: &mut TestDesk, n: u128) -> WaitingBatch {
    desk.store.make_batch(batch_id(n), at(100)).expect("made").expect("something waited")
}

/// Tickets 1 to `count` are saved, sealed and in a batch.
fn sent(count: u128) -> (TestDesk, City, WaitingBatch) {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log(1..=count);
    desk.store.seal(at(50), at(60)).expect("sealed");
    let batch = made(&mut desk, 1);
    (desk, city, batch)
}

#[test]
fn a_ticket_goes_from_ready_to_acknowledged_and_the_city_has_it_once() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    let ticket = desk.log([1]).remove(0);
    let mut states = vec![desk.filed(&ticket.number).state];
    assert_eq!(desk.store.seal(at(0), at(9)).expect("sealed"), 0, "it may still be undone");
    assert_eq!(desk.store.seal(at(1), at(10)).expect("sealed"), 1);
    states.push(desk.filed(&ticket.number).state);
    let batch = made(&mut desk, 1);
    states.push(desk.filed(&ticket.number).state);
    let receipt = city.take(&desk.bytes(&batch));
    let applied = desk.store.apply_receipt(&receipt, at(101)).expect("applied");
    assert_eq!(applied, Applied { acknowledged: 1, refused: 0 });
    states.push(desk.filed(&ticket.number).state);
    use TicketState::{Acknowledged, Ready, Sealed, Uploading};
    assert_eq!(states, [Ready, Sealed, Uploading, Acknowledged]);
    assert!(ticket.number.as_str().starts_with("Ł7-"), "the city gave the desk its code: {}", ticket.number);
    assert_eq!(city.held.len(), 1);
    assert_eq!(desk.store.waiting_batches().expect("batches"), []);
    assert_eq!(desk.store.audit().expect("read"), Ok(5), "enrolled, saved, sealed, batch made, acknowledged");
}

#[test]
fn i1_a_desk_that_is_not_enrolled_keeps_its_tickets_ready() {
    let mut desk = TestDesk::new();
    desk.log(1..=3);
    assert_eq!(desk.store.seal(at(50), at(60)).expect("asked"), 0);
    assert_eq!(desk.store.queue().expect("counted"), Queue { ready: 3, oldest: Some(at(1)), ..Queue::default() });
    assert!(matches!(desk.store.make_batch(batch_id(1), at(60)), Err(StoreError::NotEnrolled)));
}

#[test]
fn i3_a_number_stays_when_the_desk_gets_its_code_from_the_city() {
    let mut desk = TestDesk::new();
    let before = desk.log([1]).remove(0);
    let mut city = City::new();
    desk.enroll(&mut city);
    let after = desk.log([2]).remove(0);
    assert!(before.number.as_str().starts_with("Ł4321-") && after.number.as_str().starts_with("Ł7-"));
    desk.store.seal(at(50), at(60)).expect("sealed");
    let batch = made(&mut desk, 1);
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(101)).expect("applied");
    for ticket in [before, after] {
        let filed = desk.filed(&ticket.number);
        assert_eq!((filed.ticket.id, filed.state), (ticket.id, TicketState::Acknowledged));
    }
}

#[test]
fn i3_a_machine_that_takes_over_a_desk_goes_on_with_its_numbers_and_never_back() {
    let mut desk = TestDesk::new();
    desk.log([1, 2]);
    let mut enroll = |next, second| {
        desk.store.begin_enrolment(INTAKE, None, at(second)).expect("begun");
        let next_running = NonZeroU32::new(next).expect("a number");
        let grant = EnrolmentGrant { next_running, ..City::new().grant() };
        desk.store.finish_enrolment(&grant, at(second)).expect("enrolled");
        desk.log([u128::from(next)]).remove(0).number.running()
    };
    assert_eq!(enroll(427, 10), 427, "the city has the ones before");
    assert_eq!(enroll(9, 20), 428, "what only this file knows counts, too");
}

#[test]
fn i4_only_a_receipt_signed_by_the_intake_for_our_very_bytes_acknowledges() {
    let (mut desk, mut city, batch) = sent(1);
    let bytes = desk.bytes(&batch);
    let good = city.take(&bytes);
    let stranger = IntakeSigner::generate().expect("a key");
    let body = good.verify(&city.signer.verifier()).expect("good");
    let forged = Signed::sign(&body, &stranger).expect("signed");
    assert!(matches!(desk.store.apply_receipt(&forged, at(101)), Err(StoreError::FalseReceipt(_))));
    let other_bytes = Receipt { sha256: centrala_protocol::Sha256::of(b"other"), ..body.clone() };
    let other_batch = Receipt { batch: batch_id(9), ..body.clone() };
    for (receipt, what) in [(other_bytes, "bytes"), (other_batch, "batch")] {
        let signed = Signed::sign(&receipt, &city.signer).expect("signed");
        let refused = desk.store.apply_receipt(&signed, at(101));
        assert!(matches!(refused, Err(StoreError::OtherReceipt(_) | StoreError::NoSuchBatch)), "{what}: {refused:?}");
    }
    assert_eq!(desk.store.queue().expect("counted").uploading, 1, "nothing was acknowledged");
    let mut of_other_record = body.clone();
    of_other_record.items[0].sha256 = centrala_protocol::Sha256::of(b"other");
    let signed = Signed::sign(&of_other_record, &city.signer).expect("signed");
    let applied = desk.store.apply_receipt(&signed, at(101)).expect("a receipt, but not of this record");
    assert_eq!(applied, Applied { acknowledged: 0, refused: 1 });
}

#[test]
fn a_receipt_can_come_twice_and_late() {
    let (mut desk, mut city, batch) = sent(2);
    let receipt = city.take(&desk.bytes(&batch));
    // The answer was lost, and the desk has given the batch up meanwhile.
    desk.store.dissolve_batch(batch.id, "lost", at(101)).expect("dissolved");
    let again = made(&mut desk, 2);
    let applied = desk.store.apply_receipt(&receipt, at(102)).expect("applied");
    assert_eq!(applied.acknowledged, 2, "the intake has these very bytes, whatever batch they are in now");
    assert_eq!(desk.store.apply_receipt(&receipt, at(103)).expect("again"), Applied::default());
    let second = city.take(&desk.bytes(&again));
    assert_eq!(desk.store.apply_receipt(&second, at(104)).expect("applied"), Applied::default());
    assert_eq!(city.held.len(), 2, "I2: nothing was doubled");
    assert_eq!(desk.store.queue().expect("counted").acknowledged, 2);
}

#[test]
fn i5_sealed_bytes_and_receipts_cannot_be_changed_even_by_hand() {
    let (mut desk, mut city, batch) = sent(1);
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(101)).expect("applied");
    let file = desk.raw();
    for forbidden in [
        "UPDATE sealed SET record = x'00'",
        "UPDATE sealed SET sha256 = 'x'",
        "UPDATE sealed SET acknowledged_at = NULL",
        "DELETE FROM sealed",
        "UPDATE ticket SET description = 'inny'",
        "UPDATE ticket SET email = 'a@b.pl', consent_at = '2026-01-01T00:00:00Z'",
        "DELETE FROM ticket",
        "UPDATE batch SET receipt = NULL",
    ] {
        let refused = file.execute(forbidden, []);
        assert!(refused.is_err(), "{forbidden}: {refused:?}");
    }
}

#[test]
fn i5_a_sealed_ticket_is_corrected_by_another_never_undone() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    let [sealed, ready] = desk.log([1, 2]).try_into().expect("two");
    desk.store.seal(at(1), at(2)).expect("sealed");
    let refused = desk.store.undo_ticket(&sealed.number, at(3));
    assert!(matches!(refused, Err(StoreError::Sealed)), "{refused:?}");
    assert!(desk.store.undo_ticket(&ready.number, at(3)).expect("still ready").is_some());
}

#[test]
fn i7_nothing_is_deleted_that_the_city_does_not_have() {
    let (desk, _, _) = sent(1);
    let file = desk.raw();
    for forbidden in ["DELETE FROM sealed", "DELETE FROM ticket"] {
        assert!(file.execute(forbidden, []).is_err(), "{forbidden}");
    }
}

#[test]
fn i7_only_what_the_city_and_a_checked_copy_have_is_purged_and_a_tombstone_stays() {
    let (mut desk, mut city, batch) = sent(2);
    let [first, ..] = &desk.store.tickets(&TicketFilter { words: String::new(), limit: 2 }).expect("read")[..] else {
        panic!("two tickets");
    };
    let number = first.ticket.number.clone();
    assert_eq!(desk.store.purge(at(9_000), at(9_000)).expect("asked"), 0, "not acknowledged");
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(200)).expect("applied");
    assert_eq!(desk.store.purge(at(9_000), at(9_000)).expect("asked"), 0, "in no copy");
    desk.store.backup(at(150)).expect("a copy");
    assert_eq!(desk.store.purge(at(9_000), at(9_000)).expect("asked"), 0, "the copy is older than the receipt");
    desk.store.backup(at(300)).expect("a copy");
    assert_eq!(desk.store.purge(at(199), at(9_000)).expect("asked"), 0, "not old enough");
    assert_eq!(desk.store.purge(at(9_000), at(9_000)).expect("asked"), 2);
    assert_eq!(desk.store.ticket(&number).expect("read"), None);
    let acknowledged_at = at(200);
    assert_eq!(desk.store.trace(&number).expect("read"), Some(Trace::Purged { acknowledged_at }));
    let file = desk.raw();
    let left = |sql: &str| file.query_row(sql, [], |row| row.get::<_, u32>(0)).expect("counted");
    assert_eq!(left("SELECT count(*) FROM tombstone") * 10 + left("SELECT count(*) FROM sealed"), 20);
    assert!(file.execute("DELETE FROM tombstone", []).is_err(), "a tombstone stays");
}

#[test]
fn i8_after_sealing_no_contact_is_left_in_any_file_not_even_with_the_key() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log(1..=3);
    let clear = |desk: &TestDesk| {
        let clear = desk.dir.path().join("clear.sqlite");
        let file = desk.raw();
        file.execute("ATTACH DATABASE ?1 AS clear KEY ''", [clear.to_string_lossy()]).expect("a plain file");
        file.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).expect("copied");
        file.execute_batch("DETACH DATABASE clear").expect("written");
        let text = String::from_utf8_lossy(&fs::read(&clear).expect("bytes")).into_owned();
        fs::remove_file(clear).expect("removed");
        text
    };
    assert!([EMAIL, PHONE].iter().all(|canary| clear(&desk).contains(canary)), "the scan can find it");
    desk.store.seal(at(50), at(60)).expect("sealed");
    assert_eq!(fs::metadata(desk.dir.path().join("desk.sqlite-wal")).expect("a log").len(), 0, "the log is emptied");
    let batch = made(&mut desk, 1);
    let batch = String::from_utf8_lossy(&desk.bytes(&batch)).into_owned();
    for canary in [EMAIL, PHONE] {
        assert!(!clear(&desk).contains(canary) && !batch.contains(canary), "{canary}");
    }
}

#[test]
fn i8_a_copy_from_before_the_sealing_goes_when_a_newer_one_is_whole() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log(1..=2);
    let before = desk.store.backup(at(20)).expect("a copy");
    assert!(!desk.store.is_backup_due(at(25)).expect("asked"));
    desk.store.seal(at(20), at(30)).expect("sealed");
    assert!(desk.store.is_backup_due(at(31)).expect("asked"), "the copy holds contacts");
    let after = desk.store.backup(at(31)).expect("a copy");
    assert!(!before.file.exists() && after.file.is_file());
    assert_eq!(desk.store.backups().expect("listed"), [after]);
    assert!(!desk.store.is_backup_due(at(32)).expect("asked"));
}

#[test]
fn i8_a_copy_that_holds_the_draft_of_a_sealed_ticket_goes_too() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    let [begun_before, begun_after] = [at(10), at(30)].map(|at| BatchId::new(at).into());
    desk.draft(begun_before, at(15));
    let with_the_draft = desk.store.backup(at(20)).expect("a copy");
    desk.save(begun_before, at(25));
    desk.save(begun_after, at(31));
    desk.store.seal(at(31), at(45)).expect("sealed");
    assert!(desk.store.is_backup_due(at(46)).expect("asked"), "the copy holds the contact of the draft");
    desk.store.backup(at(46)).expect("a copy");
    assert!(!with_the_draft.file.exists());
    // One begun after a copy is no reason to make that copy again.
    let later = BatchId::new(at(50)).into();
    desk.save(later, at(55));
    desk.store.seal(at(55), at(65)).expect("sealed");
    assert!(!desk.store.is_backup_due(at(66)).expect("asked"));
}

#[test]
fn l2_one_bad_ticket_delays_no_other() {
    let (mut desk, mut city, batch) = sent(5);
    desk.store.refuse_batch(batch.id, "bad_batch", at(101)).expect("refused");
    let mut numbers = 2;
    let mut refused = 0;
    while let Some(single) = desk.store.make_batch(batch_id(numbers), at(102)).expect("made") {
        assert_eq!(single.tickets, 1, "each travels alone");
        // The third is the one that the intake chokes on.
        if numbers == 4 {
            desk.store.refuse_batch(single.id, "bad_batch", at(103)).expect("refused");
            refused += 1;
        } else {
            desk.store.apply_receipt(&city.take(&desk.bytes(&single)), at(103)).expect("applied");
        }
        numbers += 1;
    }
    let queue = desk.store.queue().expect("counted");
    assert_eq!((queue.acknowledged, queue.rejected, refused), (4, 1, 1));
    assert_eq!(desk.store.waiting_batches().expect("batches"), []);
}

#[test]
fn l2_a_record_that_was_damaged_on_the_disk_is_never_sent_and_delays_no_other() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    let [damaged, whole] = desk.log([1, 2]).try_into().expect("two");
    desk.store.seal(at(50), at(60)).expect("sealed");
    desk.raw()
        .execute_batch(
            "DROP TRIGGER sealed_bytes_never_change;
            UPDATE sealed SET record = x'00' WHERE ticket = (SELECT min(ticket) FROM sealed)",
        )
        .expect("damaged by hand");
    let batch = made(&mut desk, 1);
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(101)).expect("applied");
    let state = |number| desk.filed(number).state;
    assert_eq!([state(&damaged.number), state(&whole.number)], [TicketState::Rejected, TicketState::Acknowledged]);
    assert_eq!(desk.filed(&damaged.number).refusal, Some(Refusal::new("damaged".into())));
}

#[test]
fn l1_a_ticket_saved_by_a_clock_that_ran_ahead_does_not_wait_for_that_day() {
    let mut desk = TestDesk::enrolled(&mut City::new());
    desk.log([400_000_000]);
    assert_eq!(desk.store.seal(at(50), at(60)).expect("sealed"), 1);
}

#[test]
fn a_rejected_ticket_waits_for_a_person_and_can_go_again() {
    let (mut desk, mut city, batch) = sent(1);
    let rejected = city.reject(&desk.bytes(&batch));
    assert_eq!(desk.store.apply_receipt(&rejected, at(101)).expect("applied").refused, 1);
    assert_eq!(desk.store.make_batch(batch_id(2), at(102)).expect("asked"), None, "it does not go by itself");
    let filed = desk.store.tickets(&TicketFilter { words: String::new(), limit: 1 }).expect("read");
    let refusal = Refusal { reason: RefusalReason::Unreadable, code: "unreadable".into() };
    assert_eq!((filed[0].state, &filed[0].refusal), (TicketState::Rejected, &Some(refusal)));
    assert!(desk.store.retry_ticket(&filed[0].ticket.number, at(103)).expect("retried"));
    let again = made(&mut desk, 2);
    desk.store.apply_receipt(&city.take(&desk.bytes(&again)), at(104)).expect("applied");
    assert_eq!(desk.store.queue().expect("counted").acknowledged, 1);
}

#[test]
fn a_lost_or_changed_batch_file_is_noticed_and_made_anew_from_the_same_records() {
    let (mut desk, mut city, batch) = sent(2);
    let file = desk.dir.path().join(format!("outbox/{}.sqlite.age", batch.id));
    let mut bytes = fs::read(&file).expect("the batch");
    bytes[500] ^= 1;
    fs::write(&file, bytes).expect("changed");
    assert_eq!(desk.store.batch_bytes(&batch).expect("read"), None);
    desk.store.dissolve_batch(batch.id, "file_lost", at(101)).expect("dissolved");
    let again = made(&mut desk, 2);
    assert_eq!(desk.store.apply_receipt(&city.take(&desk.bytes(&again)), at(102)).expect("applied").acknowledged, 2);
    desk.store.sweep_outbox().expect("swept");
    let left = fs::read_dir(desk.dir.path().join("outbox")).expect("the outbox").count();
    assert_eq!(left, 0, "nothing waits, nothing lies there");
}

#[test]
fn i1_a_batch_that_a_restored_file_does_not_know_is_set_aside_not_swept_away() {
    let (desk, mut city, batch) = sent(1);
    let unknown = batch_id(77);
    let outbox = desk.dir.path().join("outbox");
    fs::write(outbox.join(format!("{unknown}.sqlite.age")), desk.bytes(&batch)).expect("of before the copy");
    fs::create_dir(outbox.join("somebody's")).expect("a folder");
    desk.store.sweep_outbox().expect("swept");
    assert!(desk.store.batch_bytes(&batch).expect("read").is_some(), "what waits stays");
    let aside = desk.dir.path().join(format!("outbox-unknown/{unknown}.sqlite.age"));
    assert_eq!(
        city.take(&fs::read(aside).expect("set aside")).verify(&city.signer.verifier()).expect("a receipt").items.len(),
        1
    );
}

#[test]
fn the_sweep_leaves_what_waits() {
    let (desk, _, batch) = sent(1);
    let outbox = desk.dir.path().join("outbox");
    fs::write(outbox.join(".tmpAbC"), "half").expect("what a kill leaves");
    desk.store.sweep_outbox().expect("swept");
    assert!(desk.store.batch_bytes(&batch).expect("read").is_some());
    assert_eq!(fs::read_dir(outbox).expect("the outbox").count(), 1);
}

#[test]
fn a_receipt_that_was_carried_as_text_counts_and_the_audit_tells_of_the_copy() {
    let (mut desk, mut city, batch) = sent(3);
    let links = desk.store.audit().expect("read").expect("whole");
    desk.store.note_export(batch.id, at(101)).expect("noted");
    assert_eq!(desk.store.audit().expect("read"), Ok(links + 1));
    let receipt = serde_json::to_string(&city.take(&desk.bytes(&batch))).expect("JSON");
    let carried: Signed<Receipt> = serde_json::from_str(&receipt).expect("a receipt");
    assert_eq!(desk.store.apply_receipt(&carried, at(103)).expect("applied").acknowledged, 3);
}

#[cfg(unix)]
#[test]
fn a_batch_file_that_cannot_be_read_just_now_is_not_taken_for_lost() {
    let (desk, _, batch) = sent(1);
    let file = desk.dir.path().join(format!("outbox/{}.sqlite.age", batch.id));
    let away = desk.dir.path().join("away");
    fs::rename(&file, &away).expect("away");
    fs::create_dir(&file).expect("something that is not read as a file");
    assert!(desk.store.batch_bytes(&batch).is_err());
    fs::remove_dir(&file).expect("gone");
    assert_eq!(desk.store.batch_bytes(&batch).expect("read"), None, "now it is lost");
    fs::rename(away, file).expect("back");
    assert!(desk.store.batch_bytes(&batch).expect("read").is_some());
}

#[test]
fn a_new_enrolment_begins_a_new_chain_and_what_waited_travels_in_it() {
    let (mut desk, mut first, _) = sent(2);
    desk.store.refuse_enrolment(1, "revoked", at(101)).expect("kept");
    assert_eq!(desk.store.enrolment().expect("read").and_then(|it| it.refused).as_deref(), Some("revoked"));
    desk.enroll(&mut first);
    let enrolment = desk.store.enrolment().expect("read").expect("enrolled");
    assert_eq!((enrolment.epoch, enrolment.refused), (2, None));
    let batch = made(&mut desk, 2);
    assert_eq!(desk.store.apply_receipt(&first.take(&desk.bytes(&batch)), at(102)).expect("applied").acknowledged, 2);
}

#[test]
fn after_a_lost_answer_the_desk_asks_with_the_same_key() {
    let mut desk = TestDesk::new();
    let first = desk.store.begin_enrolment(INTAKE, None, at(1)).expect("begun");
    assert_eq!(desk.store.begin_enrolment(INTAKE, None, at(2)).expect("again"), first);
    desk.store.finish_enrolment(&City::new().grant(), at(3)).expect("enrolled");
    assert_ne!(desk.store.begin_enrolment(INTAKE, None, at(4)).expect("anew"), first);
}

#[test]
fn a_refusal_that_comes_after_a_new_enrolment_is_the_old_ones() {
    let (mut desk, mut city, _) = sent(1);
    desk.enroll(&mut city);
    desk.store.refuse_enrolment(1, "revoked", at(101)).expect("kept");
    assert_eq!(desk.store.enrolment().expect("read").expect("enrolled").refused, None);
}

#[test]
fn i1_a_desk_with_sealed_tickets_does_not_move_to_an_intake_that_cannot_open_them() {
    let (mut desk, mut first, batch) = sent(2);
    let other = City::new();
    desk.store.begin_enrolment("https://other.example", None, at(101)).expect("begun");
    let refused = desk.store.finish_enrolment(&other.grant(), at(102));
    assert!(matches!(refused, Err(StoreError::SealedToAnother { waiting: 2 })), "{refused:?}");
    assert_eq!(desk.store.enrolment().expect("read").expect("enrolled").epoch, 1, "nothing was changed");
    let receipt = first.take(&desk.bytes(&batch));
    assert_eq!(desk.store.apply_receipt(&receipt, at(103)).expect("applied").acknowledged, 2);
    desk.store.finish_enrolment(&other.grant(), at(104)).expect("now nothing waits");
}

#[test]
fn a_key_that_the_city_has_lost_for_good_leaves_its_tickets_to_be_corrected() {
    let (mut desk, _, _) = sent(2);
    let mut other = City::new();
    assert_eq!(desk.store.give_up_sealed(at(101)).expect("given up"), 2);
    desk.enroll(&mut other);
    let filed = desk.store.tickets(&TicketFilter { words: String::new(), limit: 5 }).expect("read");
    for one in &filed {
        let refusal = one.refusal.as_ref().map(|refusal| refusal.reason);
        assert_eq!((one.state, refusal), (TicketState::Rejected, Some(RefusalReason::OtherKey)));
    }
    assert_eq!(desk.store.make_batch(batch_id(2), at(102)).expect("asked"), None, "they are not sent");
}

#[test]
fn i1_what_the_city_had_is_copied_again_as_the_very_same_bytes() {
    let (mut desk, mut city, batch) = sent(3);
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(101)).expect("applied");
    city.held.clear();
    let mut again = |since, after, n| desk.store.batch_again(at(since), after, batch_id(n), at(200)).expect("made");
    assert!(again(102, None, 2).is_none(), "the city has had none since then");
    let (copy, last) = again(101, None, 3).expect("three");
    assert!(again(101, Some(last), 4).is_none());
    let receipt = city.take(copy.bytes());
    assert_eq!(city.held.len(), 3);
    assert_eq!(desk.store.apply_receipt(&receipt, at(201)).expect("applied"), Applied::default());
    assert_eq!(desk.store.waiting_batches().expect("batches"), []);
    assert_eq!(desk.store.make_batch(batch_id(9), at(210)).expect("asked"), None, "nor is it sent again");
}

#[test]
fn l2_a_ticket_that_cannot_be_read_delays_no_other_on_its_way() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log(1..=3);
    desk.raw()
        .execute("UPDATE ticket SET answers = '7' WHERE id = ?1", [Uuid::from_u128(1).to_string()])
        .expect("damaged");
    assert_eq!(desk.store.seal(at(50), at(60)).expect("sealed"), 2);
    assert_eq!(desk.store.queue().expect("counted").ready, 1, "it stays, and is seen");
    let file = desk.raw();
    file.execute_batch("DROP TRIGGER sealed_bytes_never_change").expect("dropped");
    file.execute("UPDATE sealed SET sha256 = 'x' WHERE ticket = ?1", [Uuid::from_u128(2).to_string()])
        .expect("damaged");
    assert_eq!(made(&mut desk, 1).tickets, 1);
    assert_eq!(desk.store.queue().expect("counted").rejected, 1, "a person must look");
}

#[test]
fn a_purged_ticket_does_not_come_back() {
    let (mut desk, mut city, batch) = sent(1);
    desk.store.apply_receipt(&city.take(&desk.bytes(&batch)), at(101)).expect("applied");
    desk.store.backup(at(1000)).expect("a copy");
    assert_eq!(desk.store.purge(at(900), at(1000)).expect("purged"), 1);
    let id = Uuid::from_u128(1);
    let draft = fixtures::ticket::draft(1);
    assert!(!desk.store.save_draft(&draft, at(1001)).expect("asked"));
    let accepted = draft.accept(Some(&fixtures::ticket::service()), at(1001)).expect("complete");
    assert!(matches!(desk.store.save_ticket(accepted), Err(StoreError::Sealed)));
    assert_eq!(desk.store.number_of(id).expect("read"), None);
}

#[test]
fn a_ticket_that_was_just_saved_can_be_undone_though_the_clock_goes_back_a_little() {
    let mut city = City::new();
    let mut desk = TestDesk::enrolled(&mut city);
    desk.log([30]);
    assert_eq!(desk.store.seal(at(18), at(28)).expect("asked"), 0, "two seconds back");
    assert_eq!(
        desk.store.seal(at(9), at(19)).expect("asked"),
        1,
        "further it is a clock that was wrong when it was saved"
    );
}

#[test]
fn the_citys_news_reach_their_tickets_and_old_news_never_overwrite() {
    let (mut desk, city, _) = sent(1);
    let filed = desk.store.tickets(&TicketFilter { words: String::new(), limit: 1 }).expect("read");
    let number = filed[0].ticket.number.clone();
    let change = |ticket, state, second| StatusChange {
        ticket,
        number: number.clone(),
        state,
        note: "zlecono".into(),
        at: at(second),
    };
    let id = filed[0].ticket.id;
    for changes in [
        vec![change(id, CityState::InProgress, 200), change(Uuid::from_u128(99), CityState::Done, 200)],
        vec![change(id, CityState::Received, 150)],
    ] {
        let news = Updates { changes, safe_through: 7, ..nothing_new(&city) };
        desk.store.apply_news(&Signed::sign(&news, &city.signer).expect("signed"), at(300)).expect("kept");
    }
    let told = desk.filed(&number).city.expect("news");
    assert_eq!((told.state, told.note.as_str()), (CityState::InProgress, "zlecono"));
    let enrolment = desk.store.enrolment().expect("read").expect("enrolled");
    assert_eq!((enrolment.heard.news, enrolment.heard_at), (7, Some(at(300))));
}

/// An answer of the city that says nothing.
fn nothing_new(city: &City) -> Updates {
    Updates {
        desk: city.grant().desk,
        changes: vec![],
        safe_through: 0,
        newest_edition: None,
        matters: vec![],
        matters_through: 0,
        more: false,
    }
}

#[test]
fn what_other_desks_have_reported_is_known_until_it_is_withdrawn_or_old() {
    let (mut desk, city, _) = sent(1);
    let own = desk.store.tickets(&TicketFilter { words: String::new(), limit: 1 }).expect("read").remove(0).ticket;
    let reported = |id: u128, second: i64, city: Option<CityState>| {
        let number = TicketNumber::new(&DeskCode::numbered(8).expect("a code"), u32::try_from(id).expect("small"));
        let ticket = Uuid::from_u128(id);
        MatterNews {
            ticket,
            matter: Some(Matter { ticket, number, created_at: at(second), city, ..Matter::new(own.clone(), None) }),
        }
    };
    let mut told = |matters: Vec<MatterNews>, matters_through| {
        let news = Updates { matters, matters_through, ..nothing_new(&city) };
        desk.store.apply_news(&Signed::sign(&news, &city.signer).expect("signed"), at(300)).expect("kept");
        let wanted =
            RecentOf { services: vec![own.service.clone()], since: at(0), but: Uuid::nil(), corrected: None, limit: 9 };
        let recent = desk.store.recent_of(&wanted).expect("read").into_iter();
        let seen: Vec<_> = recent.map(|known| (known.matter.ticket.as_u128(), known.here, known.matter.city)).collect();
        (seen, desk.store.enrolment().expect("read").expect("enrolled").heard.matters)
    };
    let here = (own.id.as_u128(), Some(TicketState::Uploading), None);
    let mine = MatterNews { ticket: own.id, ..reported(99, 400, None) };
    let (seen, through) = told(vec![reported(70, 200, None), reported(71, 250, None), mine], 3);
    assert_eq!((seen, through), (vec![(71, None, None), (70, None, None), here], 3), "one's own is not another's");
    let (seen, _) = told(vec![reported(70, 200, Some(CityState::Done))], 4);
    assert_eq!(seen[1], (70, None, Some(CityState::Done)), "the last one told counts");
    let (seen, _) = told(vec![MatterNews { ticket: Uuid::from_u128(71), matter: None }], 5);
    assert_eq!(seen.len(), 2);
    assert_eq!(desk.store.known(Uuid::from_u128(70)).expect("read").map(|known| known.here), Some(None));
    assert_eq!(desk.store.forget_matters(at(201)).expect("forgotten"), 1);
    assert_eq!(desk.store.known(Uuid::from_u128(70)).expect("read"), None);
    assert!(desk.store.known(own.id).expect("read").is_some());
}

#[test]
fn a_number_that_a_caller_says_is_traced_whoever_has_given_it() {
    let (mut desk, city, _) = sent(1);
    let own = desk.store.tickets(&TicketFilter { words: String::new(), limit: 1 }).expect("read").remove(0);
    let another = |running| TicketNumber::new(&DeskCode::numbered(8).expect("a code"), running);
    let (number, ticket) = (another(70), Uuid::from_u128(70));
    let matter =
        Matter { ticket, number: number.clone(), created_at: at(200), ..Matter::new(own.ticket.clone(), None) };
    let news = MatterNews { ticket, matter: Some(matter.clone()) };
    let news = Updates { matters: vec![news], matters_through: 1, ..nothing_new(&city) };
    desk.store.apply_news(&Signed::sign(&news, &city.signer).expect("signed"), at(300)).expect("kept");
    assert_eq!(desk.store.trace(&number).expect("read"), Some(Trace::Told(Box::new(matter))));
    assert_eq!(desk.store.trace(&another(71)).expect("read"), None);
    let number = own.ticket.number.clone();
    assert_eq!(desk.store.trace(&number).expect("read"), Some(Trace::Here(Box::new(own))));
    let plan = "EXPLAIN QUERY PLAN SELECT told FROM matter WHERE json_extract(told, '$.number') = 'x'";
    let plan: String = desk.raw().query_row(plan, [], |row| row.get("detail")).expect("a plan");
    assert!(plan.contains("matter_number"), "a key waits for no scan: {plan}");
}
