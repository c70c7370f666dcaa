//! How a desk becomes one of the city's: a one-time code and its public key for a desk code, a token and the city's keys.

use std::num::NonZeroU32;

use centrala_domain::DeskCode;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::sealing::Recipients;
use crate::signing::{DeskVerifier, IntakeVerifier};

#[derive(Serialize, Deserialize)]
pub struct EnrolmentRequest {
    pub protocol: u32,
    pub code: EnrolmentCode,
    pub key: DeskVerifier,
    /// The code the desk has now; the intake gives it if it is free.
    pub proposed: Option<DeskCode>,
}

#[derive(Serialize, Deserialize)]
pub struct EnrolmentGrant {
    pub protocol: u32,
    pub desk: DeskCode,
    pub token: DeskToken,
    pub keys: CityKeys,
    /// The lowest running number that the intake has not seen under this desk code: a new machine goes on from there. An
    /// older grant says nothing of it.
    #[serde(default = "first")]
    pub next_running: NonZeroU32,
}

/// The public halves a desk needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityKeys {
    /// Records and batches are sealed to these.
    pub intake: Recipients,
    /// The desk's file key is wrapped to these.
    pub recovery: Recipients,
    /// Receipts and updates are verified with it.
    pub verifier: IntakeVerifier,
}

/// Typed once by who sets up the desk. Wiped when dropped, and deliberately without `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct EnrolmentCode(String);

/// Sent with every request. Wiped when dropped, and deliberately without `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct DeskToken(String);

impl EnrolmentCode {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl DeskToken {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

fn first() -> NonZeroU32 {
    NonZeroU32::MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PROTOCOL;
    use crate::fixtures::desk;
    use crate::sealing::Identities;
    use crate::signing::{DeskSigner, IntakeSigner};

    #[test]
    fn an_enrolment_arrives_as_it_was_sent() {
        let key = DeskSigner::generate().expect("a key").verifier();
        let code = EnrolmentCode::new("K7PX-2M4A".into());
        let request = EnrolmentRequest { protocol: PROTOCOL, code, key, proposed: Some(desk()) };
        let text = serde_json::to_string(&request).expect("JSON");
        let back: EnrolmentRequest = serde_json::from_str(&text).expect("a request");
        assert_eq!((back.code.reveal(), back.key, back.proposed), ("K7PX-2M4A", request.key.clone(), Some(desk())));

        let verifier = IntakeSigner::generate().expect("a key").verifier();
        let [intake, recovery] = [Identities::generate(), Identities::generate()].map(|keys| keys.recipients());
        let keys = CityKeys { intake, recovery, verifier };
        let token = DeskToken::new("secret".into());
        let next_running = NonZeroU32::new(427).expect("a number");
        let grant = EnrolmentGrant { protocol: PROTOCOL, desk: desk(), token, keys: keys.clone(), next_running };
        let mut value = serde_json::to_value(&grant).expect("JSON");
        let back: EnrolmentGrant = serde_json::from_value(value.clone()).expect("a grant");
        assert_eq!((back.token.reveal(), back.desk, back.keys), ("secret", desk(), keys));
        assert_eq!(back.next_running, next_running);

        value.as_object_mut().expect("an object").remove("next_running");
        let older: EnrolmentGrant = serde_json::from_value(value).expect("what an older intake granted");
        assert_eq!(older.next_running, NonZeroU32::MIN);
    }

    #[test]
    fn a_grant_without_a_key_to_seal_to_is_refused() {
        let none = serde_json::from_str::<Recipients>("[]").expect_err("refused");
        assert!(none.to_string().contains("at least one key"), "{none}");
    }
}
