//! A batch's id: a UUIDv7, so that batches sort as they were made.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::{NoContext, Timestamp, Uuid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Uuid", into = "Uuid")]
pub struct BatchId(Uuid);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a batch's id is a UUID of version 7, in small letters with hyphens")]
pub struct BatchIdError;

impl BatchId {
    /// A new one, of that moment.
    pub fn new(at: DateTime<Utc>) -> Self {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Self(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, at.timestamp_subsec_nanos())))
    }
}

impl TryFrom<Uuid> for BatchId {
    type Error = BatchIdError;

    fn try_from(id: Uuid) -> Result<Self, BatchIdError> {
        if id.get_version_num() == 7 { Ok(Self(id)) } else { Err(BatchIdError) }
    }
}

impl FromStr for BatchId {
    type Err = BatchIdError;

    /// One spelling only: the id is part of what is signed, and of a file's name.
    fn from_str(text: &str) -> Result<Self, BatchIdError> {
        let id = Self::try_from(Uuid::parse_str(text).map_err(|_| BatchIdError)?)?;
        if id.to_string() == text { Ok(id) } else { Err(BatchIdError) }
    }
}

impl From<BatchId> for Uuid {
    fn from(id: BatchId) -> Self {
        id.0
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
