//! All that SQLite did with the files of a folder, in order, and the folder as it was before.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use crate::vfs::{Call, Done, Fault, Tap};

/// A file's content, whatever its name is: a new file of an old name is another one.
pub type Inode = usize;

#[derive(Debug, Clone)]
pub enum Event {
    Linked {
        name: String,
        inode: Inode,
    },
    Unlinked {
        name: String,
    },
    NamesSynced,
    Wrote {
        inode: Inode,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncated {
        inode: Inode,
        length: usize,
    },
    Synced {
        inode: Inode,
    },
    /// Not SQLite's: the operator was shown that the act is done.
    Acknowledged,
}

#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The content of the first inodes.
    pub before: Vec<Vec<u8>>,
    pub names_before: BTreeMap<String, Inode>,
    pub events: Vec<Event>,
    pub names: BTreeMap<String, Inode>,
    pub inodes: usize,
}

/// A tap that writes the log.
#[derive(Debug)]
pub struct Recorder(Mutex<Log>);

impl Recorder {
    /// Nobody has the folder's files open.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let mut log = Log::default();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // Batches are not SQLite's.
            if entry.file_type()?.is_dir() {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            log.names_before.insert(name, log.before.len());
            log.before.push(fs::read(entry.path())?);
        }
        log.names = log.names_before.clone();
        log.inodes = log.before.len();
        Ok(Self(Mutex::new(log)))
    }

    pub fn acknowledge(&self) {
        self.log().events.push(Event::Acknowledged);
    }

    pub fn finish(&self) -> Log {
        self.log().clone()
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tap for Recorder {
    fn before(&self, _: Call) -> Option<Fault> {
        None
    }

    fn after(&self, done: Done<'_>) {
        self.log().note(&done);
    }
}

impl Log {
    fn note(&mut self, done: &Done<'_>) {
        let inode = |name: &str| self.names.get(name).copied();
        let (event, names) = match *done {
            Done::Opened { name } => (self.link(name), false),
            Done::Wrote { name, offset, bytes } => {
                (inode(name).map(|inode| Event::Wrote { inode, offset, bytes: bytes.to_vec() }), false)
            }
            Done::Truncated { name, length } => (inode(name).map(|inode| Event::Truncated { inode, length }), false),
            Done::Synced { name, names } => (inode(name).map(|inode| Event::Synced { inode }), names),
            Done::Deleted { name, names } => {
                (self.names.remove(name).map(|_| Event::Unlinked { name: name.to_owned() }), names)
            }
        };
        self.events.extend(event);
        self.events.extend(names.then_some(Event::NamesSynced));
    }

    /// A name that was not there yet.
    fn link(&mut self, name: &str) -> Option<Event> {
        if self.names.contains_key(name) {
            return None;
        }
        let inode = self.inodes;
        self.inodes += 1;
        self.names.insert(name.to_owned(), inode);
        Some(Event::Linked { name: name.to_owned(), inode })
    }
}
