//! What the desk learns from deliberate acts and from questions.

use centrala_domain::{DeliberateAct, Target};
use uuid::Uuid;

use super::{Desk, Failure};

/// `query` is what had found it; empty where another way led to it.
#[tauri::command]
#[specta::specta]
pub async fn note_use(
    desk: Desk<'_>,
    call: Option<Uuid>,
    target: Target,
    query: String,
    act: DeliberateAct,
) -> Result<(), Failure> {
    desk.act(move |desk| desk.note_use(call, &target, &query, act)).await
}

#[tauri::command]
#[specta::specta]
pub async fn settle_query(desk: Desk<'_>, call: Option<Uuid>, text: String) -> Result<(), Failure> {
    desk.act(move |desk| desk.settle_query(call, &text)).await
}

/// False where the text may hold a caller's data and was not kept.
#[tauri::command]
#[specta::specta]
pub async fn report_missing(desk: Desk<'_>, text: String) -> Result<bool, Failure> {
    desk.act(move |desk| desk.report_missing(&text)).await
}
