//! Floor 2: the desk's SQLite file.
//!
//! Each public act opens its own transaction; its SQL lies beside it as `<noun>/<act>.sql`. Deliberately not here: the
//! rules of a ticket (domain), time (an argument), the reference content (pack).

mod articles;
mod audit;
mod backup;
mod ballast;
mod calls;
mod cipher;
mod columns;
mod copies;
mod disk;
mod drafts;
mod encrypt;
mod error;
mod file;
mod health;
mod key;
mod learning;
mod lock;
mod look_alikes;
mod opening;
mod outbox;
mod place;
mod recover;
mod shifts;
mod tickets;
mod trace;

pub use backup::{Backup, files as backup_files};
pub use ballast::{keep_ballast, release_ballast};
pub use centrala_protocol::{Identities, Recipients};
pub use disk::free_space;
pub use drafts::KeptDraft;
pub use error::StoreError;
pub use file::{DeskIdentity, Store};
pub use health::{StoreHealth, readable_copies};
pub use key::{Custody, CustodyKind, FileKey, Keeping, Passphrase, has_recovery};
pub use learning::Habit;
pub use lock::DeskLock;
pub use look_alikes::{Known, RecentOf};
pub use opening::refuse_lost;
pub use outbox::{Applied, Enrolment, Queue, WaitingBatch};
pub use place::refuse_unsafe;
pub use recover::{Recovered, RecoveredTable, recover};
pub use shifts::Figures;
pub use tickets::TicketFilter;
pub use trace::Trace;
