//! The desk's file against the world: is all there that was acknowledged, once, and as it was?

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use centrala_domain::Ticket;
use centrala_store::{FileKey, Store, StoreError, TicketFilter};
use rusqlite::Connection;
use uuid::Uuid;

use crate::acts::{Act, moment};
use crate::world::{Seen, World, desk_code};

/// What must never happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Harm {
    /// Something acknowledged is not there.
    Lost(String),
    /// A number, or the words of one form, stand in two tickets.
    Doubled(String),
    /// The file does not open, fails its checks, or holds what nobody saved.
    Corrupt(String),
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(what) => write!(f, "lost: {what}"),
            Self::Doubled(what) => write!(f, "doubled: {what}"),
            Self::Corrupt(what) => write!(f, "corrupt: {what}"),
        }
    }
}

impl From<StoreError> for Harm {
    fn from(error: StoreError) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<rusqlite::Error> for Harm {
    fn from(error: rusqlite::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

pub fn desk_file(folder: &Path) -> PathBuf {
    folder.join("desk.sqlite")
}

/// As the program opens it.
pub fn open(folder: &Path) -> Result<Store, StoreError> {
    let file = desk_file(folder);
    let key = FileKey::of(&file)?;
    Store::open(&file, &key, || (Uuid::from_u128(7), desk_code(), moment(0)))
}

/// Does the next act of the world; the operator must be shown what is right.
pub fn perform(store: &mut Store, act: &Act, after: &World) -> Result<Result<(), Harm>, StoreError> {
    let shown = act.perform(store, after.then())?;
    let right = shown.as_ref() == after.answer(act);
    Ok(if right { Ok(()) } else { Err(Harm::Corrupt(format!("act {} showed {shown:?}", after.step))) })
}

/// Either of two worlds may be found: the acknowledged one, or the one after the act that was underway. Says which.
pub fn judge(folder: &Path, seed: u64, acknowledged: &World) -> Result<World, Harm> {
    let store = open(folder)?;
    let seen = look(&store)??;
    drop(store);
    whole(folder)?;
    let underway = acknowledged.next(seed).1;
    if seen == acknowledged.seen {
        Ok(acknowledged.clone())
    } else if seen == underway.seen {
        Ok(underway)
    } else {
        Err(difference(&seen, seed, acknowledged, &underway))
    }
}

/// The desk works on: its next act is done, under the right number.
pub fn goes_on(folder: &Path, world: &World, seed: u64) -> Result<(), Harm> {
    let (act, after) = world.next(seed);
    perform(&mut open(folder)?, &act, &after)?
}

/// All that can be read; what is refused is an error, what contradicts itself is harm.
pub fn look(store: &Store) -> Result<Result<Seen, Harm>, StoreError> {
    let rows = store.tickets(&TicketFilter { words: String::new(), limit: u32::MAX })?;
    let drafts = store.drafts()?.into_iter().map(|kept| (kept.draft.id, (kept.draft, kept.saved_at))).collect();
    let links = match store.audit()? {
        Ok(links) => links,
        Err(link) => return Ok(Err(Harm::Corrupt(format!("the audit's chain breaks at link {link}")))),
    };
    let states = rows.iter().map(|filed| (filed.ticket.id, filed.state)).collect();
    let waiting = store.waiting_batches()?.first().map(|batch| batch.tickets);
    let tickets = once(rows.into_iter().map(|filed| filed.ticket).collect());
    Ok(tickets.map(|tickets| Seen { tickets, drafts, states, waiting, links }))
}

fn once(rows: Vec<Ticket>) -> Result<BTreeMap<Uuid, Ticket>, Harm> {
    let numbers: BTreeSet<&str> = rows.iter().map(|ticket| ticket.number.as_str()).collect();
    let words: BTreeSet<&str> = rows.iter().map(|ticket| ticket.description.as_str()).collect();
    if numbers.len() != rows.len() || words.len() != rows.len() {
        return Err(Harm::Doubled(format!("{} tickets, {} numbers, {} forms", rows.len(), numbers.len(), words.len())));
    }
    Ok(rows.into_iter().map(|ticket| (ticket.id, ticket)).collect())
}

/// Its pages and its structure, past the store. The file is closed: what was in the log is in the pages.
fn whole(folder: &Path) -> Result<(), Harm> {
    let file = Connection::open(desk_file(folder))?;
    FileKey::existing(&desk_file(folder))?.unlock(&file)?;
    let mut pages = file.prepare("PRAGMA cipher_integrity_check")?;
    let mut bad: Vec<String> = pages.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut structure = file.prepare("PRAGMA integrity_check")?;
    let lines = structure.query_map([], |row| row.get(0))?;
    bad.extend(lines.filter(|line| line.as_ref().map(String::as_str) != Ok("ok")).collect::<Result<Vec<_>, _>>()?);
    if bad.is_empty() { Ok(()) } else { Err(Harm::Corrupt(bad.join("; "))) }
}

fn difference(seen: &Seen, seed: u64, acknowledged: &World, underway: &World) -> Harm {
    let Seen { tickets, drafts, .. } = &acknowledged.seen;
    let missing = tickets.keys().chain(drafts.keys()).find(|id| !seen.holds(id));
    match (earlier(seen, seed, acknowledged), missing) {
        (Some(earlier), _) => Harm::Lost(format!("act {} and later, of {}", earlier + 1, acknowledged.step)),
        (None, Some(id)) => Harm::Lost(format!("the ticket or draft {id}")),
        (None, None) => Harm::Corrupt(format!("not the world after {} acts, nor {}", acknowledged.step, underway.step)),
    }
}

/// After how many acts the world was last as it is seen.
fn earlier(seen: &Seen, seed: u64, acknowledged: &World) -> Option<u64> {
    let (mut world, mut found) = (World::default(), None);
    while world.step < acknowledged.step {
        if world.seen == *seen {
            found = Some(world.step);
        }
        world.advance(seed);
    }
    found
}
