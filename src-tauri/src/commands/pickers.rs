//! The form's type-aheads and the emergency words.

use centrala_app::{EmergencyWarning, ServiceHit, StreetHit};

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn find_services(desk: Desk<'_>, text: String) -> Result<Vec<ServiceHit>, Failure> {
    desk.act(move |desk| Ok(desk.find_services(&text))).await
}

#[tauri::command]
#[specta::specta]
pub async fn find_streets(desk: Desk<'_>, text: String) -> Result<Vec<StreetHit>, Failure> {
    desk.act(move |desk| Ok(desk.find_streets(&text))).await
}

#[tauri::command]
#[specta::specta]
pub async fn emergency(desk: Desk<'_>, text: String) -> Result<Vec<EmergencyWarning>, Failure> {
    desk.act(move |desk| Ok(desk.emergency(&text))).await
}
