//! `cargo +nightly fuzz run upload`
#![no_main]

#[path = "../upload.rs"]
#[allow(dead_code, reason = "the replay uses the rest")]
mod upload;

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use upload::City;

static CITY: LazyLock<City> = LazyLock::new(|| {
    City::start(&tempfile::tempdir().expect("a folder").keep(), Duration::from_millis(30))
});

fuzz_target!(|bytes: &[u8]| {
    CITY.send(bytes);
});
