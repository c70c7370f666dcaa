//! What was done with tickets, in a chain: each link's hash holds the one before, so that none can be changed, taken out
//! or put in unnoticed. Identifiers only, never a caller's data.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::file::Store;

/// What was done. The link's subject is the ticket's number, the batch's id or the desk's code; none where the desk was
/// recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    TicketSaved,
    TicketUndone,
    TicketSealed,
    TicketAcknowledged,
    TicketRefused,
    TicketRetried,
    TicketPurged,
    BatchMade,
    BatchExported,
    BatchDissolved,
    DeskEnrolled,
    DeskRefused,
    DeskRecovered,
}

impl Act {
    fn name(self) -> &'static str {
        match self {
            Self::TicketSaved => "ticket_saved",
            Self::TicketUndone => "ticket_undone",
            Self::TicketSealed => "ticket_sealed",
            Self::TicketAcknowledged => "ticket_acknowledged",
            Self::TicketRefused => "ticket_refused",
            Self::TicketRetried => "ticket_retried",
            Self::TicketPurged => "ticket_purged",
            Self::BatchMade => "batch_made",
            Self::BatchExported => "batch_exported",
            Self::BatchDissolved => "batch_dissolved",
            Self::DeskEnrolled => "desk_enrolled",
            Self::DeskRefused => "desk_refused",
            Self::DeskRecovered => "desk_recovered",
        }
    }
}

pub(crate) struct Link {
    seq: i64,
    at: String,
    act: String,
    subject: String,
    previous: String,
    hash: String,
}

impl Store {
    /// How many links the chain has, or at which it breaks.
    pub fn audit(&self) -> Result<Result<i64, i64>, StoreError> {
        let mut statement = self.connection.prepare(include_str!("audit/all.sql"))?;
        let (mut links, mut before) = (0, String::new());
        for link in statement.query_map([], link)? {
            let link = link?;
            links += 1;
            if link.seq != links || link.previous != before || link.hash != link.hashed() {
                return Ok(Err(links));
            }
            before = link.hash;
        }
        Ok(Ok(links))
    }
}

/// Adds a link, in the transaction of the act that it tells of.
pub(crate) fn append(
    connection: &Connection,
    at: DateTime<Utc>,
    act: Act,
    subject: &str,
) -> Result<(), rusqlite::Error> {
    let last = connection.query_row(include_str!("audit/last.sql"), [], link).optional()?;
    let (seq, previous) = last.map_or((1, String::new()), |last| (last.seq + 1, last.hash));
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut link =
        Link { seq, at, act: act.name().to_owned(), subject: subject.to_owned(), previous, hash: String::new() };
    link.hash = link.hashed();
    insert(connection, &link)
}

/// Adds the links that were read of a damaged file, as far as they join on; how many do not.
pub(crate) fn append_read(connection: &Connection, read: &[Link]) -> Result<usize, rusqlite::Error> {
    let last = connection.query_row(include_str!("audit/last.sql"), [], link).optional()?;
    let (mut seq, mut hash) = last.map_or((0, String::new()), |last| (last.seq, last.hash));
    let mut left = 0;
    for link in read {
        if link.seq <= seq {
            continue;
        }
        if link.seq == seq + 1 && link.previous == hash && link.hash == link.hashed() {
            insert(connection, link)?;
            (seq, hash) = (link.seq, link.hash.clone());
        } else {
            left += 1;
        }
    }
    Ok(left)
}

fn insert(connection: &Connection, link: &Link) -> Result<(), rusqlite::Error> {
    let Link { seq, at, act, subject, previous, hash } = link;
    let values = named_params! {
        ":seq": seq, ":at": at, ":act": act, ":subject": subject, ":previous": previous, ":hash": hash,
    };
    connection.execute(include_str!("audit/append.sql"), values).map(|_| ())
}

impl Link {
    /// None where it is not a link at all.
    pub(crate) fn read(values: [Option<&Value>; 6]) -> Option<Self> {
        let text = |at: usize| match values[at]? {
            Value::Text(text) => Some(text.clone()),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => None,
        };
        let Some(Value::Integer(seq)) = values[0] else { return None };
        Some(Self { seq: *seq, at: text(1)?, act: text(2)?, subject: text(3)?, previous: text(4)?, hash: text(5)? })
    }

    fn hashed(&self) -> String {
        let Self { seq, at, act, subject, previous, hash: _ } = self;
        format!("{:x}", Sha256::digest(format!("{previous}\n{seq}\n{at}\n{act}\n{subject}")))
    }
}

fn link(row: &Row<'_>) -> Result<Link, rusqlite::Error> {
    Ok(Link {
        seq: row.get("seq")?,
        at: row.get("at")?,
        act: row.get("act")?,
        subject: row.get("subject")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
