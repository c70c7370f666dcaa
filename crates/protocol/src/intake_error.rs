//! Why an attempt failed, told apart by what the uploader does next. No case ever deletes anything.

use std::time::Duration;

use thiserror::Error;

use crate::refusal::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntakeError {
    #[error("the intake cannot be reached: {0}")]
    Unreachable(String),
    /// A captive portal, a proxy, a wrong address: a redirect, HTML, a 200 without our header.
    #[error("something else answered in the intake's place (status {status})")]
    NotTheIntake { status: u16 },
    #[error("the intake does not know this desk: {}", .0.detail)]
    Unauthorized(Refusal),
    #[error("this desk may not upload any more: {}", .0.detail)]
    Revoked(Refusal),
    #[error("the intake has no such batch under way: {}", .0.detail)]
    NotAnnounced(Refusal),
    #[error("the intake has another number of bytes")]
    WrongOffset(Refusal),
    #[error("the intake has other bytes under this batch's id: {}", .0.detail)]
    Fork(Refusal),
    #[error("a part arrived changed")]
    ChangedOnTheWay(Refusal),
    #[error("the batch is too large: {}", .0.detail)]
    TooLarge(Refusal),
    #[error("the intake refuses it: {}: {}", .0.code, .0.detail)]
    Invalid(Refusal),
    #[error("the intake is busy")]
    Busy { retry_after: Option<Duration> },
    #[error("the intake has a fault of its own (status {status})")]
    Server { status: u16, retry_after: Option<Duration> },
}

/// What is known of an answer that was no success, before it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// None where the answer does not carry the intake's marks, or its body is no [`Refusal`].
    pub refusal: Option<Refusal>,
    pub retry_after: Option<Duration>,
}

impl IntakeError {
    /// The refusal code of a 409 that only means: ask for the offset, go on from there.
    pub const WRONG_OFFSET: &str = "wrong_offset";

    /// A gateway in front of the intake answers 429 and 5xx without the intake's marks; what stops a desk or a batch must
    /// bear them: a hotel's login page that says 401 must not.
    pub fn from_answer(answer: Answer) -> Self {
        let Answer { status, refusal, retry_after } = answer;
        match (status, refusal) {
            (429 | 503, _) => Self::Busy { retry_after },
            (500..=599, _) => Self::Server { status, retry_after },
            (401, Some(refusal)) => Self::Unauthorized(refusal),
            (403, Some(refusal)) => Self::Revoked(refusal),
            (404 | 410, Some(refusal)) => Self::NotAnnounced(refusal),
            (409, Some(refusal)) if refusal.code == Self::WRONG_OFFSET => Self::WrongOffset(refusal),
            (409, Some(refusal)) => Self::Fork(refusal),
            (413, Some(refusal)) => Self::TooLarge(refusal),
            (460, Some(refusal)) => Self::ChangedOnTheWay(refusal),
            (400..=499, Some(refusal)) => Self::Invalid(refusal),
            (_, Some(_) | None) => Self::NotTheIntake { status },
        }
    }

    /// Trying the same again changes nothing: a person must look. Everything is kept.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Unauthorized(_) | Self::Revoked(_) | Self::Fork(_) | Self::TooLarge(_) | Self::Invalid(_) => true,
            Self::Unreachable(_)
            | Self::NotTheIntake { .. }
            | Self::NotAnnounced(_)
            | Self::WrongOffset(_)
            | Self::ChangedOnTheWay(_)
            | Self::Busy { .. }
            | Self::Server { .. } => false,
        }
    }

    /// It is about the desk, not about one batch: no other batch would fare better.
    pub fn stops_the_desk(&self) -> bool {
        matches!(self, Self::Unauthorized(_) | Self::Revoked(_))
    }

    /// The least time to wait, where the intake has named one.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } | Self::Server { retry_after, .. } => *retry_after,
            Self::Unreachable(_)
            | Self::NotTheIntake { .. }
            | Self::Unauthorized(_)
            | Self::Revoked(_)
            | Self::NotAnnounced(_)
            | Self::WrongOffset(_)
            | Self::Fork(_)
            | Self::ChangedOnTheWay(_)
            | Self::TooLarge(_)
            | Self::Invalid(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(status: u16, code: Option<&str>) -> IntakeError {
        let refusal = code.map(|code| Refusal { code: code.into(), detail: String::new() });
        IntakeError::from_answer(Answer { status, refusal, retry_after: Some(Duration::from_secs(7)) })
    }

    #[test]
    fn a_login_page_of_a_hotel_never_stops_a_desk_or_a_batch() {
        for status in [200, 204, 301, 302, 307, 400, 401, 403, 404, 409, 413, 422, 451, 511] {
            let error = error(status, None);
            assert!(!error.is_permanent() && !error.stops_the_desk(), "{status}: {error:?}");
        }
    }

    #[test]
    fn what_the_intake_itself_refuses_waits_for_a_person() {
        for (status, desk) in [(401, true), (403, true), (409, false), (413, false), (422, false), (400, false)] {
            let error = error(status, Some("x"));
            assert!(error.is_permanent(), "{status}: {error:?}");
            assert_eq!(error.stops_the_desk(), desk, "{status}");
        }
    }

    #[test]
    fn a_wrong_offset_an_expired_upload_and_a_changed_part_are_tried_again() {
        for (status, code) in [(409, IntakeError::WRONG_OFFSET), (404, "x"), (410, "x"), (460, "x")] {
            assert!(!error(status, Some(code)).is_permanent(), "{status}");
        }
    }

    #[test]
    fn a_busy_intake_says_when_to_come_back() {
        for status in [429, 503, 500, 502] {
            assert_eq!(error(status, None).retry_after(), Some(Duration::from_secs(7)), "{status}");
            assert!(!error(status, Some("x")).is_permanent(), "{status}");
        }
    }
}
