//! Drafts and tickets.

use centrala_app::{LookAlike, Saved, TicketOutcome};
use centrala_domain::{Draft, Filed, Target, TicketNumber};
use uuid::Uuid;

use super::{Desk, Failure};

/// How many tickets "Moje zgłoszenia" shows at once.
const LISTED: u32 = 100;

#[tauri::command]
#[specta::specta]
pub async fn propose_ticket(desk: Desk<'_>, call: Uuid, query: String, open: Option<Target>) -> Result<Draft, Failure> {
    desk.act(move |desk| desk.propose_ticket(call, &query, open)).await
}

#[tauri::command]
#[specta::specta]
pub async fn save_draft(desk: Desk<'_>, draft: Draft) -> Result<Saved, Failure> {
    desk.act(move |desk| desk.save_draft(&draft)).await
}

#[tauri::command]
#[specta::specta]
pub async fn discard_draft(desk: Desk<'_>, id: Uuid) -> Result<(), Failure> {
    desk.act(move |desk| desk.discard_draft(id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn save_ticket(desk: Desk<'_>, draft: Draft) -> Result<TicketOutcome, Failure> {
    desk.act(move |desk| desk.save_ticket(&draft)).await
}

#[tauri::command]
#[specta::specta]
pub async fn look_alikes(desk: Desk<'_>, draft: Draft) -> Result<Vec<LookAlike>, Failure> {
    desk.act(move |desk| desk.look_alikes(&draft)).await
}

#[tauri::command]
#[specta::specta]
pub async fn add_voice(desk: Desk<'_>, draft: Draft, to: Uuid) -> Result<TicketOutcome, Failure> {
    desk.act(move |desk| desk.add_voice(&draft, to)).await
}

#[tauri::command]
#[specta::specta]
pub async fn undo_ticket(desk: Desk<'_>, number: TicketNumber) -> Result<Draft, Failure> {
    desk.act(move |desk| desk.undo_ticket(&number)).await
}

#[tauri::command]
#[specta::specta]
pub async fn tickets(desk: Desk<'_>, words: String) -> Result<Vec<Filed>, Failure> {
    desk.act(move |desk| desk.tickets(&words, LISTED)).await
}
