//! Finding and reading.

use centrala_app::{Article, Findings, Query};

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn search(desk: Desk<'_>, query: Query) -> Result<Findings, Failure> {
    desk.act(move |desk| desk.search(&query)).await
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
