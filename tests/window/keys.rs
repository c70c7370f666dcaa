//! The keys of the desk and its settings, in the real window.

use std::fs;
use std::path::Path;

use centrala_app::{Desk, DeskFolder, Keeper, SystemClock};

use crate::keyboard::PolishKeyboard;
use crate::window::{Window, until};
use crate::{folder, half_a_ticket, in_file};

const POLISH: &str = "zażółć gęślą jaźń ŁÓDŹ €";

/// The keys that F1 names, as it writes them.
async fn keys_in_force(window: &Window) -> Vec<String> {
    window.press("F1").await;
    window.shown("shortcuts").await;
    let keys = window
        .js("return [...document.querySelectorAll('[data-testid=shortcut]')].map((one) => one.querySelector('kbd').innerText)")
        .await;
    window.press("Esc").await;
    window.gone("shortcuts").await;
    serde_json::from_value(keys).expect("a list of keys")
}

async fn layer_and_back(window: &Window, key: &str, layer: &str) {
    window.press(key).await;
    window.shown(layer).await;
    window.press("Esc").await;
    window.gone(layer).await;
    window.focus_is("search-box").await;
}

/// Waits until the settings' file holds these words: they are in force a moment before they are written.
fn kept(data: &Path, words: &[&str]) {
    let file = || fs::read_to_string(data.join("settings.json")).unwrap_or_default();
    until(&format!("{words:?} in the settings"), || words.iter().all(|word| file().contains(word)));
}

async fn zoomed(window: &Window, percent: u16) {
    window.until(&format!("return Math.abs(outerWidth / innerWidth - {percent} / 100) < .03")).await;
}

async fn call_is_current(window: &Window, at: usize) {
    window
        .until(&format!("return document.querySelectorAll('[data-testid=call-tab]')[{at}]?.ariaCurrent === 'true'"))
        .await;
}

/// Begins from a search with an open article, the cursor in the box, and ends there.
async fn walk(window: &Window, key: &str) {
    match key {
        "F1" => layer_and_back(window, key, "shortcuts").await,
        "F9" => layer_and_back(window, key, "emergency-numbers").await,
        "Ctrl+J" => layer_and_back(window, key, "filters").await,
        "Ctrl+Shift+B" => layer_and_back(window, key, "tickets-list").await,
        "Ctrl+Shift+E" => layer_and_back(window, key, "end-of-shift").await,
        "Ctrl+P" => layer_and_back(window, key, "print").await,
        "Ctrl+M" => layer_and_back(window, key, "message").await,
        "Ctrl+G" => layer_and_back(window, key, "last-ticket").await,
        "Ctrl+," => layer_and_back(window, key, "settings").await,
        "Ctrl+K" => {
            for key in ["Ctrl+K", "F3", "/"] {
                window.press("F6").await;
                window.focus_is("article").await;
                window.press(key).await;
                window.focus_is("search-box").await;
            }
            assert_eq!(window.js("return document.activeElement.value").await, "zameldowac sie");
        }
        "Ctrl+I" => {
            for explains in ["true", "false"] {
                window.press(key).await;
                window
                    .until(&format!(
                        "return document.querySelector('[data-testid=why-toggle]').ariaPressed === '{explains}'"
                    ))
                    .await;
            }
        }
        "Ctrl+D" => {
            for favourite in ["true", "false"] {
                window.press(key).await;
                window
                    .until(&format!(
                        "return document.querySelector('[data-testid=favourite]').ariaPressed === '{favourite}'"
                    ))
                    .await;
            }
        }
        "Alt+1…9" => {
            let scrolled = "return document.querySelector('#article').scrollTop > 0";
            window.press("Alt+4").await;
            window.until(scrolled).await;
            window.press("Alt+1").await;
            window.until("return document.querySelector('#article').scrollTop < 200").await;
            window.focus_is("search-box").await;
            assert_eq!(window.js("return document.activeElement.value").await, "zameldowac sie");
        }
        "F6" => {
            window.press(key).await;
            window.focus_is("article").await;
            window.press(key).await;
            window.focus_is("search-box").await;
        }
        "Shift+F6" => {
            window.press(key).await;
            window.focus_is("article").await;
            window.press(key).await;
            window.focus_is("search-box").await;
        }
        "Ctrl++" => {
            window.press("Ctrl+Plus").await;
            zoomed(window, 110).await;
            window.press("Ctrl+0").await;
            zoomed(window, 100).await;
        }
        "Ctrl+-" => {
            window.press(key).await;
            zoomed(window, 90).await;
            window.press("Ctrl+=").await;
            zoomed(window, 100).await;
        }
        "Ctrl+0" => {
            for _ in 0..2 {
                window.press("Ctrl+-").await;
            }
            zoomed(window, 80).await;
            window.press(key).await;
            zoomed(window, 100).await;
        }
        "F2" | "Ctrl+1…4" | "Ctrl+Tab" => {
            window.press("F2").await;
            window.press("F2").await;
            window.calls(2).await;
            window.focus_is("search-box").await;
            call_is_current(window, 1).await;
            window.press("Ctrl+1").await;
            call_is_current(window, 0).await;
            window.press("Ctrl+Tab").await;
            call_is_current(window, 1).await;
            window.press("Ctrl+Enter").await;
            window.calls(1).await;
            window.press("Ctrl+Enter").await;
            window.calls(0).await;
            an_article(window).await;
        }
        "F4" | "Ctrl+Enter" | "Ctrl+Shift+Z" => {
            window.press("Esc").await;
            window.gone("hit").await;
            half_a_ticket(window).await;
            window.press("Ctrl+Enter").await;
            let number = window.shown("ticket-number").await;
            window.press("Ctrl+Shift+Z").await;
            window.shown("ticket-panel").await;
            window.press("Ctrl+Enter").await;
            assert_eq!(window.shown("ticket-number").await, number);
            window.press("Ctrl+Enter").await;
            window.calls(0).await;
            an_article(window).await;
        }
        "F8" => {
            window.press("F2").await;
            window.calls(1).await;
            for held in ["true", "false"] {
                window.press(key).await;
                window
                    .until(&format!(
                        "return document.querySelector('[data-testid=call-tab]').dataset.held === '{held}'"
                    ))
                    .await;
            }
            window.press("Ctrl+Enter").await;
            window.calls(0).await;
            an_article(window).await;
        }
        "Ctrl+N" => {
            window.press(key).await;
            window.focus_is("call-note").await;
            window.press("Ctrl+Enter").await;
            window.calls(0).await;
            an_article(window).await;
        }
        "Ctrl+Shift+O" => {
            window.press(key).await;
            window.focus_is("flag-note").await;
            window.press("Esc").await;
            window.focus_is("search-box").await;
            window.js("document.querySelector('[data-testid=unflag]').click()").await;
            window.gone("flagged").await;
            window.focus_is("search-box").await;
        }
        "Ctrl+Shift+K" => {
            window.press(key).await;
            window.until("return /skopiowa/i.test(document.querySelector('[data-testid=notice]').innerText)").await;
        }
        other => panic!("{other} is in the table and nobody has walked it"),
    }
}

async fn an_article(window: &Window) {
    window.focus_is("search-box").await;
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
}

#[tokio::test]
async fn every_key_of_the_table_does_what_f1_says() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    an_article(&window).await;
    for key in keys_in_force(&window).await {
        walk(&window, &key).await;
    }
}

#[tokio::test]
async fn an_own_key_is_taken_kept_and_named_everywhere_and_a_bad_one_refused() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    let remap = |action: &str| format!("[data-testid=key-row][data-id={action}] [data-testid=remap]");
    window.press("Ctrl+,").await;
    window.shown("settings").await;
    for (key, says) in [
        ("Ctrl+j", "inne zadanie: filtr"),
        ("a", "zaczyna się od Ctrl"),
        ("F5", "potrzebny systemowi"),
        ("Ctrl+c", "potrzebny"),
    ] {
        window
            .js(&format!(
                "document.querySelector('{0}').focus(); document.querySelector('{0}').click()",
                remap("search")
            ))
            .await;
        window.press(key).await;
        window
            .until(&format!(
                "return document.querySelector('[data-testid=remap-refused]')?.innerText.includes('{says}')"
            ))
            .await;
        window.screenshot("50-settings-refused").await;
        window.press("Esc").await;
        window.gone("remap-refused").await;
        window.shown("settings").await;
    }
    window
        .js(&format!("document.querySelector('{0}').focus(); document.querySelector('{0}').click()", remap("search")))
        .await;
    window.press("Ctrl+l").await;
    window.shown("remap-usual").await;
    window.press("Esc").await;
    window.gone("settings").await;
    assert!(keys_in_force(&window).await.contains(&"Ctrl+L".to_owned()));
    kept(data.path(), &["Ctrl+L"]);
    window.kill();

    let window = Window::ready(data.path()).await;
    assert!(window.js("return document.querySelector('search').innerText").await.to_string().contains("Ctrl+L"));
    window.press("F6").await;
    window.focus_is("article").await;
    window.press("Ctrl+k").await;
    window.focus_is("article").await;
    window.press("Ctrl+l").await;
    window.focus_is("search-box").await;
}

#[tokio::test]
async fn settings_are_worn_from_the_first_paint_and_a_damaged_file_stops_nobody() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("Ctrl+,").await;
    window.until("return document.activeElement?.dataset.testid === 'theme-system'").await;
    assert_eq!(window.shown("data-folder").await, data.path().display().to_string());
    window.js("document.querySelector('[data-testid=theme-dark]').click(); document.querySelector('[data-testid=mode-counter]').click()").await;
    window
        .until("document.querySelector('#desk-name').focus(); return document.activeElement.id === 'desk-name'")
        .await;
    window.keys("okno 3").await;
    window.press("Ctrl+Plus").await;
    zoomed(&window, 110).await;
    window.until("return document.querySelector('#desk-name').value === 'okno 3'").await;
    window.screenshot("51-settings-dark-counter").await;
    kept(data.path(), &["okno 3", "110"]);
    window.kill();

    // Behind a passphrase, too: nobody is asked for it in letters that she cannot read.
    DeskFolder::new(data.path()).give_key_to(Keeper::Passphrase("żółty tramwaj nr 9")).expect("kept");
    let window = Window::open(data.path()).await;
    window.shown("try-again").await;
    let worn = "return [document.documentElement.dataset.theme, document.documentElement.dataset.mode]";
    assert_eq!(window.js(worn).await, serde_json::json!(["dark", "counter"]));
    zoomed(&window, 110).await;
    window.screenshot("52-locked-dark").await;
    window.focus_is("passphrase-input").await;
    let keyboard = PolishKeyboard::plugged_in();
    keyboard.types(POLISH);
    window.until(&format!("return document.activeElement.value === '{POLISH}'")).await;
    // Not before the letters have come: the layout counts when a key is read.
    drop(keyboard);
    window.kill();

    DeskFolder::new(data.path()).unlocked_by("żółty tramwaj nr 9").give_key_to(Keeper::File).expect("given back");
    std::fs::write(data.path().join("settings.json"), "{ torn").expect("damaged");
    let window = Window::ready(data.path()).await;
    assert_eq!(window.js(worn).await, serde_json::json!(["system", "phone"]));
}

/// Types with AltGr into every field that takes letters and can be seen.
async fn polish_into_every_field(window: &Window, seen: &mut Vec<String>) {
    const FIELDS: &str = "input:not([type=radio], [type=checkbox]), textarea";
    let script = format!(
        "return [...document.querySelectorAll('{FIELDS}')].filter((one) => one.checkVisibility() && !one.closest('[inert]')) \
         .map((one, at) => one.id || (one.id = `field-${{at}}`))"
    );
    let fields: Vec<String> = serde_json::from_value(window.js(&script).await).expect("ids");
    let keyboard = PolishKeyboard::plugged_in();
    for id in fields {
        if seen.contains(&id) {
            continue;
        }
        window.until(&format!("const one = document.getElementById('{id}'); one.focus(); one.select(); return document.activeElement === one")).await;
        keyboard.types(POLISH);
        window.until(&format!("return document.getElementById('{id}').value === '{POLISH}'")).await;
        assert_eq!(window.js("return document.activeElement.id").await, id.as_str(), "no letter is a shortcut");
        seen.push(id);
    }
}

#[tokio::test]
async fn polish_letters_with_altgr_are_letters_in_every_field() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    let mut seen = Vec::new();
    half_a_ticket(&window).await;
    window.js("document.querySelector('[data-testid=contact]').open = true").await;
    polish_into_every_field(&window, &mut seen).await;
    // Letters that mean nothing open nothing: an article to be flagged is asked for.
    window.press("Ctrl+k").await;
    window.search("dowód osobisty").await;
    window.shown("article").await;
    window.press("Ctrl+Shift+o").await;
    window.focus_is("flag-note").await;
    polish_into_every_field(&window, &mut seen).await;
    assert_eq!(in_file(data.path(), "SELECT count(*) || '' FROM ticket"), "0");
    for (key, layer) in [
        ("Ctrl+j", "filters"),
        ("Ctrl+Shift+b", "tickets-list"),
        ("Ctrl+Shift+e", "end-of-shift"),
        ("Ctrl+,", "settings"),
    ] {
        window.press(key).await;
        window.shown(layer).await;
        polish_into_every_field(&window, &mut seen).await;
        window.shown(layer).await;
        window.press("Esc").await;
        window.gone(layer).await;
    }
    assert!(seen.len() >= 12, "{seen:?}");
}

#[tokio::test]
async fn what_a_browser_would_do_by_itself_does_not_happen_nor_after_a_reload() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.calls(1).await;
    for round in ["before", "after a reload"] {
        window.js("window.marked = true").await;
        for key in ["F5", "Ctrl+r", "Ctrl+Shift+r", "F7", "F12"] {
            window.press(key).await;
        }
        let prevented = "const event = (Type, name) => new Type(name, { bubbles: true, cancelable: true }); \
            const target = document.querySelector('#search-box'); \
            return [[MouseEvent, 'contextmenu'], [DragEvent, 'dragover'], [DragEvent, 'drop']].map(([Type, name]) => !target.dispatchEvent(event(Type, name)))";
        assert_eq!(window.js(prevented).await, serde_json::json!([true, true, true]), "{round}");
        window.keys("x").await;
        window.until("return document.querySelector('#search-box').value.endsWith('x')").await;
        assert_eq!(window.js("return window.marked === true").await, true, "{round}");
        window.js("setTimeout(() => location.reload())").await;
        window.until("return window.marked === undefined && document.activeElement?.id === 'search-box'").await;
        window.calls(1).await;
    }
}

/// Every state of the desk by its name; `look` is called in each.
async fn every_state(window: &Window, mut look: impl AsyncFnMut(&str)) {
    look("empty").await;
    window.search("dowod").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id").await;
    look("results").await;
    for (key, id) in [
        ("Ctrl+j", "filters"),
        ("F1", "shortcuts"),
        ("F9", "emergency-numbers"),
        ("Ctrl+Shift+b", "tickets-list"),
        ("Ctrl+Shift+e", "end-of-shift"),
        ("Ctrl+,", "settings"),
        ("Ctrl+p", "print"),
        ("Ctrl+m", "message"),
        ("Ctrl+g", "last-ticket"),
    ] {
        window.press(key).await;
        window.shown(id).await;
        look(id).await;
        window.press("Esc").await;
        window.gone(id).await;
    }
    window.press("Ctrl+k").await;
    window.press("Ctrl+i").await;
    window.shown("why").await;
    look("reasons").await;
    window.press("Ctrl+i").await;
    for (typed, id) in [("zdit znak drogowy", "service-row"), ("dowud", "corrected"), ("qqqqxxxx", "report-missing")] {
        window.press("Esc").await;
        window.gone("hit").await;
        window.search(typed).await;
        window.shown(id).await;
        look(typed).await;
    }
    window.press("Esc").await;
    window.gone("no-hits").await;
    for (typed, id) in [
        ("zdit", "unit-card"),
        ("dziura w jezdni", "service-card"),
        ("prąd nie działa", "elsewhere-card"),
        ("coś takiego jakby", "unsure"),
        ("wyciek gazu", "danger"),
    ] {
        window.search(typed).await;
        window.shown(id).await;
        look(id).await;
        window.press("Esc").await;
        window.until("return document.querySelector('#search-box').value === ''").await;
    }
    half_a_ticket(window).await;
    look("ticket").await;
    window.js("document.querySelector('#description-input').value = ''; document.querySelector('#description-input').dispatchEvent(new Event('input', { bubbles: true }))").await;
    window.press("Ctrl+Enter").await;
    window.shown("problem").await;
    look("problems").await;
    window.js("document.querySelector('#description-input').value = 'Głęboki ubytek'; document.querySelector('#description-input').dispatchEvent(new Event('input', { bubbles: true }))").await;
    window.press("Ctrl+Enter").await;
    window.shown("ticket-number").await;
    look("saved").await;
    window.press("Ctrl+Shift+b").await;
    window.shown("ticket-row").await;
    look("tickets").await;
    let number = window.shown("ticket-number").await;
    window.press("Esc").await;
    window.gone("tickets-list").await;
    window.press("Ctrl+k").await;
    window.search(&number).await;
    window.shown("ticket-card").await;
    look("ticket-card").await;
}

#[tokio::test]
async fn axe_finds_no_serious_barrier_in_any_state_theme_or_size() {
    let mut found = Vec::new();
    for zoom in [100, 200] {
        let data = folder();
        std::fs::write(data.path().join("settings.json"), format!("{{\"zoom\":{zoom}}}")).expect("set up");
        let window = Window::ready(data.path()).await;
        zoomed(&window, zoom).await;
        every_state(&window, async |state: &str| {
            for theme in ["light", "contrast", "dark"] {
                window.js(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
                // What stands there is the same in every theme; only its colours are others.
                let barriers = if theme == "light" { window.barriers().await } else { window.pale().await };
                found.extend(barriers.into_iter().map(|barrier| format!("{state}, {theme}, {zoom} %: {barrier}")));
                window.screenshot(&format!("70-{}-{theme}-{zoom}", state.replace(' ', "-"))).await;
            }
        })
        .await;
    }
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn the_focus_is_never_lost_when_what_had_it_goes() {
    let data = folder();
    Desk::open(&DeskFolder::new(data.path()), SystemClock).and_then(|desk| desk.open_call()).expect("a call");
    let window = Window::ready(data.path()).await;
    window.shown("restored-banner").await;
    window
        .js("const hide = document.querySelector('[data-testid=restored-banner] button'); hide.focus(); hide.click()")
        .await;
    window.gone("restored-banner").await;
    window.focus_is("search-box").await;
}
