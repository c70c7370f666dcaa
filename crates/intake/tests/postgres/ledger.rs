//! Which engine these tests run on: PostgreSQL, a database for each folder, all in one cluster.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use centrala_intake::Place;

use crate::cluster::Cluster;

/// Statics are never dropped: it ends with the process.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

pub struct Ledger {
    database: String,
}

impl Ledger {
    /// The ledger of the service in this folder.
    pub fn of(folder: &Path) -> Self {
        let letters = folder.to_string_lossy().bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let ledger = Self { database: format!("i{}", &letters[letters.len().saturating_sub(50)..]) };
        CLUSTER.database(&ledger.database);
        ledger
    }

    pub fn choose(&self, place: &mut Place) {
        place.postgres = Some(CLUSTER.config(&self.database));
    }

    pub fn choose_for(&self, command: &mut Command) {
        command.env("CENTRALA_INTAKE_POSTGRES", CLUSTER.url(&self.database));
    }
}
