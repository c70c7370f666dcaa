//! Each request leaves one line in the log and one count. Neither holds an address, a body or a token; a desk by its code.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::{Instrument, Span, field, info, info_span};

use super::Shared;
use super::answer::REFUSAL;
use crate::fault::Fault;
use crate::ledger::Desk;

/// The span of a request learns whose it is.
pub fn asked_by(desk: &Desk) {
    Span::current().record("desk", desk.code.as_str());
}

pub async fn observe(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    // The pattern, not the address: what a stranger typed is not repeated, and ids do not become series.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = info_span!("request", %method, %route, desk = field::Empty);
    let answer = next.run(request).instrument(span.clone()).await;
    let (status, took) = (answer.status().as_u16(), begun.elapsed());
    let code = answer.headers().get(REFUSAL).and_then(|code| code.to_str().ok()).unwrap_or_default();
    span.in_scope(|| info!(status, code, ms = took.as_secs_f64() * 1e3, "answered"));
    shared.office.metrics().answered(&route, known(method.as_str()), status, took);
    answer
}

/// A method that nobody knows is not worth a series of its own.
fn known(method: &str) -> &str {
    let usual = ["GET", "HEAD", "POST", "PATCH", "OPTIONS", "PUT", "DELETE"];
    if usual.contains(&method) { method } else { "other" }
}

/// 200 where both reading and writing work; for load balancers and the watchdog.
pub async fn health(State(shared): State<Shared>) -> Result<Response, Fault> {
    shared.act(|office| Ok(office.ledger().is_well()?)).await?;
    Ok(axum::Json(serde_json::json!({ "status": "ok" })).into_response())
}

pub async fn metrics(State(shared): State<Shared>) -> Result<String, Fault> {
    shared.office.metrics().text().map_err(|_| Fault::Broken)
}
