//! What the desk learns from questions.

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn choose(desk: Desk<'_>, query: String, procedure: String) -> Result<(), Failure> {
    desk.act(move |desk| desk.choose(&query, &procedure)).await
}

#[tauri::command]
#[specta::specta]
pub async fn settle_query(desk: Desk<'_>, text: String) -> Result<(), Failure> {
    desk.act(move |desk| desk.settle_query(&text)).await
}

/// False where the text may hold a caller's data and was not kept.
#[tauri::command]
#[specta::specta]
pub async fn report_missing(desk: Desk<'_>, text: String) -> Result<bool, Failure> {
    desk.act(move |desk| desk.report_missing(&text)).await
}
