//! A real intake on a free port, a desk that is enrolled at it, and what the intake's ledger really holds.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use centrala_domain::{Ticket, TicketNumber};
use centrala_hostile_net::HostileNetwork;
use centrala_intake::{Server, Settings as IntakeSettings, StartError};
use centrala_intake_client::{HttpIntake, Settings};
use centrala_protocol::{
    BatchId, DeskSigner, DeskToken, EnrolmentCode, EnrolmentGrant, EnrolmentRequest, Intake, Manifest, OpenBatch,
    PROTOCOL, Receipt, Record, SealedBatch, SealedRecord, Sha256,
};
use chrono::Utc;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

/// How long a client waits for anything that a busy machine may delay.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// And where something is late; that comes later still.
pub const SHORT_PATIENCE: Duration = Duration::from_millis(400);
pub const LATE: Duration = Duration::from_millis(600);

pub struct Town {
    pub intake: Server,
    folder: TempDir,
}

pub struct Desk {
    signer: DeskSigner,
    pub grant: EnrolmentGrant,
}

impl Town {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let intake = Server::start(&IntakeSettings::local(folder.path())).expect("the intake starts");
        Self { intake, folder }
    }

    /// Stopped, and started again on the same folder and at the same address.
    pub fn restart_intake(self) -> Self {
        let Self { intake, folder } = self;
        let settings = IntakeSettings { listen: intake.address(), ..IntakeSettings::local(folder.path()) };
        intake.stop().expect("a good end");
        let stopped = Instant::now();
        let intake = loop {
            match Server::start(&settings) {
                // Another test may have got the port for a moment.
                Err(StartError::Listen(..)) if stopped.elapsed() < PATIENCE => sleep(Duration::from_millis(50)),
                ended => break ended.expect("it starts again"),
            }
        };
        Self { intake, folder }
    }

    /// Enrolled in fair weather.
    pub fn desk(&self) -> Desk {
        let signer = DeskSigner::generate().expect("a key");
        let code = self.intake.office().enrolment_code(None, "", Utc::now()).expect("a code").reveal().to_owned();
        let code = EnrolmentCode::new(code);
        let request = EnrolmentRequest { protocol: PROTOCOL, code, key: signer.verifier(), proposed: None };
        let grant = client(&self.intake.url(), PATIENCE).enroll(&request).unwrap_or_else(|error| panic!("{error}"));
        Desk { signer, grant }
    }

    /// Every ticket the ledger holds, each with the sha256 of its sealed bytes.
    pub fn ledger(&self) -> BTreeMap<Uuid, Sha256> {
        let file = self.folder.path().join("ledger.sqlite");
        let ledger = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the ledger");
        let mut query = ledger.prepare("SELECT id, sha256, record FROM ticket").expect("a query");
        let mut rows = query.query([]).expect("rows");
        let mut held = BTreeMap::new();
        while let Some(row) = rows.next().expect("a row") {
            let (id, sha256) = (row.get::<_, String>(0).expect("an id"), row.get::<_, String>(1).expect("a hash"));
            let record: Vec<u8> = row.get(2).expect("a record");
            assert_eq!(Sha256::of(&record).to_string(), sha256, "the very bytes that were sealed");
            let before = held.insert(id.parse().expect("a UUID"), Sha256::of(&record));
            assert_eq!(before, None, "one row per ticket");
        }
        held
    }
}

impl Desk {
    pub fn by_way_of(&self, network: &HostileNetwork, patience: Duration) -> HttpIntake {
        client(&format!("http://{}", network.address()), patience).with_token(self.token())
    }

    pub fn directly(&self, town: &Town) -> HttpIntake {
        client(&town.intake.url(), PATIENCE).with_token(self.token())
    }

    fn token(&self) -> DeskToken {
        DeskToken::new(self.grant.token.reveal().to_owned())
    }

    /// A batch of new tickets, and what the intake's ledger must hold of it.
    pub fn batch(&self, tickets: u32) -> (SealedBatch, BTreeMap<Uuid, Sha256>) {
        let batch = BatchId::try_from(Uuid::now_v7()).expect("version 7");
        let (desk, made_at) = (self.grant.desk.clone(), Utc::now());
        let manifest = Manifest { batch, desk, epoch: 1, sequence: 1, previous: None, made_at };
        let mut open = OpenBatch::new(manifest).expect("a batch");
        let mut sealed = BTreeMap::new();
        for running in 1..=tickets {
            let record = self.record(running);
            sealed.insert(record.id(), record.sha256());
            open.add(record).expect("room");
        }
        (open.seal(&self.grant.keys.intake, &self.signer).expect("sealed"), sealed)
    }

    fn record(&self, running: u32) -> SealedRecord {
        let ticket: Ticket = serde_json::from_value(json!({
            "id": Uuid::now_v7(), "number": TicketNumber::new(&self.grant.desk, running), "state": "ready",
            "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": "KA-01078",
            "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
            "place": { "street": "ul. Smugowa", "number": "30/32" }, "description": "Głęboki ubytek",
            "answers": {}, "contact": { "phone": "600 700 800", "consent": true },
            "consent_at": "2026-11-25T08:00:00Z", "consent_version": "2026-11",
        }))
        .expect("a ticket");
        Record::new(ticket).seal(&self.grant.keys.intake).expect("sealed")
    }
}

/// The receipt names each ticket with its bytes and says that the intake holds them.
pub fn acknowledges_all(receipt: &Receipt, sealed: &BTreeMap<Uuid, Sha256>) {
    assert_eq!(receipt.items.len(), sealed.len());
    for (ticket, sha256) in sealed {
        let item = receipt.item(*ticket, *sha256).unwrap_or_else(|| panic!("{ticket} is not named"));
        assert!(item.verdict.acknowledges(), "{item:?}");
    }
}

fn client(address: &str, patience: Duration) -> HttpIntake {
    HttpIntake::new(address.parse().expect("an address"), &Settings { roots: None, patience })
}
