//! Ed25519 keys by role: a desk signs batches, the intake signs receipts, and neither type can stand in for the other.

use std::fmt;
use std::io;
use std::marker::PhantomData;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::hash::Sha256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskRole {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeRole {}

/// A secret key; wiped when dropped. Deliberately without `Debug`.
pub struct Signer<R>(SigningKey, PhantomData<R>);

/// Its public half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "R: Clone")]
pub struct Verifier<R>(VerifyingKey, PhantomData<R>);

pub type DeskSigner = Signer<DeskRole>;
pub type DeskVerifier = Verifier<DeskRole>;
pub type IntakeSigner = Signer<IntakeRole>;
pub type IntakeVerifier = Verifier<IntakeRole>;

/// Which key: the first 16 hexadecimal digits of the sha256 of its public half.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId(String);

/// 64 bytes; as text base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature([u8; 64]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SigningKeyError {
    #[error("a signing key is 32 bytes in base64")]
    Key,
    #[error("a signature is 64 bytes in base64")]
    Signature,
    #[error("a key id is 16 small hexadecimal digits")]
    KeyId,
    #[error("the signature does not fit")]
    DoesNotFit,
}

impl<R> Signer<R> {
    /// # Errors
    /// Only where the system has no random numbers.
    pub fn generate() -> io::Result<Self> {
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(secret.as_mut()).map_err(io::Error::other)?;
        Ok(Self(SigningKey::from_bytes(&secret), PhantomData))
    }

    pub fn from_text(text: &str) -> Result<Self, SigningKeyError> {
        let secret = Zeroizing::new(bytes(text).ok_or(SigningKeyError::Key)?);
        Ok(Self(SigningKey::from_bytes(&secret), PhantomData))
    }

    pub fn to_text(&self) -> Zeroizing<String> {
        let mut secret = self.0.to_bytes();
        let text = Zeroizing::new(STANDARD.encode(secret));
        secret.zeroize();
        text
    }

    pub fn verifier(&self) -> Verifier<R> {
        Verifier(self.0.verifying_key(), PhantomData)
    }

    pub(crate) fn sign(&self, text: &str) -> Signature {
        Signature(self.0.sign(text.as_bytes()).to_bytes())
    }
}

impl<R> Verifier<R> {
    pub fn id(&self) -> KeyId {
        KeyId(Sha256::of(self.0.as_bytes()).to_string()[..16].to_owned())
    }

    /// Strict: a signature has one form, and a key that would fit many signatures is refused.
    pub(crate) fn verify(&self, text: &str, signature: &Signature) -> Result<(), SigningKeyError> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(text.as_bytes(), &signature).map_err(|_| SigningKeyError::DoesNotFit)
    }
}

impl<R> TryFrom<String> for Verifier<R> {
    type Error = SigningKeyError;

    fn try_from(text: String) -> Result<Self, SigningKeyError> {
        let key = VerifyingKey::from_bytes(&bytes(&text).ok_or(SigningKeyError::Key)?);
        let key = key.ok().filter(|key| !key.is_weak()).ok_or(SigningKeyError::Key)?;
        Ok(Self(key, PhantomData))
    }
}

impl<R> From<Verifier<R>> for String {
    fn from(verifier: Verifier<R>) -> Self {
        STANDARD.encode(verifier.0.as_bytes())
    }
}

impl TryFrom<String> for KeyId {
    type Error = SigningKeyError;

    fn try_from(text: String) -> Result<Self, SigningKeyError> {
        let small = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        let right = text.len() == 16 && text.bytes().all(small);
        right.then_some(Self(text)).ok_or(SigningKeyError::KeyId)
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Signature {
    type Error = SigningKeyError;

    fn try_from(text: String) -> Result<Self, SigningKeyError> {
        bytes(&text).map(Self).ok_or(SigningKeyError::Signature)
    }
}

impl From<Signature> for String {
    fn from(signature: Signature) -> Self {
        signature.to_string()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    Zeroizing::new(STANDARD.decode(text).ok()?).as_slice().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_text_and_its_key_only() {
        let (ours, other) = (DeskSigner::generate().expect("a key"), DeskSigner::generate().expect("a key"));
        let signature = ours.sign("tekst");
        assert_eq!(ours.verifier().verify("tekst", &signature), Ok(()));
        assert_eq!(ours.verifier().verify("teksT", &signature), Err(SigningKeyError::DoesNotFit));
        assert_eq!(other.verifier().verify("tekst", &signature), Err(SigningKeyError::DoesNotFit));
        assert_ne!(ours.verifier().id(), other.verifier().id());
    }

    #[test]
    fn keys_and_signatures_have_a_text_that_can_be_read_back() {
        let signer = DeskSigner::generate().expect("a key");
        let back = DeskSigner::from_text(&signer.to_text()).expect("the same key");
        assert_eq!(back.verifier(), signer.verifier());
        let public = String::from(signer.verifier());
        assert_eq!(DeskVerifier::try_from(public), Ok(signer.verifier()));
        let signature = signer.sign("x");
        assert_eq!(Signature::try_from(signature.to_string()), Ok(signature));
    }

    #[test]
    fn a_key_that_fits_many_signatures_is_no_key() {
        let small_order = STANDARD.encode([&[1][..], &[0; 31]].concat());
        assert_eq!(DeskVerifier::try_from(small_order), Err(SigningKeyError::Key));
    }
}
