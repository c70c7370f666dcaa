//! age files to X25519 keys: sealed by anyone who has the public half, opened only with the secret one.
//!
//! Deliberately not here: passphrases and other kinds of age keys. An age file for anything else is not ours.

use std::io::{self, Read, Write};

use age::secrecy::ExposeSecret;
use age::x25519;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

/// Longest header of an age file, in bytes: room for some forty recipients. age reads its header anew for every line of
/// it, which a file that is all header would turn into hours.
const HEADER_LIMIT: usize = 8 * 1024;

/// Whom something is sealed to: one public key or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Recipients(Vec<x25519::Recipient>);

/// The secret halves, newest first; older ones stay to open what is still on its way. Deliberately without `Debug`.
pub struct Identities(Vec<x25519::Identity>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealingKeyError {
    #[error("a public key looks like age1…")]
    Recipient,
    #[error("a secret key looks like AGE-SECRET-KEY-1…")]
    Identity,
    #[error("at least one key is needed")]
    None,
}

#[derive(Debug, Error)]
pub enum UnsealError {
    #[error("this is not an age file")]
    NotAge,
    #[error("it was sealed to another key")]
    NotForUs,
    #[error("it was changed or cut off after it was sealed")]
    Damaged,
    #[error("it holds more than {0} bytes")]
    TooLarge(usize),
}

impl Recipients {
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, SealingKeyError> {
        let keys = texts.into_iter().map(|text| text.parse().map_err(|_| SealingKeyError::Recipient));
        let keys: Vec<x25519::Recipient> = keys.collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(SealingKeyError::None) } else { Ok(Self(keys)) }
    }

    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Whether who opens what is sealed to these opens what is sealed to those.
    pub fn shares_a_key_with(&self, other: &Self) -> bool {
        let others = other.texts();
        self.texts().iter().any(|key| others.contains(key))
    }

    /// # Errors
    /// Only where the system has no random numbers.
    pub fn seal(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let keys = self.0.iter().map(|key| key as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(keys).map_err(io::Error::other)?;
        let mut sealed = Vec::with_capacity(plain.len() + plain.len() / 4096 + 512);
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(plain)?;
        writer.finish()?;
        Ok(sealed)
    }
}

impl TryFrom<Vec<String>> for Recipients {
    type Error = SealingKeyError;

    fn try_from(texts: Vec<String>) -> Result<Self, SealingKeyError> {
        Self::from_texts(texts.iter().map(String::as_str))
    }
}

impl From<Recipients> for Vec<String> {
    fn from(recipients: Recipients) -> Self {
        recipients.texts()
    }
}

impl Identities {
    pub fn generate() -> Self {
        Self(vec![x25519::Identity::generate()])
    }

    /// One key a line, as [`Self::to_text`] writes them.
    pub fn from_text(text: &str) -> Result<Self, SealingKeyError> {
        let keys = text.lines().map(|line| line.trim().parse().map_err(|_| SealingKeyError::Identity));
        let keys: Vec<x25519::Identity> = keys.collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(SealingKeyError::None) } else { Ok(Self(keys)) }
    }

    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * 80));
        for key in &self.0 {
            text.push_str(key.to_string().expose_secret());
            text.push('\n');
        }
        text
    }

    /// The newest key's public half: what is sealed from now on.
    pub fn recipients(&self) -> Recipients {
        Recipients(self.0.iter().take(1).map(x25519::Identity::to_public).collect())
    }

    /// What was sealed; never more than `limit` bytes are taken into memory.
    pub fn unseal(&self, sealed: &[u8], limit: usize) -> Result<Vec<u8>, UnsealError> {
        check_header(sealed)?;
        let decryptor = age::Decryptor::new(sealed).map_err(fault)?;
        let keys = self.0.iter().map(|key| key as &dyn age::Identity);
        let reader = decryptor.decrypt(keys).map_err(fault)?;
        let mut plain = Vec::with_capacity(sealed.len().min(limit));
        reader.take(limit as u64 + 1).read_to_end(&mut plain).map_err(|_| UnsealError::Damaged)?;
        if plain.len() > limit { Err(UnsealError::TooLarge(limit)) } else { Ok(plain) }
    }
}

fn check_header(sealed: &[u8]) -> Result<(), UnsealError> {
    let start = &sealed[..sealed.len().min(HEADER_LIMIT)];
    let ends = start.windows(5).any(|bytes| bytes == b"\n--- ");
    if sealed.starts_with(b"age-encryption.org/v1\n") && ends { Ok(()) } else { Err(UnsealError::NotAge) }
}

fn fault(error: age::DecryptError) -> UnsealError {
    use age::DecryptError as E;
    match error {
        E::NoMatchingKeys => UnsealError::NotForUs,
        E::InvalidHeader | E::UnknownFormat => UnsealError::NotAge,
        E::DecryptionFailed | E::InvalidMac | E::KeyDecryptionFailed | E::ExcessiveWork { .. } | E::Io(_) => {
            UnsealError::Damaged
        }
        // The library may name more in time.
        _ => UnsealError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_opens_and_only_up_to_the_limit() {
        let (ours, other) = (Identities::generate(), Identities::generate());
        let sealed = ours.recipients().seal(b"tajne").expect("sealed");
        assert_eq!(ours.unseal(&sealed, 5).expect("opened"), b"tajne");
        assert!(matches!(ours.unseal(&sealed, 4), Err(UnsealError::TooLarge(4))));
        assert!(matches!(other.unseal(&sealed, 5), Err(UnsealError::NotForUs)));
    }

    #[test]
    fn an_older_key_still_opens_what_is_on_its_way() {
        let (new, old) = (Identities::generate(), Identities::generate());
        let sealed = old.recipients().seal(b"x").expect("sealed");
        let both = Identities::from_text(&(new.to_text().to_string() + &old.to_text())).expect("two keys");
        assert_eq!(both.unseal(&sealed, 1).expect("opened"), b"x");
        assert_eq!(both.recipients(), new.recipients());
    }

    #[test]
    fn a_file_that_is_all_header_is_refused_before_age_reads_it() {
        let bomb = [b"age-encryption.org/v1\n".to_vec(), b"-> X25519 a\n\n".repeat(1_000_000)].concat();
        assert!(matches!(Identities::generate().unseal(&bomb, 5), Err(UnsealError::NotAge)));
    }

    #[test]
    fn keys_have_a_text_that_can_be_read_back() {
        let keys = Identities::generate();
        let texts = keys.recipients().texts();
        let back = Recipients::from_texts(texts.iter().map(String::as_str));
        assert_eq!(back, Ok(keys.recipients()));
        assert_eq!(Recipients::from_texts(["age1x"]), Err(SealingKeyError::Recipient));
        assert_eq!(Recipients::from_texts([]), Err(SealingKeyError::None));
        assert!(matches!(Identities::from_text("AGE-SECRET-KEY-1"), Err(SealingKeyError::Identity)));
        assert!(matches!(Identities::from_text(""), Err(SealingKeyError::None)));
    }
}
