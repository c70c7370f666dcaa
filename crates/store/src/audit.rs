//! What was done with tickets, in a chain: each link's hash holds the one before, so that none can be changed, taken out
//! or put in unnoticed. Identifiers only, never a caller's data.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::file::Store;

/// What was done. The link's subject is the ticket's number, the batch's id or the desk's code.
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
        }
    }
}

struct Link {
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
    connection.execute(
        include_str!("audit/append.sql"),
        named_params! {
            ":seq": link.seq, ":at": link.at, ":act": link.act, ":subject": link.subject,
            ":previous": link.previous, ":hash": link.hash,
        },
    )?;
    Ok(())
}

impl Link {
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
