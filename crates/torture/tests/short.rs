//! Every programme, shortly; `cargo xtask torture --all` runs them at full length.

use std::path::Path;

use centrala_torture::kills;
use centrala_torture::power_cuts::{self, Setting};
use centrala_torture::report::Row;

fn assert_proved(row: &Row) {
    assert!(row.is_as_expected(), "{row}");
}

#[test]
fn what_was_shown_as_saved_survives_any_kill() {
    let program = Path::new(env!("CARGO_BIN_EXE_centrala-torture"));
    assert_proved(&kills::run(program, 50, 1).expect("it runs"));
}

#[test]
fn what_was_shown_as_saved_survives_a_power_cut() {
    assert_proved(&power_cuts::run(Setting::Shipped, 150, 1).expect("it runs"));
}

#[test]
fn with_other_settings_a_power_cut_loses_and_it_is_seen() {
    assert_proved(&power_cuts::run(Setting::WalNormal, 30, 1).expect("it runs"));
}
