//! Programs with a fault that others have had, and the checker has to catch: the real one with a wrapper around the intake
//! that it asks, which then does to the desk's file what such a program would have done.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use centrala_domain::Ticket;
use centrala_protocol::{
    Announced, Announcement, BatchId, Chunk, EnrolmentGrant, EnrolmentRequest, Heard, Intake, IntakeError, Receipt,
    Record, Refusal, Signed, Updates, Verdict,
};
use centrala_store::{FileKey, Store};
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use crate::check::desk_file;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// The intake keeps what comes again as if it were new (getodk/getodk#50).
    NoDedupe,
    /// A 200 is an acknowledgement, whoever says it.
    Any200,
    /// A receipt is good for the batch under way: nobody looks which bytes it names.
    AnyReceipt,
    /// What was sealed is sealed anew from what the desk still has (getodk/collect#5317).
    Editable,
    /// Sent is gone: nobody waits for the receipt (getodk/getodk#1017).
    PurgeOnSend,
    /// What failed is not tried again (powersync-native#15).
    NoRetry,
    /// A page that says 401 stops the desk for good.
    Any401,
    /// For support the desk writes down what it saves (getodk/collect#3264).
    Written,
}

pub const BUGS: [Bug; 8] = [
    Bug::NoDedupe,
    Bug::Any200,
    Bug::AnyReceipt,
    Bug::Editable,
    Bug::PurgeOnSend,
    Bug::NoRetry,
    Bug::Any401,
    Bug::Written,
];

impl Bug {
    pub fn name(self) -> &'static str {
        match self {
            Self::NoDedupe => "  bug: no dedupe at the intake",
            Self::Any200 => "  bug: any 200 acknowledges",
            Self::AnyReceipt => "  bug: any receipt acknowledges",
            Self::Editable => "  bug: sealed bytes are editable",
            Self::PurgeOnSend => "  bug: purged when it is sent",
            Self::NoRetry => "  bug: not tried again",
            Self::Any401 => "  bug: any 401 stops the desk",
            Self::Written => "  bug: contact written to a log",
        }
    }
}

/// The bug of one desk, and what it has brought about at the intake.
#[derive(Default)]
pub struct Planted {
    bug: Option<Bug>,
    /// Batches that come again, though the intake has them.
    again: Mutex<BTreeSet<BatchId>>,
    /// Tickets that the intake has kept once more.
    rows: Mutex<Vec<Uuid>>,
}

impl Planted {
    pub fn new(bug: Option<Bug>) -> Self {
        Self { bug, ..Self::default() }
    }

    pub fn kept_again(&self) -> Vec<Uuid> {
        locked(&self.rows).clone()
    }

    /// After the desk has saved it.
    pub fn saved(&self, folder: &Path, ticket: &Ticket) -> Result<()> {
        if self.is(Bug::Written) {
            let mut log = OpenOptions::new().create(true).append(true).open(folder.join("desk.log"))?;
            writeln!(log, "{ticket:?}")?;
        }
        Ok(())
    }

    fn is(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }
}

/// The intake, as a program with this bug deals with it.
pub struct Planting<'a> {
    pub planted: &'a Planted,
    pub intake: &'a dyn Intake,
    pub store: &'a Mutex<Store>,
    pub desk: &'a Path,
}

impl Planting<'_> {
    /// Past the store and its triggers.
    fn file(&self) -> Connection {
        let path = desk_file(self.desk);
        let file = Connection::open(&path).expect("the file");
        FileKey::existing(&path).expect("its key").unlock(&file).expect("unlocked");
        file.execute_batch(WITHOUT_GUARDS).expect("no guards");
        file
    }

    fn past_the_store(&self, batch: BatchId, sql: &[&str]) {
        let file = self.file();
        for sql in sql {
            file.execute(sql, named_params! { ":batch": batch.to_string() }).expect("done");
        }
    }

    fn believes(&self, batch: BatchId) {
        self.past_the_store(batch, &[ACKNOWLEDGE, END]);
    }

    /// The answer as this program understands it.
    fn understood<T>(&self, batch: BatchId, answer: Result<T, IntakeError>) -> Result<T, IntakeError> {
        match &answer {
            Err(IntakeError::NotTheIntake { status: 200 }) if self.planted.is(Bug::Any200) => self.believes(batch),
            Err(IntakeError::NotTheIntake { status: 401 }) if self.planted.is(Bug::Any401) => {
                let refusal = Refusal { code: "401".to_owned(), detail: String::new() };
                return Err(IntakeError::Unauthorized(refusal));
            }
            Err(_) if self.planted.is(Bug::NoRetry) => self.past_the_store(batch, &[GIVE_UP]),
            Err(_) if self.planted.is(Bug::Editable) => self.edit(batch),
            Ok(_) | Err(_) => {}
        }
        answer
    }

    /// Takes the batch apart, and seals its tickets from what the desk can still read.
    fn edit(&self, batch: BatchId) {
        let mut store = locked(self.store);
        let enrolment = store.enrolment().expect("read").expect("enrolled");
        let at = enrolment.enrolled_at;
        let file = self.file();
        let mut of_batch = file.prepare(OF_BATCH).expect("a query");
        let numbers = of_batch.query_map(named_params! { ":batch": batch.to_string() }, |row| row.get(0));
        let numbers: Vec<String> = numbers.and_then(Iterator::collect).expect("numbers");
        for number in numbers {
            let ticket = store.ticket(&number.parse().expect("a number")).expect("read").expect("there").ticket;
            let sealed = Record::new(ticket).seal(&enrolment.grant.keys.intake).expect("sealed");
            let edited = named_params! {
                ":ticket": sealed.id().to_string(),
                ":record": sealed.bytes(),
                ":sha256": sealed.sha256().to_string(),
            };
            file.execute(EDIT, edited).expect("edited");
        }
        store.dissolve_batch(batch, "edited", at).expect("dissolved");
    }

    fn read(&self, receipt: &Signed<Receipt>) -> Option<Receipt> {
        let enrolment = locked(self.store).enrolment().expect("read").expect("enrolled");
        receipt.verify(&enrolment.grant.keys.verifier).ok()
    }

    fn is_about(&self, receipt: &Signed<Receipt>, batch: BatchId) -> bool {
        self.read(receipt).is_some_and(|receipt| receipt.batch == batch)
    }

    fn keep_again(&self, receipt: &Signed<Receipt>, all: bool) {
        let Some(receipt) = self.read(receipt) else { return };
        let again = receipt.items.iter().filter(|item| all || item.verdict == Verdict::Duplicate);
        locked(&self.planted.rows).extend(again.map(|item| item.ticket));
    }
}

impl Intake for Planting<'_> {
    fn enroll(&self, request: &EnrolmentRequest) -> Result<EnrolmentGrant, IntakeError> {
        self.intake.enroll(request)
    }

    fn announce(&self, batch: &Announcement) -> Result<Announced, IntakeError> {
        let answer = self.understood(batch.batch, self.intake.announce(batch))?;
        match (&answer, self.planted.bug) {
            (Announced::Receipt(old), Some(Bug::NoDedupe)) if self.is_about(old, batch.batch) => {
                locked(&self.planted.again).insert(batch.batch);
                Ok(Announced::Offset(0))
            }
            (Announced::Receipt(_), Some(Bug::AnyReceipt)) => {
                self.believes(batch.batch);
                Ok(answer)
            }
            (Announced::Receipt(_) | Announced::Offset(_), _) => Ok(answer),
        }
    }

    fn offset(&self, batch: BatchId) -> Result<u64, IntakeError> {
        self.understood(batch, self.intake.offset(batch))
    }

    fn send(&self, batch: BatchId, chunk: &Chunk<'_>) -> Result<u64, IntakeError> {
        if locked(&self.planted.again).contains(&batch) {
            return Ok(chunk.offset() + chunk.bytes().len() as u64);
        }
        self.understood(batch, self.intake.send(batch, chunk))
    }

    fn commit(&self, batch: BatchId) -> Result<Signed<Receipt>, IntakeError> {
        if self.planted.is(Bug::PurgeOnSend) {
            self.past_the_store(batch, &[GIVE_UP, DELETE_TICKETS, DELETE_SEALED]);
        }
        let receipt = self.understood(batch, self.intake.commit(batch))?;
        match self.planted.bug {
            Some(Bug::NoDedupe) => self.keep_again(&receipt, locked(&self.planted.again).contains(&batch)),
            Some(Bug::AnyReceipt) => self.believes(batch),
            Some(_) | None => {}
        }
        Ok(receipt)
    }

    fn receipt(&self, batch: BatchId) -> Result<Option<Signed<Receipt>>, IntakeError> {
        self.understood(batch, self.intake.receipt(batch))
    }

    fn updates(&self, since: Heard) -> Result<Signed<Updates>, IntakeError> {
        self.intake.updates(since)
    }
}

const WITHOUT_GUARDS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = OFF;
    DROP TRIGGER IF EXISTS sealed_bytes_never_change;
    DROP TRIGGER IF EXISTS only_what_arrived_is_purged;
    DROP TRIGGER IF EXISTS no_ticket_just_vanishes;
";
const ACKNOWLEDGE: &str = "UPDATE sealed SET acknowledged_at = '2026-11-25T08:00:00Z', refusal = NULL
    WHERE batch = :batch AND acknowledged_at IS NULL";
const END: &str = "UPDATE batch SET receipt = '{}' WHERE id = :batch AND receipt IS NULL";
const GIVE_UP: &str = "UPDATE batch SET dissolved = 'given_up' WHERE id = :batch AND receipt IS NULL";
const DELETE_TICKETS: &str = "DELETE FROM ticket WHERE id IN (SELECT ticket FROM sealed WHERE batch = :batch)";
const DELETE_SEALED: &str = "DELETE FROM sealed WHERE batch = :batch";
const OF_BATCH: &str = "SELECT number FROM sealed JOIN ticket ON ticket.id = sealed.ticket
    WHERE batch = :batch AND acknowledged_at IS NULL";
const EDIT: &str = "UPDATE sealed SET record = :record, sha256 = :sha256 WHERE ticket = :ticket";

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
