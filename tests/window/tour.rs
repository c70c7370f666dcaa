//! The main job in one go, with a picture of every state in `target/screens`: what `cargo xtask run` does without a display.

use crate::window::Window;
use crate::{folder, half_a_ticket};

#[tokio::test]
async fn tour() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.screenshot("01-empty").await;

    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.screenshot("02-found").await;
    window.press("PgDn").await;
    window.until("return document.querySelector('article').scrollTop > 0").await;
    window.screenshot("03-read-on").await;

    window.press("Ctrl+j").await;
    window.shown("filters").await;
    window.keys("meld").await;
    window.press("Enter").await;
    window.until("return document.querySelector('[data-testid=category-option]')?.dataset.on === 'true'").await;
    window.screenshot("04-filters").await;
    window.press("Esc").await;
    window.gone("filters").await;
    window.screenshot("05-filtered").await;
    window.search("qqqq").await;
    window.shown("no-hits").await;
    window.screenshot("06-nothing-found").await;
    window.press("Esc").await;
    window.press("Esc").await;
    window.gone("category-chip").await;

    window.search("czuc gaz w klatce").await;
    window.shown("emergency-strip").await;
    window.shown("danger").await;
    window.screenshot("07-emergency").await;
    window.press("F9").await;
    window.shown("emergency-numbers").await;
    window.screenshot("08-emergency-numbers").await;
    window.press("Esc").await;
    window.gone("emergency-numbers").await;
    window.press("Ctrl+k").await;
    window.press("Esc").await;
    window.gone("emergency-strip").await;
    window.screenshot("09-recent").await;

    half_a_ticket(&window).await;
    window.until("return document.querySelector('[data-testid=draft-state]').dataset.state === 'saved'").await;
    window.screenshot("10-ticket").await;
    window.resize(860, 700).await;
    window.until("return document.querySelector('#search-box').checkVisibility() === false").await;
    window.screenshot("10-ticket-narrow").await;
    window.press("Ctrl+k").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.screenshot("10-search-narrow").await;
    window.kill();
    let window = Window::ready(data.path()).await;
    window.shown("ticket-panel").await;
    window.screenshot("11-restored").await;

    window.press("F4").await;
    window.until("return document.activeElement?.id === 'description-input'").await;
    window.js("const field = document.querySelector('#description-input'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))").await;
    window.press("Ctrl+Enter").await;
    window.shown("problem").await;
    window.screenshot("12-problem").await;
    window.keys("Głęboki ubytek, ok. 40 cm").await;
    window.press("Ctrl+Enter").await;
    window.shown("ticket-number").await;
    window.screenshot("13-saved").await;
    window.press("Ctrl+Shift+b").await;
    window.shown("ticket-row").await;
    window.screenshot("14-tickets").await;
    window.press("Esc").await;
    window.gone("tickets-list").await;
    window.press("F1").await;
    window.shown("shortcuts").await;
    window.screenshot("15-shortcuts").await;
    window.press("Esc").await;
    window.gone("shortcuts").await;
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    // Nothing was used on purpose in this call: no row stands under the empty box.
    window.shown("search-box").await;
    window.screenshot("16-ended").await;

    let second = Window::open(data.path()).await;
    second.shown("failure").await;
    second.screenshot("17-already-open").await;
}

/// Everything that the one box finds, and the ways on where it finds little.
#[tokio::test]
async fn tour_of_the_box() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("zdit").await;
    window.shown("unit-row").await;
    window.shown("unit-card").await;
    window.screenshot("21-unit-card").await;
    window.press("Esc").await;

    window.search("dziura w jezdni").await;
    window.shown("service-row").await;
    window.shown("service-card").await;
    window.screenshot("22-intervention-card").await;
    window.press("Esc").await;
    window.search("prąd nie działa").await;
    window.shown("elsewhere-card").await;
    window.screenshot("23-elsewhere-card").await;
    window.press("Esc").await;
    window.search("zdit znak drogowy").await;
    window.screenshot("24-unit-and-interventions").await;
    window.press("Esc").await;

    window.search("dowud").await;
    window.shown("corrected").await;
    window.screenshot("25-corrected").await;
    window.press("Ctrl+i").await;
    window.shown("why").await;
    window.screenshot("26-why").await;
    window.press("Ctrl+i").await;
    window.press("Esc").await;

    window.press("Ctrl+j").await;
    window.shown("filters").await;
    window.keys("zzm").await;
    window.press("Enter").await;
    window.press("Esc").await;
    window.gone("filters").await;
    window.search("dowód osobisty").await;
    window.shown("without").await;
    window.screenshot("27-without-filters").await;
    window.press("Esc").await;
    window.press("Esc").await;
    window.search("qqqqxxxx").await;
    window.shown("report-missing").await;
    window.js("document.querySelector('[data-testid=report-missing]').click()").await;
    window.shown("reported").await;
    window.screenshot("28-reported").await;
    window.resize(860, 700).await;
    window.press("Esc").await;
    window.search("schronisko").await;
    window.shown("unit-row").await;
    window.screenshot("29-unit-narrow").await;
}
