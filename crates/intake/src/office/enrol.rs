//! How a desk becomes one of the city's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use centrala_domain::DeskCode;
use centrala_protocol::{DeskToken, EnrolmentCode, EnrolmentGrant, EnrolmentRequest, PROTOCOL, Sha256};
use chrono::{DateTime, TimeDelta, Utc};
use zeroize::Zeroizing;

use super::Office;
use crate::fault::Fault;
use crate::ledger::{Desk, Enrolled, Enrolling, NewCode};

/// How long a code may be used.
pub const CODE_VALID: TimeDelta = TimeDelta::days(7);
/// Crockford's digits: nothing that is misread or misheard. 32 of them, so that a random byte picks evenly.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Office {
    /// A one-time code, 60 bits, in three groups. It is shown here and never again.
    pub fn enrolment_code(
        &self,
        desk: Option<DeskCode>,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<EnrolmentCode, Fault> {
        let code = random_code()?;
        let new = NewCode { sha256: code_hash(&code), desk, name: name.to_owned(), expires_at: now + CODE_VALID };
        self.ledger.add_code(new)?;
        Ok(code)
    }

    pub fn enroll(&self, request: &EnrolmentRequest, now: DateTime<Utc>) -> Result<EnrolmentGrant, Fault> {
        if request.protocol > PROTOCOL {
            return Err(Fault::NewerProtocol);
        }
        let token = self.token(request);
        let enrolling = Enrolling {
            code: code_hash(&request.code),
            key: request.key.clone(),
            proposed: request.proposed.clone(),
            token: Sha256::of(token.reveal().as_bytes()),
            at: now,
        };
        match self.ledger.enroll(enrolling)? {
            Enrolled::Desk(desk, next_running) => {
                Ok(EnrolmentGrant { protocol: PROTOCOL, desk, token, keys: self.keys.public(), next_running })
            }
            Enrolled::WrongCode => Err(Fault::WrongCode),
            Enrolled::UsedCode => Err(Fault::UsedCode),
            Enrolled::ExpiredCode => Err(Fault::ExpiredCode),
        }
    }

    /// The same for the same code and key: a request that comes once more, late, must not take away the token that the desk
    /// has got meanwhile. Nobody can tell it who has not the city's secret key.
    fn token(&self, request: &EnrolmentRequest) -> DeskToken {
        let secret = self.keys.signer.to_text();
        let (code, key) = (code_hash(&request.code), String::from(request.key.clone()));
        let text = Zeroizing::new(format!("desk token\n{}\n{code}\n{key}", *secret));
        DeskToken::new(URL_SAFE_NO_PAD.encode(Sha256::of(text.as_bytes()).as_bytes()))
    }

    /// Whose token it is. Found by its hash: how long that takes tells nothing of the token.
    pub fn desk(&self, token: &str) -> Result<Desk, Fault> {
        let desk = self.ledger.desk_by_token(Sha256::of(token.as_bytes()))?.ok_or(Fault::UnknownDesk)?;
        if desk.revoked_at.is_some() { Err(Fault::Revoked) } else { Ok(desk) }
    }
}

fn random_code() -> Result<EnrolmentCode, Fault> {
    let mut bytes = Zeroizing::new([0; 12]);
    getrandom::fill(bytes.as_mut()).map_err(|_| Fault::Broken)?;
    let digits = bytes.iter().map(|byte| char::from(DIGITS[usize::from(byte % 32)]));
    let mut text = String::with_capacity(14);
    for (at, digit) in digits.enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(digit);
    }
    Ok(EnrolmentCode::new(text))
}

/// Of the digits alone: people type small letters and leave the hyphens out.
fn code_hash(code: &EnrolmentCode) -> Sha256 {
    let digits = code.reveal().chars().filter(char::is_ascii_alphanumeric).map(|digit| digit.to_ascii_uppercase());
    let digits: Zeroizing<String> = Zeroizing::new(digits.map(as_meant).collect());
    Sha256::of(digits.as_bytes())
}

/// Crockford's rule for what is misread.
fn as_meant(digit: char) -> char {
    match digit {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}
