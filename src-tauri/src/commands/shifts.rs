//! The end of a shift.

use centrala_app::{Shift, TakenDraft};
use uuid::Uuid;

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn shift(desk: Desk<'_>) -> Result<Shift, Failure> {
    desk.act(|desk| desk.shift()).await
}

#[tauri::command]
#[specta::specta]
pub async fn hand_over(desk: Desk<'_>, draft: Uuid, note: String) -> Result<(), Failure> {
    desk.act(move |desk| desk.hand_over(draft, &note)).await
}

#[tauri::command]
#[specta::specta]
pub async fn take_draft(desk: Desk<'_>, draft: Uuid, call: Uuid) -> Result<TakenDraft, Failure> {
    desk.act(move |desk| desk.take_draft(draft, call)).await
}
