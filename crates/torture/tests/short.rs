//! Every programme, shortly; `cargo xtask torture --all` runs them at full length.

use std::path::Path;

use centrala_torture::disk_faults::{self, Disk};
use centrala_torture::network::{self, BUGS};
use centrala_torture::power_cuts::{self, Setting};
use centrala_torture::report::Row;
use centrala_torture::{bit_flips, kills};

fn assert_proved(row: &Row) {
    assert!(row.is_as_expected(), "{row}");
}

#[test]
fn what_was_shown_as_saved_survives_any_kill() {
    let program = Path::new(env!("CARGO_BIN_EXE_centrala-torture"));
    assert_proved(&kills::run(program, 30, 1).expect("it runs"));
}

#[test]
fn a_program_that_is_killed_while_it_sends_loses_and_doubles_nothing() {
    let program = Path::new(env!("CARGO_BIN_EXE_centrala-torture"));
    assert_proved(&network::run_kills(program, 20, 1).expect("it runs"));
}

#[test]
fn what_was_shown_as_saved_survives_a_power_cut() {
    assert_proved(&power_cuts::run(Setting::Shipped, 100, 1).expect("it runs"));
}

#[test]
fn with_other_settings_a_power_cut_loses_and_it_is_seen() {
    assert_proved(&power_cuts::run(Setting::WalNormal, 30, 1).expect("it runs"));
}

#[test]
fn a_failing_disk_loses_nothing_and_is_said() {
    assert_proved(&disk_faults::run(Disk::Honest, (1..500).step_by(9), 1).expect("it runs"));
}

#[test]
fn a_disk_that_forgets_is_caught() {
    assert_proved(&disk_faults::run(Disk::Lying, (100..400).step_by(30), 1).expect("it runs"));
}

#[test]
fn what_changes_on_the_disk_by_itself_is_never_read_as_if_it_were_right() {
    assert_proved(&bit_flips::run(60, 1).expect("it runs"));
}

#[test]
fn what_was_shown_as_saved_reaches_the_city_once_through_any_network() {
    assert_proved(&network::run(None, 20, 1).expect("it runs"));
}

/// Each a fault that others have had. Seeds enough that each shows.
#[test]
fn every_planted_bug_is_caught() {
    for bug in BUGS {
        assert_proved(&network::run(Some(bug), 12, 1).expect("it runs"));
    }
}
