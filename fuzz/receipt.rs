//! What must hold for any bytes that come as the intake's word, from the network or on a stick: the body of the fuzz target,
//! and of the test that replays its corpus on stable Rust. No fuzzer forges a signature, so the bytes are taken twice: as
//! the whole statement, and as the body of one that a newer or a faulty intake has signed.

use std::sync::LazyLock;

use centrala_protocol::{
    Announced, EnrolmentGrant, IntakeSigner, Receipt, Refusal, Sha256, Signed, SignedFault, Statement, Updates,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

static INTAKE: LazyLock<IntakeSigner> =
    LazyLock::new(|| IntakeSigner::from_text("c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=").expect("a key"));

/// Any body under the name of a receipt, and of updates.
#[derive(Serialize, Deserialize)]
struct AsReceipt(Value);
#[derive(Serialize, Deserialize)]
struct AsUpdates(Value);

impl Statement for AsReceipt {
    const KIND: &'static str = Receipt::KIND;
}

impl Statement for AsUpdates {
    const KIND: &'static str = Updates::KIND;
}

/// Nothing is believed that the intake has not signed; and of what it has signed, nothing that is not the receipt's.
pub fn arrive(bytes: &[u8]) {
    if let Ok(signed) = serde_json::from_slice::<Signed<Receipt>>(bytes) {
        assert!(signed.verify(&INTAKE.verifier()).is_err(), "nobody has signed this");
    }
    drop(serde_json::from_slice::<Announced>(bytes));
    drop(serde_json::from_slice::<EnrolmentGrant>(bytes).map(drop));
    drop(serde_json::from_slice::<Refusal>(bytes));
    if let Ok(body) = serde_json::from_slice::<Value>(bytes) {
        drop(receipt(body.clone()));
        let updates: Result<Updates, _> = travelled(&Signed::sign(&AsUpdates(body.clone()), &INTAKE).expect("signed"));
        let dressed: Result<Receipt, _> = travelled(&Signed::sign(&AsUpdates(body), &INTAKE).expect("signed"));
        assert_eq!(dressed, Err(SignedFault::OtherKind), "updates acknowledge nothing");
        drop(updates);
    }
}

/// What a desk takes for its receipt, if the intake signs this.
pub fn receipt(body: Value) -> Result<Receipt, SignedFault> {
    let read: Receipt = travelled(&Signed::sign(&AsReceipt(body), &INTAKE).expect("signed"))?;
    let again: Receipt = travelled(&Signed::sign(&read, &INTAKE).expect("signed")).expect("what is written is read");
    assert_eq!(again, read);
    let other = read.clone().about(read.batch, Sha256::of(b"other bytes"));
    assert!(read.sha256 == Sha256::of(b"other bytes") || other.is_err());
    for item in &read.items {
        let found = read.item(item.ticket, item.sha256).expect("it is named");
        assert_eq!((found.ticket, found.sha256), (item.ticket, item.sha256));
    }
    Ok(read)
}

/// Over the wire, and verified.
fn travelled<T: Statement>(signed: &impl Serialize) -> Result<T, SignedFault> {
    let text = serde_json::to_string(signed).expect("JSON");
    serde_json::from_str::<Signed<T>>(&text).expect("a statement").verify(&INTAKE.verifier())
}
