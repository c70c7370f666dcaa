//! Announce, commit, receipt, and the file from a stick.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use centrala_protocol::{Announcement, BatchId, Receipt, Signed};
use chrono::Utc;

use super::caller::Caller;
use super::sent::Sent;
use super::{Shared, answer};
use crate::fault::Fault;
use crate::office::Import;

pub async fn announce(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    what: Result<Json<Announcement>, JsonRejection>,
) -> Result<Response, Fault> {
    let what = answer::json(what)?;
    let place = format!("/v1/batches/{}", what.batch);
    let (announced, is_new) = shared.act(move |office| office.announce(&desk, &what, Utc::now())).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [(LOCATION, place)], Json(announced)).into_response())
}

pub async fn commit(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Json<Signed<Receipt>>, Fault> {
    let id = batch_id(&id)?;
    shared.act(move |office| office.commit(&desk, id, Utc::now())).await.map(Json)
}

pub async fn receipt(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Json<Signed<Receipt>>, Fault> {
    let id = batch_id(&id)?;
    shared.act(move |office| office.receipt(&desk, id)).await.map(Json)
}

pub async fn import(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    sent: Sent,
) -> Result<Json<Signed<Receipt>>, Fault> {
    shared.act(move |office| office.import(&sent.bytes, Import::Desk(&desk), Utc::now())).await.map(Json)
}

/// What is no batch's id was never announced.
pub fn batch_id(text: &str) -> Result<BatchId, Fault> {
    text.parse().map_err(|_| Fault::NotAnnounced)
}
