//! What the operator reads: articles used in calls, her favourites, what changed since she last read, and what she
//! holds for outdated.

use std::collections::HashMap;

use centrala_domain::Flag;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;

use crate::error::StoreError;
use crate::file::Store;

impl Store {
    /// Procedures used in this call, in the order of their use.
    pub fn read_in_call(&self, call: Uuid) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("used/read_in_call.sql"))?;
        let procedures = statement.query_map(named_params! { ":call": call.to_string() }, |row| row.get(0))?;
        Ok(procedures.collect::<Result<_, _>>()?)
    }

    /// The last read first.
    pub fn recent_procedures(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("used/recent_procedures.sql"))?;
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

    /// Key of the edition that was seen last.
    pub fn seen_edition(&self) -> Result<Option<String>, StoreError> {
        Ok(self.connection.query_row(include_str!("edition_seen/key.sql"), [], |row| row.get(0)).optional()?)
    }

    /// Takes note of an edition: of each article its id and the sha256 of its text. An article that is new or other than
    /// before has changed at `at`; of the first edition nothing has.
    pub fn see_edition(
        &mut self,
        key: &str,
        articles: &[(String, String)],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let changed_at = self.seen_edition()?.map(|_| at);
        let transaction = self.begin()?;
        see(&transaction, articles, changed_at)?;
        transaction.execute(include_str!("edition_seen/save.sql"), named_params! { ":key": key })?;
        Ok(transaction.commit()?)
    }

    /// Articles that have changed since then, the last changed first.
    pub fn changed_articles(&self, since: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("article_seen/changed.sql"))?;
        let procedures = statement.query_map(named_params! { ":since": since }, |row| row.get(0))?;
        Ok(procedures.collect::<Result<_, _>>()?)
    }

    /// Once per version of an article: the newer flag counts. Its query and note hold nothing of a caller's
    /// (`centrala_domain::{keepable, keepable_note}`).
    pub fn flag_article(&mut self, flag: &Flag) -> Result<(), StoreError> {
        let Flag { procedure, version, edition, query, note, at } = flag;
        let flag = named_params! {
            ":procedure": procedure, ":version": version, ":edition": edition, ":query": query, ":note": note, ":at": at
        };
        self.connection.execute(include_str!("flag/save.sql"), flag)?;
        Ok(())
    }

    pub fn unflag_article(&mut self, procedure: &str, version: &str) -> Result<(), StoreError> {
        let flag = named_params! { ":procedure": procedure, ":version": version };
        self.connection.execute(include_str!("flag/remove.sql"), flag)?;
        Ok(())
    }

    /// The newest first.
    pub fn flags(&self) -> Result<Vec<Flag>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("flag/list.sql"))?;
        let flags = statement.query_map([], |row| {
            Ok(Flag {
                procedure: row.get("procedure")?,
                version: row.get("version")?,
                edition: row.get("edition")?,
                query: row.get("query")?,
                note: row.get("note")?,
                at: row.get("at")?,
            })
        })?;
        Ok(flags.collect::<Result<_, _>>()?)
    }
}

fn see(
    connection: &Connection,
    articles: &[(String, String)],
    at: Option<DateTime<Utc>>,
) -> Result<(), rusqlite::Error> {
    let mut known = connection.prepare(include_str!("article_seen/list.sql"))?;
    let known = known.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut known = known.collect::<Result<HashMap<String, String>, _>>()?;
    for (procedure, sha256) in articles {
        if known.remove(procedure).as_ref() != Some(sha256) {
            let seen = named_params! { ":procedure": procedure, ":sha256": sha256, ":at": at };
            connection.prepare_cached(include_str!("article_seen/save.sql"))?.execute(seen)?;
        }
    }
    for gone in known.into_keys() {
        connection.execute(include_str!("article_seen/remove.sql"), named_params! { ":procedure": gone })?;
    }
    Ok(())
}
