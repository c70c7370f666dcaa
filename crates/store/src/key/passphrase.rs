//! The key wrapped by a passphrase: Argon2id, then XChaCha20-Poly1305.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{FileKey, hex};
use crate::error::StoreError;

/// 64 MiB and three passes (RFC 9106, second choice): some 0.2 s on a desk's machine, once at each start.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// What a record may ask for: one that was tampered with must not hold the program or eat its memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;
const CONTEXT: &[u8] = b"centrala desk.key passphrase 1";

/// The shortest that may be chosen, in characters.
const SHORTEST: usize = 10;

/// What the operator types. Composed in one way, so that each keyboard writes the same "ż".
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub fn new(typed: &str) -> Self {
        Self(Zeroizing::new(typed.trim().nfc().collect()))
    }

    /// # Errors
    /// One that is too short to be chosen for a desk.
    pub fn chosen(typed: &str) -> Result<Self, StoreError> {
        let passphrase = Self::new(typed);
        if passphrase.0.chars().count() < SHORTEST {
            return Err(StoreError::PassphraseShort { shortest: SHORTEST });
        }
        Ok(passphrase)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Bytes are hexadecimal digits.
#[derive(Serialize, Deserialize)]
pub(super) struct Wrapped {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    wrapped: String,
}

impl Wrapped {
    pub fn new(key: &FileKey, passphrase: &Passphrase) -> Result<Self, StoreError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        for random in [&mut salt[..], &mut nonce[..]] {
            getrandom::fill(random).map_err(std::io::Error::other)?;
        }
        let mut wrapped = Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: hex::write(&salt),
            nonce: hex::write(&nonce),
            wrapped: String::new(),
        };
        let cipher = wrapped.cipher(passphrase)?;
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), Payload { msg: &key.bytes, aad: CONTEXT });
        wrapped.wrapped = hex::write(&sealed.map_err(|_| StoreError::KeyUnreadable)?);
        Ok(wrapped)
    }

    pub fn open(&self, passphrase: &Passphrase) -> Result<FileKey, StoreError> {
        let bytes = |digits| hex::read(digits).ok_or(StoreError::KeyUnreadable);
        let (nonce, sealed) = (bytes(&self.nonce)?, bytes(&self.wrapped)?);
        if nonce.len() != 24 || sealed.len() != 48 {
            return Err(StoreError::KeyUnreadable);
        }
        let payload = Payload { msg: &sealed, aad: CONTEXT };
        let key = self.cipher(passphrase)?.decrypt(XNonce::from_slice(&nonce), payload);
        let key = Zeroizing::new(key.map_err(|_| StoreError::PassphraseWrong)?);
        FileKey::from_bytes(&key).ok_or(StoreError::KeyUnreadable)
    }

    fn cipher(&self, passphrase: &Passphrase) -> Result<XChaCha20Poly1305, StoreError> {
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(StoreError::KeyUnreadable);
        }
        let unreadable = |_| StoreError::KeyUnreadable;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(unreadable)?;
        let salt = hex::read(&self.salt).ok_or(StoreError::KeyUnreadable)?;
        let mut derived = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), &salt, &mut *derived)
            .map_err(unreadable)?;
        Ok(XChaCha20Poly1305::new((&*derived).into()))
    }
}
