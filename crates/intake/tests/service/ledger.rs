//! Which engine these tests run on: SQLite, in the service's own folder. `tests/postgres` has the other one.

use std::path::Path;
use std::process::Command;

use centrala_intake::Place;

pub struct Ledger;

impl Ledger {
    /// The ledger of the service in this folder.
    pub fn of(_: &Path) -> Self {
        Self
    }

    pub fn choose(&self, _: &mut Place) {}

    pub fn choose_for(&self, _: &mut Command) {}
}
