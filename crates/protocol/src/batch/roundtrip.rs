//! What a desk seals is what the intake opens, and nothing that was changed or cut off on the way is opened at all.

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{BatchError, OpenBatch, SIZE_LIMIT, SealedBatch, open};
use crate::fixtures::{City, PHONE, manifest, ticket};
use crate::record::{RECORD_LIMIT, Record, RecordFault, SealedRecord};

static CITY: LazyLock<City> = LazyLock::new(City::new);
static SEALED: LazyLock<SealedBatch> = LazyLock::new(|| sealed(CITY.batch()));

fn sealed(batch: OpenBatch) -> SealedBatch {
    batch.seal(&CITY.intake.recipients(), &CITY.signer).expect("sealed")
}

fn opens(bytes: &[u8]) -> bool {
    open(bytes, &CITY.intake, CITY.knows()).is_ok()
}

#[test]
fn what_the_desk_sealed_is_what_the_intake_opens() {
    let checked = open(SEALED.bytes(), &CITY.intake, CITY.knows()).expect("a good batch");
    assert_eq!((checked.manifest(), checked.sha256()), (&manifest(1), SEALED.sha256()));
    let tickets: Vec<_> =
        checked.tickets().iter().map(|t| t.open(&CITY.intake).expect("a record").into_ticket()).collect();
    assert_eq!(tickets, [1, 2, 3].map(|n| ticket(n, "Głęboki ubytek")));
    assert_eq!(checked.attachments().iter().map(|a| a.bytes().len()).collect::<Vec<_>>(), [9_000, 9_000]);
}

#[test]
fn no_contact_can_be_read_in_a_record_or_in_the_file_inside_a_batch() {
    let inner = CITY.intake.unseal(SEALED.bytes(), SIZE_LIMIT).expect("the inner file");
    for (place, bytes) in [("record", CITY.record(1).bytes()), ("inner file", &inner), ("batch", SEALED.bytes())] {
        let readable = bytes.windows(PHONE.len()).any(|part| part == PHONE.as_bytes());
        assert!(!readable, "the phone number stands in the {place}");
    }
}

#[test]
fn any_flipped_byte_of_a_record_is_refused() {
    let record = CITY.record(1);
    for at in 0..record.bytes().len() {
        let mut bytes = record.bytes().to_vec();
        bytes[at] ^= 1;
        let changed = SealedRecord::new(record.id(), record.number().clone(), bytes).expect("small enough");
        assert!(matches!(changed.open(&CITY.intake), Err(RecordFault::Unseal(_))), "byte {at}");
    }
}

#[test]
fn a_record_under_another_tickets_name_is_refused() {
    let (one, two) = (CITY.record(1), CITY.record(2));
    let id = SealedRecord::new(two.id(), one.number().clone(), one.bytes().to_vec()).expect("small enough");
    let number = SealedRecord::new(one.id(), two.number().clone(), one.bytes().to_vec()).expect("small enough");
    for swapped in [id, number] {
        assert!(matches!(swapped.open(&CITY.intake), Err(RecordFault::Mismatch)));
    }
}

#[test]
fn a_record_of_a_newer_format_is_said_to_be_one() {
    let newer = CITY.intake.recipients().seal(br#"{"format":3,"ticket":{"anything":[]}}"#).expect("sealed");
    let one = CITY.record(1);
    let newer = SealedRecord::new(one.id(), one.number().clone(), newer).expect("small enough");
    assert!(matches!(newer.open(&CITY.intake), Err(RecordFault::NewerFormat)));
}

#[test]
fn the_same_ticket_has_one_text() {
    let text = |ticket| serde_json::to_string(&Record::new(ticket)).expect("JSON");
    let one = text(ticket(1, "x"));
    let back: Record = serde_json::from_str(&one).expect("a record");
    assert_eq!(text(back.into_ticket()), one);
    assert!(one.starts_with(r#"{"format":1,"ticket":{"id":"#), "{one}");
}

#[test]
fn a_full_batch_says_so_and_a_true_one_of_five_hundred_opens() {
    let mut batch = OpenBatch::new(manifest(2)).expect("a batch");
    let bytes = CITY.record(1).bytes;
    for n in 1..=500 {
        let ticket = ticket(n, "");
        batch.add(SealedRecord::new(ticket.id, ticket.number, bytes.clone()).expect("small enough")).expect("room");
    }
    let next = ticket(501, "");
    let next = SealedRecord::new(next.id, next.number, bytes).expect("small enough");
    assert!(matches!(batch.add(next), Err(BatchError::Full)));
    assert_eq!(open(sealed(batch).bytes(), &CITY.intake, CITY.knows()).expect("a good batch").tickets().len(), 500);
}

#[test]
fn a_batch_of_all_the_bytes_it_may_have_opens() {
    let mut batch = OpenBatch::new(manifest(1)).expect("a batch");
    let record = |n| {
        let ticket = ticket(n, "");
        SealedRecord::new(ticket.id, ticket.number, vec![n as u8; RECORD_LIMIT]).expect("small enough")
    };
    let taken = (1..=500).take_while(|n| batch.add(record(*n)).is_ok()).count();
    let sealed = sealed(batch);
    assert!((SIZE_LIMIT * 9 / 10..=SIZE_LIMIT).contains(&sealed.bytes().len()), "{} bytes", sealed.bytes().len());
    assert_eq!(open(sealed.bytes(), &CITY.intake, CITY.knows()).expect("a good batch").tickets().len(), taken);
}

#[test]
fn a_batch_is_written_once_and_never_over_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = SEALED.write_to(folder.path()).expect("written");
    assert_eq!(SEALED.write_to(folder.path()).expect("the same again"), place);
    let other = sealed(CITY.batch());
    assert_eq!(other.id(), SEALED.id());
    assert!(matches!(other.write_to(folder.path()), Err(BatchError::NameTaken(_))));
    assert_eq!(fs::read(&place).expect("the file"), SEALED.bytes());
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "no temporary file is left");
}

#[test]
fn a_batch_that_contradicts_itself_is_not_begun_or_sealed() {
    let broken = super::Manifest { previous: None, ..manifest(2) };
    assert!(matches!(OpenBatch::new(broken), Err(BatchError::Chain)));
    let mut batch = OpenBatch::new(manifest(1)).expect("a batch");
    batch.add(CITY.record(1)).expect("room");
    assert!(matches!(batch.add(CITY.record(1)), Err(BatchError::Twice)));
    let empty = OpenBatch::new(manifest(1)).expect("a batch");
    assert!(matches!(empty.seal(&CITY.intake.recipients(), &CITY.signer), Err(BatchError::Empty)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_comes_back_as_it_was(description in any::<String>()) {
        let before = ticket(1, &description);
        let record = Record::new(before.clone()).seal(&CITY.intake.recipients()).expect("sealed");
        prop_assert_eq!(record.open(&CITY.intake).expect("a record").into_ticket(), before);
    }

    #[test]
    fn any_flipped_bit_of_a_batch_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut bytes = SEALED.bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(!opens(&bytes), "byte {}", at);
    }

    #[test]
    fn any_batch_that_is_cut_off_is_refused(at in any::<prop::sample::Index>()) {
        prop_assert!(!opens(&SEALED.bytes()[..at.index(SEALED.bytes().len())]));
    }

    #[test]
    fn no_bytes_at_all_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(!opens(&bytes));
        let sealed = CITY.intake.recipients().seal(&bytes).expect("sealed");
        prop_assert!(!opens(&sealed));
    }

    /// The inner file changed by someone who can seal it again: the intake's key is public to every desk.
    #[test]
    fn any_changed_byte_inside_is_refused_or_says_the_same(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut inner = CITY.intake.unseal(SEALED.bytes(), SIZE_LIMIT).expect("the inner file");
        let at = at.index(inner.len());
        inner[at] = to;
        let sealed = CITY.intake.recipients().seal(&inner).expect("sealed");
        if let Ok(checked) = open(&sealed, &CITY.intake, CITY.knows()) {
            let good = open(SEALED.bytes(), &CITY.intake, CITY.knows()).expect("a good batch");
            prop_assert_eq!(checked.manifest(), good.manifest(), "byte {}", at);
            prop_assert_eq!(checked.tickets(), good.tickets(), "byte {}", at);
            prop_assert_eq!(checked.attachments(), good.attachments(), "byte {}", at);
        }
    }
}
