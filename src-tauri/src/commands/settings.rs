//! How the desk is set up.

use centrala_domain::Settings;
use tauri::WebviewWindow;

use super::{Desk, Failure};

/// Kept, and the window zoomed as they say.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(window: WebviewWindow, desk: Desk<'_>, settings: Settings) -> Result<(), Failure> {
    let zoom = settings.zoom;
    desk.act(move |desk| desk.save_settings(&settings)).await?;
    window.set_zoom(zoom.factor()).map_err(|error| Failure::crashed(&error.to_string()))
}
