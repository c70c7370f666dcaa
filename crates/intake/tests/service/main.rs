//! The real service on a free port, as a desk meets it: plain HTTP, real files. On SQLite; `tests/postgres` runs them on PostgreSQL.

mod command_line;
mod copies;
mod desk;
mod edition;
mod enrolment;
mod erasure;
mod ledger;
mod matters;
mod openapi;
mod running;
mod upload;
