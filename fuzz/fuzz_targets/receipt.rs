//! `cargo +nightly fuzz run receipt`
#![no_main]

#[path = "../receipt.rs"]
#[allow(dead_code, reason = "the replay uses the rest")]
mod receipt;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| receipt::arrive(bytes));
