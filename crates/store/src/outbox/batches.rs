//! Batches: made of sealed records, read back, taken apart again where the intake will not have them.

use std::fs;
use std::io::ErrorKind;

use centrala_protocol::batch::BatchError;
use centrala_protocol::{BatchId, Manifest, OpenBatch, SealedBatch, SealedRecord, Sha256};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use super::enrolling::{self, Enrolment};
use super::files;
use super::receipts::told;
use crate::audit::{self, Act};
use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// A batch that is written and has no receipt yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingBatch {
    pub id: BatchId,
    /// Of its file.
    pub sha256: Sha256,
    /// Of its file, in bytes.
    pub size: u32,
    pub tickets: u32,
    /// How often the intake has had a fault of its own on it.
    pub attempts: u32,
}

impl Store {
    /// The next batch of what is sealed and in none, the oldest first; none where nothing waits. Its file is whole on the
    /// disk before it is named here.
    pub fn make_batch(&mut self, id: BatchId, at: DateTime<Utc>) -> Result<Option<WaitingBatch>, StoreError> {
        let outbox = self.outbox()?;
        let transaction = self.begin()?;
        let enrolment = enrolling::newest(&transaction)?.ok_or(StoreError::NotEnrolled)?;
        let (batch, tickets) = fill(&transaction, &enrolment, id, at)?;
        if tickets.is_empty() {
            transaction.commit()?;
            return Ok(None);
        }
        let batch = batch.seal(&enrolment.grant.keys.intake, &enrolment.signer)?;
        batch.write_to(&outbox)?;
        insert(&transaction, &batch)?;
        let taken = named_params! { ":batch": id.to_string(), ":tickets": columns::to_json(&tickets)? };
        transaction.execute(include_str!("sealed/take.sql"), taken)?;
        audit::append(&transaction, at, Act::BatchMade, &id.to_string())?;
        let made = waiting(&transaction)?.into_iter().find(|waiting| waiting.id == id);
        transaction.commit()?;
        Ok(made)
    }

    /// A batch of what the city had after `since` and may have lost since then, by its own restore from a copy: those after
    /// the ticket `after`, the oldest first; with the last one's id. None where no such ticket is here any more. It waits for
    /// no receipt: nothing that was acknowledged waits again.
    pub fn batch_again(
        &mut self,
        since: DateTime<Utc>,
        after: Option<Uuid>,
        id: BatchId,
        at: DateTime<Utc>,
    ) -> Result<Option<(SealedBatch, Uuid)>, StoreError> {
        let transaction = self.begin()?;
        let enrolment = enrolling::newest(&transaction)?.ok_or(StoreError::NotEnrolled)?;
        let mut batch = open(&transaction, &enrolment, id, at)?;
        let last = add_again(&transaction, &mut batch, since, after)?;
        let Some(last) = last else { return Ok(None) };
        let batch = batch.seal(&enrolment.grant.keys.intake, &enrolment.signer)?;
        insert(&transaction, &batch)?;
        let dissolved = named_params! { ":id": id.to_string(), ":code": "sent_again" };
        transaction.execute(include_str!("batch/dissolve.sql"), dissolved)?;
        audit::append(&transaction, at, Act::BatchExported, &id.to_string())?;
        transaction.commit()?;
        Ok(Some((batch, last)))
    }

    /// In the order in which they were made.
    pub fn waiting_batches(&self) -> Result<Vec<WaitingBatch>, StoreError> {
        Ok(waiting(&self.connection)?)
    }

    /// Its file; none where that is gone or not what was written.
    ///
    /// # Errors
    /// One that cannot be read just now is not lost.
    pub fn batch_bytes(&self, batch: &WaitingBatch) -> Result<Option<Vec<u8>>, StoreError> {
        match fs::read(self.outbox()?.join(files::name(batch.id))) {
            Ok(bytes) => Ok(Some(bytes).filter(|bytes| Sha256::of(bytes) == batch.sha256)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// It will not be sent any more; what is in it travels in others. `code` says why, for support.
    pub fn dissolve_batch(&mut self, id: BatchId, code: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        dissolve(&transaction, id, code, at)?;
        Ok(transaction.commit()?)
    }

    /// The intake refuses it as a whole. Its tickets go on one by one, so that the bad one delays no other; one that was
    /// alone already is refused itself, and waits for a person.
    pub fn refuse_batch(&mut self, id: BatchId, code: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        refuse(&transaction, id, code, at)?;
        dissolve(&transaction, id, code, at)?;
        Ok(transaction.commit()?)
    }

    /// The intake had a fault of its own on it; how often so far.
    pub fn count_attempt(&mut self, id: BatchId) -> Result<u32, StoreError> {
        let batch = named_params! { ":id": id.to_string() };
        Ok(self.connection.query_row(include_str!("batch/count_attempt.sql"), batch, |row| row.get("attempts"))?)
    }

    /// A copy of it was written elsewhere.
    pub fn note_export(&mut self, id: BatchId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        audit::append(&transaction, at, Act::BatchExported, &id.to_string())?;
        Ok(transaction.commit()?)
    }

    /// Takes away what no waiting batch needs.
    pub fn sweep_outbox(&self) -> Result<(), StoreError> {
        files::sweep(&self.outbox()?, |id| waits(&self.connection, id))
    }
}

/// Whether it waits for its receipt; none where there is no such batch.
fn waits(connection: &Connection, id: BatchId) -> Result<Option<bool>, rusqlite::Error> {
    let batch = named_params! { ":id": id.to_string() };
    connection.query_row(include_str!("batch/waits.sql"), batch, |row| row.get("waits")).optional()
}

/// The next in this epoch's chain, empty.
fn open(
    connection: &Connection,
    enrolment: &Enrolment,
    id: BatchId,
    at: DateTime<Utc>,
) -> Result<OpenBatch, StoreError> {
    let (sequence, previous) = next_in_chain(connection, enrolment.epoch)?;
    let desk = enrolment.grant.desk.clone();
    Ok(OpenBatch::new(Manifest { batch: id, desk, epoch: enrolment.epoch, sequence, previous, made_at: at })?)
}

/// The last that went in.
fn add_again(
    connection: &Connection,
    batch: &mut OpenBatch,
    since: DateTime<Utc>,
    after: Option<Uuid>,
) -> Result<Option<Uuid>, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("sealed/acknowledged.sql"))?;
    let wanted = named_params! { ":since": since, ":after": after.map(|ticket| ticket.to_string()) };
    let mut rows = statement.query(wanted)?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let Some(record) = record(row) else { continue };
        let ticket = record.id();
        match batch.add(record) {
            Ok(()) => last = Some(ticket),
            Err(BatchError::Full) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(last)
}

/// As many as go in; one that must travel alone comes last, and alone.
fn fill(
    connection: &Connection,
    enrolment: &Enrolment,
    id: BatchId,
    at: DateTime<Utc>,
) -> Result<(OpenBatch, Vec<String>), StoreError> {
    let (mut batch, mut tickets, mut damaged) = (open(connection, enrolment, id, at)?, Vec::new(), Vec::new());
    let mut statement = connection.prepare_cached(include_str!("sealed/unbatched.sql"))?;
    let mut rows = statement.query([])?;
    let mut alone = false;
    while let Some(row) = rows.next()?.filter(|_| !alone) {
        let must_be_alone: bool = row.get("alone")?;
        if must_be_alone && !tickets.is_empty() {
            break;
        }
        let Some(record) = record(row) else {
            damaged.push(row.get("ticket")?);
            continue;
        };
        match batch.add(record) {
            Ok(()) => tickets.push(row.get("ticket")?),
            Err(BatchError::Full) => break,
            Err(error) => return Err(error.into()),
        }
        alone = must_be_alone;
    }
    drop(rows);
    refuse_damaged(connection, &damaged, at)?;
    Ok((batch, tickets))
}

fn refuse_damaged(connection: &Connection, tickets: &[String], at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
    let damaged = columns::to_json(&tickets)?;
    let damaged = named_params! { ":tickets": damaged };
    told(connection, include_str!("sealed/refuse_damaged.sql"), damaged, Act::TicketRefused, at).map(drop)
}

/// None where the bytes are not those that were sealed (I5): they are never sent, and delay no other.
fn record(row: &Row<'_>) -> Option<SealedRecord> {
    let (ticket, number) = (columns::uuid(row, "ticket").ok()?, columns::parsed(row, "number").ok()?);
    let sealed = SealedRecord::new(ticket, number, row.get("record").ok()?).ok()?;
    let sha256: Sha256 = columns::parsed(row, "sha256").ok()?;
    (sealed.sha256() == sha256).then_some(sealed)
}

fn next_in_chain(connection: &Connection, epoch: u32) -> Result<(u32, Option<Sha256>), StoreError> {
    let mut statement = connection.prepare_cached(include_str!("batch/last.sql"))?;
    let mut rows = statement.query(named_params! { ":epoch": epoch })?;
    match rows.next()? {
        Some(row) => Ok((row.get::<_, u32>("sequence")? + 1, Some(columns::parsed(row, "sha256")?))),
        None => Ok((1, None)),
    }
}

fn insert(connection: &Connection, batch: &SealedBatch) -> Result<(), rusqlite::Error> {
    let manifest = batch.manifest();
    connection.execute(
        include_str!("batch/insert.sql"),
        named_params! {
            ":id": batch.id().to_string(),
            ":epoch": manifest.epoch,
            ":sequence": manifest.sequence,
            ":made_at": manifest.made_at,
            ":sha256": batch.sha256().to_string(),
            ":size": u32::try_from(batch.bytes().len()).unwrap_or(u32::MAX),
        },
    )?;
    Ok(())
}

pub(super) fn waiting(connection: &Connection) -> Result<Vec<WaitingBatch>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(include_str!("batch/waiting.sql"))?;
    statement.query_map([], batch)?.collect()
}

fn batch(row: &Row<'_>) -> Result<WaitingBatch, rusqlite::Error> {
    Ok(WaitingBatch {
        id: columns::from_text(row, "id")?,
        sha256: columns::parsed(row, "sha256")?,
        size: row.get("size")?,
        tickets: row.get("tickets")?,
        attempts: row.get("attempts")?,
    })
}

pub(super) fn dissolve(
    connection: &Connection,
    id: BatchId,
    code: &str,
    at: DateTime<Utc>,
) -> Result<(), rusqlite::Error> {
    let id = id.to_string();
    let dissolved = named_params! { ":id": id, ":code": code };
    if connection.execute(include_str!("batch/dissolve.sql"), dissolved)? == 1 {
        connection.execute(include_str!("sealed/release.sql"), named_params! { ":batch": id })?;
        audit::append(connection, at, Act::BatchDissolved, &id)?;
    }
    Ok(())
}

fn refuse(connection: &Connection, id: BatchId, code: &str, at: DateTime<Utc>) -> Result<(), rusqlite::Error> {
    let batch = id.to_string();
    let alone = named_params! { ":batch": batch, ":code": code };
    told(connection, include_str!("sealed/refuse_alone.sql"), alone, Act::TicketRefused, at)?;
    connection.execute(include_str!("sealed/part.sql"), named_params! { ":batch": batch }).map(drop)
}
