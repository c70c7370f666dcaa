//! The routes. Each reads its request, has the office do one act on a thread that may wait, and writes the answer.
//!
//! Deliberately not here: rules. What may be done and why not is the office's.

mod answer;
mod batches;
mod caller;
mod desks;
mod observe;
mod sent;
mod tus;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use centrala_protocol::batch;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::office::Office;

/// Every answer carries it: what has no mark is not the intake (a captive portal, a proxy).
const MARK: HeaderName = HeaderName::from_static("centrala-intake");
const MARK_VALUE: HeaderValue = HeaderValue::from_static("1");
/// Largest JSON body, in bytes.
const JSON_LIMIT: usize = 16 * 1024;

/// What every route has.
#[derive(Clone)]
pub struct Shared {
    office: Arc<Office>,
    limits: Arc<Limits>,
}

impl Shared {
    pub fn new(office: Arc<Office>, limits: Limits) -> Self {
        Self { office, limits: Arc::new(limits) }
    }

    /// Has the office do one act. It waits for disks and databases, so it gets a thread of its own.
    async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Office) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let office = Arc::clone(&self.office);
        tokio::task::spawn_blocking(move || act(&office)).await.map_err(|_| Fault::Broken)?
    }
}

pub fn router(shared: Shared) -> Router {
    let whole_batch = DefaultBodyLimit::max(batch::SIZE_LIMIT);
    Router::new()
        .route("/v1/desks/enroll", post(desks::enroll))
        .route("/v1/updates", get(desks::updates))
        .route("/v1/editions/newest", get(desks::edition))
        .route("/v1/batches", post(batches::announce).options(tus::options))
        .route("/v1/batches/{id}", tus::route().layer(whole_batch))
        .route("/v1/batches/{id}/commit", post(batches::commit))
        .route("/v1/batches/{id}/receipt", get(batches::receipt))
        .route("/v1/import", post(batches::import).layer(whole_batch))
        .route("/health", get(observe::health))
        .route("/metrics", get(observe::metrics))
        .route("/openapi.json", get(openapi))
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .fallback(async || Fault::NoRoute)
        .method_not_allowed_fallback(async || Fault::NoMethod)
        .layer(map_response(mark))
        .layer(from_fn_with_state(shared.clone(), observe::observe))
        .with_state(shared)
}

/// What is said of the routes; `tests/service/openapi.rs` holds it to the truth.
async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], include_str!("../../openapi.json"))
}

async fn mark(mut answer: Response) -> Response {
    answer.headers_mut().insert(MARK, MARK_VALUE);
    answer
}
