//! Names every command of the window (capabilities may allow these and nothing else) and keeps SQLite to ourselves.

use tauri_build::{AppManifest, Attributes};

/// A command missing here cannot be called from the window.
const COMMANDS: &[&str] = &[
    "start",
    "unlock",
    "home",
    "search",
    "consider",
    "article",
    "set_favourite",
    "flag_article",
    "unflag_article",
    "find_services",
    "find_places",
    "find_personal",
    "emergency",
    "open_call",
    "save_call",
    "hold_call",
    "resume_call",
    "end_call",
    "prepare_print",
    "print_window",
    "open_print",
    "save_print",
    "message",
    "write_mail",
    "note_use",
    "settle_query",
    "report_missing",
    "outbox",
    "send_now",
    "enroll",
    "retry_ticket",
    "correct_ticket",
    "export_batches",
    "import_receipt",
    "shift",
    "hand_over",
    "take_draft",
    "propose_ticket",
    "save_draft",
    "discard_draft",
    "save_ticket",
    "look_alikes",
    "add_voice",
    "undo_ticket",
    "tickets",
    "health",
    "save_settings",
];

fn main() {
    // WebKit runs in our process and links SQLite too: without this it binds to our copy of sqlite3_* symbols.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
