//! The shell: knows Tauri, knows no rule. A command is one call into `centrala_app::Desk`.

mod commands;
mod contract;
mod failure;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use centrala_app::DeskFolder;
use tauri::{WebviewUrl, WebviewWindowBuilder};

pub use contract::contract;
use worker::Worker;

/// The data folder named on the command line (`--data DIR`), or the platform's.
pub fn folder(mut args: impl Iterator<Item = OsString>) -> Result<DeskFolder, String> {
    match (args.next(), args.next(), args.next()) {
        (None, ..) => DeskFolder::of_this_platform().map_err(|error| error.to_string()),
        (Some(flag), Some(dir), None) if flag == "--data" => Ok(DeskFolder::new(dir)),
        _ => Err("usage: centrala-desk [--data DIR]".to_owned()),
    }
}

/// Opens the window at once and the desk beside it, on a thread of its own.
pub fn run(folder: DeskFolder) -> ExitCode {
    let worker = Worker::opening(folder);
    let builder = contract::builder();
    let handler = builder.invoke_handler();
    let app = tauri::Builder::default().manage(worker).invoke_handler(handler).setup(|app| {
        WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
            .title("Centrala")
            .inner_size(1366.0, 768.0)
            .min_inner_size(640.0, 480.0)
            .disable_drag_drop_handler()
            // The window shows its own pages and nothing else, whatever an article asks for.
            .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
            .build()?;
        Ok(())
    });
    match app.run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("centrala-desk: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
