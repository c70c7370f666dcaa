//! What the intake has signed: the exact text travels, so that no one has to agree on how JSON is written.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::signing::{IntakeSigner, IntakeVerifier, KeyId, Signature};

/// What the intake may sign. The kind stands in the signed text: a receipt can never be read as something else.
pub trait Statement: Serialize + DeserializeOwned {
    const KIND: &'static str;
}

/// A statement of the intake, still to be verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Signed<T> {
    /// The JSON text that was signed, byte for byte.
    payload: String,
    key: KeyId,
    signature: Signature,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

#[derive(Serialize, Deserialize)]
struct Payload<K, T> {
    kind: K,
    body: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignedFault {
    #[error("it was signed with a key that is not the intake's")]
    OtherKey,
    #[error("the signature does not fit")]
    BadSignature,
    #[error("it is not of the kind that was asked for")]
    OtherKind,
    #[error("its text cannot be read: it comes from another version")]
    Unreadable,
}

impl<T: Statement> Signed<T> {
    /// # Errors
    /// Only where `body` has no JSON form; the protocol's own statements have one.
    pub fn sign(body: &T, signer: &IntakeSigner) -> Result<Self, serde_json::Error> {
        let payload = serde_json::to_string(&Payload { kind: T::KIND, body })?;
        let signature = signer.sign(&payload);
        Ok(Self { payload, key: signer.verifier().id(), signature, of: PhantomData })
    }

    /// The only way to what it says.
    pub fn verify(&self, verifier: &IntakeVerifier) -> Result<T, SignedFault> {
        if self.key != verifier.id() {
            return Err(SignedFault::OtherKey);
        }
        verifier.verify(&self.payload, &self.signature).map_err(|_| SignedFault::BadSignature)?;
        let read: Payload<String, serde_json::Value> =
            serde_json::from_str(&self.payload).map_err(|_| SignedFault::Unreadable)?;
        if read.kind != T::KIND {
            return Err(SignedFault::OtherKind);
        }
        serde_json::from_value(read.body).map_err(|_| SignedFault::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{desk, manifest};
    use crate::hash::Sha256;
    use crate::receipt::{Item, ItemCode, Receipt, ReceiptFault, Verdict};
    use crate::updates::Updates;

    fn receipt() -> Receipt {
        let item = Item { ticket: Uuid::nil(), sha256: Sha256::of(b"record"), verdict: Verdict::Stored, code: None };
        Receipt {
            batch: manifest(1).batch,
            sha256: Sha256::of(b"batch"),
            desk: desk(),
            received_at: DateTime::UNIX_EPOCH,
            items: vec![item],
        }
    }

    fn travelled<T: Statement>(signed: &Signed<T>) -> Signed<T> {
        serde_json::from_str(&serde_json::to_string(signed).expect("JSON")).expect("the same")
    }

    #[test]
    fn a_receipt_is_believed_from_the_intakes_own_key_only() {
        let (ours, other) = (IntakeSigner::generate().expect("a key"), IntakeSigner::generate().expect("a key"));
        let signed = travelled(&Signed::sign(&receipt(), &ours).expect("signed"));
        assert_eq!(signed.verify(&ours.verifier()), Ok(receipt()));
        assert_eq!(signed.verify(&other.verifier()), Err(SignedFault::OtherKey));
        let claimed = Signed::<Receipt> { key: other.verifier().id(), ..signed };
        assert_eq!(claimed.verify(&other.verifier()), Err(SignedFault::BadSignature));
    }

    #[test]
    fn any_flipped_byte_of_a_receipt_is_noticed() {
        let signer = IntakeSigner::generate().expect("a key");
        let signed = Signed::sign(&receipt(), &signer).expect("signed");
        for at in 0..signed.payload.len() {
            let mut bytes = signed.payload.clone().into_bytes();
            bytes[at] ^= 1;
            // "Ł" has two bytes; half of it is no text and could not have travelled.
            let Ok(payload) = String::from_utf8(bytes) else { continue };
            let changed = Signed::<Receipt> { payload, ..signed.clone() };
            assert_eq!(changed.verify(&signer.verifier()), Err(SignedFault::BadSignature), "byte {at}");
        }
    }

    #[test]
    fn updates_are_never_read_as_a_receipt() {
        let signer = IntakeSigner::generate().expect("a key");
        let updates = Updates {
            desk: desk(),
            changes: vec![],
            safe_through: 7,
            newest_edition: None,
            matters: vec![],
            matters_through: 0,
            more: false,
        };
        let signed = Signed::sign(&updates, &signer).expect("signed");
        let Signed { payload, key, signature, .. } = signed;
        let dressed = Signed::<Receipt> { payload, key, signature, of: PhantomData };
        assert_eq!(dressed.verify(&signer.verifier()), Err(SignedFault::OtherKind));
    }

    #[test]
    fn a_receipt_acknowledges_only_the_bytes_that_it_names() {
        let (batch, other) = (manifest(1).batch, Sha256::of(b"other"));
        let about = receipt().about(batch, Sha256::of(b"batch")).expect("ours");
        assert!(about.item(Uuid::nil(), Sha256::of(b"record")).is_some_and(|item| item.verdict.acknowledges()));
        assert_eq!(about.item(Uuid::nil(), other), None);
        assert_eq!(receipt().about(batch, other), Err(ReceiptFault::OtherBytes));
        let later = crate::BatchId::try_from(Uuid::from_u128(0x0193_0000_0000_7000_9000_0000_0000_0002));
        assert_eq!(receipt().about(later.expect("version 7"), Sha256::of(b"batch")), Err(ReceiptFault::OtherBatch));
        assert!(!Verdict::Conflict.acknowledges() && !Verdict::Rejected.acknowledges());
    }

    #[test]
    fn a_remark_of_a_newer_intake_does_not_make_its_receipt_unreadable() {
        assert_eq!(serde_json::from_str::<ItemCode>(r#""of_next_year""#).expect("a code"), ItemCode::Other);
    }
}
