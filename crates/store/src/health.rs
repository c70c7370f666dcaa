//! Is the file well?

use std::path::PathBuf;

use crate::error::StoreError;
use crate::file::Store;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreHealth {
    pub path: PathBuf,
    pub sqlite_version: &'static str,
    pub user_version: u32,
    /// What `quick_check` found; empty is well.
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
            user_version: self.version()?,
            integrity: self.integrity()?,
            tickets: count("SELECT count(*) FROM ticket")?,
            drafts: count("SELECT count(*) FROM draft")?,
            open_calls: count("SELECT count(*) FROM call WHERE ended_at IS NULL")?,
            bytes: std::fs::metadata(&self.path)?.len(),
        })
    }

    fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA quick_check")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}
