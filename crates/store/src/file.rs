//! Opening the file: has it our key, is it ours, do we know its format, is it set so that a commit survives a power cut?

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use centrala_domain::DeskCode;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, named_params};
use uuid::Uuid;

use crate::columns;
use crate::copies;
use crate::disk::{is_plain, owner_only};
use crate::encrypt::{encrypt, encrypt_copies};
use crate::error::StoreError;
use crate::key::FileKey;
use crate::opening::{Opening, explained, refuse_lost, was_made};
use crate::place::refuse_unsafe;

/// "CEND" in the file's header.
pub(crate) const APPLICATION_ID: i32 = 0x4345_4E44;

/// In the order in which they were released; a released one never changes. `user_version` counts those applied.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_desk.sql"),
    include_str!("migrations/0002_learning.sql"),
    include_str!("migrations/0003_undo_and_audit.sql"),
    include_str!("migrations/0004_outbox.sql"),
    include_str!("migrations/0005_backups.sql"),
    include_str!("migrations/0006_corrected.sql"),
    include_str!("migrations/0007_calls.sql"),
    include_str!("migrations/0008_places_and_voices.sql"),
    include_str!("migrations/0009_matters.sql"),
    include_str!("migrations/0010_deliberate_acts.sql"),
];

/// WAL + FULL is the one setting under which no simulated power cut lost a commit (docs/decisions/0003).
const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
";

/// The desk's file, open.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) key: FileKey,
}

/// Which desk this file belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskIdentity {
    pub id: Uuid,
    pub code: DeskCode,
}

impl Store {
    /// Opens the file, or makes it; `new_desk` gives a new file its identity. One from before encryption is encrypted.
    ///
    /// # Errors
    /// A newer, foreign or damaged file is refused before anything is written to it.
    pub fn open(
        path: &Path,
        key: &FileKey,
        new_desk: impl FnOnce() -> (Uuid, DeskCode, DateTime<Utc>),
    ) -> Result<Self, StoreError> {
        refuse_unsafe(path)?;
        let mut opening = Opening::wait(path)?;
        refuse_lost(path)?;
        if is_plain(path)? {
            encrypt(path, key)?;
        }
        // SQLite takes an empty file for a new one, and its log gets the same rights.
        match owner_only().open(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
            Ok(_) | Err(_) => {}
        }
        let mut store = Self::connect(path, key, OpenFlags::SQLITE_OPEN_CREATE)?;
        if store.version()? == 0 && was_made(path) {
            return Err(StoreError::FileLost);
        }
        store.migrate(new_desk)?;
        opening.remember(path, key)?;
        encrypt_copies(path, key);
        Ok(store)
    }

    /// Opens a file that must be there already, in the format this program writes; makes and changes nothing.
    pub fn open_existing(path: &Path, key: &FileKey) -> Result<Self, StoreError> {
        if is_plain(path)? {
            return Err(StoreError::NotEncryptedYet);
        }
        let store = Self::connect(path, key, OpenFlags::empty())?;
        if store.version()? == 0 { Err(StoreError::NotADesk) } else { Ok(store) }
    }

    pub fn identity(&self) -> Result<DeskIdentity, StoreError> {
        let row = self.connection.query_row(include_str!("desk/identity.sql"), [], |row| {
            Ok(DeskIdentity { id: columns::uuid(row, "id")?, code: columns::parsed(row, "code")? })
        });
        Ok(row?)
    }

    pub(crate) fn connect(path: &Path, key: &FileKey, extra: OpenFlags) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
        let connection = Connection::open_with_flags(path, flags)?;
        key.unlock(&connection)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let store = Self { connection, path: path.to_owned(), key: key.clone() };
        store.refuse_foreign().map_err(|error| explained(error, path, key))?;
        store.set_up()?;
        Ok(store)
    }

    fn set_up(&self) -> Result<(), StoreError> {
        self.connection.execute_batch(SETTINGS)?;
        // A read-only medium opens without a word and fails at the first save: better to say it now.
        if self.connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly);
        }
        // SQLite keeps to another mode without a word where the disk cannot do it.
        let mode: String = self.pragma("journal_mode")?;
        if mode == "wal" { Ok(()) } else { Err(StoreError::NoLog) }
    }

    /// A file without a table is nobody's: the first start was cut off in it.
    fn refuse_foreign(&self) -> Result<(), StoreError> {
        let application: i32 = self.pragma("application_id")?;
        if application != APPLICATION_ID && self.connection.prepare("SELECT 1 FROM sqlite_schema")?.exists([])? {
            return Err(StoreError::NotADesk);
        }
        refuse_newer(self.version()?)
    }

    pub(crate) fn version(&self) -> Result<u32, StoreError> {
        self.pragma("user_version")
    }

    fn pragma<T: rusqlite::types::FromSql>(&self, name: &str) -> Result<T, StoreError> {
        Ok(self.connection.pragma_query_value(None, name, |row| row.get(0))?)
    }

    /// All missing migrations in one transaction, after a copy of a file that holds work.
    fn migrate(&mut self, new_desk: impl FnOnce() -> (Uuid, DeskCode, DateTime<Utc>)) -> Result<(), StoreError> {
        let found = self.version()?;
        if found == known_version() {
            return Ok(());
        }
        if found > 0 {
            self.copy_before(found)?;
        }
        self.bring_up(new_desk)
    }

    pub(crate) fn bring_up(
        &mut self,
        new_desk: impl FnOnce() -> (Uuid, DeskCode, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        // Another process may have been first.
        let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for migration in MIGRATIONS.iter().skip(found as usize) {
            transaction.execute_batch(migration)?;
        }
        if found == 0 {
            let (id, code, created_at) = new_desk();
            let identity = named_params! { ":id": id.to_string(), ":code": code.as_str(), ":created_at": created_at };
            transaction.execute(include_str!("desk/create.sql"), identity)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        transaction.pragma_update(None, "user_version", known_version())?;
        Ok(transaction.commit()?)
    }

    /// An older copy of that format goes: since then more may have been saved.
    fn copy_before(&self, version: u32) -> Result<(), StoreError> {
        let place = self.path.with_file_name(format!("desk-of-format-{version}.sqlite"));
        let part = copies::begin(&place)?;
        self.connection.execute("VACUUM INTO :part", named_params! { ":part": part.to_string_lossy() })?;
        let copied: u32 =
            copies::whole(&part, &self.key)?.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if copied == version { Ok(copies::put_in_place(&part, &place)?) } else { Err(StoreError::Corrupt) }
    }

    /// SQLite's own way to act out a full disk: no page beyond `pages` (0 asks only). Returns the limit in force.
    #[doc(hidden)]
    pub fn limit_pages_for_test(&self, pages: u32) -> Result<u32, StoreError> {
        let now: u32 = self.pragma("page_count")?;
        let limit = if pages == 0 { now } else { pages };
        self.connection.pragma_update_and_check(None, "max_page_count", limit, |row| row.get::<_, u32>(0))?;
        Ok(limit)
    }

    /// Other settings, for the controls of `crates/torture`: a check that finds no loss with them would find none ever.
    #[doc(hidden)]
    pub fn set_for_test(&self, pragmas: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(pragmas)?)
    }

    /// A transaction that takes the write lock at once: it waits at its beginning or not at all.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

/// The tables of the format that this program writes, in an empty file.
pub(crate) fn all_migrations(connection: &Connection) -> Result<(), rusqlite::Error> {
    MIGRATIONS.iter().try_for_each(|migration| connection.execute_batch(migration))
}

/// Refuses a file that a newer program wrote.
pub(crate) fn refuse_newer(found: u32) -> Result<(), StoreError> {
    let known = known_version();
    if found > known { Err(StoreError::NewerFile { found, known }) } else { Ok(()) }
}

fn known_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}
