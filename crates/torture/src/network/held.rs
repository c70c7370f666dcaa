//! The checker: what was shown as saved, against the city's ledger and the desk's file. The invariants are those of
//! docs/decisions/0008.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use centrala_domain::TicketState;
use centrala_protocol::Sha256;
use centrala_store::{FileKey, TicketFilter};
use rusqlite::Connection;
use uuid::Uuid;

use super::Told;
use super::city::{City, Row};
use super::clear;
use super::desk::Desk;
use crate::check::{Harm, desk_file};
use crate::world::without_contact;

/// While it is under way: nobody misses a ticket (I1), none is changed, nothing is acknowledged that the city has not (I4).
pub fn seen(desk: &Desk, city: &City) -> Told {
    let rows = rows(desk, city)?;
    let at_city = by_id(&rows);
    let filed = desk.store().tickets(&TicketFilter { words: String::new(), limit: u32::MAX })?;
    let here: BTreeMap<Uuid, _> = filed.into_iter().map(|filed| (filed.ticket.id, filed)).collect();
    for (id, ticket) in &desk.world.seen.tickets {
        match here.get(id) {
            None if !at_city.contains_key(id) => {
                return Ok(Err(Harm::Lost(format!("I1: {} is nowhere", ticket.number))));
            }
            Some(filed) if ![ticket, &without_contact(ticket)].contains(&&filed.ticket) => {
                return Ok(Err(Harm::Corrupt(format!("{} reads as {:?}", ticket.number, filed.ticket))));
            }
            Some(_) | None => {}
        }
    }
    acknowledged(desk, &at_city)
}

/// All was sent in fair weather.
pub fn judge(desk: &Desk, city: &City) -> Told {
    if let Err(harm) = seen(desk, city)? {
        return Ok(Err(harm));
    }
    let rows = rows(desk, city)?;
    Ok(arrived(desk, &rows).and(queue(desk)?).and(audit(desk)?).and(clear::judge(desk, city)?))
}

/// The desk has forgotten; the city has not.
pub fn purged(desk: &Desk, city: &City) -> Told {
    let left = desk.store().tickets(&TicketFilter { words: String::new(), limit: u32::MAX })?.len();
    if left > 0 {
        return Ok(Err(Harm::Corrupt(format!("I7: {left} tickets were not purged"))));
    }
    let file = unlocked(desk)?;
    let mut statement = file.prepare("SELECT id, sha256 FROM tombstone")?;
    let tombstones =
        statement.query_map([], |row| Ok((row.get::<_, String>("id")?, row.get::<_, String>("sha256")?)))?;
    let tombstones: BTreeSet<(String, String)> = tombstones.collect::<Result<_, _>>()?;
    let rows = rows(desk, city)?;
    let held = rows.iter().map(|row| (row.ticket.id.to_string(), row.sha256.to_string())).collect();
    if tombstones != held {
        return Ok(Err(Harm::Lost("I7: something was purged that the city has not".to_owned())));
    }
    Ok(arrived(desk, &rows).and(audit(desk)?))
}

/// Each once (I1, I2), with its number and all that was said in it (I3), and nothing else (I6).
fn arrived(desk: &Desk, rows: &[Row]) -> Result<(), Harm> {
    let at_city = by_id(rows);
    if at_city.len() != rows.len() {
        return Err(Harm::Doubled(format!("I2: {} rows of {} tickets", rows.len(), at_city.len())));
    }
    for (id, ticket) in &desk.world.shown {
        match at_city.get(id) {
            None => return Err(Harm::Lost(format!("I1: {} never arrived", ticket.number))),
            Some(row) if row.ticket.number != ticket.number => {
                return Err(Harm::Corrupt(format!("I3: {} arrived as {}", ticket.number, row.ticket.number)));
            }
            Some(row) if row.ticket != *ticket => {
                return Err(Harm::Corrupt(format!("I5: {} arrived changed: {:?}", ticket.number, row.ticket)));
            }
            Some(_) => {}
        }
    }
    match rows.iter().find(|row| !desk.world.shown.contains_key(&row.ticket.id)) {
        Some(row) => Err(Harm::Corrupt(format!("I6: {} was undone, and arrived", row.ticket.number))),
        None => Ok(()),
    }
}

/// What the desk takes for acknowledged the city has, with these very bytes (I4).
fn acknowledged(desk: &Desk, at_city: &BTreeMap<Uuid, &Row>) -> Told {
    let file = unlocked(desk)?;
    let mut statement = file.prepare("SELECT ticket, sha256 FROM sealed WHERE acknowledged_at IS NOT NULL")?;
    let acknowledged =
        statement.query_map([], |row| Ok((row.get::<_, String>("ticket")?, row.get::<_, String>("sha256")?)))?;
    for ticket in acknowledged {
        let (ticket, sha256): (String, String) = ticket?;
        let sha256: Sha256 = sha256.parse()?;
        match at_city.get(&ticket.parse()?) {
            None => return Ok(Err(Harm::Lost(format!("I4: {ticket} is acknowledged, and the city has it not")))),
            Some(row) if row.sha256 != sha256 => {
                return Ok(Err(Harm::Corrupt(format!("I4: {ticket} is acknowledged, and the city has other bytes"))));
            }
            Some(_) => {}
        }
    }
    Ok(Ok(()))
}

/// Nothing waits any more (L1).
fn queue(desk: &Desk) -> Told {
    let filed = desk.store().tickets(&TicketFilter { words: String::new(), limit: u32::MAX })?;
    let waits = filed.iter().find(|filed| filed.state != TicketState::Acknowledged);
    Ok(match waits {
        Some(filed) => Err(Harm::Lost(format!("L1: {} is still {:?}", filed.ticket.number, filed.state))),
        None => Ok(()),
    })
}

fn audit(desk: &Desk) -> Told {
    let link = desk.store().audit()?.err();
    Ok(link.map_or(Ok(()), |link| Err(Harm::Corrupt(format!("I9: the audit's chain breaks at link {link}")))))
}

/// With those that a planted intake has kept besides.
fn rows(desk: &Desk, city: &City) -> Result<Vec<Row>> {
    let mut rows = city.rows()?;
    let again = desk.planted.kept_again();
    rows.extend(
        again.iter().filter_map(|id| rows.iter().find(|row| row.ticket.id == *id).cloned()).collect::<Vec<_>>(),
    );
    Ok(rows)
}

fn by_id(rows: &[Row]) -> BTreeMap<Uuid, &Row> {
    rows.iter().map(|row| (row.ticket.id, row)).collect()
}

pub fn unlocked(desk: &Desk) -> Result<Connection> {
    let path = desk_file(desk.folder());
    let file = Connection::open(&path)?;
    FileKey::existing(&path)?.unlock(&file)?;
    Ok(file)
}
