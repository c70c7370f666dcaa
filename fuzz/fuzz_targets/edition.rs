//! `cargo +nightly fuzz run edition`
#![no_main]

#[path = "../edition.rs"]
#[allow(dead_code, reason = "the replay uses the rest")]
mod edition;

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| tempfile::tempdir().expect("a folder").keep());

fuzz_target!(|bytes: &[u8]| edition::arrive(&FOLDER, bytes));
