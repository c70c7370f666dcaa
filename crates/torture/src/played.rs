//! The city, played where no network is needed: its keys, its grant, and a receipt for what it gets. The same keys each time,
//! so that another process goes on where one was killed.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use centrala_protocol::{
    CityKeys, DeskToken, DeskVerifier, EnrolmentGrant, Identities, IntakeSigner, Item, PROTOCOL, Receipt, Signed,
    Verdict, batch,
};
use chrono::DateTime;

use crate::world::desk_code;

static IDENTITIES: LazyLock<Identities> = LazyLock::new(|| {
    let key = "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG";
    Identities::from_text(key).expect("a key")
});
static SIGNER: LazyLock<IntakeSigner> =
    LazyLock::new(|| IntakeSigner::from_text("c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=").expect("a key"));

pub fn grant() -> EnrolmentGrant {
    let keys =
        CityKeys { intake: IDENTITIES.recipients(), recovery: IDENTITIES.recipients(), verifier: SIGNER.verifier() };
    let token = DeskToken::new("token".to_owned());
    EnrolmentGrant { protocol: PROTOCOL, desk: desk_code(), token, keys, next_running: NonZeroU32::MIN }
}

/// Opens the batch with each of its records, and signs for them; says why not.
pub fn take(bytes: &[u8], desk: DeskVerifier) -> Result<Signed<Receipt>, String> {
    let batch = batch::open(bytes, &IDENTITIES, |_, _| Some(desk)).map_err(|fault| fault.to_string())?;
    let mut items = vec![];
    for record in batch.tickets() {
        record.open(&IDENTITIES).map_err(|fault| fault.to_string())?;
        items.push(Item { ticket: record.id(), sha256: record.sha256(), verdict: Verdict::Stored, code: None });
    }
    let (id, desk, received_at) = (batch.manifest().batch, desk_code(), DateTime::UNIX_EPOCH);
    let receipt = Receipt { batch: id, sha256: batch.sha256(), desk, received_at, items };
    Signed::sign(&receipt, &SIGNER).map_err(|error| error.to_string())
}
