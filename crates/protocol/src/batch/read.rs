//! The SQLite file inside a batch is read as if its writer meant harm: in memory, read-only, and nothing is asked of a table
//! before the whole file is known to be one of ours.

use std::collections::BTreeSet;

use centrala_domain::{DeskCode, TicketNumber};
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row, named_params};
use uuid::Uuid;

use super::build::{Signing, empty};
use super::{ATTACHMENT_LIMIT, ATTACHMENT_SIZE_LIMIT, Attachment, BatchFault, Manifest, TICKET_LIMIT, header};
use crate::hash::Sha256;
use crate::record::{RECORD_LIMIT, SealedRecord};
use crate::signing::{KeyId, Signature};

/// Steps of SQLite's machine, in thousands, for all that is asked of a batch. The largest true one needs less than a tenth.
const BUDGET: u32 = 1_000;

/// All that a batch holds, each value in its one right form; hashes and signature not yet judged.
pub(super) struct Contents {
    pub manifest: Manifest,
    pub signed: Signing,
    pub tickets: Vec<SealedRecord>,
    pub attachments: Vec<Attachment>,
}

/// From cheap to dear, from the outside in.
pub(super) fn read(plain: &[u8]) -> Result<Contents, BatchFault> {
    header::check(plain)?;
    let file = hardened(plain)?;
    if structure(&file)? != structure(&empty()?)? {
        return Err(BatchFault::Schema);
    }
    quick_check(&file)?;
    let (manifest, signed, counts) = manifest(&file)?;
    let tickets = tickets(&file)?;
    let attachments = attachments(&file)?;
    if counts != (tickets.len(), attachments.len()) {
        return Err(BatchFault::Count);
    }
    all_different(tickets.iter().map(|t| t.id).chain(attachments.iter().map(|a| a.id)))?;
    Ok(Contents { manifest, signed, tickets, attachments })
}

/// Read-only, in memory, and with all of SQLite turned off that a batch has no use for.
fn hardened(plain: &[u8]) -> Result<Connection, BatchFault> {
    let mut file = Connection::open_in_memory()?;
    for (config, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        file.set_db_config(config, value)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, ATTACHMENT_SIZE_LIMIT as i32 + 64 * 1024),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 10_000),
        (Limit::SQLITE_LIMIT_COLUMN, 16),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 10),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 2),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        file.set_limit(limit, value)?;
    }
    let mut steps = 0;
    file.progress_handler(
        1_000,
        Some(move || {
            steps += 1;
            steps > BUDGET
        }),
    )?;
    file.deserialize_read_exact(MAIN_DB, plain, plain.len(), true)?;
    file.pragma_update(None, "cell_size_check", true)?;
    Ok(file)
}

/// Type, name, table, first page and text of each entry of the schema: a batch's is that of an empty one, to the letter.
type Structure = Vec<(String, String, String, i64, Option<String>)>;

fn structure(file: &Connection) -> Result<Structure, rusqlite::Error> {
    let mut entries = file.prepare(include_str!("structure.sql"))?;
    let entry = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    entries.query_map([], entry)?.collect()
}

fn quick_check(file: &Connection) -> Result<(), BatchFault> {
    let answer: String = file.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { Err(BatchFault::Unsound) }
}

fn manifest(file: &Connection) -> Result<(Manifest, Signing, (usize, usize)), BatchFault> {
    let mut select = file.prepare(include_str!("manifest_rows.sql"))?;
    let mut rows = select.query([])?;
    let row = rows.next()?.ok_or(BatchFault::ManifestCount)?;
    let read = read_manifest(row)?;
    if rows.next()?.is_some() { Err(BatchFault::ManifestCount) } else { Ok(read) }
}

fn read_manifest(row: &Row<'_>) -> Result<(Manifest, Signing, (usize, usize)), BatchFault> {
    let previous = match row.get_ref("previous_sha256")? == ValueRef::Null {
        true => None,
        false => Some(value(row, "previous_sha256", |text| text.parse().ok())?),
    };
    let manifest = Manifest {
        batch: value(row, "batch", |text| text.parse().ok())?,
        desk: value(row, "desk", |text| DeskCode::try_from(text.to_owned()).ok())?,
        epoch: number(row, "epoch")?,
        sequence: number(row, "sequence")?,
        previous,
        made_at: value(row, "made_at", time)?,
    };
    let signed = Signing {
        key: value(row, "signing_key", |text| KeyId::try_from(text.to_owned()).ok())?,
        signature: value(row, "signature", |text| Signature::try_from(text.to_owned()).ok())?,
    };
    let counts = (number(row, "tickets")? as usize, number(row, "attachments")? as usize);
    if manifest.is_in_order() { Ok((manifest, signed, counts)) } else { Err(BatchFault::Chain) }
}

fn tickets(file: &Connection) -> Result<Vec<SealedRecord>, BatchFault> {
    let mut select = file.prepare(include_str!("tickets.sql"))?;
    let mut rows = select.query(named_params! { ":limit": TICKET_LIMIT as u32 + 1 })?;
    let mut tickets = Vec::new();
    while let Some(row) = rows.next()? {
        if tickets.len() == TICKET_LIMIT {
            return Err(BatchFault::TooManyTickets);
        }
        tickets.push(SealedRecord {
            id: value(row, "id", uuid)?,
            number: value(row, "number", ticket_number)?,
            sha256: value(row, "sha256", |text| text.parse().ok())?,
            bytes: blob(row, "record", RECORD_LIMIT, BatchFault::RecordTooLarge)?,
        });
    }
    if tickets.is_empty() { Err(BatchFault::Empty) } else { Ok(tickets) }
}

fn attachments(file: &Connection) -> Result<Vec<Attachment>, BatchFault> {
    let mut select = file.prepare(include_str!("attachments.sql"))?;
    let mut rows = select.query(named_params! { ":limit": ATTACHMENT_LIMIT as u32 + 1 })?;
    let mut attachments = Vec::new();
    while let Some(row) = rows.next()? {
        if attachments.len() == ATTACHMENT_LIMIT {
            return Err(BatchFault::TooManyAttachments);
        }
        attachments.push(Attachment {
            id: value(row, "id", uuid)?,
            ticket: value(row, "ticket", uuid)?,
            sha256: value(row, "sha256", |text| text.parse::<Sha256>().ok())?,
            bytes: blob(row, "content", ATTACHMENT_SIZE_LIMIT, BatchFault::AttachmentTooLarge)?,
        });
    }
    Ok(attachments)
}

fn all_different(ids: impl Iterator<Item = Uuid>) -> Result<(), BatchFault> {
    let mut seen = BTreeSet::new();
    let mut ids = ids;
    if ids.all(|id| seen.insert(id)) { Ok(()) } else { Err(BatchFault::Twice) }
}

/// A text in its one right form: what is signed must not be writable in two ways.
fn value<T>(row: &Row<'_>, column: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, BatchFault> {
    let text = row.get_ref(column)?.as_str().ok();
    text.and_then(read).ok_or(BatchFault::Value(column))
}

fn number(row: &Row<'_>, column: &'static str) -> Result<u32, BatchFault> {
    row.get(column).map_err(|_| BatchFault::Value(column))
}

fn blob(row: &Row<'_>, column: &'static str, limit: usize, fault: BatchFault) -> Result<Vec<u8>, BatchFault> {
    let bytes = row.get_ref(column)?.as_blob().map_err(|_| BatchFault::Value(column))?;
    if bytes.len() > limit { Err(fault) } else { Ok(bytes.to_vec()) }
}

fn uuid(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok().filter(|id| id.to_string() == text)
}

fn ticket_number(text: &str) -> Option<TicketNumber> {
    text.parse::<TicketNumber>().ok().filter(|number| number.as_str() == text)
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (time.to_rfc3339_opts(SecondsFormat::Micros, true) == text).then_some(time)
}
