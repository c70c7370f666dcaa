//! How a failure reaches the window.

use centrala_app::{AppError, Code};
use serde::Serialize;
use specta::Type;

/// What a command rejects with. The window shows the code's Polish sentence; `detail` is for support, in English.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Failure {
    pub code: Code,
    pub detail: String,
}

impl Failure {
    /// The system has no print dialog to show.
    pub(crate) fn no_printing(error: &tauri::Error) -> Self {
        Self { code: Code::PaperFailed, detail: error.to_string() }
    }

    pub(crate) fn crashed(detail: &str) -> Self {
        Self { code: Code::Storage, detail: detail.to_owned() }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self { code: error.code(), detail: error.to_string() }
    }
}
