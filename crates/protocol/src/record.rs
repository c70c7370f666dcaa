//! A ticket as it travels: canonical JSON, sealed by itself. Who has not the city's key cannot read it back, not even the desk.

use std::io;

use centrala_domain::{Ticket, TicketNumber};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::hash::Sha256;
use crate::sealing::{Identities, Recipients, UnsealError};

/// Largest sealed record, in bytes. A form with every field at its limit has less than half of it.
pub const RECORD_LIMIT: usize = 256 * 1024;
/// Without a corner, an osiedle and a voice.
const FIRST_FORMAT: u32 = 1;
const FORMAT: u32 = 2;

/// The whole ticket, contact included. Its fields stand in the order of their declaration, answers by their question: the
/// same ticket gives the same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    format: u32,
    ticket: Ticket,
}

/// Bytes that never change again (I5), and what may be known of them from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    pub(crate) id: Uuid,
    pub(crate) number: TicketNumber,
    pub(crate) sha256: Sha256,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Debug, Error)]
pub enum RecordFault {
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    #[error("the record is of a newer format")]
    NewerFormat,
    /// Without the reader's own words: they quote what they could not read, and that may be a phone number.
    #[error("the record is not a ticket's")]
    Unreadable,
    #[error("the record is of another ticket than was said")]
    Mismatch,
    #[error("a sealed record has at most {RECORD_LIMIT} bytes")]
    TooLarge,
    #[error("it cannot be sealed")]
    Seal(#[from] io::Error),
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

impl Record {
    /// In the oldest format that holds all of it: an intake that knows only that one still takes it.
    pub fn new(ticket: Ticket) -> Self {
        let place = &ticket.place;
        let is_plain = ticket.voice_of.is_none() && place.corner.is_none() && place.osiedle.is_none();
        Self { format: if is_plain { FIRST_FORMAT } else { FORMAT }, ticket }
    }

    pub fn into_ticket(self) -> Ticket {
        self.ticket
    }

    /// # Errors
    /// [`RecordFault::TooLarge`]; [`RecordFault::Seal`] where the system has no random numbers.
    pub fn seal(&self, recipients: &Recipients) -> Result<SealedRecord, RecordFault> {
        // Room at once: a buffer that grows leaves pieces of the contact behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(RECORD_LIMIT));
        serde_json::to_writer(&mut *plain, self).map_err(io::Error::other)?;
        let bytes = recipients.seal(&plain)?;
        SealedRecord::new(self.ticket.id, self.ticket.number.clone(), bytes)
    }
}

impl SealedRecord {
    /// What was sealed earlier and kept.
    pub fn new(id: Uuid, number: TicketNumber, bytes: Vec<u8>) -> Result<Self, RecordFault> {
        if bytes.len() > RECORD_LIMIT {
            return Err(RecordFault::TooLarge);
        }
        Ok(Self { id, number, sha256: Sha256::of(&bytes), bytes })
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn number(&self) -> &TicketNumber {
        &self.number
    }

    /// Of the sealed bytes: a hash of the plain record would let a phone number be guessed.
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The record, if it is this ticket's.
    pub fn open(&self, identities: &Identities) -> Result<Record, RecordFault> {
        let plain = Zeroizing::new(identities.unseal(&self.bytes, RECORD_LIMIT)?);
        let FormatOnly { format } = serde_json::from_slice(&plain).map_err(|_| RecordFault::Unreadable)?;
        if !(FIRST_FORMAT..=FORMAT).contains(&format) {
            return Err(RecordFault::NewerFormat);
        }
        let record: Record = serde_json::from_slice(&plain).map_err(|_| RecordFault::Unreadable)?;
        let same = record.ticket.id == self.id && record.ticket.number == self.number;
        if same { Ok(record) } else { Err(RecordFault::Mismatch) }
    }
}
