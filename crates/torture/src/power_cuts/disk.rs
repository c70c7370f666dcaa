//! What a disk may hold after a power cut. What was synced is there. Each write after the last sync of its file is there,
//! gone or torn: every 512-byte sector of it by itself new, old or nonsense; names likewise after the folder's last sync.
//!
//! Two things are taken for granted, as SQLite does: a write spoils no byte outside its own range, and a sync that was
//! reported is true.

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::power_cuts::log::{Event, Inode, Log};

const SECTOR: usize = 512;

/// Of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    AllGone,
    AllThere,
    /// Each part is there with this probability.
    Each(f64),
}

impl Fate {
    fn chosen(rng: &mut Rng) -> Self {
        match rng.u8(0..4) {
            0 => Self::AllGone,
            1 => Self::AllThere,
            _ => Self::Each(rng.f64()),
        }
    }

    fn is_there(self, rng: &mut Rng) -> bool {
        match self {
            Self::AllGone => false,
            Self::AllThere => true,
            Self::Each(chance) => rng.f64() < chance,
        }
    }
}

/// The folder after a cut before the `cut`-th event.
pub fn after_cut(log: &Log, cut: usize, rng: &mut Rng) -> BTreeMap<String, Vec<u8>> {
    let events = &log.events[..cut];
    let fate = Fate::chosen(rng);
    let (synced, names_synced) = last_syncs(events);
    let mut names = log.names_before.clone();
    let mut content: BTreeMap<Inode, Vec<u8>> = log.before.iter().cloned().enumerate().collect();
    for (at, event) in events.iter().enumerate() {
        let is_safe = |inode: &Inode| synced.get(inode).is_some_and(|sync| at < *sync);
        match event {
            Event::Linked { name, inode } if at < names_synced || fate.is_there(rng) => {
                names.insert(name.clone(), *inode);
            }
            Event::Unlinked { name } if at < names_synced || fate.is_there(rng) => {
                names.remove(name);
            }
            Event::Wrote { inode, offset, bytes } => {
                let fate = if is_safe(inode) { Fate::AllThere } else { fate };
                write(content.entry(*inode).or_default(), *offset, bytes, fate, rng);
            }
            Event::Truncated { inode, length } if is_safe(inode) || fate.is_there(rng) => {
                content.entry(*inode).or_default().resize(*length, 0);
            }
            Event::Linked { .. } | Event::Unlinked { .. } | Event::Truncated { .. } => {}
            Event::NamesSynced | Event::Synced { .. } | Event::Acknowledged => {}
        }
    }
    names.into_iter().map(|(name, inode)| (name, content.get(&inode).cloned().unwrap_or_default())).collect()
}

/// Of each file's content, and of the names.
fn last_syncs(events: &[Event]) -> (BTreeMap<Inode, usize>, usize) {
    let (mut contents, mut names) = (BTreeMap::new(), 0);
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Synced { inode } => {
                contents.insert(*inode, at);
            }
            Event::NamesSynced => names = at,
            Event::Linked { .. } | Event::Unlinked { .. } | Event::Wrote { .. } => {}
            Event::Truncated { .. } | Event::Acknowledged => {}
        }
    }
    (contents, names)
}

fn write(content: &mut Vec<u8>, offset: usize, bytes: &[u8], fate: Fate, rng: &mut Rng) {
    let mut from = 0;
    while from < bytes.len() {
        let sector_ends = (offset + from) / SECTOR * SECTOR + SECTOR - offset;
        let part = from..sector_ends.min(bytes.len());
        if fate.is_there(rng) {
            put(content, offset + from, &bytes[part.clone()]);
        } else if matches!(fate, Fate::Each(_)) && rng.u8(0..8) == 0 {
            let nonsense: Vec<u8> = part.clone().map(|_| rng.u8(..)).collect();
            put(content, offset + from, &nonsense);
        }
        from = part.end;
    }
}

/// Beyond the end the file grows; a hole in it reads as zeros.
fn put(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    content.resize(content.len().max(end), 0);
    content[offset..end].copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(events: Vec<Event>) -> Log {
        let mut log = Log { before: vec![vec![b'o'; 1024]], events, ..Log::default() };
        log.names_before.insert("file".into(), 0);
        log
    }

    fn wrote(offset: usize, length: usize) -> Event {
        Event::Wrote { inode: 0, offset, bytes: vec![b'n'; length] }
    }

    fn states(log: &Log) -> Vec<BTreeMap<String, Vec<u8>>> {
        (0..200).map(|seed| after_cut(log, log.events.len(), &mut Rng::with_seed(seed))).collect()
    }

    #[test]
    fn what_was_synced_is_there_in_every_state() {
        let log = log(vec![wrote(100, 2000), Event::Synced { inode: 0 }]);
        let mut expected = vec![b'o'; 100];
        expected.resize(2100, b'n');
        assert!(states(&log).iter().all(|folder| folder["file"] == expected));
    }

    #[test]
    fn what_was_not_synced_may_be_gone_there_or_torn_but_never_beyond_its_range() {
        let states = states(&log(vec![Event::Synced { inode: 0 }, wrote(256, 512)]));
        let part = |folder: &BTreeMap<String, Vec<u8>>| folder["file"][256..768].to_vec();
        assert!(states.iter().any(|folder| part(folder) == vec![b'o'; 512]), "gone");
        assert!(states.iter().any(|folder| part(folder) == vec![b'n'; 512]), "there");
        assert!(states.iter().any(|folder| part(folder)[..256] != part(folder)[256..]), "torn between sectors");
        for folder in &states {
            let file = &folder["file"];
            assert!(file[..256].iter().chain(&file[768..]).all(|byte| *byte == b'o'), "its neighbours are as before");
        }
    }

    #[test]
    fn a_new_name_is_safe_only_when_the_folder_was_synced() {
        let new = || vec![Event::Linked { name: "new".into(), inode: 1 }, Event::Synced { inode: 1 }];
        assert!(states(&log(new())).iter().any(|folder| !folder.contains_key("new")));
        let mut synced = new();
        synced.push(Event::NamesSynced);
        assert!(states(&log(synced)).iter().all(|folder| folder.contains_key("new")));
    }
}
