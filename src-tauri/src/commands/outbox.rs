//! Tickets on their way to the city.

use std::path::PathBuf;

use centrala_app::Outbox;
use centrala_domain::{Draft, TicketNumber};
use uuid::Uuid;

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn outbox(desk: Desk<'_>) -> Result<Outbox, Failure> {
    desk.act(|desk| desk.outbox()).await
}

/// The network is back, or the operator does not want to wait.
#[tauri::command]
#[specta::specta]
pub async fn send_now(desk: Desk<'_>) -> Result<(), Failure> {
    desk.act(|desk| desk.send_now()).await
}

/// Address and one-time code, as the operator was given them.
#[tauri::command]
#[specta::specta]
pub async fn enroll(desk: Desk<'_>, address: String, code: String) -> Result<Outbox, Failure> {
    desk.act(move |desk| desk.enroll(&address, None, &code).and_then(|_| desk.outbox())).await
}

#[tauri::command]
#[specta::specta]
pub async fn retry_ticket(desk: Desk<'_>, number: TicketNumber) -> Result<(), Failure> {
    desk.act(move |desk| desk.retry_ticket(&number)).await
}

#[tauri::command]
#[specta::specta]
pub async fn correct_ticket(desk: Desk<'_>, number: String, call: Option<Uuid>) -> Result<Draft, Failure> {
    desk.act(move |desk| desk.correct_ticket(&number, call)).await
}

/// Copies what waits into that folder; the names of the files.
#[tauri::command]
#[specta::specta]
pub async fn export_batches(desk: Desk<'_>, folder: PathBuf) -> Result<Vec<PathBuf>, Failure> {
    desk.act(move |desk| desk.export_batches(&folder)).await
}

#[tauri::command]
#[specta::specta]
pub async fn import_receipt(desk: Desk<'_>, file: PathBuf) -> Result<Outbox, Failure> {
    desk.act(move |desk| desk.import_receipt(&file).and_then(|_| desk.outbox())).await
}
