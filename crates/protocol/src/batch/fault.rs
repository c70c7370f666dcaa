//! What can be wrong with a batch that arrives. Each is the whole batch's; no ticket of it is taken.

use thiserror::Error;

use super::{ATTACHMENT_LIMIT, ATTACHMENT_SIZE_LIMIT, SIZE_LIMIT, TICKET_LIMIT};
use crate::record::RECORD_LIMIT;
use crate::sealing::UnsealError;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BatchFault {
    #[error("it has more than {SIZE_LIMIT} bytes")]
    TooLarge,
    #[error("it is not an age file")]
    NotAge,
    #[error("it was sealed to another key")]
    NotForUs,
    #[error("it was changed or cut off after it was sealed")]
    Damaged,
    #[error("what was sealed is not an SQLite file as batches have it: {0}")]
    Header(&'static str),
    #[error("what was sealed belongs to another application")]
    OtherApplication,
    #[error("it is of format {0}, which this version does not know")]
    OtherFormat(u32),
    #[error("its tables are not those of a batch")]
    Schema,
    #[error("its SQLite file is not sound")]
    Unsound,
    #[error("checking it took more work than any batch needs")]
    TooMuchWork,
    #[error("it has not exactly one manifest")]
    ManifestCount,
    #[error("a value is not in its one right form: {0}")]
    Value(&'static str),
    #[error("its place in the desk's chain contradicts itself")]
    Chain,
    #[error("it holds no ticket")]
    Empty,
    #[error("it holds more than {TICKET_LIMIT} tickets")]
    TooManyTickets,
    #[error("it holds more than {ATTACHMENT_LIMIT} attachments")]
    TooManyAttachments,
    #[error("a record has more than {RECORD_LIMIT} bytes")]
    RecordTooLarge,
    #[error("an attachment has more than {ATTACHMENT_SIZE_LIMIT} bytes")]
    AttachmentTooLarge,
    #[error("it holds more or less than its manifest says")]
    Count,
    #[error("it names a ticket or an attachment twice")]
    Twice,
    #[error("an attachment belongs to no ticket of the batch")]
    Orphan,
    #[error("a sha256 is not that of its bytes")]
    Hash,
    #[error("it is signed with a key that is not this desk's")]
    UnknownKey,
    #[error("the signature does not fit")]
    Signature,
}

impl BatchFault {
    /// Whether a refusal of this code is about this desk and this intake together: every batch would meet it.
    pub fn is_of_the_pair(code: &str) -> bool {
        [Self::NotForUs, Self::OtherFormat(0), Self::UnknownKey].iter().any(|fault| fault.code() == code)
    }

    /// Stable: for answers, logs and scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotAge => "not_age",
            Self::NotForUs => "not_for_us",
            Self::Damaged => "damaged",
            Self::Header(_) => "header",
            Self::OtherApplication => "other_application",
            Self::OtherFormat(_) => "other_format",
            Self::Schema => "schema",
            Self::Unsound => "unsound",
            Self::TooMuchWork => "too_much_work",
            Self::ManifestCount => "manifest_count",
            Self::Value(_) => "value",
            Self::Chain => "chain",
            Self::Empty => "empty",
            Self::TooManyTickets => "too_many_tickets",
            Self::TooManyAttachments => "too_many_attachments",
            Self::RecordTooLarge => "record_too_large",
            Self::AttachmentTooLarge => "attachment_too_large",
            Self::Count => "count",
            Self::Twice => "twice",
            Self::Orphan => "orphan",
            Self::Hash => "hash",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
        }
    }
}

impl From<UnsealError> for BatchFault {
    fn from(error: UnsealError) -> Self {
        match error {
            UnsealError::NotAge => Self::NotAge,
            UnsealError::NotForUs => Self::NotForUs,
            UnsealError::Damaged => Self::Damaged,
            UnsealError::TooLarge(_) => Self::TooLarge,
        }
    }
}

/// Without SQLite's own words: they may quote what a stranger wrote.
impl From<rusqlite::Error> for BatchFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::TooMuchWork,
            Some(_) | None => Self::Unsound,
        }
    }
}
