//! The client at the real intake, over real TLS: enrolment, upload in parts, receipts, and every refusal by its meaning.

use centrala_domain::DeskCode;
use centrala_intake::{Server, Settings as IntakeSettings, Tls};
use centrala_intake_client::{HttpIntake, RootCertificates, Settings};
use centrala_protocol::{
    Announced, Announcement, BatchId, Chunk, DeskSigner, DeskToken, DeskVerifier, EnrolmentCode, EnrolmentGrant,
    EnrolmentRequest, Heard, Intake, IntakeError, Manifest, OpenBatch, PROTOCOL, Record, SealedBatch, Sha256,
};
use chrono::Utc;
use rcgen::CertifiedKey;
use tempfile::TempDir;
use uuid::Uuid;

struct City {
    intake: Server,
    roots: RootCertificates,
    _folder: TempDir,
}

impl City {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let tls = Tls { certificate: folder.path().join("tls.pem"), key: folder.path().join("tls-key.pem") };
        std::fs::write(&tls.certificate, cert.pem()).expect("written");
        std::fs::write(&tls.key, signing_key.serialize_pem()).expect("written");
        let settings = IntakeSettings { tls: Some(tls), ..IntakeSettings::local(folder.path().join("data")) };
        let roots = RootCertificates::from_pem(cert.pem().as_bytes()).expect("a root");
        Self { intake: Server::start(&settings).expect("the intake starts"), roots, _folder: folder }
    }

    fn stranger(&self) -> HttpIntake {
        let address = format!("https://localhost:{}", self.intake.address().port());
        let settings = Settings { roots: Some(self.roots.clone()), ..Settings::default() };
        HttpIntake::new(address.parse().expect("an address"), &settings)
    }

    fn code(&self) -> String {
        self.intake.office().enrolment_code(None, "", Utc::now()).expect("a code").reveal().to_owned()
    }

    fn enroll(&self, code: &str, key: DeskVerifier) -> Result<EnrolmentGrant, IntakeError> {
        let code = EnrolmentCode::new(code.to_owned());
        self.stranger().enroll(&EnrolmentRequest { protocol: PROTOCOL, code, key, proposed: None })
    }

    fn desk(&self) -> (HttpIntake, EnrolmentGrant, DeskSigner) {
        let signer = DeskSigner::generate().expect("a key");
        let grant = self.enroll(&self.code(), signer.verifier()).unwrap_or_else(|error| panic!("{error}"));
        let token = DeskToken::new(grant.token.reveal().to_owned());
        (self.stranger().with_token(token), grant, signer)
    }
}

fn batch(grant: &EnrolmentGrant, signer: &DeskSigner) -> SealedBatch {
    let batch = BatchId::try_from(Uuid::now_v7()).expect("version 7");
    let desk = grant.desk.clone();
    let manifest = Manifest { batch, desk, epoch: 1, sequence: 1, previous: None, made_at: Utc::now() };
    let mut open = OpenBatch::new(manifest).expect("a batch");
    open.add(Record::new(ticket(&grant.desk)).seal(&grant.keys.intake).expect("sealed")).expect("room");
    open.seal(&grant.keys.intake, signer).expect("sealed")
}

fn ticket(desk: &DeskCode) -> centrala_domain::Ticket {
    serde_json::from_value(serde_json::json!({
        "id": Uuid::now_v7(), "number": centrala_domain::TicketNumber::new(desk, 1), "state": "ready",
        "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": null,
        "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
        "place": { "street": "ul. Smugowa", "number": "30/32" }, "description": "Ubytek",
        "answers": {}, "contact": null, "consent_at": null, "consent_version": null,
    }))
    .expect("a ticket")
}

fn announcement(batch: &SealedBatch) -> Announcement {
    Announcement { batch: batch.id(), sha256: batch.sha256(), size: batch.bytes().len() as u64 }
}

#[test]
fn a_batch_goes_up_in_parts_and_comes_back_as_a_receipt() {
    let city = City::new();
    let (intake, grant, signer) = city.desk();
    let batch = batch(&grant, &signer);
    assert_eq!(intake.announce(&announcement(&batch)), Ok(Announced::Offset(0)));
    assert_eq!(intake.receipt(batch.id()), Ok(None));
    let mut offset = 0;
    while let Some(part) = Chunk::of(batch.bytes(), offset, 3_000) {
        offset = intake.send(batch.id(), &part).expect("taken");
        assert_eq!(intake.offset(batch.id()), Ok(offset));
        assert_eq!(intake.announce(&announcement(&batch)), Ok(Announced::Offset(offset)));
    }
    let signed = intake.commit(batch.id()).expect("a receipt");
    let receipt = signed.verify(&grant.keys.verifier).expect("the intake's");
    let receipt = receipt.about(batch.id(), batch.sha256()).expect("ours");
    assert!(receipt.items.len() == 1 && receipt.items[0].verdict.acknowledges(), "{receipt:?}");
    assert_eq!(intake.commit(batch.id()).as_ref(), Ok(&signed));
    assert_eq!(intake.receipt(batch.id()), Ok(Some(signed.clone())));
    assert_eq!(intake.announce(&announcement(&batch)), Ok(Announced::Receipt(signed)));
}

#[test]
fn updates_are_the_desks_own_and_signed() {
    let city = City::new();
    let (intake, grant, _) = city.desk();
    let updates =
        intake.updates(Heard::default()).expect("updates").verify(&grant.keys.verifier).expect("the intake's");
    assert_eq!(updates.desk, grant.desk);
}

#[test]
fn an_enrolment_whose_answer_was_lost_may_be_said_again_and_by_no_one_else() {
    let city = City::new();
    let (code, signer) = (city.code(), DeskSigner::generate().expect("a key"));
    let first = city.enroll(&code, signer.verifier()).unwrap_or_else(|error| panic!("{error}"));
    let again = city.enroll(&code, signer.verifier()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(first.desk, again.desk);
    let other = city.enroll(&code, DeskSigner::generate().expect("a key").verifier()).err();
    let wrong = city.enroll("0000-0000", signer.verifier()).err();
    for (error, code) in [(other, "used_code"), (wrong, "wrong_code")] {
        assert!(matches!(&error, Some(IntakeError::Revoked(refusal)) if refusal.code == code), "{error:?}");
    }
}

#[test]
fn each_refusal_of_the_real_intake_has_its_meaning() {
    let city = City::new();
    let (intake, grant, signer) = city.desk();
    let batch = batch(&grant, &signer);
    let part = Chunk::of(batch.bytes(), 0, 3_000).expect("a part");
    assert!(matches!(intake.offset(batch.id()), Err(IntakeError::NotAnnounced(_))));
    assert!(matches!(intake.send(batch.id(), &part), Err(IntakeError::NotAnnounced(_))));
    assert!(matches!(intake.commit(batch.id()), Err(IntakeError::NotAnnounced(_))));
    let large = Announcement { size: u64::from(u32::MAX), ..announcement(&batch) };
    assert!(matches!(intake.announce(&large), Err(IntakeError::TooLarge(_))));

    intake.announce(&announcement(&batch)).expect("announced");
    let other = Announcement { sha256: Sha256::of(b"other"), ..announcement(&batch) };
    assert!(matches!(intake.announce(&other), Err(IntakeError::Fork(_))));
    intake.send(batch.id(), &part).expect("taken");
    assert!(matches!(intake.send(batch.id(), &part), Err(IntakeError::WrongOffset(_))));
    assert!(matches!(intake.commit(batch.id()), Err(IntakeError::WrongOffset(_))));

    let (neighbour, ..) = city.desk();
    assert!(matches!(neighbour.offset(batch.id()), Err(IntakeError::NotAnnounced(_))), "it sees its own alone");
    assert!(matches!(city.stranger().offset(batch.id()), Err(IntakeError::Misfit(_))));
    let wrong = city.stranger().with_token(DeskToken::new("nie ten".into()));
    assert!(matches!(wrong.commit(batch.id()), Err(IntakeError::Unauthorized(_))));
    city.intake.office().ledger().revoke(&grant.desk, Utc::now()).expect("revoked");
    assert!(matches!(intake.offset(batch.id()), Err(IntakeError::Revoked(_))));
}

#[test]
fn a_batch_that_is_no_batch_is_refused_for_good() {
    let city = City::new();
    let (intake, ..) = city.desk();
    let bytes = b"to nie jest paczka";
    let batch = BatchId::try_from(Uuid::now_v7()).expect("version 7");
    let announcement = Announcement { batch, sha256: Sha256::of(bytes), size: bytes.len() as u64 };
    intake.announce(&announcement).expect("announced");
    intake.send(batch, &Chunk::of(bytes, 0, 100).expect("a part")).expect("taken");
    let error = intake.commit(batch).expect_err("refused");
    assert!(matches!(error, IntakeError::Invalid(_)), "{error:?}");
}
