//! SQLCipher, ready in this process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

/// Waits until SQLCipher can take a key. SQLite calls itself ready before it has begun SQLCipher (`sqlite3_initialize`
/// runs `SQLITE_EXTRA_INIT` last, under no lock): whoever opened a second file in that millisecond was told that its key
/// were empty, and the desk did not start. SQLCipher's own function is the last thing it sets up.
///
/// # Errors
/// SQLite's own. Where SQLCipher never gets ready, the key is refused, and says so.
pub(crate) fn wait_until_ready() -> Result<(), rusqlite::Error> {
    static READY: AtomicBool = AtomicBool::new(false);
    for _ in 0..1_000 {
        if READY.load(Ordering::Acquire) {
            break;
        }
        if Connection::open_in_memory()?.prepare("SELECT sqlcipher_export('')").is_ok() {
            READY.store(true, Ordering::Release);
        } else {
            thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(())
}
