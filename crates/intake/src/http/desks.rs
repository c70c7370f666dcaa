//! Enrolment, and what the city has to say to a desk.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use centrala_protocol::{EnrolmentGrant, EnrolmentRequest, Signed, Updates};
use chrono::Utc;
use serde::Deserialize;

use super::caller::Caller;
use super::{Shared, answer};
use crate::fault::Fault;

#[derive(Deserialize)]
pub struct Since {
    #[serde(default)]
    since: u64,
}

pub async fn enroll(
    State(shared): State<Shared>,
    request: Result<Json<EnrolmentRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<EnrolmentGrant>), Fault> {
    let request = answer::json(request)?;
    let grant = shared.act(move |office| office.enroll(&request, Utc::now())).await?;
    Ok((StatusCode::CREATED, Json(grant)))
}

pub async fn updates(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    since: Result<Query<Since>, QueryRejection>,
) -> Result<Json<Signed<Updates>>, Fault> {
    let Query(Since { since }) = since.map_err(|_| Fault::Malformed("since is a number"))?;
    shared.act(move |office| office.updates(&desk, since)).await.map(Json)
}
