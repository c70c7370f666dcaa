//! The SQLite file inside a batch is built, in memory. The plain file would hold no contact data on a disk either: its records
//! are sealed.

use rusqlite::{Connection, MAIN_DB, named_params};

use super::{APPLICATION_ID, Attachment, FORMAT, Manifest, PAGE_SIZE};
use crate::record::SealedRecord;
use crate::signing::{KeyId, Signature};

/// Who signed, and what came of it.
pub(super) struct Signing {
    pub key: KeyId,
    pub signature: Signature,
}

pub(super) fn build(
    manifest: &Manifest,
    signed: &Signing,
    tickets: &[SealedRecord],
    attachments: &[Attachment],
) -> Result<Vec<u8>, rusqlite::Error> {
    let mut file = empty()?;
    let act = file.transaction()?;
    insert_manifest(&act, manifest, signed, tickets.len(), attachments.len())?;
    insert_tickets(&act, tickets)?;
    insert_attachments(&act, attachments)?;
    act.commit()?;
    Ok(file.serialize(MAIN_DB)?.to_vec())
}

/// A batch's file before anything is in it.
pub(super) fn empty() -> Result<Connection, rusqlite::Error> {
    let file = Connection::open_in_memory()?;
    file.pragma_update(None, "page_size", PAGE_SIZE as u32)?;
    file.pragma_update(None, "application_id", APPLICATION_ID)?;
    file.pragma_update(None, "user_version", FORMAT)?;
    file.execute_batch(include_str!("schema.sql"))?;
    Ok(file)
}

fn insert_manifest(
    file: &Connection,
    manifest: &Manifest,
    signed: &Signing,
    tickets: usize,
    attachments: usize,
) -> Result<(), rusqlite::Error> {
    let values = named_params! {
        ":batch": manifest.batch.to_string(),
        ":desk": manifest.desk.as_str(),
        ":epoch": manifest.epoch,
        ":sequence": manifest.sequence,
        ":previous_sha256": manifest.previous.map(|hash| hash.to_string()),
        ":made_at": manifest.made_at_text(),
        ":tickets": tickets as u32,
        ":attachments": attachments as u32,
        ":signing_key": signed.key.to_string(),
        ":signature": signed.signature.to_string(),
    };
    file.execute(include_str!("insert_manifest.sql"), values).map(drop)
}

fn insert_tickets(file: &Connection, tickets: &[SealedRecord]) -> Result<(), rusqlite::Error> {
    let mut insert = file.prepare(include_str!("insert_ticket.sql"))?;
    for (position, ticket) in (1_u32..).zip(tickets) {
        insert.execute(named_params! {
            ":position": position,
            ":id": ticket.id.to_string(),
            ":number": ticket.number.as_str(),
            ":sha256": ticket.sha256.to_string(),
            ":record": ticket.bytes,
        })?;
    }
    Ok(())
}

fn insert_attachments(file: &Connection, attachments: &[Attachment]) -> Result<(), rusqlite::Error> {
    let mut insert = file.prepare(include_str!("insert_attachment.sql"))?;
    for (position, attachment) in (1_u32..).zip(attachments) {
        insert.execute(named_params! {
            ":position": position,
            ":id": attachment.id.to_string(),
            ":ticket": attachment.ticket.to_string(),
            ":sha256": attachment.sha256.to_string(),
            ":content": attachment.bytes,
        })?;
    }
    Ok(())
}
