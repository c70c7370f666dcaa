//! The upload speaks tus 1.0.0 (tus.io/protocols/resumable-upload): core and the checksum extension, with sha256 alone.
//!
//! Deliberately not here: creation. A batch is announced with its sha256, which tus does not know.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, head};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use centrala_protocol::Sha256;
use centrala_protocol::batch::SIZE_LIMIT;

use super::Shared;
use super::batches::batch_id;
use super::caller::Caller;
use super::sent::Sent;
use crate::fault::Fault;

const VERSION: &str = "1.0.0";
const RESUMABLE: &str = "tus-resumable";
const OFFSET: &str = "upload-offset";
const LENGTH: &str = "upload-length";
const CHECKSUM: &str = "upload-checksum";
const PART: &str = "application/offset+octet-stream";

pub fn route() -> MethodRouter<Shared> {
    head(progress).patch(append).options(options)
}

pub async fn options() -> impl IntoResponse {
    let headers = [
        (RESUMABLE, VERSION.to_owned()),
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", "checksum".to_owned()),
        ("tus-checksum-algorithm", "sha256".to_owned()),
        ("tus-max-size", SIZE_LIMIT.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers)
}

async fn progress(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Fault> {
    let id = batch_id(&id)?;
    let progress = shared.act(move |office| office.progress(&desk, id)).await?;
    let headers = [(RESUMABLE, VERSION.to_owned()), (OFFSET, progress.offset.to_string())];
    Ok((headers, [(LENGTH, progress.size.to_string())], [(CACHE_CONTROL, "no-store")]))
}

async fn append(
    State(shared): State<Shared>,
    Caller(desk): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<impl IntoResponse, Fault> {
    let id = batch_id(&id)?;
    let (offset, checksum) = part(&headers)?;
    let offset = shared.act(move |office| office.append(&desk, id, offset, &sent.bytes, checksum)).await?;
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION.to_owned()), (OFFSET, offset.to_string())]))
}

/// Where a part belongs, and the hash of its bytes.
fn part(headers: &HeaderMap) -> Result<(u64, Sha256), Fault> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(RESUMABLE) != Some(VERSION) {
        return Err(Fault::TusVersion);
    }
    if text(CONTENT_TYPE.as_str()) != Some(PART) {
        return Err(Fault::Malformed("a part is application/offset+octet-stream"));
    }
    let offset = text(OFFSET).and_then(|text| text.parse().ok());
    let offset = offset.ok_or(Fault::Malformed("Upload-Offset is a number of bytes"))?;
    let checksum = text(CHECKSUM).and_then(|text| text.strip_prefix("sha256 ")).and_then(sha256);
    Ok((offset, checksum.ok_or(Fault::Malformed("Upload-Checksum is sha256 and 32 bytes in base64"))?))
}

fn sha256(base64: &str) -> Option<Sha256> {
    let bytes: [u8; 32] = STANDARD.decode(base64).ok()?.try_into().ok()?;
    Some(Sha256::from(bytes))
}
