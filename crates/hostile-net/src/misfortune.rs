//! What may happen to one request and its answer.

use std::time::Duration;

use crate::stranger::Stranger;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfortune {
    /// It arrives, and so does the answer.
    None,
    /// It never arrives.
    RequestLost,
    /// It arrives; the answer does not.
    AnswerLost,
    /// It never arrives; something else answers in the intake's place.
    Answered(Stranger),
    /// It arrives so much later, even if no one waits for the answer any more.
    RequestLate(Duration),
    AnswerLate(Duration),
    /// The answer ends in its middle.
    AnswerCut,
    /// The connection breaks in the answer's middle.
    AnswerReset,
    /// One byte in the middle of the answer's body is another one.
    AnswerChanged,
    /// It arrives twice, one after the other; the second answer counts.
    Doubled,
    /// It arrives twice, both at once.
    Twins,
    /// It arrives, and once more before the next request does.
    Echo,
    /// Half of it arrives, and then its connection ends; what the intake says to that comes back, if anything.
    UploadCut,
    /// One byte of its body is another one; the intake's answer to that comes back. Only where there is a body.
    UploadChanged,
}
