//! The form's type-aheads and the emergency words.

use std::collections::BTreeMap;

use centrala_app::{EmergencyWarning, FoundService, PlaceHit};
use centrala_domain::Personal;

use super::{Desk, Failure};

#[tauri::command]
#[specta::specta]
pub async fn find_services(desk: Desk<'_>, text: String) -> Result<Vec<FoundService>, Failure> {
    desk.act(move |desk| desk.find_services(&text)).await
}

#[tauri::command]
#[specta::specta]
pub async fn find_places(desk: Desk<'_>, text: String) -> Result<Vec<PlaceHit>, Failure> {
    desk.act(move |desk| Ok(desk.find_places(&text))).await
}

#[tauri::command]
#[specta::specta]
pub async fn find_personal(
    desk: Desk<'_>,
    fields: BTreeMap<String, String>,
) -> Result<BTreeMap<String, Vec<Personal>>, Failure> {
    desk.act(move |desk| Ok(desk.find_personal(&fields))).await
}

#[tauri::command]
#[specta::specta]
pub async fn emergency(desk: Desk<'_>, text: String) -> Result<Vec<EmergencyWarning>, Failure> {
    desk.act(move |desk| Ok(desk.emergency(&text))).await
}
