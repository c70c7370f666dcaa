//! The window's commands: one file per feature, one call each. What grows belongs in `centrala_app`.

pub mod articles;
pub mod calls;
pub mod desk;
pub mod handouts;
pub mod learning;
pub mod outbox;
pub mod pickers;
pub mod settings;
pub mod shifts;
pub mod tickets;

use crate::failure::Failure;
use crate::worker::Worker;

pub(crate) type Desk<'a> = tauri::State<'a, Worker>;
