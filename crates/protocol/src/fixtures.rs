//! Tests only: tickets, keys and batches as a desk would make them.

use centrala_domain::{DeskCode, Ticket, TicketNumber};
use chrono::DateTime;
use serde_json::json;
use uuid::Uuid;

use crate::batch::{Attachment, BatchId, Manifest, OpenBatch};
use crate::record::{Record, SealedRecord};
use crate::sealing::Identities;
use crate::signing::{DeskSigner, DeskVerifier, KeyId};

pub const PHONE: &str = "600 700 800";

pub fn ticket(running: u32, description: &str) -> Ticket {
    let number = TicketNumber::new(&desk(), running);
    serde_json::from_value(json!({
        "id": Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + u128::from(running)),
        "number": number, "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": "KA-01078",
        "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
        "place": { "street": "ul. Smugowa", "number": "30/32" }, "description": description,
        "answers": { "rozmiar": "duży", "miejsce": "prawy pas" },
        "contact": { "phone": PHONE, "consent": true },
        "consent_at": "2026-11-25T08:00:00Z", "consent_version": "2026-11",
    }))
    .expect("a ticket")
}

pub fn desk() -> DeskCode {
    DeskCode::numbered(7).expect("a code")
}

pub fn manifest(sequence: u32) -> Manifest {
    Manifest {
        batch: BatchId::try_from(Uuid::from_u128(0x0193_0000_0000_7000_9000_0000_0000_0001)).expect("version 7"),
        desk: desk(),
        epoch: 1,
        sequence,
        previous: (sequence > 1).then(|| crate::Sha256::of(b"the batch before")),
        made_at: DateTime::UNIX_EPOCH,
    }
}

/// One desk and the intake it is enrolled at.
pub struct City {
    pub intake: Identities,
    pub signer: DeskSigner,
}

impl City {
    pub fn new() -> Self {
        Self { intake: Identities::generate(), signer: DeskSigner::generate().expect("a key") }
    }

    pub fn record(&self, running: u32) -> SealedRecord {
        Record::new(ticket(running, "Głęboki ubytek")).seal(&self.intake.recipients()).expect("sealed")
    }

    /// Three tickets; the first has two attachments.
    pub fn batch(&self) -> OpenBatch {
        let mut batch = OpenBatch::new(manifest(1)).expect("a batch");
        let records = [1, 2, 3].map(|running| self.record(running));
        let first = records[0].id();
        records.into_iter().for_each(|record| batch.add(record).expect("room"));
        for n in [1, 2] {
            let attachment = Attachment::new(Uuid::from_u128(n), first, vec![n as u8; 9_000]);
            batch.attach(attachment).expect("room");
        }
        batch
    }

    /// The key lookup of an intake that knows this desk alone.
    pub fn knows(&self) -> impl FnOnce(&DeskCode, &KeyId) -> Option<DeskVerifier> + '_ {
        |code, _| (*code == desk()).then(|| self.signer.verifier())
    }
}
