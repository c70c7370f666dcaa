//! Calls.

use centrala_app::{EndedCall, SavedCall};
use centrala_domain::Call;
use uuid::Uuid;

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn open_call(desk: Desk<'_>) -> Result<Call, Failure> {
    desk.act(|desk| desk.open_call()).await
}

#[tauri::command]
#[specta::specta]
pub async fn save_call(desk: Desk<'_>, call: Call) -> Result<SavedCall, Failure> {
    desk.act(move |desk| desk.save_call(&call)).await
}

#[tauri::command]
#[specta::specta]
pub async fn hold_call(desk: Desk<'_>, id: Uuid) -> Result<Call, Failure> {
    desk.act(move |desk| desk.hold_call(id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn resume_call(desk: Desk<'_>, id: Uuid) -> Result<Call, Failure> {
    desk.act(move |desk| desk.resume_call(id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn end_call(desk: Desk<'_>, id: Uuid) -> Result<EndedCall, Failure> {
    desk.act(move |desk| desk.end_call(id)).await
}
