//! The shell: knows Tauri, knows no rule. A command is one call into `centrala_app::Desk`.

mod commands;
mod contract;
mod failure;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use centrala_app::DeskFolder;
use centrala_domain::Settings;
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
    let settings = folder.settings();
    let worker = Worker::opening(folder);
    let builder = contract::builder();
    let handler = builder.invoke_handler();
    let app = tauri::Builder::default().manage(worker).invoke_handler(handler).setup(move |app| {
        let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
            .title("Centrala")
            .inner_size(1366.0, 768.0)
            .min_inner_size(640.0, 480.0)
            .disable_drag_drop_handler()
            .initialization_script(dress(&settings))
            // The window shows its own pages and nothing else, whatever an article asks for.
            .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
            .build()?;
        window.set_zoom(settings.zoom.factor())?;
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

/// Before the first paint, and before the desk is open or its passphrase known: the theme and the mode that were chosen.
fn dress(settings: &Settings) -> String {
    let worn = serde_json::json!({ "theme": settings.theme, "mode": settings.mode });
    format!(
        "(() => {{ \
           const dress = () => document.documentElement && Object.assign(document.documentElement.dataset, {worn}); \
           if (!dress()) new MutationObserver((_, until) => dress() && until.disconnect()).observe(document, {{ childList: true }}); \
         }})()"
    )
}
