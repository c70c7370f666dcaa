//! Enrolment, and what the city has to say to a desk.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
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
    /// None: a desk that does not know of other desks' reports.
    matters: Option<u64>,
}

pub async fn enroll(
    State(shared): State<Shared>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Result<Json<EnrolmentRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<EnrolmentGrant>), Fault> {
    let request = answer::json(request)?;
    shared.limits.may_try_a_code(from.ip(), Instant::now())?;
    let grant = shared.act(move |office| office.enroll(&request, Utc::now())).await;
    if let Err(Fault::WrongCode) = grant {
        shared.limits.wrong_code(from.ip(), Instant::now());
    }
    Ok((StatusCode::CREATED, Json(grant?)))
}

pub async fn updates(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    since: Result<Query<Since>, QueryRejection>,
) -> Result<Json<Signed<Updates>>, Fault> {
    let Query(Since { since, matters }) = since.map_err(|_| Fault::Malformed("since and matters are numbers"))?;
    shared.act(move |office| office.updates(&desk, since, matters, Utc::now())).await.map(Json)
}

/// The file itself. Its ETag is its sha256; who has it already gets a 304.
pub async fn edition(State(shared): State<Shared>, _: Caller, headers: HeaderMap) -> Result<Response, Fault> {
    let newest = shared.office.edition()?;
    let tag = format!("\"{}\"", newest.about.sha256);
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    let headers = [(ETAG, tag), (CONTENT_TYPE, "application/vnd.sqlite3".to_owned())];
    Ok((headers, newest.bytes.clone()).into_response())
}
