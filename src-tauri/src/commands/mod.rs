//! The window's commands: one file per feature, one call each. What grows belongs in `centrala_app`.

pub mod articles;
pub mod calls;
pub mod desk;
pub mod pickers;
pub mod tickets;

use centrala_app::{AppError, Code};
use serde::Serialize;
use specta::Type;

use crate::worker::Worker;

pub(crate) type Desk<'a> = tauri::State<'a, Worker>;

/// What a command rejects with. The window shows the code's Polish sentence; `detail` is for support, in English.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Failure {
    pub code: Code,
    pub detail: String,
}

impl Failure {
    pub(crate) fn crashed(detail: &str) -> Self {
        Self { code: Code::Storage, detail: detail.to_owned() }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self { code: error.code(), detail: error.to_string() }
    }
}
