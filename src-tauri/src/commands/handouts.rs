//! What a resident takes home.

use std::path::PathBuf;

use centrala_app::{Handout, Message, Sheet};
use tauri::WebviewWindow;

use super::{Desk, Failure};

/// Makes the PDF, and answers with what stands on it.
#[tauri::command]
#[specta::specta]
pub async fn prepare_print(desk: Desk<'_>, handout: Handout) -> Result<Sheet, Failure> {
    desk.act(move |desk| desk.prepare_print(&handout)).await
}

/// The system's print dialog, for what the window shows to a printer: the sheet alone (`ui/src/handout/SheetView.svelte`).
#[tauri::command]
#[specta::specta]
pub async fn print_window(window: WebviewWindow) -> Result<(), Failure> {
    window.print().map_err(|error| Failure::no_printing(&error))
}

#[tauri::command]
#[specta::specta]
pub async fn open_print(desk: Desk<'_>, handout: Handout) -> Result<(), Failure> {
    desk.act(move |desk| desk.open_print(&handout)).await
}

/// The file that the PDF was put into: in that folder, or in the user's documents.
#[tauri::command]
#[specta::specta]
pub async fn save_print(desk: Desk<'_>, handout: Handout, folder: Option<PathBuf>) -> Result<PathBuf, Failure> {
    desk.act(move |desk| desk.save_print(&handout, folder.as_deref())).await
}

#[tauri::command]
#[specta::specta]
pub async fn message(desk: Desk<'_>, handout: Handout) -> Result<Message, Failure> {
    desk.act(move |desk| desk.message(&handout)).await
}

/// Opens a draft in the system's mail program.
#[tauri::command]
#[specta::specta]
pub async fn write_mail(desk: Desk<'_>, handout: Handout) -> Result<(), Failure> {
    desk.act(move |desk| desk.write_mail(&handout)).await
}
