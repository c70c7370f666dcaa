//! The desk as a whole: its start, its empty state, its health.

use centrala_app::{Clock, Health, Home, Start, SystemClock};
use zeroize::Zeroizing;

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn start(desk: Desk<'_>) -> Result<Start, Failure> {
    desk.act(|desk| desk.start()).await
}

/// Tries once more to open a desk that could not be opened: with this passphrase, or, after the keychain was unlocked, with
/// none.
#[tauri::command]
#[specta::specta]
pub async fn unlock(desk: Desk<'_>, passphrase: Option<String>) -> Result<Start, Failure> {
    let passphrase = Zeroizing::new(passphrase);
    desk.try_again(passphrase.as_deref());
    desk.act(|desk| desk.start()).await
}

#[tauri::command]
#[specta::specta]
pub async fn home(desk: Desk<'_>) -> Result<Home, Failure> {
    desk.act(|desk| desk.home()).await
}

/// Works on a desk that could not be opened, too.
#[tauri::command]
#[specta::specta]
pub async fn health(desk: Desk<'_>) -> Result<Health, Failure> {
    let folder = desk.folder();
    let examining = tauri::async_runtime::spawn_blocking(move || centrala_app::examine(&folder, SystemClock.now()));
    examining.await.map_err(|panic| Failure::crashed(&panic.to_string()))
}
