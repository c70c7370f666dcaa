//! Batches on their way: one file each, as long as what has arrived. Its length is the offset, so nothing can disagree.
//!
//! Deliberately not here: what a batch is. These are bytes of a stranger until they are committed.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use centrala_protocol::BatchId;

use crate::folder::private_file;

pub struct Uploads {
    folder: PathBuf,
    /// One attempt at a time per batch (I10).
    turns: Mutex<HashMap<BatchId, Arc<Mutex<()>>>>,
}

/// The file of one batch, while it is our turn.
pub struct Upload<'a> {
    file: PathBuf,
    _turn: MutexGuard<'a, ()>,
}

impl Uploads {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, turns: Mutex::new(HashMap::new()) }
    }

    /// Waits for its turn, then does `work`.
    pub fn with<T>(&self, batch: BatchId, work: impl FnOnce(&Upload<'_>) -> T) -> T {
        let turn = Arc::clone(self.turns.lock().unwrap_or_else(PoisonError::into_inner).entry(batch).or_default());
        let upload = Upload { file: self.file(batch), _turn: turn.lock().unwrap_or_else(PoisonError::into_inner) };
        let done = work(&upload);
        drop(upload);
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        // The map and we hold it: nobody else waits.
        if Arc::strong_count(&turn) == 2 {
            turns.remove(&batch);
        }
        done
    }

    /// Every batch that has a file here.
    pub fn all(&self) -> io::Result<Vec<BatchId>> {
        let names = fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let names: Vec<String> = names.collect::<io::Result<_>>()?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".part")?.parse().ok()).collect())
    }

    fn file(&self, batch: BatchId) -> PathBuf {
        self.folder.join(format!("{batch}.part"))
    }
}

impl Upload<'_> {
    /// In bytes.
    pub fn offset(&self) -> io::Result<u64> {
        match fs::metadata(&self.file) {
            Ok(found) => Ok(found.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// An offset that was told must be true after a power cut, too: so fsync. What fails half-way is taken back.
    pub fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        let before = self.offset()?;
        let mut file = private_file(&self.file)?;
        file.seek(SeekFrom::Start(before))?;
        if let Err(error) = file.write_all(bytes).and_then(|()| file.sync_data()) {
            file.set_len(before)?;
            return Err(error);
        }
        Ok(before + bytes.len() as u64)
    }

    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.file)
    }

    /// Begins anew, or is done with it.
    pub fn discard(&self) -> io::Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
