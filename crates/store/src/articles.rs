//! What the operator reads: articles opened in calls, and her favourites.

use chrono::{DateTime, Utc};
use rusqlite::named_params;
use uuid::Uuid;

use crate::error::StoreError;
use crate::file::Store;

impl Store {
    /// The call must be saved already. Reading an article again in a call only makes it more recent.
    pub fn record_reading(&mut self, call: Uuid, procedure: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let reading = named_params! { ":call": call.to_string(), ":procedure": procedure, ":at": at };
        self.connection.execute(include_str!("reading/record.sql"), reading)?;
        Ok(())
    }

    /// The last read first.
    pub fn recent_procedures(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("reading/recent.sql"))?;
        let procedures = statement.query_map(named_params! { ":limit": limit }, |row| row.get(0))?;
        Ok(procedures.collect::<Result<_, _>>()?)
    }

    pub fn set_favourite(&mut self, procedure: &str, favourite: bool, at: DateTime<Utc>) -> Result<(), StoreError> {
        if favourite {
            let added = named_params! { ":procedure": procedure, ":at": at };
            self.connection.execute(include_str!("favourite/add.sql"), added)?;
        } else {
            self.connection.execute(include_str!("favourite/remove.sql"), named_params! { ":procedure": procedure })?;
        }
        Ok(())
    }

    pub fn favourites(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("favourite/list.sql"))?;
        let procedures = statement.query_map([], |row| row.get(0))?;
        Ok(procedures.collect::<Result<_, _>>()?)
    }
}
