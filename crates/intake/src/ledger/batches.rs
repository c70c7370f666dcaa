//! Batches and what they brought. A ticket's id is the primary key: whatever the network does, there is one row (I2).

use centrala_domain::DeskCode;
use centrala_protocol::{Announcement, BatchId, CheckedBatch, Item, ItemCode, SealedRecord, Sha256, Verdict};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::engine::{Engine, Row};
use super::{Ledger, LedgerError, matters};

/// The remark that `ticket/insert.sql` makes itself.
const NUMBER_TAKEN: &str = "number_taken";

/// A batch that was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who sends it.
    pub desk: DeskCode,
    pub sha256: Sha256,
    /// In bytes.
    pub size: u64,
    /// The JSON text of the signed receipt, once it is committed.
    pub receipt: Option<String>,
    /// It was not known before this very call.
    pub is_new: bool,
}

/// One ticket of a batch after its record was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    Good { facts: Facts, remark: Option<ItemCode> },
    Rejected(ItemCode),
}

/// What may stand beside a sealed record: it names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub created_at: DateTime<Utc>,
    pub service: String,
    pub unit: String,
    /// It only adds a voice to another ticket.
    pub is_voice: bool,
    /// The ticket that it corrects.
    pub supersedes: Option<Uuid>,
}

/// A batch that is to be kept, each ticket with its [`Arrival`].
pub struct Keeping {
    pub batch: CheckedBatch,
    pub arrivals: Vec<Arrival>,
    /// In bytes, of the file.
    pub size: u64,
    pub at: DateTime<Utc>,
    /// Who brings it.
    pub sent_by: DeskCode,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The JSON text of the signed receipt, and what it says.
    New { receipt: String, items: Vec<Item> },
    /// It was kept before: the old receipt.
    Known { receipt: String },
    /// This id belongs to other bytes.
    Fork,
}

impl Ledger {
    /// How many batches this desk has announced and not committed.
    pub fn unfinished(&self, desk: &DeskCode) -> Result<u64, LedgerError> {
        let values = [(":desk", desk.as_str().into())];
        let row = self.read(|engine| engine.one(include_str!("batch/unfinished.sql"), &values))?;
        row.ok_or(LedgerError::Damaged)?.number("unfinished")
    }

    /// Forgets a batch that was announced; a committed one stays.
    pub fn forget(&self, id: BatchId) -> Result<(), LedgerError> {
        let values = [(":id", id.to_string().into())];
        self.write(move |engine| engine.execute(include_str!("batch/forget.sql"), &values).map(|_| ()))
    }

    /// The batch as it is known now; another desk that has the very same batch goes on where the first one stopped.
    pub fn announce(&self, desk: &DeskCode, what: &Announcement, at: DateTime<Utc>) -> Result<Known, LedgerError> {
        let (desk, what) = (desk.clone(), what.clone());
        self.write(move |engine| {
            let is_new = insert(engine, &desk, what.batch, what.sha256, what.size, at)?;
            let known = Known { is_new, ..get(engine, what.batch)?.ok_or(LedgerError::Damaged)? };
            if known.desk != desk && known.sha256 == what.sha256 && known.size == what.size {
                let row = [(":id", what.batch.to_string().into()), (":desk", desk.as_str().into())];
                engine.execute(include_str!("batch/take_over.sql"), &row)?;
            }
            Ok(known)
        })
    }

    /// Forgets what was announced before and never committed.
    pub fn expire(&self, before: DateTime<Utc>) -> Result<Vec<BatchId>, LedgerError> {
        let values = [(":before", before.into())];
        self.write(move |engine| {
            let rows = engine.query(include_str!("batch/expire.sql"), &values)?;
            rows.iter().map(|row| row.parsed("id")).collect()
        })
    }

    pub fn batch(&self, id: BatchId) -> Result<Option<Known>, LedgerError> {
        self.read(|engine| get(engine, id))
    }

    /// Keeps a batch whole or not at all, in one transaction with its receipt. `receipt` signs what is to be said of each
    /// ticket. A batch that was kept before gets its old receipt, to the byte.
    pub fn keep(
        &self,
        keeping: Keeping,
        receipt: impl FnOnce(&CheckedBatch, &[Item]) -> Result<String, LedgerError> + Send + 'static,
    ) -> Result<Kept, LedgerError> {
        self.write(move |engine| keep_inner(engine, &keeping, receipt))
    }
}

fn keep_inner(
    engine: &mut dyn Engine,
    keeping: &Keeping,
    receipt: impl FnOnce(&CheckedBatch, &[Item]) -> Result<String, LedgerError>,
) -> Result<Kept, LedgerError> {
    let Keeping { batch, arrivals, size, at, sent_by } = keeping;
    let id = batch.manifest().batch;
    insert(engine, sent_by, id, batch.sha256(), *size, *at)?;
    let known = get(engine, id)?.ok_or(LedgerError::Damaged)?;
    if known.sha256 != batch.sha256() {
        return Ok(Kept::Fork);
    }
    if let Some(receipt) = known.receipt {
        return Ok(Kept::Known { receipt });
    }
    let mut items = Vec::with_capacity(arrivals.len());
    for (record, arrival) in batch.tickets().iter().zip(arrivals) {
        items.push(keep_ticket(engine, batch, *at, record, arrival)?);
    }
    keep_attachments(engine, batch, &items)?;
    let receipt = receipt(batch, &items)?;
    commit(engine, batch, &receipt)?;
    Ok(Kept::New { receipt, items })
}

fn keep_ticket(
    engine: &mut dyn Engine,
    batch: &CheckedBatch,
    at: DateTime<Utc>,
    record: &SealedRecord,
    arrival: &Arrival,
) -> Result<Item, LedgerError> {
    let item = |verdict, code| Item { ticket: record.id(), sha256: record.sha256(), verdict, code };
    let (facts, remark) = match arrival {
        Arrival::Good { facts, remark } => (facts, *remark),
        Arrival::Rejected(code) => return Ok(item(Verdict::Rejected, Some(*code))),
    };
    let id = record.id().to_string();
    let row = [
        (":id", id.clone().into()),
        (":number", record.number().as_str().into()),
        (":sha256", record.sha256().to_string().into()),
        (":record", record.bytes().into()),
        (":desk", batch.manifest().desk.as_str().into()),
        (":batch", batch.manifest().batch.to_string().into()),
        (":received_at", at.into()),
        (":created_at", facts.created_at.into()),
        (":service", facts.service.as_str().into()),
        (":unit", facts.unit.as_str().into()),
        (":remark", remark.map(code_text).into()),
        (":supersedes", facts.supersedes.map(|id| id.to_string()).into()),
        (":is_voice", u32::from(facts.is_voice).into()),
    ];
    if let Some(stored) = engine.one(include_str!("ticket/insert.sql"), &row)? {
        if let Some(corrected) = facts.supersedes {
            matters::correct(engine, corrected, &batch.manifest().desk, at)?;
        }
        let taken = stored.maybe_text("remark")? == Some(NUMBER_TAKEN);
        return Ok(item(Verdict::Stored, if taken { Some(ItemCode::NumberTaken) } else { remark }));
    }
    let there = engine.one(include_str!("ticket/there.sql"), &[(":id", id.into())])?.ok_or(LedgerError::Damaged)?;
    if there.parsed::<Sha256>("sha256")? == record.sha256() {
        return Ok(item(Verdict::Duplicate, None));
    }
    let same_number = there.text("number")? == record.number().as_str();
    Ok(item(Verdict::Conflict, same_number.then_some(ItemCode::AlreadyHeld)))
}

/// Those of tickets that are held; what belongs to a refused ticket is refused with it.
fn keep_attachments(engine: &mut dyn Engine, batch: &CheckedBatch, items: &[Item]) -> Result<(), LedgerError> {
    let held = |ticket| items.iter().any(|item| item.ticket == ticket && item.verdict.acknowledges());
    for attachment in batch.attachments().iter().filter(|attachment| held(attachment.ticket())) {
        let row = [
            (":id", attachment.id().to_string().into()),
            (":ticket", attachment.ticket().to_string().into()),
            (":sha256", attachment.sha256().to_string().into()),
            (":content", attachment.bytes().into()),
        ];
        engine.execute(include_str!("ticket/attach.sql"), &row)?;
    }
    Ok(())
}

fn commit(engine: &mut dyn Engine, batch: &CheckedBatch, receipt: &str) -> Result<(), LedgerError> {
    let manifest = batch.manifest();
    let row = [
        (":id", manifest.batch.to_string().into()),
        (":signed_by", manifest.desk.as_str().into()),
        (":epoch", manifest.epoch.into()),
        (":sequence", manifest.sequence.into()),
        (":previous_sha256", manifest.previous.map(String::from).into()),
        (":receipt", receipt.into()),
    ];
    engine.execute(include_str!("batch/commit.sql"), &row)?;
    Ok(())
}

fn insert(
    engine: &mut dyn Engine,
    desk: &DeskCode,
    id: BatchId,
    sha256: Sha256,
    size: u64,
    at: DateTime<Utc>,
) -> Result<bool, LedgerError> {
    let row = [
        (":id", id.to_string().into()),
        (":desk", desk.as_str().into()),
        (":sha256", sha256.to_string().into()),
        (":size", size.into()),
        (":announced_at", at.into()),
    ];
    Ok(engine.execute(include_str!("batch/announce.sql"), &row)? == 1)
}

fn get(engine: &mut dyn Engine, id: BatchId) -> Result<Option<Known>, LedgerError> {
    let row = engine.one(include_str!("batch/get.sql"), &[(":id", id.to_string().into())])?;
    row.as_ref().map(known).transpose()
}

fn known(row: &Row) -> Result<Known, LedgerError> {
    Ok(Known {
        desk: row.made("desk")?,
        sha256: row.parsed("sha256")?,
        size: row.number("size")?,
        receipt: row.maybe_text("receipt")?.map(str::to_owned),
        is_new: false,
    })
}

/// As the receipt writes it.
fn code_text(code: ItemCode) -> &'static str {
    match code {
        ItemCode::UnknownService => "unknown_service",
        ItemCode::UnknownUnit => "unknown_unit",
        ItemCode::NumberTaken => NUMBER_TAKEN,
        ItemCode::AlreadyHeld => "already_held",
        ItemCode::Unreadable => "unreadable",
        ItemCode::Mismatch => "mismatch",
        ItemCode::NewerFormat => "newer_format",
        ItemCode::Other => "other",
    }
}
