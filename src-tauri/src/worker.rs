//! Where the desk lives in the window's process: opened on a thread of its own, used on Tauri's blocking threads, so
//! that neither opening nor a command ever holds the window.

use std::sync::{Arc, OnceLock};
use std::thread;

use centrala_app::{AppError, Desk, DeskFolder, DeskLock, SystemClock};

use crate::failure::Failure;

#[derive(Clone)]
pub struct Worker {
    desk: Arc<OnceLock<Result<OpenDesk, Failure>>>,
    folder: DeskFolder,
}

struct OpenDesk {
    desk: Desk,
    /// Held as long as the process lives: a second window on the same folder is refused.
    _lock: DeskLock,
}

impl Worker {
    pub fn opening(folder: DeskFolder) -> Self {
        let worker = Self { desk: Arc::default(), folder };
        let opening = worker.clone();
        thread::spawn(move || {
            let opened = open(&opening.folder).map_err(Failure::from);
            // Set once, here: nothing else fills it.
            let _ = opening.desk.set(opened);
        });
        worker
    }

    pub fn folder(&self) -> &DeskFolder {
        &self.folder
    }

    /// One act of the operator; waits for the desk to be open.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Desk) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Failure> {
        let slot = Arc::clone(&self.desk);
        let acting = tauri::async_runtime::spawn_blocking(move || match slot.wait() {
            Ok(open) => act(&open.desk).map_err(Failure::from),
            Err(failure) => Err(failure.clone()),
        });
        acting.await.unwrap_or_else(|panic| Err(Failure::crashed(&panic.to_string())))
    }
}

fn open(folder: &DeskFolder) -> Result<OpenDesk, AppError> {
    let lock = folder.lock()?;
    Ok(OpenDesk { desk: Desk::open(folder, SystemClock)?, _lock: lock })
}
