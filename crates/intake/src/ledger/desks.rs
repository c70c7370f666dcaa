//! Who may send: one-time codes, desks, their tokens and keys. Of what opens a door only the hash is kept.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use centrala_domain::{DeskCode, TicketNumber};
use centrala_protocol::{DeskVerifier, KeyId, Sha256};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::engine::{Engine, Row};
use super::{Ledger, LedgerError};

/// How long after its use a code still helps who did not get the answer.
const TRY_AGAIN: TimeDelta = TimeDelta::hours(1);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    pub sha256: Sha256,
    /// The desk that it is for; an enrolled one is enrolled anew. None: the code a desk proposes, or the next free.
    pub desk: Option<DeskCode>,
    /// What people call that desk; may be empty.
    pub name: String,
    pub expires_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolling {
    pub code: Sha256,
    pub key: DeskVerifier,
    pub proposed: Option<DeskCode>,
    pub token: Sha256,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// Its code, and the running number that its next ticket gets at least.
    Desk(DeskCode, NonZeroU32),
    WrongCode,
    UsedCode,
    ExpiredCode,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Desk {
    pub code: DeskCode,
    pub name: String,
    pub enrolled_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskKey {
    pub verifier: DeskVerifier,
    pub revoked: bool,
}

impl Ledger {
    pub fn add_code(&self, code: NewCode) -> Result<(), LedgerError> {
        self.write(move |engine| {
            let NewCode { sha256, desk, name, expires_at } = code;
            let values = [
                (":sha256", sha256.to_string().into()),
                (":desk", desk.map(String::from).into()),
                (":name", name.into()),
                (":expires_at", expires_at.into()),
            ];
            engine.execute(include_str!("desk/add_code.sql"), &values)?;
            Ok(())
        })
    }

    /// Spends a code. The same code with the same key again means that the answer was lost, and changes nothing.
    pub fn enroll(&self, enrolling: Enrolling) -> Result<Enrolled, LedgerError> {
        self.write(move |engine| enroll_inner(engine, &enrolling))
    }

    pub fn desk_by_token(&self, token: Sha256) -> Result<Option<Desk>, LedgerError> {
        let values = [(":token_sha256", token.to_string().into())];
        self.read(|engine| engine.one(include_str!("desk/by_token.sql"), &values)?.as_ref().map(desk).transpose())
    }

    pub fn desk_key(&self, desk: &DeskCode, id: &KeyId) -> Result<Option<DeskKey>, LedgerError> {
        let values = [(":desk", desk.as_str().into()), (":id", id.to_string().into())];
        let row = self.read(|engine| engine.one(include_str!("desk/key.sql"), &values))?;
        let key = |row: Row| {
            Ok(DeskKey { verifier: row.made("verifier")?, revoked: row.maybe_time("revoked_at")?.is_some() })
        };
        row.map(key).transpose()
    }

    pub fn desks(&self) -> Result<Vec<Desk>, LedgerError> {
        self.read(|engine| engine.query(include_str!("desk/list.sql"), &[])?.iter().map(desk).collect())
    }

    /// Its token and its keys count no more. False where there is no such desk, or it was revoked before.
    pub fn revoke(&self, desk: &DeskCode, at: DateTime<Utc>) -> Result<bool, LedgerError> {
        let values = [(":code", desk.as_str().into()), (":at", at.into())];
        self.write(move |engine| {
            engine.execute(include_str!("desk/revoke_keys.sql"), &values)?;
            Ok(engine.execute(include_str!("desk/revoke.sql"), &values)? == 1)
        })
    }
}

fn enroll_inner(engine: &mut dyn Engine, enrolling: &Enrolling) -> Result<Enrolled, LedgerError> {
    let hash = [(":sha256", enrolling.code.to_string().into())];
    let Some(code) = engine.one(include_str!("desk/code.sql"), &hash)? else { return Ok(Enrolled::WrongCode) };
    if let Some(used_at) = code.maybe_time("used_at")? {
        if !answer_was_lost(engine, enrolling, &code, used_at)? {
            return Ok(Enrolled::UsedCode);
        }
    } else if code.maybe_time("expires_at")?.is_some_and(|end| end < enrolling.at) {
        return Ok(Enrolled::ExpiredCode);
    }
    let desk = match code.maybe_text("desk")? {
        Some(_) => code.made("desk")?,
        None => free_code(engine, enrolling.proposed.as_ref())?,
    };
    keep_desk(engine, enrolling, &desk, code.text("name")?)?;
    let next = next_running(engine, &desk)?;
    Ok(Enrolled::Desk(desk, next))
}

/// After the highest number of this code that was ever received, whoever sent it.
fn next_running(engine: &mut dyn Engine, desk: &DeskCode) -> Result<NonZeroU32, LedgerError> {
    // "." is what comes after "-".
    let range = [(":first", format!("{desk}-").into()), (":beyond", format!("{desk}.").into())];
    let last = engine.one(include_str!("ticket/last_numbered.sql"), &range)?;
    let last = last.map(|row| row.parsed::<TicketNumber>("number")).transpose()?;
    Ok(last.map_or(NonZeroU32::MIN, |last| NonZeroU32::MIN.saturating_add(last.running())))
}

/// The same key so soon again, and nobody has revoked the desk since.
fn answer_was_lost(
    engine: &mut dyn Engine,
    again: &Enrolling,
    code: &Row,
    used_at: DateTime<Utc>,
) -> Result<bool, LedgerError> {
    let row = engine.one(include_str!("desk/get.sql"), &[(":code", code.text("desk")?.into())])?;
    let stands = row.as_ref().map(desk).transpose()?.is_some_and(|desk| desk.revoked_at.is_none());
    let same_key = code.maybe_text("used_key")? == Some(&again.key.id().to_string());
    Ok(stands && same_key && again.at < used_at + TRY_AGAIN)
}

fn keep_desk(engine: &mut dyn Engine, new: &Enrolling, desk: &DeskCode, name: &str) -> Result<(), LedgerError> {
    let key = new.key.id().to_string();
    let row = [
        (":code", desk.as_str().into()),
        (":name", name.into()),
        (":enrolled_at", new.at.into()),
        (":token_sha256", new.token.to_string().into()),
    ];
    engine.execute(include_str!("desk/enroll.sql"), &row)?;
    let verifier = String::from(new.key.clone());
    let row = [(":desk", desk.as_str().into()), (":id", key.clone().into()), (":verifier", verifier.into())];
    engine.execute(include_str!("desk/add_key.sql"), &row)?;
    let row = [
        (":sha256", new.code.to_string().into()),
        (":desk", desk.as_str().into()),
        (":used_at", new.at.into()),
        (":used_key", key.into()),
    ];
    engine.execute(include_str!("desk/use_code.sql"), &row)?;
    Ok(())
}

/// The proposed code, or the lowest that no desk has and no open code promises. "Ł07" is Ł7 to the ear.
fn free_code(engine: &mut dyn Engine, proposed: Option<&DeskCode>) -> Result<DeskCode, LedgerError> {
    let rows = engine.query(include_str!("desk/taken.sql"), &[])?;
    let codes = rows.iter().map(|row| row.made::<DeskCode>("code"));
    let taken: BTreeSet<u16> = codes.map(|code| code.map(|code| number(&code))).collect::<Result<_, _>>()?;
    let free = proposed.filter(|code| !taken.contains(&number(code))).cloned();
    let next = || (1..=9999).find(|n| !taken.contains(n)).and_then(|n| DeskCode::numbered(n).ok());
    free.or_else(next).ok_or_else(|| LedgerError::Database("all desk codes are given".into()))
}

fn number(code: &DeskCode) -> u16 {
    code.as_str().trim_start_matches('Ł').parse().unwrap_or(0)
}

fn desk(row: &Row) -> Result<Desk, LedgerError> {
    Ok(Desk {
        code: row.made("code")?,
        name: row.text("name")?.to_owned(),
        enrolled_at: row.parsed("enrolled_at")?,
        revoked_at: row.maybe_time("revoked_at")?,
    })
}
