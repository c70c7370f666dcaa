//! What the city says: of this desk's tickets, and of what other desks have reported.

use centrala_protocol::{MatterNews, Signed, StatusChange, Updates};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::enrolling;
use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

impl Store {
    /// Keeps the city's news of tickets that are here, where older news never overwrite newer ones, and of other desks'
    /// reports, where the last one told counts.
    pub fn apply_news(&mut self, signed: &Signed<Updates>, at: DateTime<Utc>) -> Result<Updates, StoreError> {
        let transaction = self.begin()?;
        let enrolment = enrolling::newest(&transaction)?.ok_or(StoreError::NotEnrolled)?;
        let news = signed.verify(&enrolment.grant.keys.verifier).map_err(StoreError::FalseReceipt)?;
        if news.desk != enrolment.grant.desk {
            return Err(StoreError::OtherNews(news.desk));
        }
        for change in &news.changes {
            keep(&transaction, change)?;
        }
        for matter in &news.matters {
            keep_matter(&transaction, matter)?;
        }
        let heard = named_params! {
            ":epoch": enrolment.epoch,
            ":at": at,
            ":through": news.safe_through.to_string(),
            ":matters_through": news.matters_through.to_string(),
        };
        transaction.execute(include_str!("enrolment/heard.sql"), heard)?;
        transaction.commit()?;
        Ok(news)
    }
}

fn keep(connection: &Connection, change: &StatusChange) -> Result<(), rusqlite::Error> {
    connection.execute(
        include_str!("city_status/keep.sql"),
        named_params! {
            ":ticket": change.ticket.to_string(),
            ":state": columns::name(&change.state)?,
            ":note": change.note,
            ":at": change.at,
        },
    )?;
    Ok(())
}

fn keep_matter(connection: &Connection, MatterNews { ticket, matter }: &MatterNews) -> Result<(), rusqlite::Error> {
    let ticket = ticket.to_string();
    let Some(matter) = matter else {
        connection.execute(include_str!("../matter/withdraw.sql"), named_params! { ":ticket": ticket })?;
        return Ok(());
    };
    connection.execute(
        include_str!("../matter/keep.sql"),
        named_params! {
            ":ticket": ticket,
            ":created_at": matter.created_at,
            ":service": matter.service,
            ":told": columns::to_json(matter)?,
        },
    )?;
    Ok(())
}
