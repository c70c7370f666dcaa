//! A body of bytes, taken only where there is room for it, and not for ever.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use centrala_protocol::batch::SIZE_LIMIT;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::Shared;
use crate::fault::Fault;

/// A whole batch over a slow line; who takes longer sends smaller parts.
const PATIENCE: Duration = Duration::from_secs(300);

pub struct Sent {
    pub bytes: Bytes,
    /// Given back when the bytes are done with.
    _room: OwnedSemaphorePermit,
}

impl FromRequest<Shared> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Fault> {
        let length = request.headers().get(CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
        let length: usize = length.ok_or(Fault::NoLength)?;
        if length > SIZE_LIMIT {
            return Err(Fault::TooLarge);
        }
        let room = shared.limits.room(length)?;
        match timeout(PATIENCE, Bytes::from_request(request, shared)).await {
            Ok(Ok(bytes)) => Ok(Self { bytes, _room: room }),
            Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Fault::TooLarge),
            // The network's fault, not the sender's: it comes again.
            Ok(Err(_)) => Err(Fault::ChangedOnTheWay),
            Err(_) => Err(Fault::TooSlow),
        }
    }
}
