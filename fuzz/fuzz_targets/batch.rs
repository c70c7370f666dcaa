//! `cargo +nightly fuzz run batch`
#![no_main]

#[path = "../batch.rs"]
#[allow(dead_code, reason = "the replay uses the rest")]
mod batch;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| batch::arrive(bytes));
