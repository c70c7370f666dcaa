//! Where the desk lives in the window's process: opened on a thread of its own, used on Tauri's blocking threads, so
//! that neither opening nor a command ever holds the window.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use centrala_app::{AppError, Code, Desk, DeskFolder, DeskLock, SystemClock};

use crate::failure::Failure;

/// From the open desk to the first look whether a copy is due, and to the first round to the city.
const AT_REST: Duration = Duration::from_secs(20);
/// From the open desk to the opening of the sentence model: the window comes first.
const BEFORE_MODEL: Duration = Duration::from_secs(2);
const BETWEEN: Duration = Duration::from_secs(15 * 60);

#[derive(Clone)]
pub struct Worker(Arc<Mutex<Opening>>);

/// One try at opening the folder; set once, by the thread that opens.
#[derive(Clone)]
struct Opening {
    folder: DeskFolder,
    desk: Arc<OnceLock<Result<OpenDesk, Failure>>>,
}

struct OpenDesk {
    desk: Desk,
    /// Held as long as the process lives: a second window on the same folder is refused.
    _lock: DeskLock,
}

impl Worker {
    pub fn opening(folder: DeskFolder) -> Self {
        Self(Arc::new(Mutex::new(Opening::begin(folder))))
    }

    /// Once more, where opening has failed: with the passphrase that was typed, or as before. An open desk stays open.
    pub fn try_again(&self, passphrase: Option<&str>) {
        let mut opening = self.now();
        if matches!(opening.desk.get(), Some(Err(_))) {
            let folder = passphrase.map(|typed| opening.folder.unlocked_by(typed));
            *opening = Opening::begin(folder.unwrap_or_else(|| opening.folder.clone()));
        }
    }

    pub fn folder(&self) -> DeskFolder {
        self.now().folder.clone()
    }

    /// One act of the operator; waits for the desk to be open.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Desk) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Failure> {
        let Opening { folder, desk } = self.now().clone();
        let acting = tauri::async_runtime::spawn_blocking(move || match desk.wait() {
            Ok(open) => act(&open.desk).map_err(|error| failed(&folder, error)),
            Err(failure) => Err(failure.clone()),
        });
        acting.await.unwrap_or_else(|panic| Err(Failure::crashed(&panic.to_string())))
    }

    fn now(&self) -> MutexGuard<'_, Opening> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opening {
    fn begin(folder: DeskFolder) -> Self {
        let this = Self { folder, desk: Arc::default() };
        let opening = this.clone();
        thread::spawn(move || {
            let opened = open(&opening.folder).map_err(Failure::from);
            // Set once, here: nothing else fills it.
            let _ = opening.desk.set(opened);
            let sending = Arc::clone(&opening.desk);
            thread::spawn(move || {
                if let Some(Ok(open)) = sending.get() {
                    open.desk.keep_sending(AT_REST);
                }
            });
            let thinking = Arc::clone(&opening.desk);
            thread::spawn(move || {
                if let Some(Ok(open)) = thinking.get() {
                    bring_model(&open.desk);
                }
            });
            if let Some(Ok(open)) = opening.desk.get() {
                look_after(&opening.folder, &open.desk);
            }
        });
        this
    }
}

/// Search answers without the model until then, and where it cannot be used: nobody is disturbed for it.
fn bring_model(desk: &Desk) {
    thread::sleep(BEFORE_MODEL);
    if let Err(error) = desk.open_model(None, || true) {
        eprintln!("centrala-desk: the sentence model is left out: {error}");
    }
}

/// The window tries a failed save again: on a full disk it then finds the room that was held back.
fn failed(folder: &DeskFolder, error: AppError) -> Failure {
    if error.code() == Code::DiskFull {
        folder.release_ballast();
    }
    error.into()
}

/// As long as the process lives, and not while the operator waits for her first answer. What fails is tried again; the
/// doctor says it, too.
fn look_after(folder: &DeskFolder, desk: &Desk) -> ! {
    thread::sleep(AT_REST);
    loop {
        if let Err(error) = folder.keep_ballast() {
            eprintln!("centrala-desk: no room was held back for a full disk: {error}");
        }
        if let Err(error) = desk.back_up_if_due() {
            eprintln!("centrala-desk: no copy was made of the desk's file: {error}");
        }
        thread::sleep(BETWEEN);
    }
}

fn open(folder: &DeskFolder) -> Result<OpenDesk, AppError> {
    let lock = folder.lock()?;
    folder.clear_prints();
    Ok(OpenDesk { desk: Desk::open(folder, SystemClock)?, _lock: lock })
}
