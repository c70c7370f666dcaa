//! What a batch says of itself, and the text that the desk signs.

use std::fmt::Write;

use centrala_domain::DeskCode;
use chrono::{DateTime, SecondsFormat, Utc};

use super::{Attachment, BatchId};
use crate::hash::Sha256;
use crate::record::SealedRecord;

/// A desk's batches are a chain: each names the sha256 of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub batch: BatchId,
    pub desk: DeskCode,
    /// Which enrolment of the desk; a new one begins a new chain.
    pub epoch: u32,
    /// Counts from 1 within the epoch.
    pub sequence: u32,
    /// Of the file of the batch before; none for the first of an epoch.
    pub previous: Option<Sha256>,
    pub made_at: DateTime<Utc>,
}

impl Manifest {
    /// To the microsecond, in one spelling.
    pub(super) fn made_at_text(&self) -> String {
        self.made_at.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// The first batch has nothing before it, every other has.
    pub(super) fn is_in_order(&self) -> bool {
        self.sequence >= 1 && (self.sequence == 1) == self.previous.is_none()
    }

    /// What is signed: every fact of the batch on a line of its own, in order. Its first line keeps it apart from anything
    /// else the same key may ever sign.
    pub(super) fn canonical(&self, tickets: &[SealedRecord], attachments: &[Attachment]) -> String {
        let previous = self.previous.map_or_else(|| "none".to_owned(), |hash| hash.to_string());
        let mut text = format!(
            "centrala-batch 1\nbatch {}\ndesk {}\nepoch {}\nsequence {}\nprevious {previous}\nmade_at {}\ntickets {}\nattachments {}\n",
            self.batch,
            self.desk,
            self.epoch,
            self.sequence,
            self.made_at_text(),
            tickets.len(),
            attachments.len(),
        );
        for SealedRecord { id, number, sha256, .. } in tickets {
            let _ = writeln!(text, "ticket {id} {number} {sha256}");
        }
        for Attachment { id, ticket, sha256, .. } in attachments {
            let _ = writeln!(text, "attachment {id} {ticket} {sha256}");
        }
        text
    }
}
