//! Is this the intake's answer, and what does it say?

use centrala_protocol::{Answer, IntakeError, Refusal};
use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, Response};
use ureq::{Body, Error};

use crate::retry_after::retry_after;

/// Every answer of the intake bears it; a captive portal's does not.
const MARK: (&str, &str) = ("centrala-intake", "1");
/// A refusal's code, where there is no body to hold it.
const REFUSAL: &str = "centrala-refusal";
const UPLOAD_OFFSET: &str = "upload-offset";
/// Of any answer's body, in bytes. The longest, a page of news at all its limits, has half of it.
const LIMIT: u64 = 4 * 1024 * 1024;

/// A success, and the intake's own.
pub(crate) struct Success {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Success {
    pub(crate) fn new(result: Result<Response<Body>, Error>) -> Result<Self, IntakeError> {
        let response = result.map_err(unreachable)?;
        let (head, mut body) = response.into_parts();
        let status = head.status.as_u16();
        // Of a stranger's answer not one byte is read.
        let marked = header(&head.headers, MARK.0) == Some(MARK.1);
        if marked && head.status.is_success() {
            let body = read(&mut body).map_err(|error| broken(error, status))?;
            return Ok(Self { status, headers: head.headers, body });
        }
        let refusal = marked.then(|| refusal(&head.headers, &mut body)).flatten();
        Err(IntakeError::from_answer(Answer { status, refusal, retry_after: retry_after(&head.headers) }))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, IntakeError> {
        serde_json::from_slice(&self.body).map_err(|_| self.not_the_intake())
    }

    pub(crate) fn offset(&self) -> Result<u64, IntakeError> {
        let offset = header(&self.headers, UPLOAD_OFFSET).and_then(|text| text.parse().ok());
        offset.ok_or_else(|| self.not_the_intake())
    }

    fn not_the_intake(&self) -> IntakeError {
        IntakeError::NotTheIntake { status: self.status }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn read(body: &mut Body) -> Result<Vec<u8>, Error> {
    body.with_config().limit(LIMIT).read_to_vec()
}

fn refusal(headers: &HeaderMap, body: &mut Body) -> Option<Refusal> {
    let in_body = read(body).ok().and_then(|body| serde_json::from_slice(&body).ok());
    in_body.or_else(|| Some(Refusal { code: header(headers, REFUSAL)?.to_owned(), detail: String::new() }))
}

/// Cut off is the network's fault; too long is not the intake.
fn broken(error: Error, status: u16) -> IntakeError {
    if matches!(error, Error::BodyExceedsLimit(_)) { IntakeError::NotTheIntake { status } } else { unreachable(error) }
}

fn unreachable(error: Error) -> IntakeError {
    IntakeError::Unreachable(error.to_string())
}
