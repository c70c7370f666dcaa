//! What the intake says of each ticket of a batch. Only this, signed, acknowledges anything.

use centrala_domain::DeskCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::batch::BatchId;
use crate::hash::Sha256;
use crate::signed::Statement;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub batch: BatchId,
    /// Of the batch's file.
    pub sha256: Sha256,
    pub desk: DeskCode,
    pub received_at: DateTime<Utc>,
    pub items: Vec<Item>,
}

/// One ticket of the batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub ticket: Uuid,
    /// Of the sealed record that this is about.
    pub sha256: Sha256,
    pub verdict: Verdict,
    pub code: Option<ItemCode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Stored,
    /// It was there already, with the same sha256.
    Duplicate,
    /// It was there already, with another sha256. Nothing was overwritten.
    Conflict,
    Rejected,
}

/// Why, or with which remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemCode {
    /// Stored; the city's catalogue has no such service.
    UnknownService,
    /// Stored; the city's catalogue has no such unit.
    UnknownUnit,
    /// Stored; another ticket has the same number: the desk's code was used on two machines.
    NumberTaken,
    /// Conflict: this ticket is there under the same id and number, sealed another time. A desk that was put back from an
    /// older copy sends such.
    AlreadyHeld,
    /// Rejected: the record cannot be opened.
    Unreadable,
    /// Rejected: the record is of another ticket than the batch says.
    Mismatch,
    /// Rejected: the record is of a newer format.
    NewerFormat,
    /// From a newer intake.
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReceiptFault {
    #[error("the receipt is for another batch")]
    OtherBatch,
    #[error("the receipt is for other bytes than ours")]
    OtherBytes,
}

impl Verdict {
    /// Whether the intake holds the ticket with the very bytes that were sent (I4).
    pub fn acknowledges(self) -> bool {
        match self {
            Self::Stored | Self::Duplicate => true,
            Self::Conflict | Self::Rejected => false,
        }
    }
}

impl Receipt {
    /// Itself, if it is about this batch and these bytes.
    pub fn about(self, batch: BatchId, sha256: Sha256) -> Result<Self, ReceiptFault> {
        if self.batch != batch {
            return Err(ReceiptFault::OtherBatch);
        }
        if self.sha256 == sha256 { Ok(self) } else { Err(ReceiptFault::OtherBytes) }
    }

    /// What it says of this ticket with these sealed bytes; none where it does not name them together.
    pub fn item(&self, ticket: Uuid, sha256: Sha256) -> Option<&Item> {
        self.items.iter().find(|item| item.ticket == ticket && item.sha256 == sha256)
    }
}

impl Statement for Receipt {
    const KIND: &'static str = "receipt";
}
