//! The body of every answer of the intake that is not a success.

use serde::{Deserialize, Serialize};

/// `code` is stable and for programs; `detail` is English, for support, without personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: String,
    pub detail: String,
}
