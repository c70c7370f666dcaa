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
    window.gone("key-in-file").await;
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
    assert!(window.shown("key-in-file").await.contains("klucz w pliku"));
    window.screenshot("key-in-file").await;
}

/// What keeps a desk from opening, as it is done to a folder, and the code that its screen must show.
const OBSTACLES: &[(&str, fn(&Path))] = &[
    ("keychain_locked", |data| {
        let record = r#"{"format":1,"kind":"keychain","account":"00112233445566778899aabbccddeeff"}"#;
        fs::write(data.join("desk.key"), record).expect("written");
    }),
    ("desk_key_wrong", |data| {
        let other = folder();
        desk_with_a_ticket(other.path());
        fs::copy(other.path().join("desk.key"), data.join("desk.key")).expect("mixed up");
    }),
    ("desk_other", |data| {
        let other = folder();
        desk_with_a_ticket(other.path());
        fs::copy(other.path().join("desk.sqlite"), data.join("desk.sqlite")).expect("mixed up");
    }),
    ("desk_lost", |data| fs::write(data.join("desk.sqlite"), "").expect("emptied")),
    ("desk_newer", |data| fs::write(data.join("desk.key"), r#"{"format":2}"#).expect("of a newer program")),
    ("desk_place", |data| fs::write(data.join(".stfolder"), "").expect("a mark")),
];

#[tokio::test]
async fn each_obstacle_has_its_own_screen() {
    for (code, obstruct) in OBSTACLES {
        let data = folder();
        desk_with_a_ticket(data.path());
        obstruct(data.path());
        let window = Window::open(data.path()).await;
        window
            .until(&format!("return document.querySelector('[data-testid=failure]')?.dataset.code === '{code}'"))
            .await;
        window.until("return document.querySelector('[data-testid=health-check]') !== null").await;
        assert_eq!(window.barriers().await, Vec::<String>::new(), "{code}");
        window.screenshot(&format!("locked-{code}")).await;
    }
}
