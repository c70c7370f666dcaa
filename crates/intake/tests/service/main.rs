//! The real service on a free port, as a desk meets it: plain HTTP, real files.

mod desk;
mod enrolment;
mod upload;
