//! Why an attempt failed, told apart by what the uploader does next. No case ever deletes anything.

use std::time::Duration;

use thiserror::Error;

use crate::batch::BatchFault;
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
    /// What it refuses is not this batch: no other would fare better. A proxy that drops headers, a key or a format that one
    /// side does not have.
    #[error("the intake and this desk do not fit together: {}: {}", .0.code, .0.detail)]
    Misfit(Refusal),
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
    /// The refusal code of a 404 where not even the address is known.
    pub const NO_ROUTE: &str = "no_route";

    /// A gateway in front of the intake answers 429 and 5xx without the intake's marks; what stops a desk or a batch must
    /// bear them: a hotel's login page that says 401 must not.
    pub fn from_answer(answer: Answer) -> Self {
        let Answer { status, refusal, retry_after } = answer;
        match (status, refusal) {
            (429 | 503, _) => Self::Busy { retry_after },
            (500..=599, _) => Self::Server { status, retry_after },
            (401, Some(refusal)) => Self::Unauthorized(refusal),
            (403, Some(refusal)) => Self::Revoked(refusal),
            (404, Some(refusal)) if refusal.code == Self::NO_ROUTE => Self::Misfit(refusal),
            (404 | 410, Some(refusal)) => Self::NotAnnounced(refusal),
            (409, Some(refusal)) if refusal.code == Self::WRONG_OFFSET => Self::WrongOffset(refusal),
            (409, Some(refusal)) => Self::Fork(refusal),
            (413, Some(refusal)) => Self::TooLarge(refusal),
            (460, Some(refusal)) => Self::ChangedOnTheWay(refusal),
            (422, Some(refusal)) if !BatchFault::is_of_the_pair(&refusal.code) => Self::Invalid(refusal),
            (400..=499, Some(refusal)) => Self::Misfit(refusal),
            (_, Some(_) | None) => Self::NotTheIntake { status },
        }
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
            | Self::Invalid(_)
            | Self::Misfit(_) => None,
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
    fn a_login_page_of_a_hotel_is_not_the_intake() {
        for status in [200, 204, 301, 302, 307, 400, 401, 403, 404, 409, 413, 422, 451] {
            assert_eq!(error(status, None), IntakeError::NotTheIntake { status });
        }
        assert!(matches!(error(511, None), IntakeError::Server { status: 511, .. }));
    }

    #[test]
    fn only_what_is_wrong_with_a_batch_is_the_batchs() {
        assert!(matches!(error(401, Some("unknown_desk")), IntakeError::Unauthorized(_)));
        assert!(matches!(error(403, Some("revoked")), IntakeError::Revoked(_)));
        assert!(matches!(error(409, Some("fork")), IntakeError::Fork(_)));
        assert!(matches!(error(413, Some("too_large")), IntakeError::TooLarge(_)));
        for code in ["signature", "hash", "a_code_of_tomorrow"] {
            assert!(matches!(error(422, Some(code)), IntakeError::Invalid(_)), "{code}");
        }
    }

    #[test]
    fn what_every_batch_would_meet_is_no_batchs_fault() {
        // What a proxy makes that drops a header, and what one side does not know of the other.
        for (status, code) in
            [(400, "malformed"), (404, "no_route"), (405, "no_method"), (411, "no_length"), (412, "tus_version")]
        {
            assert!(matches!(error(status, Some(code)), IntakeError::Misfit(_)), "{status}");
        }
        for code in ["not_for_us", "unknown_key", "other_format"] {
            assert!(matches!(error(422, Some(code)), IntakeError::Misfit(_)), "{code}");
        }
    }

    #[test]
    fn a_wrong_offset_an_expired_upload_and_a_changed_part_are_told_apart() {
        assert!(matches!(error(409, Some(IntakeError::WRONG_OFFSET)), IntakeError::WrongOffset(_)));
        assert!(matches!(error(404, Some("x")), IntakeError::NotAnnounced(_)));
        assert!(matches!(error(410, Some("x")), IntakeError::NotAnnounced(_)));
        assert!(matches!(error(460, Some("x")), IntakeError::ChangedOnTheWay(_)));
    }

    #[test]
    fn a_busy_intake_says_when_to_come_back() {
        for status in [429, 503, 500, 502] {
            assert_eq!(error(status, None).retry_after(), Some(Duration::from_secs(7)), "{status}");
            assert_eq!(error(status, Some("x")).retry_after(), Some(Duration::from_secs(7)), "{status}");
        }
    }
}
