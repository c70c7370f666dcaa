//! The real service on a free port, as a desk meets it: plain HTTP, real files.

mod command_line;
mod desk;
mod edition;
mod enrolment;
mod openapi;
mod running;
mod upload;
