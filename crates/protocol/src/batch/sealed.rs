//! The desk's side: a batch is filled, sealed, and put on the disk whole.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::SubsecRound;
use tempfile::NamedTempFile;
use thiserror::Error;
use uuid::Uuid;

use super::{
    ATTACHMENT_LIMIT, ATTACHMENT_SIZE_LIMIT, Attachment, BatchId, Manifest, PAGE_SIZE, SIZE_LIMIT, TICKET_LIMIT, build,
};
use crate::hash::Sha256;
use crate::record::SealedRecord;
use crate::sealing::Recipients;
use crate::signing::DeskSigner;

/// A batch that can still take tickets.
pub struct OpenBatch {
    manifest: Manifest,
    tickets: Vec<SealedRecord>,
    attachments: Vec<Attachment>,
    ids: HashSet<Uuid>,
    /// Never less than the file will have, in bytes.
    size: usize,
}

/// The bytes that travel. They never change again (I5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBatch {
    manifest: Manifest,
    sha256: Sha256,
    bytes: Vec<u8>,
}

#[derive(Debug, Error)]
pub enum BatchError {
    #[error("the batch is full: this belongs in the next one")]
    Full,
    #[error("it is in the batch already")]
    Twice,
    #[error("its ticket is not in the batch")]
    Orphan,
    #[error("an attachment has at most {ATTACHMENT_SIZE_LIMIT} bytes")]
    AttachmentTooLarge,
    #[error("a batch without tickets is not sent")]
    Empty,
    #[error("the first batch of an epoch has none before it, every other has")]
    Chain,
    #[error("another file has this batch's name: {}", .0.display())]
    NameTaken(PathBuf),
    #[error("the batch cannot be built")]
    Build(#[from] rusqlite::Error),
    #[error("the batch cannot be written")]
    Write(#[from] io::Error),
}

impl OpenBatch {
    pub fn new(manifest: Manifest) -> Result<Self, BatchError> {
        if !manifest.is_in_order() {
            return Err(BatchError::Chain);
        }
        let manifest = Manifest { made_at: manifest.made_at.trunc_subsecs(6), ..manifest };
        let size = 16 * PAGE_SIZE;
        Ok(Self { manifest, tickets: Vec::new(), attachments: Vec::new(), ids: HashSet::new(), size })
    }

    /// # Errors
    /// [`BatchError::Full`]: seal this batch and begin the next.
    pub fn add(&mut self, record: SealedRecord) -> Result<(), BatchError> {
        let size = self.size + cost(record.bytes.len());
        if self.tickets.len() == TICKET_LIMIT || size > SIZE_LIMIT {
            return Err(BatchError::Full);
        }
        if !self.ids.insert(record.id) {
            return Err(BatchError::Twice);
        }
        self.size = size;
        self.tickets.push(record);
        Ok(())
    }

    pub fn attach(&mut self, attachment: Attachment) -> Result<(), BatchError> {
        let size = self.size + cost(attachment.bytes.len());
        if attachment.bytes.len() > ATTACHMENT_SIZE_LIMIT {
            return Err(BatchError::AttachmentTooLarge);
        }
        if self.attachments.len() == ATTACHMENT_LIMIT || size > SIZE_LIMIT {
            return Err(BatchError::Full);
        }
        if !self.tickets.iter().any(|ticket| ticket.id == attachment.ticket) {
            return Err(BatchError::Orphan);
        }
        if !self.ids.insert(attachment.id) {
            return Err(BatchError::Twice);
        }
        self.size = size;
        self.attachments.push(attachment);
        Ok(())
    }

    pub fn seal(self, recipients: &Recipients, signer: &DeskSigner) -> Result<SealedBatch, BatchError> {
        if self.tickets.is_empty() {
            return Err(BatchError::Empty);
        }
        let signature = signer.sign(&self.manifest.canonical(&self.tickets, &self.attachments));
        let signed = build::Signing { key: signer.verifier().id(), signature };
        let plain = build::build(&self.manifest, &signed, &self.tickets, &self.attachments)?;
        let bytes = recipients.seal(&plain)?;
        Ok(SealedBatch { manifest: self.manifest, sha256: Sha256::of(&bytes), bytes })
    }
}

/// What so many bytes take up at most: a page that is begun, a pointer in each page that follows, age's tag for every 64 KiB.
fn cost(bytes: usize) -> usize {
    bytes + bytes / 512 + 2 * PAGE_SIZE
}

impl SealedBatch {
    pub fn id(&self) -> BatchId {
        self.manifest.batch
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Of the file.
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// See [`write_whole`].
    pub fn write_to(&self, folder: &Path) -> Result<PathBuf, BatchError> {
        write_whole(folder, self.id(), &self.bytes)
    }
}

/// Writes `<batch id>.sqlite.age` whole or not at all: temporary file, fsync, rename, fsync of the folder. Writing the same
/// batch again changes nothing.
///
/// # Errors
/// [`BatchError::NameTaken`] where a file of that name has other bytes: it may be on its way, and stays.
pub fn write_whole(folder: &Path, id: BatchId, bytes: &[u8]) -> Result<PathBuf, BatchError> {
    let place = folder.join(format!("{id}.sqlite.age"));
    let mut part = NamedTempFile::new_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    match part.persist_noclobber(&place).map_err(|error| error.error) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && fs::read(&place)? == bytes => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(BatchError::NameTaken(place)),
        Err(error) => return Err(error.into()),
    }
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(place)
}
