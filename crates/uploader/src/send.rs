//! One batch goes out: announced, sent from where the intake is, committed. What was lost on the way is asked for again.

use centrala_protocol::{Announced, Announcement, Chunk, Intake, IntakeError, Receipt, Signed};
use centrala_store::WaitingBatch;

use crate::round::Progress;

/// Bytes in one request: over a line of 64 kbit/s half a minute.
const PART: usize = 256 * 1024;
/// How often a batch may stumble within one attempt: a part that arrived changed, an upload that the intake has forgotten.
const STUMBLES: u32 = 5;

pub(crate) fn send(
    intake: &dyn Intake,
    batch: &WaitingBatch,
    bytes: &[u8],
    progress: &dyn Fn(Progress),
) -> Result<Signed<Receipt>, IntakeError> {
    let mut stumbles = 0;
    loop {
        match try_to_send(intake, batch, bytes, progress) {
            Err(IntakeError::WrongOffset(_) | IntakeError::ChangedOnTheWay(_) | IntakeError::NotAnnounced(_))
                if stumbles < STUMBLES =>
            {
                stumbles += 1
            }
            ended => return ended,
        }
    }
}

fn try_to_send(
    intake: &dyn Intake,
    batch: &WaitingBatch,
    bytes: &[u8],
    progress: &dyn Fn(Progress),
) -> Result<Signed<Receipt>, IntakeError> {
    let announcement = Announcement { batch: batch.id, sha256: batch.sha256, size: bytes.len() as u64 };
    let mut offset = match intake.announce(&announcement)? {
        Announced::Receipt(receipt) => return Ok(receipt),
        Announced::Offset(offset) => offset,
    };
    while let Some(part) = Chunk::of(bytes, offset, PART) {
        let after = intake.send(batch.id, &part)?;
        // An answer that does not get on would be asked for ever.
        if after <= offset {
            return Err(IntakeError::NotTheIntake { status: 204 });
        }
        offset = after;
        progress(Progress { sent: u32::try_from(offset).unwrap_or(batch.size), of: batch.size });
    }
    intake.commit(batch.id)
}
