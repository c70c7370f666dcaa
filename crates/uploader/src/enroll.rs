//! A desk becomes one of the city's.

use std::sync::{Mutex, PoisonError};

use centrala_domain::DeskCode;
use centrala_protocol::{EnrolmentCode, EnrolmentGrant, EnrolmentRequest, Intake, IntakeError, PROTOCOL};
use centrala_store::{Store, StoreError};
use chrono::{DateTime, Utc};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum EnrollError {
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the intake speaks version {0} of the protocol, this program {PROTOCOL}: install the newer program")]
    OtherProtocol(u32),
}

/// The key of the desk's file is sealed to the city's recovery key in the same breath. Asks with a key that is kept first: where the answer is lost, asking again with the same code ends well.
pub fn enroll(
    store: &Mutex<Store>,
    intake: &dyn Intake,
    address: &str,
    certificate: Option<&str>,
    code: EnrolmentCode,
    now: DateTime<Utc>,
) -> Result<DeskCode, EnrollError> {
    let store = || store.lock().unwrap_or_else(PoisonError::into_inner);
    let (key, proposed) = {
        let mut store = store();
        (store.begin_enrolment(address, certificate, now)?, store.identity()?.code)
    };
    let request = EnrolmentRequest { protocol: PROTOCOL, code, key, proposed: Some(proposed) };
    let grant: EnrolmentGrant = intake.enroll(&request)?;
    if grant.protocol != PROTOCOL {
        return Err(EnrollError::OtherProtocol(grant.protocol));
    }
    let mut store = store();
    store.finish_enrolment(&grant, now)?;
    store.wrap_for_recovery(&grant.keys.recovery)?;
    Ok(grant.desk)
}
