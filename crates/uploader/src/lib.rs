//! Floor 3: what waits on the desk goes to the city's intake, in rounds: seal, send what waits, make the next batches, send
//! them, hear the news. Whatever fails, everything is kept, and only a signed receipt ends a ticket's waiting.
//!
//! Deliberately not here: sockets (`trait Intake`'s implementations), threads and waiting (`centrala_app`), what the file
//! allows (`centrala_store`).

mod backoff;
mod enroll;
mod export;
mod round;
mod send;
mod waiting;

pub use backoff::Backoff;
pub use enroll::{EnrollError, enroll};
pub use export::{export, export_again};
pub use round::{Progress, Round, Stopped, Trouble, Uploader};
pub use waiting::GRACE;
