//! The desk in its real window, driven by keys. Run with `cargo xtask window`, which brings a display.

mod calls;
mod city;
mod flows;
mod keyboard;
mod keys;
mod locked;
mod paint;
mod papers;
mod ticket;
mod tour;
mod window;

use std::path::Path;
use std::time::{Duration, Instant};

use centrala_app::DeskFolder;
use tempfile::TempDir;
use window::{Window, until};

/// A query that stands so long has been asked.
const SETTLED: Duration = Duration::from_millis(1500);

const HOSTILE: &str = "zwykły tekst <script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>\
    <p onclick='window.hacked = 1' style='position:fixed'>a</p><iframe src='https://example.com'></iframe>\
    <a href='javascript:window.hacked = 1'>b</a> <a href='https://example.com/'>c</a>";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The hit of this place is the selected one and its article is open.
fn selected(at: usize) -> String {
    format!(
        "const hit = document.querySelectorAll('[data-testid=hit]')[{at}]; \
         return hit?.ariaSelected === 'true' && document.querySelector('[data-testid=article]')?.dataset.id === hit.dataset.id"
    )
}

/// One value out of the desk's file, read beside the running window.
fn in_file(data: &Path, sql: &str) -> String {
    let file = centrala_testkit::unlocked(&DeskFolder::new(data));
    file.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).expect(sql).unwrap_or_default()
}

/// Waits until the desk's file holds this: what is shown may stand there a moment before it is written.
fn until_in_file(data: &Path, sql: &str, wanted: &str) {
    until(&format!("{wanted} from {sql}"), || in_file(data, sql) == wanted);
}

/// A call with a ticket half written: service, place and the beginning of a description.
async fn half_a_ticket(window: &Window) {
    window.press("F2").await;
    window.shown("call-tab").await;
    window.search("dziura w jezdni").await;
    window.shown("service-row").await;
    window.press("F4").await;
    window.until("return document.activeElement?.id === 'street-input'").await;
    window.keys("piotrk 104").await;
    window.press("Enter").await;
    window.until("return document.querySelector('#street-input').value === 'ul. Piotrkowska 104'").await;
    window.until("return document.activeElement?.type === 'radio'").await;
    window.keys("3").await;
    window.until("return document.activeElement?.id === 'question-miejsce'").await;
    window.keys("prawy pas, przed przystankiem").await;
    window.press("Enter").await;
    window.until("return document.activeElement?.id === 'description-input'").await;
    window.keys("Głęboki ubytek, ok. 40 cm").await;
    window.until("return document.activeElement.value.endsWith('40 cm')").await;
}

#[tokio::test]
async fn typing_finds_and_the_article_opens() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    for (typed, id) in [("dowod osobisty", "KA-01147"), ("zameldować się", "KA-01305")] {
        window.search(typed).await;
        window.until(&format!("return document.querySelector('[data-testid=hit][data-id=\"{id}\"]') !== null")).await;
        window.until(&selected(0)).await;
        assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
        window.press("Down").await;
        window.until(&selected(1)).await;
        window.press("Esc").await;
        window.gone("hit").await;
    }
    window.search("qqqqxxxx").await;
    assert!(window.shown("no-hits").await.contains("Nic nie znaleziono"));
}

/// How far below the top of the article a section's heading stands, in pixels.
fn below_top(section: &str) -> String {
    format!(
        "const top = (element) => element.getBoundingClientRect().top; \
         return top(document.querySelector('#section-{section}')) - top(document.querySelector('#article'))"
    )
}

#[tokio::test]
async fn a_question_is_answered_in_the_list_and_the_article_stands_at_its_section() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("ile kosztuje paszport").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'LUW-PASZPORT'").await;
    let line = window.shown("answer").await;
    assert!(line.contains("Opłaty") && line.contains("140 zł"), "{line}");
    window.until("return document.querySelector('#section-fees').className.includes('asked')").await;
    let seen = window.js(&below_top("fees")).await.as_f64().expect("pixels");
    let height = window.js("return document.querySelector('#article').clientHeight").await.as_f64().expect("pixels");
    assert!((0.0..height - 40.0).contains(&seen), "Opłaty {seen} px below the top of {height}");
    assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.screenshot("answer-fees").await;

    // The operator's own scrolling holds while the same section is asked for.
    for _ in 0..3 {
        window.press("PgUp").await;
    }
    window.until("return document.querySelector('#article').scrollTop === 0").await;
    window.search(" ").await;
    assert_eq!(window.js("return document.querySelector('#article').scrollTop").await, 0);

    window.press("Ctrl+k").await;
    window.search("zgłoszenie zgonu co zabrać").await;
    window.until("return document.querySelector('#section-documents')?.className.includes('asked')").await;
    window.screenshot("answer-documents").await;
    window.press("Ctrl+k").await;
    window.search("ile kosztuje dowod osobisty").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01147'").await;
    assert!(window.shown("answer").await.contains("bez opłaty"));
    window.screenshot("answer-free").await;
}

#[tokio::test]
async fn filters_filter_and_say_how_much() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("zgłoszenie").await;
    window.shown("hit").await;
    let all = window.hits().await;
    window.press("Ctrl+j").await;
    window.shown("filters").await;
    window.keys("zdit").await;
    window.until("return document.querySelectorAll('[data-testid=unit-option]').length < 10").await;
    window.press("Enter").await;
    window
        .until("return document.querySelector('[data-testid=unit-option][data-id=zdit]')?.dataset.on === 'true'")
        .await;
    window.press("Esc").await;
    window.gone("filters").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.shown("unit-chip").await;
    // The chip may stand there as an offer already.
    window.until("return document.querySelector('#hits').ariaBusy === 'false'").await;
    let filtered = window.hits().await;
    assert!(!filtered.is_empty() && filtered.len() < all.len(), "{} of {}", filtered.len(), all.len());
    let count = window.shown("hit-count").await;
    assert!(count.starts_with(&filtered.len().to_string()), "{count} for {}", filtered.len());
}

#[tokio::test]
async fn a_whole_call_by_keyboard_alone_reaches_the_file() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.press("Ctrl+Enter").await;
    let number = window.shown("ticket-number").await;
    let saved = in_file(
        data.path(),
        "SELECT json_array(number, service, unit, street, building_number, description) FROM ticket",
    );
    assert_eq!(
        saved,
        serde_json::json!([
            number,
            "drogi.ubytek-jezdni",
            "zdit",
            "ul. Piotrkowska",
            "104",
            "Głęboki ubytek, ok. 40 cm"
        ])
        .to_string()
    );
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    assert_eq!(in_file(data.path(), "SELECT outcome FROM call WHERE ended_at IS NOT NULL"), "ticket_taken");

    window.press("Ctrl+Shift+b").await;
    window.shown("ticket-row").await;
    window.keys("piotrkowska").await;
    let row = window
        .until(&format!("return document.querySelector('[data-testid=ticket-row][data-id=\"{number}\"]')?.innerText"))
        .await;
    assert!(row.to_string().contains("Ubytek w jezdni"));
    window.press("Esc").await;
    window.gone("tickets-list").await;
}

#[tokio::test]
async fn a_saved_ticket_is_undone_by_one_key_and_comes_back_under_its_number() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.press("Ctrl+Enter").await;
    let number = window.shown("ticket-number").await;
    window.screenshot("22-read-back").await;
    window.press("Ctrl+Shift+z").await;
    window.shown("ticket-panel").await;
    window.says("notice", &number).await;
    assert_eq!(in_file(data.path(), "SELECT count(*) || '' FROM ticket"), "0");
    let form =
        "return ['service-input', 'street-input', 'description-input'].map((id) => document.getElementById(id).value)";
    let typed = ["Ubytek w jezdni", "ul. Piotrkowska 104", "Głęboki ubytek, ok. 40 cm"];
    assert_eq!(window.js(form).await, serde_json::json!(typed), "nothing that was typed is lost");
    window.screenshot("23-undone").await;
    window.press("Ctrl+Enter").await;
    assert_eq!(window.shown("ticket-number").await, number);
    assert_eq!(in_file(data.path(), "SELECT group_concat(act) FROM audit"), "ticket_saved,ticket_undone,ticket_saved");
}

#[tokio::test]
async fn a_refused_ticket_says_what_to_mend_and_loses_nothing() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F4").await;
    window.until("return document.activeElement?.id === 'service-input'").await;
    window.keys("latarnia").await;
    window.shown("service-input-option").await;
    window.press("Enter").await;
    window.shown("routed-to").await;
    window.press("Ctrl+Enter").await;
    window.shown("problem").await;
    assert_eq!(window.focused().await, "street-input", "the cursor goes to the first thing to mend");
    assert_eq!(in_file(data.path(), "SELECT count(*) || '' FROM ticket"), "0");
    window.keys("nieistniejaca").await;
    window
        .until("return document.querySelector('[data-testid=street-input-option]')?.innerText.includes('spoza listy')")
        .await;
    window.press("Enter").await;
    window.until("return ![...document.querySelectorAll('[data-testid=problem]')].some((one) => one.dataset.field === 'street')").await;
    assert_eq!(window.js("return document.querySelector('#street-input').value").await, "nieistniejaca");
}

#[tokio::test]
async fn a_draft_and_its_call_come_back_after_kill_9() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    for saved in ["draft-state", "saved-state"] {
        window
            .until(&format!("return document.querySelector('[data-testid={saved}]').dataset.state === 'saved'"))
            .await;
    }
    window.kill();

    let window = Window::ready(data.path()).await;
    assert!(window.shown("restored-banner").await.starts_with("Przywrócono 1 rozmowę"));
    window.shown("ticket-panel").await;
    let form = window
        .js("return ['search-box', 'service-input', 'street-input', 'description-input'].map((id) => document.getElementById(id).value)")
        .await;
    let typed = ["dziura w jezdni", "Ubytek w jezdni", "ul. Piotrkowska 104", "Głęboki ubytek, ok. 40 cm"];
    assert_eq!(form, serde_json::json!(typed));
    assert_eq!(
        window.js("return document.querySelector('input[type=radio]:checked').value").await,
        "duży, trzeba go omijać"
    );
}

#[tokio::test]
async fn several_calls_stay_apart() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.until("return document.querySelectorAll('[data-testid=call-tab]').length === 1").await;
    window.keys("parking").await;
    window.press("F2").await;
    window.until("return document.querySelectorAll('[data-testid=call-tab]').length === 2").await;
    assert_eq!(window.js("return document.querySelector('#search-box').value").await, "");
    window.keys("meldunek").await;
    window.press("Ctrl+1").await;
    window.until("return document.querySelector('#search-box').value === 'parking'").await;
    window.press("Ctrl+Tab").await;
    window.until("return document.querySelector('#search-box').value === 'meldunek'").await;
    // Keys that would throw all of it away do nothing.
    window.press("Ctrl+r").await;
    window.press("F5").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(window.js("return document.querySelectorAll('[data-testid=call-tab]').length").await, 2);
}

#[tokio::test]
async fn words_of_danger_warn_until_they_are_waved_off() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("czuc gaz w klatce").await;
    assert!(window.shown("emergency-strip").await.contains("992"));
    let danger = window.shown("danger").await;
    assert!(danger.contains("992") && danger.contains("Gdzie to jest?"), "{danger}");
    window.gone("article").await;
    window.press("F9").await;
    assert!(window.shown("emergency-numbers").await.contains("986"));
    window.press("Esc").await;
    window.gone("emergency-numbers").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    assert_eq!(
        window.js("return document.activeElement.value").await,
        "czuc gaz w klatce",
        "Esc closes one thing at a time"
    );
    window.js("document.querySelector('[data-testid=emergency-dismiss]').click()").await;
    window.gone("emergency-strip").await;
    window.gone("danger").await;
}

#[tokio::test]
async fn hostile_text_neither_runs_nor_loads() {
    let data = folder();
    let (mut info, mut content) = centrala_pack::check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/content"))
        .expect("the built-in content");
    info.number += 1;
    let article =
        content.procedures.iter_mut().find(|procedure| procedure.id == "KA-01147").expect("the identity card");
    article.summary = HOSTILE.to_owned();
    article.sections.how = Some(HOSTILE.to_owned());
    centrala_pack::build(&info, &content, &data.path().join("edition.sqlite")).expect("an edition");
    let window = Window::ready(data.path()).await;
    window.search("dowod osobisty").await;
    window.until("return document.querySelector('[data-testid=hit][data-id=KA-01147]')").await;
    window.js("document.querySelector('[data-testid=hit][data-id=KA-01147]').click()").await;
    let shown =
        window.until("return document.querySelector('[data-testid=article][data-id=KA-01147]')?.innerText").await;
    assert!(shown.to_string().contains("zwykły tekst"), "{shown}");
    let alive = "return [...document.querySelectorAll('article :is(script, img, iframe, style, form, [onclick], [style])')].length";
    assert_eq!(window.js(alive).await, 0);
    // Its links lead nowhere.
    window.js("document.querySelector('article a')?.click()").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(window.js("return location.protocol === 'tauri:' && window.hacked === undefined").await, true);
    // Pasted HTML is text.
    window.js("const box = document.querySelector('#search-box'); box.value = '<img src=x onerror=\"window.hacked = 1\"><b>dowod</b>'; \
               box.dispatchEvent(new Event('input', { bubbles: true }))").await;
    window.shown("hit").await;
    assert_eq!(
        window.js("return window.hacked === undefined && document.querySelectorAll('img').length === 0").await,
        true
    );
}

#[tokio::test]
async fn a_second_window_on_the_same_folder_says_why_it_will_not_work() {
    let data = folder();
    let first = Window::ready(data.path()).await;
    let second = Window::open(data.path()).await;
    assert!(second.shown("failure").await.contains("Centrala jest już otwarta"));
    drop(second);
    drop(first);
}

#[tokio::test]
async fn a_units_name_gives_its_telephone_its_card_and_its_procedures() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("zdit").await;
    assert!(window.shown("unit-row").await.contains("42 638 49 11"), "the telephone stands in the list");
    window.until("return document.querySelector('[data-testid=unit-row]').ariaSelected === 'true'").await;
    let card = window.shown("unit-card").await;
    assert!(card.contains("42 638 49 11") && card.contains("Piotrkowska 173"), "{card}");
    assert!(window.shown("unit-opening").await.contains("otwarte"), "open or closed, but said");
    assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
    window.press("Enter").await;
    window.until("return document.activeElement?.dataset.testid === 'unit-card'").await;
    window.js("document.querySelector('[data-testid=unit-procedures]').click()").await;
    window
        .until("return document.querySelector('[data-testid=unit-chip][data-unit=zdit]')?.ariaPressed === 'true'")
        .await;
    window.shown("hit").await;
    assert!(window.shown("unit-card").await.contains("Piotrkowska 173"), "a list opens nothing by itself");
    let count = window.shown("hit-count").await;
    assert!(count.split(' ').any(|number| card.contains(&format!("Pokaż {number} "))), "{count}: {card}");
    window.press("Ctrl+k").await;
    window.press("Down").await;
    window.until(&selected(0)).await;
}

#[tokio::test]
async fn a_kind_of_intervention_opens_its_card_and_enter_begins_its_ticket() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("dziura w jezdni").await;
    let card = window.shown("service-card").await;
    assert!(card.contains("Zarząd Dróg") && card.contains("Zapytasz jeszcze"), "{card}");
    let code = window
        .until("return document.querySelector('[data-testid=service-row][aria-selected=true]')?.dataset.id")
        .await;
    assert_eq!(window.js("return document.querySelector('[data-testid=ticket-panel]')").await, serde_json::Value::Null);
    window.press("Enter").await;
    window.shown("ticket-panel").await;
    window.until("return document.querySelector('#service-input').value !== ''").await;
    let code = code.as_str().expect("a code").to_owned();
    until_in_file(data.path(), "SELECT json_extract(form, '$.service') FROM draft", &code);
}

#[tokio::test]
async fn a_slip_is_mended_on_request_and_every_hit_tells_why_it_is_there() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("dowud").await;
    assert!(window.shown("hit-count").await.contains("słabe dopasowanie"));
    assert!(window.shown("why").await.contains("czytane jak dow"));
    assert_eq!(window.shown("corrected").await, "dowód");
    window.js("document.querySelector('[data-testid=corrected]').click()").await;
    window.until("return document.querySelector('#search-box').value === 'dowód'").await;
    window.gone("corrected").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.until(&selected(0)).await;
    window.press("Ctrl+i").await;
    window.until("return [...document.querySelectorAll('[data-testid=why]')].some((one) => one.innerText.includes('to samo słowo'))").await;
    window.press("Ctrl+i").await;
    window.until("return ![...document.querySelectorAll('[data-testid=why]')].some((one) => one.innerText.includes('to samo słowo'))").await;
}

#[tokio::test]
async fn filters_that_leave_nothing_can_be_dropped_one_by_one() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("Ctrl+j").await;
    window.shown("filters").await;
    window.keys("zzm").await;
    window.until("return document.querySelector('[data-testid=unit-option][data-id=zzm][data-selected]')").await;
    window.press("Enter").await;
    window.press("Esc").await;
    window.gone("filters").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.search("dowód osobisty").await;
    window.shown("no-hits").await;
    let offered = window.shown("without").await;
    window.js("document.querySelector('[data-testid=without]').click()").await;
    window.until(&selected(0)).await;
    window.gone("without").await;
    let count = window.shown("hit-count").await;
    assert!(count.split(' ').any(|number| offered.contains(&format!(": {number} "))), "{offered}, {count}");
}

#[tokio::test]
async fn a_missed_question_waits_for_the_editors_and_nothing_of_a_callers_does() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    let missed = "SELECT json_group_array(json_array(text, kind, count, reported)) FROM missed_query";
    window.search("qqqq 44051401359").await;
    window.shown("no-hits").await;
    tokio::time::sleep(Duration::from_millis(2000)).await;
    assert_eq!(in_file(data.path(), missed), "[]", "the number is a PESEL");
    window.js("document.querySelector('[data-testid=report-missing]').click()").await;
    assert!(window.shown("reported").await.contains("Nie zapisano"));
    window.press("Ctrl+k").await;
    window.press("Esc").await;
    let typed = Instant::now();
    window.search("Qqqqxxxx").await;
    window.shown("no-hits").await;
    let noted = in_file(data.path(), missed);
    assert!(noted == "[]" || typed.elapsed() > SETTLED, "nothing is noted while one types: {noted}");
    until_in_file(data.path(), missed, r#"[["qqqqxxxx","zero",1,0]]"#);
    window.js("document.querySelector('[data-testid=report-missing]').click()").await;
    assert!(window.shown("reported").await.contains("Zapisano dla redakcji"));
    assert_eq!(in_file(data.path(), missed), r#"[["qqqqxxxx","zero",1,1]]"#);
}

#[tokio::test]
async fn what_was_entered_after_a_question_is_remembered() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("dowod osobisty").await;
    window.until(&selected(0)).await;
    window.press("Down").await;
    window.until(&selected(1)).await;
    let id = window.hits().await[1].clone();
    window.press("Enter").await;
    window.until("return document.activeElement?.id === 'article'").await;
    let told = format!(
        "return document.querySelector('[data-testid=hit][data-id=\"{id}\"]')?.innerText.includes('otwierano tu tę procedurę 1 raz')"
    );
    window.press("Esc").await;
    window.until("return document.activeElement?.id === 'search-box'").await;
    window.press("Esc").await;
    window.gone("hit").await;
    window.search("osobisty dowód").await;
    window.until(&told).await;
    until_in_file(data.path(), "SELECT group_concat(procedure) FROM habit", &id);
}

#[tokio::test]
async fn a_matter_elsewhere_tells_whom_to_call_and_its_call_ends_coded_so() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.shown("call-tab").await;
    window.search("prąd nie działa").await;
    assert!(window.shown("elsewhere-card").await.contains("991"));
    window.until("return document.querySelector('#call-outcome')?.value === 'not_ours'").await;
    assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.says("notice", "sprawa spoza miasta").await;
    assert_eq!(in_file(data.path(), "SELECT outcome FROM call"), "not_ours");
}

#[tokio::test]
async fn where_nothing_is_sure_nothing_opens_and_a_digit_takes_what_is_offered() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("coś takiego jakby").await;
    assert!(window.shown("unsure").await.contains("Nie mam pewności"));
    assert!(window.shown("hit-count").await.contains("słabe dopasowanie"));
    window.gone("article").await;
    window.screenshot("30-unsure").await;
    let first = window.until("return document.querySelector('[data-testid=offer]')?.dataset.id").await;
    window.press("Alt+1").await;
    window.gone("unsure").await;
    window.until(&format!("return document.querySelector('#hits [aria-selected=true]')?.dataset.id === {first}")).await;
    assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
}

#[tokio::test]
async fn the_less_alike_hits_lie_behind_one_row() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("dowod").await;
    window.shown("more-row").await;
    let shown = window.hits().await.len();
    let on_the_row = "return document.querySelector('[data-testid=more-row]')?.ariaSelected === 'true'";
    for _ in 0..shown {
        window.press("Down").await;
    }
    window.until(on_the_row).await;
    window.press("Enter").await;
    window.gone("more-row").await;
    assert!(window.hits().await.len() > shown);
    assert_eq!(window.focused().await, "search-box", "the cursor stays in the box");
}

#[tokio::test]
async fn a_tickets_number_finds_the_ticket() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.press("Ctrl+Enter").await;
    let number = window.shown("ticket-number").await;
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.focus_is("search-box").await;
    window.search(&number.replace('-', " ").to_lowercase()).await;
    let card = window.shown("ticket-card").await;
    for told in [number.as_str(), "Ł jak Łukasz", "Ubytek w jezdni", "ul. Piotrkowska 104"] {
        assert!(card.contains(told), "{told} in {card}");
    }
}
