//! Why the office refuses, each with its status and its stable code. `docs/decisions/0008` and the OpenAPI text name them.

use std::io;
use std::time::Duration;

use centrala_protocol::{BatchFault, IntakeError, Refusal};
use thiserror::Error;

use crate::ledger::LedgerError;

#[derive(Debug, Error)]
pub enum Fault {
    #[error("the request cannot be read: {0}")]
    Malformed(&'static str),
    #[error("this program speaks an older protocol: it must be updated first")]
    NewerProtocol,
    #[error("no desk has this token")]
    UnknownDesk,
    #[error("this desk was revoked")]
    Revoked,
    #[error("there is no such enrolment code")]
    WrongCode,
    #[error("this enrolment code was used by another desk")]
    UsedCode,
    #[error("this enrolment code has expired")]
    ExpiredCode,
    #[error("this desk has announced no such batch")]
    NotAnnounced,
    #[error("this batch is not committed")]
    NotCommitted,
    #[error("{have} bytes are here")]
    WrongOffset { have: u64 },
    #[error("this batch id belongs to other bytes")]
    Fork,
    #[error("the bytes have not arrived as they were sent")]
    ChangedOnTheWay,
    #[error("a batch has at most 64 MiB, and a part no more than was announced")]
    TooLarge,
    #[error(transparent)]
    BadBatch(#[from] BatchFault),
    #[error("the file holds another batch than was announced")]
    OtherBatch,
    #[error("there is no edition here")]
    NoEdition,
    #[error("tus 1.0.0 is spoken here")]
    TusVersion,
    #[error("there is nothing at this address")]
    NoRoute,
    #[error("that cannot be done at this address")]
    NoMethod,
    #[error("the length of a body is said in advance")]
    NoLength,
    #[error("too much is under way: wait")]
    NoRoom,
    #[error("the body came too slowly: send smaller parts")]
    TooSlow,
    #[error("too many requests: wait")]
    TooMany { wait: Duration },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the disk refuses")]
    Disk(#[from] io::Error),
    #[error("an act has broken off")]
    Broken,
}

/// How long who meets a passing trouble should wait.
const LITTLE_WHILE: Duration = Duration::from_secs(5);

impl Fault {
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::NewerProtocol => 400,
            Self::UnknownDesk => 401,
            Self::Revoked | Self::WrongCode | Self::UsedCode | Self::ExpiredCode => 403,
            Self::NotAnnounced | Self::NotCommitted | Self::NoEdition | Self::NoRoute => 404,
            Self::NoMethod => 405,
            Self::WrongOffset { .. } | Self::Fork => 409,
            Self::NoLength => 411,
            Self::TusVersion => 412,
            Self::TooLarge => 413,
            Self::BadBatch(_) | Self::OtherBatch => 422,
            Self::TooMany { .. } => 429,
            Self::ChangedOnTheWay => 460,
            Self::NoRoom | Self::TooSlow => 503,
            Self::Ledger(error) if error.passes() => 503,
            Self::Disk(error) if error.kind() == io::ErrorKind::StorageFull => 503,
            Self::Ledger(_) | Self::Disk(_) | Self::Broken => 500,
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::NewerProtocol => "newer_protocol",
            Self::UnknownDesk => "unknown_desk",
            Self::Revoked => "revoked",
            Self::WrongCode => "wrong_code",
            Self::UsedCode => "used_code",
            Self::ExpiredCode => "expired_code",
            Self::NotAnnounced => "not_announced",
            Self::NotCommitted => "not_committed",
            Self::WrongOffset { .. } => IntakeError::WRONG_OFFSET,
            Self::Fork => "fork",
            Self::ChangedOnTheWay => "changed_on_the_way",
            Self::TooLarge => "too_large",
            Self::BadBatch(fault) => fault.code(),
            Self::OtherBatch => "other_batch",
            Self::NoEdition => "no_edition",
            Self::TusVersion => "tus_version",
            Self::NoRoute => IntakeError::NO_ROUTE,
            Self::NoMethod => "no_method",
            Self::NoLength => "no_length",
            Self::TooMany { .. } => "too_many",
            Self::NoRoom => "no_room",
            Self::TooSlow => "too_slow",
            Self::Ledger(error) if error.passes() => "busy",
            Self::Disk(error) if error.kind() == io::ErrorKind::StorageFull => "busy",
            Self::Ledger(_) | Self::Disk(_) | Self::Broken => "broken",
        }
    }

    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::TooMany { wait } = self {
            return Some(*wait);
        }
        (self.status() == 503).then_some(LITTLE_WHILE)
    }

    /// The caller has no part in it.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Ledger(_) | Self::Disk(_) | Self::Broken)
    }

    /// What is told. Troubles of our own are told by their code alone: the log has the rest.
    pub fn refusal(&self) -> Refusal {
        let detail = if self.is_ours() { "the intake has a trouble of its own".to_owned() } else { self.to_string() };
        Refusal { code: self.code().to_owned(), detail }
    }
}
