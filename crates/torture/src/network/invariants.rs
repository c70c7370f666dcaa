//! What the stories show by the thousand, each by itself.

use std::cell::RefCell;
use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use centrala_protocol::{
    Announcement, BatchId, Chunk, DeskSigner, Intake, IntakeError, Manifest, OpenBatch, Receipt, Record, Signed,
};
use centrala_store::{Applied, StoreError};
use centrala_uploader::{Round, Uploader, export, export_again};
use chrono::Utc;
use tempfile::TempDir;

use super::city::City;
use super::desk::Desk;
use super::held;
use crate::acts::rng;
use crate::check::open;
use crate::world::Sends;

/// A desk of this city with so many tickets, all of them old enough to be sealed.
fn desk(city: &mut City, tickets: usize) -> Desk {
    let mut desk = Desk::new(1, Sends::ByOthers, None).expect("a desk");
    desk.enroll(city, &mut rng(1, 1)).expect("enrolled");
    // On a busy machine an answer may have been late, and storms have followed.
    city.fair_weather();
    while desk.world.shown.len() < tickets {
        desk.act().expect("done").expect("and shown rightly");
    }
    desk.save_all().expect("done").expect("and shown rightly");
    desk.rest(60);
    desk
}

#[test]
fn i6_what_another_has_signed_in_a_desks_name_does_not_reach_the_ledger() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 1);
    desk.calm_round(&city).expect("sent");
    let grant = desk.store().enrolment().expect("read").expect("enrolled").grant;
    let ticket = desk.world.shown.values().next().expect("a ticket").clone();
    let stolen = centrala_domain::Ticket { id: uuid::Uuid::from_u128(99), ..ticket };
    let id = BatchId::new(Utc::now());
    let manifest =
        Manifest { batch: id, desk: grant.desk.clone(), epoch: 1, sequence: 1, previous: None, made_at: Utc::now() };
    let mut batch = OpenBatch::new(manifest).expect("a batch");
    batch.add(Record::new(stolen).seal(&grant.keys.intake).expect("sealed")).expect("room");
    let signer = DeskSigner::generate().expect("a key");
    let batch = batch.seal(&grant.keys.intake, &signer).expect("sealed");
    let intake = desk.patient(&city).expect("a client");
    let announcement = Announcement { batch: id, sha256: batch.sha256(), size: batch.bytes().len() as u64 };
    intake.announce(&announcement).expect("announced");
    intake.send(id, &Chunk::of(batch.bytes(), 0, usize::MAX).expect("a part")).expect("taken");
    let refused = intake.commit(id);
    assert!(matches!(refused, Err(IntakeError::Misfit(_))), "{refused:?}");
    held::judge(&desk, &city).expect("looked at").expect("as if nothing had come");
}

#[test]
fn i10_while_one_program_sends_another_does_not() {
    let mut city = City::start().expect("a city");
    let desk = desk(&mut city, 3);
    let other = Mutex::new(open(desk.folder()).expect("the same file"));
    let second = RefCell::new(vec![]);
    let intake = desk.patient(&city).expect("a client");
    let clock = || desk.world.now();
    let round = |store, progress: &dyn Fn(centrala_uploader::Progress)| {
        Uploader { store, intake: &intake, epoch: 1, clock: &clock, progress }.round()
    };
    let first = round(desk.shared(), &|_| second.borrow_mut().push(round(&other, &|_| {})));
    let all = desk.world.shown.len();
    assert!(matches!(first, Ok(Round { applied, stopped: None, .. }) if applied.acknowledged == all), "{first:?}");
    assert!(!second.borrow().is_empty() && second.borrow().iter().all(|it| matches!(it, Err(StoreError::Sending))));
    let after = round(&other, &|_| {}).expect("when it is free");
    assert_eq!((after.applied.acknowledged, after.stopped), (0, None), "nothing is left to send");
    assert_eq!(city.rows().expect("read").len(), all);
}

#[test]
fn without_a_network_all_that_waits_goes_on_a_stick_once_and_its_receipts_come_back() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 3);
    let clock = || desk.world.now();
    let export = |stick: &TempDir| export(desk.shared(), stick.path(), &clock).expect("copied");
    let [lost, stick] = [(); 2].map(|()| tempfile::tempdir().expect("a stick"));
    let [first] = export(&lost).try_into().expect("one batch");
    assert_eq!(export(&lost), std::slice::from_ref(&first), "again is the same file");
    fs::remove_file(desk.folder().join("outbox").join(first.file_name().expect("a name"))).expect("lost on the disk");
    let [anew] = export(&stick).try_into().expect("made anew, in the same breath");
    assert_ne!(anew.file_name(), first.file_name());
    for (file, acknowledged) in [(anew, desk.world.shown.len()), (first, 0)] {
        let receipt = serde_json::to_string(&city.import(&file).expect("taken")).expect("JSON");
        let carried: Signed<Receipt> = serde_json::from_str(&receipt).expect("a receipt");
        let applied = desk.store().apply_receipt(&carried, desk.world.now()).expect("applied");
        assert_eq!(applied, Applied { acknowledged, refused: 0 });
    }
    desk.calm_round(&city).expect("nothing is left to send");
    held::judge(&desk, &city).expect("looked at").expect("all of it is there, once");
}

#[test]
fn i1_an_intake_that_was_put_back_from_a_copy_gets_again_what_it_lost() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 3);
    let copy = city.copy().expect("a copy");
    let since = desk.world.now();
    desk.calm_round(&city).expect("sent");
    city.put_back(&copy).expect("put back");
    assert_eq!(city.rows().expect("read"), [], "what came after the copy is lost");
    let stick = tempfile::tempdir().expect("a stick");
    let clock = || desk.world.now();
    let files = export_again(desk.shared(), stick.path(), since, &clock).expect("copied");
    for _ in 0..2 {
        files.iter().for_each(|file| drop(city.import(file).expect("taken")));
        held::judge(&desk, &city).expect("looked at").expect("all of it is there, once");
    }
    desk.calm_round(&city).expect("nothing waits");
}

#[test]
fn l2_a_batch_that_something_on_the_way_always_changes_is_made_anew() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 3);
    city.changes_the_first_batch();
    for _ in 0..2 {
        desk.calm_round(&city).expect("tried");
        assert_eq!(city.rows().expect("read"), [], "it does not get through");
    }
    desk.calm_round(&city).expect("given up, and made anew in the same round");
    held::judge(&desk, &city).expect("looked at").expect("all of it is there");
}

#[test]
fn a_revoked_desk_learns_it_even_where_nothing_waits() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 1);
    desk.calm_round(&city).expect("sent");
    let code = desk.store().enrolment().expect("read").expect("enrolled").grant.desk;
    city.revoke(&code).expect("revoked");
    desk.calm_round(&city).expect("only news were asked for");
    let refused = desk.store().enrolment().expect("read").and_then(|enrolment| enrolment.refused);
    assert_eq!(refused.as_deref(), Some("revoked"));
}

#[test]
fn l1_when_the_network_is_back_more_than_a_batch_is_sent_within_a_minute() {
    let mut city = City::start().expect("a city");
    let mut desk = desk(&mut city, 510);
    let mut rng = rng(1, 2);
    for _ in 0..3 {
        city.bad_weather(&mut rng);
        desk.round(&city, &mut rng).expect("tried");
    }
    city.fair_weather();
    let started = Instant::now();
    desk.calm_round(&city).expect("sent");
    desk.calm_round(&city).expect("sent");
    // The second comes half a minute after the first.
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    held::judge(&desk, &city).expect("looked at").expect("all of it is there");
}
