//! How this desk became one of the city's. Each enrolment is an epoch; the newest that was granted counts.

use centrala_protocol::{DeskSigner, DeskVerifier, EnrolmentGrant, Heard};
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use zeroize::Zeroizing;

use super::batches;
use super::receipts::told;
use crate::audit::{self, Act};
use crate::columns;
use crate::error::StoreError;
use crate::file::Store;

/// Deliberately without `Debug`: it holds the token and the signing key.
pub struct Enrolment {
    pub epoch: u32,
    /// Where it is found: a URL.
    pub intake: String,
    /// Root certificates to believe there instead of the machine's own, as PEM.
    pub certificate: Option<String>,
    pub grant: EnrolmentGrant,
    pub enrolled_at: DateTime<Utc>,
    /// Why the intake no longer takes this desk's word: a code of its own.
    pub refused: Option<String>,
    /// Up to where the city's news are read; the intake's counting.
    pub heard: Heard,
    pub heard_at: Option<DateTime<Utc>>,
    pub(super) signer: DeskSigner,
}

impl Enrolment {
    /// What the city knows this desk's signature by.
    pub fn verifier(&self) -> DeskVerifier {
        self.signer.verifier()
    }
}

impl Store {
    pub fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        Ok(newest(&self.connection)?)
    }

    /// The key to ask with. It is kept before it is sent: after a lost answer the same key is asked with again.
    pub fn begin_enrolment(
        &mut self,
        intake: &str,
        certificate: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<DeskVerifier, StoreError> {
        let transaction = self.begin()?;
        let asked = named_params! { ":intake": intake, ":certificate": certificate };
        let begun = transaction.query_row(include_str!("enrolment/ask_again.sql"), asked, signer).optional()?;
        let signer = match begun {
            Some(signer) => signer,
            None => begin(&transaction, intake, certificate, at)?,
        };
        transaction.commit()?;
        Ok(signer.verifier())
    }

    /// The intake has granted it. The desk's code is the city's from now on; tickets keep the numbers they have, and the next
    /// one is at least what the city says: a new machine of an old desk gives no number twice (I3). What lay in batches of an
    /// earlier enrolment travels anew: their chain has ended.
    ///
    /// # Errors
    /// [`StoreError::SealedToAnother`]: what waits could not be opened there. Nothing was changed; [`Self::give_up_sealed`]
    /// if its key is lost for good.
    pub fn finish_enrolment(&mut self, grant: &EnrolmentGrant, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        refuse_other_key(&transaction, grant)?;
        let granted = Zeroizing::new(columns::to_json(grant)?);
        let granted = named_params! { ":granted": *granted, ":at": at };
        if transaction.execute(include_str!("enrolment/grant.sql"), granted)? == 0 {
            return Err(StoreError::NotEnrolled);
        }
        let named = named_params! { ":code": grant.desk.as_str(), ":next_running": grant.next_running.get() };
        transaction.execute(include_str!("../desk/rename.sql"), named)?;
        for batch in batches::waiting(&transaction)? {
            batches::dissolve(&transaction, batch.id, "enrolled_anew", at)?;
        }
        audit::append(&transaction, at, Act::DeskEnrolled, grant.desk.as_str())?;
        Ok(transaction.commit()?)
    }

    /// What is sealed and waits will never be opened: refused, each waits for a person to correct it by another ticket. Says
    /// how many.
    pub fn give_up_sealed(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let transaction = self.begin()?;
        let given_up = told(&transaction, include_str!("sealed/give_up.sql"), &[], Act::TicketRefused, at)?;
        transaction.commit()?;
        Ok(given_up)
    }

    /// The intake does not take the word of this epoch's desk any more; everything is kept.
    pub fn refuse_enrolment(&mut self, epoch: u32, code: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let refused = named_params! { ":epoch": epoch, ":code": code };
        let desk: Option<String> =
            transaction.query_row(include_str!("enrolment/refuse.sql"), refused, |row| row.get("code")).optional()?;
        if let Some(desk) = desk {
            audit::append(&transaction, at, Act::DeskRefused, &desk)?;
        }
        Ok(transaction.commit()?)
    }
}

pub(super) fn newest(connection: &Connection) -> Result<Option<Enrolment>, rusqlite::Error> {
    connection.query_row(include_str!("enrolment/newest.sql"), [], enrolment).optional()
}

fn refuse_other_key(connection: &Connection, grant: &EnrolmentGrant) -> Result<(), StoreError> {
    let before = newest(connection)?;
    let is_other = before.is_some_and(|before| !before.grant.keys.intake.shares_a_key_with(&grant.keys.intake));
    let waiting = connection.query_row(include_str!("sealed/waiting.sql"), [], |row| row.get("waiting"))?;
    if is_other && waiting > 0 { Err(StoreError::SealedToAnother { waiting }) } else { Ok(()) }
}

fn begin(
    connection: &Connection,
    intake: &str,
    certificate: Option<&str>,
    at: DateTime<Utc>,
) -> Result<DeskSigner, StoreError> {
    let signer = DeskSigner::generate()?;
    let key = signer.to_text();
    let begun = named_params! { ":intake": intake, ":certificate": certificate, ":signing_key": *key, ":at": at };
    connection.execute(include_str!("enrolment/begin.sql"), begun)?;
    Ok(signer)
}

fn enrolment(row: &Row<'_>) -> Result<Enrolment, rusqlite::Error> {
    Ok(Enrolment {
        epoch: row.get("epoch")?,
        intake: row.get("intake")?,
        certificate: row.get("certificate")?,
        grant: columns::json(row, "granted")?,
        enrolled_at: row.get("granted_at")?,
        refused: row.get("refused")?,
        heard: Heard {
            news: columns::from_text(row, "news_through")?,
            matters: columns::from_text(row, "matters_through")?,
        },
        heard_at: row.get("heard_at")?,
        signer: signer(row)?,
    })
}

fn signer(row: &Row<'_>) -> Result<DeskSigner, rusqlite::Error> {
    let text = Zeroizing::new(row.get::<_, String>("signing_key")?);
    let damaged = |error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error));
    DeskSigner::from_text(&text).map_err(damaged)
}
