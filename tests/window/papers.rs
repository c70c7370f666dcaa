//! What a resident takes home, by keys alone: the slip of a ticket, the slip of the counter, a text to copy.

use std::fs;
use std::path::{Path, PathBuf};

use crate::keyboard::close_dialog;
use crate::window::Window;
use crate::{folder, half_a_ticket};

/// The only paper that the desk has made.
fn made(data: &Path) -> PathBuf {
    let mut files = fs::read_dir(data.join("prints")).expect("prints").flatten().map(|entry| entry.path());
    let file = files.next().expect("a paper");
    assert_eq!(files.next(), None, "one paper");
    file
}

fn words(file: &Path) -> String {
    let text = pdf_extract::extract_text(file).expect("a PDF with text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn after_saving_the_number_is_spelled_printed_sent_and_asked_for_again() {
    let (data, stick) = (folder(), folder());
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.press("Ctrl+Enter").await;
    let number = window.shown("ticket-number").await;
    window.says("spelled", "Ł jak Łukasz").await;
    window.says("undo-left", "s").await;
    window.screenshot("60-read-back").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());

    window.press("Ctrl+p").await;
    window.says("sheet", &number).await;
    window.focus_on("print-dialog").await;
    window.screenshot("61-print-ticket").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    let paper = words(&made(data.path()));
    for wanted in [number.as_str(), "Potwierdzenie zgłoszenia", "ul. Piotrkowska 104", "48 godzin"] {
        assert!(paper.contains(wanted), "{wanted} is not in {paper}");
    }
    assert!(!paper.contains("40 cm"), "what the caller said stays out: {paper}");
    window.press("Tab").await;
    window.press("Tab").await;
    window.focus_on("pdf-folder").await;
    window.keys(&stick.path().display().to_string()).await;
    window.press("Enter").await;
    window.says("print-done", &format!("zgloszenie-{number}.pdf")).await;
    assert!(words(&stick.path().join(format!("zgloszenie-{number}.pdf"))).contains(&number));
    window.press("Esc").await;
    window.gone("print").await;

    window.press("Ctrl+m").await;
    window.says("sms", "Zgloszenie L").await;
    window.focus_on("copy-sms").await;
    window.press("Enter").await;
    window.says("message-done", "Skopiowano SMS").await;
    window.screenshot("62-message-ticket").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Esc").await;
    window.gone("message").await;

    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;
    window.press("Ctrl+g").await;
    assert_eq!(window.shown("ticket-number").await, number);
    window.screenshot("63-last-ticket").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Ctrl+p").await;
    window.says("sheet", &number).await;
}

#[tokio::test]
async fn at_the_counter_the_slip_names_what_is_missing() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F2").await;
    window.shown("call-tab").await;
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.press("Enter").await;
    window.until("return document.activeElement?.id === 'article'").await;
    window.press("1").await;
    window.until("return document.querySelector('[data-testid=document]').checked").await;
    window.press("Ctrl+p").await;
    window.says("sheet", "Brakuje – przynieś").await;
    window.screenshot("64-print-documents").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    let paper = words(&made(data.path()));
    for wanted in [
        "Brakuje – przynieś Dowód osobisty lub paszport do wglądu",
        "Już jest • Wypełniony formularz",
        "Pełnomocnictwo: 17 zł",
        "ul. Smugowa 26a i 30/32",
        "pn 8–16, wt 9–17",
        "Baza z 23.11.2026",
    ] {
        assert!(paper.contains(wanted), "{wanted} is not in {paper}");
    }

    // The same article in large print, one key further.
    window.press("Tab").await;
    window.press("Tab").await;
    window.press("Tab").await;
    window.press("Tab").await;
    window.focus_on("paper-documents").await;
    window.press("Down").await;
    window.says("sheet", "Krok po kroku").await;
    window.screenshot("65-print-article").await;
}

/// The page as a printer gets it: the rules for print hold on the screen from here on.
const AS_PRINTED: &str = "const printed = new CSSStyleSheet(); \
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]); \
    for (const rule of rules.filter((rule) => rule.media?.mediaText === 'print').flatMap((rule) => [...rule.cssRules])) \
        printed.insertRule(rule.cssText, printed.cssRules.length); \
    document.adoptedStyleSheets = [printed]; \
    return printed.cssRules.length";

#[tokio::test]
async fn a_printer_gets_the_sheet_and_nothing_else_of_the_window() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("zameldowac sie").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id === 'KA-01305'").await;
    window.press("Ctrl+p").await;
    window.says("sheet", "Krok po kroku").await;
    window.until(AS_PRINTED).await;
    window.screenshot("66-as-printed").await;
    let seen = window
        .js("return document.body.innerText.trim() === document.querySelector('[data-testid=sheet]').innerText.trim()")
        .await;
    assert_eq!(seen, true, "{}", window.js("return document.body.innerText").await);
    let cut = window.js("return document.querySelector('[data-testid=sheet]').getBoundingClientRect().height <= document.querySelector('.layer').getBoundingClientRect().height").await;
    assert_eq!(cut, true, "nothing of a long sheet is cut off");
}

#[tokio::test]
async fn the_systems_own_dialog_opens_and_closing_it_prints_nothing() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.search("dowod").await;
    window.until("return document.querySelector('[data-testid=article]')?.dataset.id").await;
    window.press("Ctrl+p").await;
    window.focus_on("print-dialog").await;
    window.press("Enter").await;
    close_dialog("^(Print|Drukowanie)$");
    window.focus_on("print-dialog").await;
    window.press("Esc").await;
    window.gone("print").await;
}

#[tokio::test]
async fn with_nothing_open_there_is_nothing_to_print() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("Ctrl+p").await;
    window.says("notice", "Najpierw otwórz procedurę").await;
    window.press("Ctrl+g").await;
    window.says("last-ticket", "nie ma jeszcze zgłoszenia").await;
}
