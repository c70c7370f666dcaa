//! The same tests as in `tests/service`, with the ledger in PostgreSQL, and what only PostgreSQL does.

#[path = "../support/cluster.rs"]
mod cluster;
#[path = "../service/command_line.rs"]
mod command_line;
#[path = "../service/desk.rs"]
mod desk;
#[path = "../service/edition.rs"]
mod edition;
#[path = "../service/enrolment.rs"]
mod enrolment;
#[path = "../service/erasure.rs"]
mod erasure;
mod ledger;
#[path = "../service/matters.rs"]
mod matters;
#[path = "../service/openapi.rs"]
mod openapi;
mod restarts;
#[path = "../service/running.rs"]
mod running;
#[path = "../service/upload.rs"]
mod upload;
