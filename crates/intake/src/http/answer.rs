//! Bodies in and out: JSON, the refusals, and the one spelling of ids and hashes in headers.

use std::error::Error;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use tracing::error;

use crate::fault::Fault;

/// The refusal's code where there is no body to hold it (HEAD).
pub const REFUSAL: HeaderName = HeaderName::from_static("centrala-refusal");

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        if self.is_ours() {
            error!(code = self.code(), trouble = %chain(&self), "the service has a trouble of its own");
        }
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = (status, Json(self.refusal())).into_response();
        let headers = answer.headers_mut();
        headers.insert(REFUSAL, HeaderValue::from_static(self.code()));
        if let Some(wait) = self.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        answer
    }
}

/// All that is known of it, for the log.
fn chain(fault: &Fault) -> String {
    let mut text = fault.to_string();
    let mut cause = fault.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Without the reader's own words: they quote what was sent.
pub fn json<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, Fault> {
    match body {
        Ok(Json(body)) => Ok(body),
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Fault::TooLarge),
        Err(JsonRejection::BytesRejection(_)) => Err(Fault::ChangedOnTheWay),
        Err(_) => Err(Fault::Malformed("its body is not the JSON that belongs here")),
    }
}
