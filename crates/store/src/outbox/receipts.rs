//! A receipt is applied: only here does a ticket become acknowledged.

use centrala_protocol::{BatchId, EnrolmentGrant, Item, Receipt, Sha256, Signed, SignedFault, Verdict};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::files;
use crate::audit::{self, Act};
use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// What a receipt has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    pub acknowledged: usize,
    /// Waiting for a person now.
    pub refused: usize,
}

impl Store {
    /// Believes a receipt only if it is signed by the intake of one of this desk's enrolments, about a batch of this desk,
    /// and about the very bytes that were written. Applying it again changes nothing.
    pub fn apply_receipt(&mut self, signed: &Signed<Receipt>, at: DateTime<Utc>) -> Result<Applied, StoreError> {
        let transaction = self.begin()?;
        let receipt = verified(&transaction, signed)?;
        let sha256 = sha256_of(&transaction, receipt.batch)?.ok_or(StoreError::NoSuchBatch)?;
        let batch = receipt.batch;
        let receipt = receipt.about(batch, sha256).map_err(StoreError::OtherReceipt)?;
        let applied = apply(&transaction, &receipt, at)?;
        let kept = named_params! { ":id": batch.to_string(), ":receipt": columns::to_json(signed)? };
        transaction.execute(include_str!("batch/keep_receipt.sql"), kept)?;
        transaction.commit()?;
        files::remove(&self.outbox()?, batch)?;
        Ok(applied)
    }
}

fn verified(connection: &Connection, signed: &Signed<Receipt>) -> Result<Receipt, StoreError> {
    let mut statement = connection.prepare_cached(include_str!("enrolment/verifiers.sql"))?;
    let grants = statement.query_map([], |row| columns::json::<EnrolmentGrant>(row, "granted"))?;
    let mut fault = None;
    for grant in grants {
        match signed.verify(&grant?.keys.verifier) {
            Ok(receipt) => return Ok(receipt),
            // Of several keys the one that it names has the word.
            Err(SignedFault::OtherKey) if fault.is_some() => {}
            Err(found) => fault = Some(found),
        }
    }
    Err(fault.map_or(StoreError::NotEnrolled, StoreError::FalseReceipt))
}

fn sha256_of(connection: &Connection, batch: BatchId) -> Result<Option<Sha256>, rusqlite::Error> {
    let batch = named_params! { ":id": batch.to_string() };
    connection.query_row(include_str!("batch/by_id.sql"), batch, |row| columns::parsed(row, "sha256")).optional()
}

fn apply(connection: &Connection, receipt: &Receipt, at: DateTime<Utc>) -> Result<Applied, rusqlite::Error> {
    let batch = receipt.batch.to_string();
    let mut applied = Applied::default();
    for item in &receipt.items {
        match item.verdict {
            Verdict::Stored | Verdict::Duplicate => applied.acknowledged += acknowledge(connection, &batch, item, at)?,
            Verdict::Conflict | Verdict::Rejected => applied.refused += refuse(connection, &batch, item, at)?,
        }
    }
    applied.refused += refuse_unnamed(connection, &batch, at)?;
    Ok(applied)
}

fn acknowledge(connection: &Connection, batch: &str, item: &Item, at: DateTime<Utc>) -> Result<usize, rusqlite::Error> {
    let ticket = named_params! {
        ":ticket": item.ticket.to_string(), ":sha256": item.sha256.to_string(), ":batch": batch, ":at": at,
    };
    told(connection, include_str!("sealed/acknowledge.sql"), ticket, Act::TicketAcknowledged, at)
}

fn refuse(connection: &Connection, batch: &str, item: &Item, at: DateTime<Utc>) -> Result<usize, rusqlite::Error> {
    let code = match item.code {
        Some(code) => columns::name(&code)?,
        None => columns::name(&item.verdict)?,
    };
    let ticket = named_params! {
        ":ticket": item.ticket.to_string(), ":sha256": item.sha256.to_string(), ":batch": batch, ":code": code,
    };
    told(connection, include_str!("sealed/refuse.sql"), ticket, Act::TicketRefused, at)
}

/// The intake has the batch, and has not said a word of these.
fn refuse_unnamed(connection: &Connection, batch: &str, at: DateTime<Utc>) -> Result<usize, rusqlite::Error> {
    let batch = named_params! { ":batch": batch };
    told(connection, include_str!("sealed/refuse_unnamed.sql"), batch, Act::TicketRefused, at)
}

/// Runs what returns the numbers of the tickets that it changed, and has each stand in the audit.
pub(super) fn told(
    connection: &Connection,
    sql: &str,
    values: &[(&str, &dyn rusqlite::ToSql)],
    act: Act,
    at: DateTime<Utc>,
) -> Result<usize, rusqlite::Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let numbers = statement.query_map(values, |row| row.get("number"))?;
    let numbers: Vec<String> = numbers.collect::<Result<_, _>>()?;
    for number in &numbers {
        audit::append(connection, at, act, number)?;
    }
    Ok(numbers.len())
}
