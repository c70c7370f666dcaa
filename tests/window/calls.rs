//! Calls as the operator has them in hand: held, noted, coded; articles held for outdated; the end of a shift.

use crate::window::Window;
use crate::{folder, half_a_ticket, in_file, selected};

/// Waits until the call before the operator is on disk as it stands on the screen.
async fn kept(window: &Window) {
    window.until("return document.querySelector('[data-testid=saved-state]').dataset.state === 'saved'").await;
}

/// The open calls: on hold or not.
async fn held(window: &Window) -> serde_json::Value {
    window
        .js("return [...document.querySelectorAll('[data-testid=call-tab]')].map((tab) => tab.dataset.held === 'true')")
        .await
}

async fn until_held(window: &Window, expected: &str) {
    let tabs = "[...document.querySelectorAll('[data-testid=call-tab]')].map((tab) => tab.dataset.held).join()";
    window.until(&format!("return {tabs} === '{expected}'")).await;
}

#[tokio::test]
async fn an_information_call_ends_coded_after_twelve_keys() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.shown("call-tab").await;
    window.search("zameldow").await;
    window.until(&selected(0)).await;
    window.until("return document.querySelector('#call-outcome')?.value === 'informed'").await;
    window.screenshot("60-call").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.says("notice", "Rozmowa zakończona: informacja udzielona").await;
    let coded = "SELECT json_array(outcome, query, (SELECT count(*) FROM used WHERE used.call = call.id)) FROM call";
    assert_eq!(in_file(data.path(), coded), r#"["informed","zameldow",0]"#, "what opened by itself was not used");

    window.press("F2").await;
    window.shown("call-tab").await;
    window.press("Ctrl+n").await;
    window.until("return document.activeElement?.id === 'call-note'").await;
    window
        .js("const end = document.querySelector('#call-outcome'); end.value = 'transferred'; end.dispatchEvent(new Event('change', { bubbles: true }))")
        .await;
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.says("notice", "przekazano").await;
}

#[tokio::test]
async fn calls_with_their_notes_ticks_and_holds_come_back_after_kill_9() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.shown("call-tab").await;
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.js("document.querySelectorAll('[data-testid=document]')[1].click()").await;
    window.until("return document.querySelector('[data-testid=documents-have]').innerText.includes('jest 1 z')").await;
    window.press("F6").await;
    window.press("F6").await;
    window.until("return document.activeElement?.id === 'call-note'").await;
    window.keys("oddzwonić po 14, żółty teczka").await;
    kept(&window).await;
    window.press("F8").await;
    until_held(&window, "true").await;
    window.shown("held").await;
    window.screenshot("61-held").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("F8").await;
    until_held(&window, "false").await;
    window.press("F2").await;
    until_held(&window, "true,false").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.search("parking").await;
    kept(&window).await;
    window.screenshot("62-two-calls").await;
    window.kill();

    let window = Window::ready(data.path()).await;
    assert!(window.shown("restored-banner").await.starts_with("Przywrócono 2 rozmowy"));
    assert_eq!(held(&window).await, serde_json::json!([true, false]));
    assert_eq!(
        window.js("return document.querySelector('#search-box').value").await,
        "parking",
        "who talked comes first"
    );
    window.press("Ctrl+1").await;
    until_held(&window, "false,true").await;
    window.until("return document.querySelector('#search-box').value === 'zameldowac sie'").await;
    assert_eq!(window.js("return document.querySelector('#call-note').value").await, "oddzwonić po 14, żółty teczka");
    window.until("return document.querySelectorAll('[data-testid=document]')[1]?.checked").await;
    assert_eq!(window.js("return document.querySelectorAll('[data-testid=document]:checked').length").await, 1);
    window.screenshot("63-restored").await;
    window.resize(860, 700).await;
    window.screenshot("64-call-narrow").await;
    window.press("Ctrl+n").await;
    window.until("return document.activeElement?.id === 'call-note'").await;
    window.screenshot("64-note-narrow").await;
}

#[tokio::test]
async fn an_outdated_article_is_flagged_by_one_key_and_a_note_may_follow() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.press("Ctrl+Shift+o").await;
    window.until("return document.activeElement?.id === 'flag-note'").await;
    let flags = "SELECT json_group_array(json_array(procedure, query, note)) FROM flag";
    assert_eq!(in_file(data.path(), flags), r#"[["KA-01305","zameldowac sie",""]]"#, "one key is enough");
    window.keys("dzwoniła 600 700 800").await;
    window.press("Enter").await;
    window.until("return document.querySelector('#flag-note-problem')").await;
    window.screenshot("65-flag-refused").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.js("document.querySelector('#flag-note').select()").await;
    window.keys("opłata to teraz 22 zł").await;
    window.press("Enter").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    assert_eq!(in_file(data.path(), flags), r#"[["KA-01305","zameldowac sie","opłata to teraz 22 zł"]]"#);
    window.press("Ctrl+Shift+k").await;
    window.until("return /Skopiowano: W skrócie|Nie udało się skopiować/.test(document.querySelector('[data-testid=notice]').innerText)").await;
    window.screenshot("66-flagged").await;
}

#[tokio::test]
async fn a_shift_ends_with_its_figures_and_its_draft_goes_on_to_the_next() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    for typed in ["zameldow", "paszport"] {
        window.press("F2").await;
        window.shown("call-tab").await;
        window.search(typed).await;
        window.until(&selected(0)).await;
        window.press("Enter").await;
        window.focus_is("article").await;
        kept(&window).await;
        window.press("Ctrl+Enter").await;
        window.gone("call-tab").await;
    }
    half_a_ticket(&window).await;
    window.until("return document.querySelector('[data-testid=draft-state]').dataset.state === 'saved'").await;
    window.screenshot("67-ticket-with-note").await;
    window.press("Ctrl+Shift+e").await;
    window.shown("shift-draft").await;
    let figures = window.shown("day-figures").await.replace('\n', " ");
    assert!(figures.contains("2") && figures.contains("100 %"), "{figures}");
    window.screenshot("68-end-of-shift").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.js("document.querySelector('[data-testid=ask-handover]').click()").await;
    window.until("return document.activeElement?.id === 'handover-note'").await;
    window.keys("dopytać o drugi pas").await;
    window.press("Enter").await;
    window.shown("handed").await;
    window.screenshot("69-handed-over").await;
    window.press("Esc").await;
    window.gone("end-of-shift").await;
    window.gone("ticket-panel").await;
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    drop(window);

    let window = Window::ready(data.path()).await;
    assert!(window.shown("handed-over").await.contains("zostawił 1 szkic"));
    window.screenshot("70-next-shift").await;
    window.press("Ctrl+Shift+e").await;
    assert!(window.shown("handed").await.contains("dopytać o drugi pas"));
    window.gone("handed-over").await;
    window.js("document.querySelector('[data-testid=finish-draft]').click()").await;
    window.gone("end-of-shift").await;
    window.shown("ticket-panel").await;
    window.until("return document.querySelector('#description-input').value === 'Głęboki ubytek, ok. 40 cm'").await;
    window.press("Ctrl+Enter").await;
    window.shown("ticket-number").await;
}

#[tokio::test]
async fn at_the_counter_a_visit_shows_the_papers_that_are_missing() {
    let data = folder();
    std::fs::write(data.path().join("settings.json"), r#"{"mode":"counter"}"#).expect("written");
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    assert!(window.shown("call-tab").await.contains("Wizyta"));
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.js("document.querySelectorAll('[data-testid=document]')[0].click()").await;
    window
        .until(
            "return document.querySelector('[data-testid=documents-have]').innerText.includes('jest 1 z 3, brakuje 2')",
        )
        .await;
    window.screenshot("71-counter").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.says("notice", "Wizyta zakończona: informacja udzielona").await;
}
