//! Finding and reading.

use centrala_app::{Article, Findings, Query};

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn search(desk: Desk<'_>, query: Query) -> Result<Findings, Failure> {
    desk.act(move |desk| desk.search(&query)).await
}

/// A later thought on the same query, by what all of it means. None where no model is installed, or not ready yet.
#[tauri::command]
#[specta::specta]
pub async fn consider(desk: Desk<'_>, query: Query) -> Result<Option<Findings>, Failure> {
    desk.act(move |desk| desk.consider(&query)).await
}

#[tauri::command]
#[specta::specta]
pub async fn article(desk: Desk<'_>, id: String) -> Result<Article, Failure> {
    desk.act(move |desk| desk.article(&id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn set_favourite(desk: Desk<'_>, id: String, favourite: bool) -> Result<(), Failure> {
    desk.act(move |desk| desk.set_favourite(&id, favourite)).await
}

/// False where the note may hold a caller's data and was not kept.
#[tauri::command]
#[specta::specta]
pub async fn flag_article(desk: Desk<'_>, id: String, query: String, note: String) -> Result<bool, Failure> {
    desk.act(move |desk| desk.flag_article(&id, &query, &note)).await
}

#[tauri::command]
#[specta::specta]
pub async fn unflag_article(desk: Desk<'_>, id: String) -> Result<(), Failure> {
    desk.act(move |desk| desk.unflag_article(&id)).await
}
