//! What must hold for any bytes that arrive as a batch: the body of the fuzz target, and of the test that replays its
//! corpus on stable Rust. No fuzzer opens an age file, so the bytes are taken twice: as they are, and as what lies inside
//! a file that was sealed to the city, which anybody may do.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use centrala_domain::{DeskCode, Ticket, TicketNumber};
use centrala_protocol::{
    BatchFault, BatchId, CheckedBatch, DeskSigner, Identities, Manifest, OpenBatch, Record, Sha256, batch,
};
use chrono::DateTime;

static CITY: LazyLock<Identities> = LazyLock::new(|| {
    let key = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG";
    Identities::from_text(key).expect("a key")
});
static DESK: LazyLock<DeskSigner> =
    LazyLock::new(|| DeskSigner::from_text("c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=").expect("a key"));

/// Whatever they are, they are refused, or a batch in every respect.
pub fn arrive(bytes: &[u8]) {
    drop(opened(bytes));
    drop(inside(bytes));
}

/// As what lies inside.
pub fn inside(plain: &[u8]) -> Result<CheckedBatch, BatchFault> {
    opened(&CITY.recipients().seal(plain).expect("sealed"))
}

fn opened(bytes: &[u8]) -> Result<CheckedBatch, BatchFault> {
    let checked = batch::open(bytes, &CITY, |_, _| Some(DESK.verifier()))?;
    assert_eq!(checked.sha256(), Sha256::of(bytes));
    let records = checked.tickets();
    assert!((1..=batch::TICKET_LIMIT).contains(&records.len()));
    assert_eq!(records.iter().map(|record| record.id()).collect::<BTreeSet<_>>().len(), records.len());
    for record in records {
        assert_eq!(record.sha256(), Sha256::of(record.bytes()));
        // One that cannot be opened is that ticket's fault; one that can is of the ticket that was named.
        if let Ok(opened) = record.open(&CITY) {
            assert_eq!(opened.into_ticket().id, record.id());
        }
    }
    Ok(checked)
}

/// The inside of a true one.
pub fn good() -> Vec<u8> {
    let desk = DeskCode::numbered(7).expect("a code");
    let id: BatchId = "01930000-0000-7000-9000-000000000001".parse().expect("version 7");
    let manifest = Manifest {
        batch: id,
        desk: desk.clone(),
        epoch: 1,
        sequence: 1,
        previous: None,
        made_at: DateTime::UNIX_EPOCH,
    };
    let mut open = OpenBatch::new(manifest).expect("a batch");
    for n in 1..=2 {
        let record = Record::new(ticket(&desk, n)).seal(&CITY.recipients()).expect("sealed");
        open.add(record).expect("room");
    }
    let sealed = open.seal(&CITY.recipients(), &DESK).expect("sealed");
    CITY.unseal(sealed.bytes(), batch::SIZE_LIMIT).expect("opened")
}

fn ticket(desk: &DeskCode, n: u32) -> Ticket {
    serde_json::from_value(serde_json::json!({
        "id": format!("00000000-0000-4000-8000-{n:012}"), "number": TicketNumber::new(desk, n),
        "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": null, "supersedes": null,
        "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
        "place": { "street": "ul. Smugowa", "number": "30/32" }, "description": "Ubytek",
        "answers": {}, "contact": null, "consent_at": null, "consent_version": null,
    }))
    .expect("a ticket")
}
