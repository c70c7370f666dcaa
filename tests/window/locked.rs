//! A desk that does not open at once: its screen says why, and how to go on.

use std::fs;
use std::path::Path;

use centrala_app::{Desk, DeskFolder, Keeper, SystemClock};
use centrala_testkit::pothole;

use crate::folder;
use crate::window::Window;

fn desk_with_a_ticket(data: &Path) -> DeskFolder {
    let folder = DeskFolder::new(data);
    Desk::open(&folder, SystemClock).expect("a desk").new_ticket(pothole()).expect("saved");
    folder
}

#[tokio::test]
async fn a_passphrase_is_asked_for_refused_and_taken() {
    let data = folder();
    desk_with_a_ticket(data.path()).give_key_to(Keeper::Passphrase("żółty tramwaj nr 9")).expect("kept");
    let window = Window::open(data.path()).await;
    window.until("return document.activeElement?.id === 'passphrase-input'").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.screenshot("locked-passphrase").await;
    window.keys("żółty tramwaj nr 8").await;
    window.press("Enter").await;
    window.until("return document.querySelector('[data-testid=failure]')?.dataset.code === 'passphrase_wrong'").await;
    window.screenshot("locked-passphrase-wrong").await;
    window
        .until("return document.activeElement?.id === 'passphrase-input' && document.activeElement.value === ''")
        .await;
    window.keys("żółty tramwaj nr 9").await;
    window.press("Enter").await;
    window.shown("search-box").await;
    window.press("Ctrl+Shift+b").await;
    assert!(window.shown("ticket-row").await.contains("Ubytek w jezdni"));
}

#[tokio::test]
async fn what_was_put_right_is_tried_again_without_a_new_start() {
    let data = folder();
    desk_with_a_ticket(data.path());
    let (key, away) = (data.path().join("desk.key"), data.path().join("elsewhere"));
    fs::rename(&key, &away).expect("lost");
    let window = Window::open(data.path()).await;
    window.until("return document.querySelector('[data-testid=failure]')?.dataset.code === 'desk_key'").await;
    window.screenshot("locked-key").await;
    fs::rename(&away, &key).expect("put back");
    window.until("document.querySelector('[data-testid=try-again]').click(); return true").await;
    window.shown("search-box").await;
}
