//! Is the file well?

use std::path::{Path, PathBuf};

use crate::encrypt::plain_copies;
use crate::error::StoreError;
use crate::file::Store;

const SOUND: i32 = 3_051_003;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreHealth {
    pub path: PathBuf,
    pub sqlite_version: &'static str,
    /// Whether this SQLite is free of the bug that loses commits when a log begins anew (mended in 3.51.3).
    pub sqlite_is_sound: bool,
    pub cipher_version: String,
    pub user_version: u32,
    /// What `quick_check` and the check of each page's HMAC found; empty is well.
    pub integrity: Vec<String>,
    pub tickets: u32,
    pub drafts: u32,
    pub open_calls: u32,
    /// Of the main file.
    pub bytes: u64,
}

impl Store {
    pub fn health(&self) -> Result<StoreHealth, StoreError> {
        let count = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, u32>(0));
        Ok(StoreHealth {
            path: self.path.clone(),
            sqlite_version: rusqlite::version(),
            sqlite_is_sound: rusqlite::version_number() >= SOUND,
            cipher_version: self.connection.query_row("PRAGMA cipher_version", [], |row| row.get(0))?,
            user_version: self.version()?,
            integrity: self.integrity()?,
            tickets: count("SELECT count(*) FROM ticket")?,
            drafts: count("SELECT count(*) FROM draft")?,
            open_calls: count("SELECT count(*) FROM call WHERE ended_at IS NULL")?,
            bytes: std::fs::metadata(&self.path)?.len(),
        })
    }

    /// The pages of the file itself are looked at: what stands in the log is moved there first, as far as nobody reads it.
    fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        let mut found = self.lines("PRAGMA quick_check")?;
        found.extend(self.lines("PRAGMA cipher_integrity_check")?);
        found.retain(|line| line != "ok");
        Ok(found)
    }

    fn lines(&self, pragma: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(pragma)?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// Copies beside the file that were made before it was encrypted, and have not been taken over.
pub fn readable_copies(desk_file: &Path) -> Vec<PathBuf> {
    plain_copies(desk_file)
}
