//! `centrala-desk [--data DIR]`: the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match centrala_desk::folder(std::env::args_os().skip(1)) {
        Ok(folder) => centrala_desk::run(folder),
        Err(message) => {
            eprintln!("centrala-desk: {message}");
            ExitCode::from(2)
        }
    }
}
