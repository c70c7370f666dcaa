//! Whose request it is: the desk's token decides, on every route but enrolment and what is public.

use std::time::Instant;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use zeroize::Zeroizing;

use super::{Shared, observe};
use crate::fault::Fault;
use crate::ledger::Desk;

/// The desk that asks.
pub struct Caller(pub Desk);

impl FromRequestParts<Shared> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Fault> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        // No 401: a proxy that drops the header must not make a desk believe that it was refused.
        let token = header.and_then(|text| text.strip_prefix("Bearer "));
        let token = token.ok_or(Fault::Malformed("the Authorization header is missing"))?;
        let token = Zeroizing::new(token.to_owned());
        let desk = shared.act(move |office| office.desk(&token)).await?;
        observe::asked_by(&desk);
        shared.limits.desk(&desk.code, Instant::now())?;
        Ok(Self(desk))
    }
}
