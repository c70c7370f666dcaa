//! All has arrived: check it as if its sender meant harm, keep it, sign what was done.

use std::path::Path;

use centrala_domain::DeskCode;
use centrala_protocol::{BatchFault, BatchId, CheckedBatch, Item, ItemCode, Receipt, RecordFault, SealedRecord};
use centrala_protocol::{Sha256, Signed, batch};
use chrono::{DateTime, Utc};

use tracing::info;

use super::Office;
use crate::fault::Fault;
use crate::ledger::{Arrival, Desk, DeskKey, Facts, Keeping, Kept, Known, LedgerError};
use crate::uploads::Upload;

/// Who brings a batch file that was carried on a stick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Import<'a> {
    /// A desk over the network. A revoked desk's key counts no more.
    Desk(&'a Desk),
    /// Who looks after the service, at its machine: may bring what a desk had signed before it was revoked.
    Admin,
}

impl Office {
    /// Committing again gives the same receipt, to the byte.
    pub fn commit(&self, desk: &Desk, id: BatchId, now: DateTime<Utc>) -> Result<Signed<Receipt>, Fault> {
        self.announced(desk, id)?;
        self.uploads.with(id, |upload| {
            // Read again now that it is our turn: the turn before may have committed it.
            let known = self.announced(desk, id)?;
            let receipt = match known.receipt {
                Some(receipt) => receipt,
                None => self
                    .commit_upload(desk, id, &known, upload, now)
                    .or_else(|fault| self.give_up(id, upload, fault))?,
            };
            // What is kept needs no file any more; a leftover of an earlier crash goes here, too.
            upload.discard()?;
            signed(&receipt)
        })
    }

    pub fn receipt(&self, desk: &Desk, id: BatchId) -> Result<Signed<Receipt>, Fault> {
        signed(&self.announced(desk, id)?.receipt.ok_or(Fault::NotCommitted)?)
    }

    pub fn import(&self, bytes: &[u8], by: Import<'_>, now: DateTime<Utc>) -> Result<Signed<Receipt>, Fault> {
        let batch = self.open_batch(bytes, by == Import::Admin)?;
        let sent_by = match by {
            Import::Desk(desk) => desk.code.clone(),
            Import::Admin => batch.manifest().desk.clone(),
        };
        signed(&self.keep(batch, bytes.len() as u64, sent_by, now)?)
    }

    pub fn import_file(&self, file: &Path, now: DateTime<Utc>) -> Result<Signed<Receipt>, Fault> {
        if std::fs::metadata(file)?.len() > batch::SIZE_LIMIT as u64 {
            return Err(Fault::TooLarge);
        }
        self.import(&std::fs::read(file)?, Import::Admin, now)
    }

    fn commit_upload(
        &self,
        desk: &Desk,
        id: BatchId,
        known: &Known,
        upload: &Upload<'_>,
        now: DateTime<Utc>,
    ) -> Result<String, Fault> {
        let have = upload.offset()?;
        if have != known.size {
            return Err(Fault::WrongOffset { have });
        }
        let bytes = upload.bytes()?;
        if Sha256::of(&bytes) != known.sha256 {
            // Not what was announced, though each part was right: the disk, or two senders. It must come again.
            upload.discard()?;
            return Err(Fault::ChangedOnTheWay);
        }
        let batch = self.open_batch(&bytes, false)?;
        if batch.manifest().batch != id {
            return Err(Fault::OtherBatch);
        }
        self.keep(batch, known.size, desk.code.clone(), now)
    }

    /// Of a batch that will never be good nothing is kept; it takes no room from others.
    fn give_up(&self, id: BatchId, upload: &Upload<'_>, fault: Fault) -> Result<String, Fault> {
        if matches!(fault, Fault::BadBatch(_) | Fault::OtherBatch) {
            upload.discard()?;
            self.ledger.forget(id)?;
        }
        Err(fault)
    }

    fn open_batch(&self, bytes: &[u8], revoked_too: bool) -> Result<CheckedBatch, Fault> {
        let mut trouble = None;
        let opened = batch::open(bytes, &self.keys.identities, |desk, id| match self.ledger.desk_key(desk, id) {
            Ok(key) => key.filter(|key| revoked_too || !key.revoked).map(|DeskKey { verifier, .. }| verifier),
            Err(error) => {
                trouble = Some(error);
                None
            }
        });
        // A ledger that could not be asked is not the batch's fault: that would stop the desk for good.
        match (opened, trouble) {
            (Err(BatchFault::UnknownKey), Some(error)) => Err(error.into()),
            (opened, _) => Ok(opened?),
        }
    }

    fn keep(&self, batch: CheckedBatch, size: u64, sent_by: DeskCode, now: DateTime<Utc>) -> Result<String, Fault> {
        let arrivals = batch.tickets().iter().map(|record| self.arrival(record)).collect();
        let signer = std::sync::Arc::clone(&self.keys.signer);
        let id = batch.manifest().batch;
        let keeping = Keeping { batch, arrivals, size, at: now, sent_by };
        let kept = self.ledger.keep(keeping, move |batch, items| {
            let receipt = Signed::sign(&receipt(batch, items, now), &signer);
            receipt.and_then(|receipt| serde_json::to_string(&receipt)).map_err(|_| LedgerError::Column("receipt"))
        })?;
        match kept {
            Kept::New { receipt, items } => {
                self.metrics.kept(&items);
                info!(%id, tickets = items.len(), "committed");
                Ok(receipt)
            }
            Kept::Known { receipt } => Ok(receipt),
            Kept::Fork => Err(Fault::Fork),
        }
    }

    fn arrival(&self, record: &SealedRecord) -> Arrival {
        match record.open(&self.keys.identities) {
            Ok(record) => {
                let ticket = record.into_ticket();
                let remark = self.edition.as_ref().and_then(|newest| newest.remark(&ticket));
                let facts = Facts {
                    created_at: ticket.created_at,
                    service: ticket.service,
                    unit: ticket.unit,
                    is_voice: ticket.voice_of.is_some(),
                    supersedes: ticket.supersedes,
                };
                Arrival::Good { facts, remark }
            }
            Err(fault) => Arrival::Rejected(rejection(&fault)),
        }
    }
}

fn receipt(batch: &CheckedBatch, items: &[Item], now: DateTime<Utc>) -> Receipt {
    let manifest = batch.manifest();
    Receipt {
        batch: manifest.batch,
        sha256: batch.sha256(),
        desk: manifest.desk.clone(),
        received_at: now,
        items: items.to_vec(),
    }
}

fn rejection(fault: &RecordFault) -> ItemCode {
    match fault {
        RecordFault::NewerFormat => ItemCode::NewerFormat,
        RecordFault::Mismatch => ItemCode::Mismatch,
        RecordFault::Unseal(_) | RecordFault::Unreadable | RecordFault::TooLarge | RecordFault::Seal(_) => {
            ItemCode::Unreadable
        }
    }
}

fn signed(receipt: &str) -> Result<Signed<Receipt>, Fault> {
    serde_json::from_str(receipt).map_err(|_| Fault::Broken)
}
