//! The intake's side: a batch that arrived is opened as if its sender meant harm.

use centrala_domain::DeskCode;

use super::read::{self, Contents};
use super::{Attachment, BatchFault, Manifest, SIZE_LIMIT};
use crate::hash::Sha256;
use crate::record::SealedRecord;
use crate::sealing::Identities;
use crate::signing::{DeskVerifier, KeyId};

/// A batch that is whole, and signed by the desk that it names. Made only by [`open`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedBatch {
    manifest: Manifest,
    sha256: Sha256,
    tickets: Vec<SealedRecord>,
    attachments: Vec<Attachment>,
}

/// `desk_key` finds the key with this id of this desk; none if the desk is unknown or has no such key.
pub fn open(
    bytes: &[u8],
    identities: &Identities,
    desk_key: impl FnOnce(&DeskCode, &KeyId) -> Option<DeskVerifier>,
) -> Result<CheckedBatch, BatchFault> {
    if bytes.len() > SIZE_LIMIT {
        return Err(BatchFault::TooLarge);
    }
    let contents = read::read(&identities.unseal(bytes, SIZE_LIMIT)?)?;
    check_hashes(&contents)?;
    check_signature(&contents, desk_key)?;
    let Contents { manifest, tickets, attachments, .. } = contents;
    Ok(CheckedBatch { manifest, sha256: Sha256::of(bytes), tickets, attachments })
}

fn check_hashes(contents: &Contents) -> Result<(), BatchFault> {
    let tickets = contents.tickets.iter().map(|ticket| (ticket.sha256, &ticket.bytes));
    let attachments = contents.attachments.iter().map(|attachment| (attachment.sha256, &attachment.bytes));
    if !tickets.chain(attachments).all(|(hash, bytes)| hash == Sha256::of(bytes)) {
        return Err(BatchFault::Hash);
    }
    let known = |attachment: &Attachment| contents.tickets.iter().any(|ticket| ticket.id == attachment.ticket);
    if contents.attachments.iter().all(known) { Ok(()) } else { Err(BatchFault::Orphan) }
}

fn check_signature(
    contents: &Contents,
    desk_key: impl FnOnce(&DeskCode, &KeyId) -> Option<DeskVerifier>,
) -> Result<(), BatchFault> {
    let Contents { manifest, signed, tickets, attachments } = contents;
    let key = desk_key(&manifest.desk, &signed.key).filter(|key| key.id() == signed.key);
    let text = manifest.canonical(tickets, attachments);
    key.ok_or(BatchFault::UnknownKey)?.verify(&text, &signed.signature).map_err(|_| BatchFault::Signature)
}

impl CheckedBatch {
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Of the file as it arrived.
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }

    pub fn tickets(&self) -> &[SealedRecord] {
        &self.tickets
    }

    pub fn attachments(&self) -> &[Attachment] {
        &self.attachments
    }
}
