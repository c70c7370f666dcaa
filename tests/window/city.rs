//! The way to the city, as the operator sees it: a real intake in this process, and none.

use std::net::TcpListener;

use centrala_app::{Desk, DeskFolder};
use centrala_domain::{CityState, TicketNumber};
use centrala_intake::{Contact, Server, Settings};
use centrala_testkit::{Later, pothole};
use chrono::{TimeDelta, Utc};
use tempfile::TempDir;

use crate::ticket::{place, ticket_about};
use crate::window::Window;
use crate::{folder, half_a_ticket, in_file};

/// A one-time code of this intake.
fn code(intake: &Server) -> String {
    intake.office().enrolment_code(None, "", Utc::now()).expect("a code").reveal().to_owned()
}

/// Enrols through the layer, by keys alone; leaves it open.
async fn enroll(window: &Window, address: &str, code: &str) {
    window.press("Ctrl+Shift+e").await;
    window.until("return document.activeElement?.id === 'intake-address'").await;
    window.keys(address).await;
    window.press("Tab").await;
    window.until("return document.activeElement?.id === 'enrolment-code'").await;
    window.keys(code).await;
    window.press("Enter").await;
}

/// The city has answered the first round, not only the enrolment.
async fn heard(window: &Window) {
    window
        .until("return !document.querySelector('[data-testid=city-way]').innerText.includes('jeszcze nie było')")
        .await;
}

/// By keys, with what is on the form; the number that is read back.
async fn saved(window: &Window) -> String {
    half_a_ticket(window).await;
    window.press("Ctrl+Enter").await;
    window.shown("ticket-number").await
}

#[tokio::test]
async fn a_ticket_reaches_the_city_and_what_the_city_says_of_it_comes_back() {
    let (data, city) = (folder(), folder());
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let window = Window::ready(data.path()).await;
    window.says("way", "stanowisko niezarejestrowane").await;
    window.screenshot("40-way-not-enrolled").await;
    enroll(&window, &intake.url(), "AAAA-AAAA-AAAA").await;
    window.says("failure", "Serwis miasta odmówił").await;
    window.screenshot("41-way-wrong-code").await;
    window.press("Esc").await;
    window.gone("city-way").await;
    enroll(&window, &intake.url(), &code(&intake)).await;
    window.says("way-done", "Stanowisko zarejestrowane").await;
    window.screenshot("42-way-enrolled").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Esc").await;
    window.gone("city-way").await;
    window.press("Ctrl+k").await;

    let number = saved(&window).await;
    window.says("way", "1 zgłoszenie czeka").await;
    window.shown("undo-ticket").await;
    window.screenshot("43-read-back-undoable").await;
    window
        .until("return document.querySelector('[data-testid=read-back-state]').dataset.state === 'acknowledged'")
        .await;
    window.gone("undo-ticket").await;
    window.says("sealed", "nie da się już cofnąć").await;
    window.says("way", "wszystko u miasta").await;
    window.press("Ctrl+Shift+z").await;
    window.says("failure", "zapieczętowane dla miasta").await;
    window.screenshot("44-read-back-sealed").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());

    let ticket: TicketNumber = number.parse().expect("a number");
    let held = intake.office().ledger().tickets_numbered(&ticket).expect("the ledger");
    assert_eq!(held.len(), 1, "once, and under the number that was read back");
    for held in held {
        let opened = intake.office().opened(held, Contact::Hidden).expect("the city can open it");
        assert_eq!(opened.ticket.description, "Głęboki ubytek, ok. 40 cm");
    }
    intake.office().say(&ticket, None, CityState::InProgress, "Ekipa jedzie w czwartek", Utc::now()).expect("said");
    window.press("Ctrl+Shift+e").await;
    window.until("return document.activeElement?.dataset.testid === 'send-now'").await;
    window.press("Enter").await;
    window.screenshot("45-way-all-sent").await;
    window.press("Ctrl+Shift+b").await;
    window.says("city-status", "Ekipa jedzie w czwartek").await;
    window.says("ticket-state", "przyjęte przez miasto · w realizacji").await;
    window.screenshot("46-tickets-city").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());

    window.js("document.querySelector('[data-testid=correct-ticket]').click()").await;
    window.says("corrects", &number).await;
    window.screenshot("47-correction").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.kill();
    let window = Window::ready(data.path()).await;
    window.says("corrects", &number).await;
    window.press("F4").await;
    window.press("Ctrl+Enter").await;
    assert_ne!(window.shown("ticket-number").await, number, "a correction is a ticket of its own");
    let corrects = "SELECT old.number FROM ticket AS new JOIN ticket AS old ON old.id = new.supersedes";
    assert_eq!(in_file(data.path(), corrects), number);
    window.press("Ctrl+Shift+b").await;
    window.until("return document.querySelectorAll('[data-testid=ticket-row]').length === 2").await;
    window.press("Down").await;
    window.says("corrected-by", "nowszym zgłoszeniem Ł").await;
    window.screenshot("51-corrected").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
}

/// Another desk of this city has reported a pothole, and has gone home.
fn reported_elsewhere(intake: &Server) -> TempDir {
    let (data, later) = (folder(), Later::default());
    let desk = Desk::open(&DeskFolder::new(data.path()), later.clone()).expect("a desk");
    desk.enroll(&intake.url(), None, &code(intake)).expect("enrolled");
    desk.new_ticket(pothole()).expect("saved");
    // Now it can no longer be undone.
    later.pass(TimeDelta::minutes(1));
    let sent = desk.upload().expect("a round");
    assert_eq!(sent.applied.acknowledged, 1);
    data
}

#[tokio::test]
async fn what_another_desk_has_reported_is_shown_and_takes_a_voice() {
    let (data, city) = (folder(), folder());
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let _other = reported_elsewhere(&intake);
    let window = Window::ready(data.path()).await;
    enroll(&window, &intake.url(), &code(&intake)).await;
    window.says("way-done", "Stanowisko zarejestrowane").await;
    heard(&window).await;
    window.press("Esc").await;
    window.gone("city-way").await;
    window.says("way", "nic nie czeka na wysłanie").await;
    ticket_about(&window, "dziura w jezdni").await;
    place(&window, "piotr 108").await;
    let alike = window.shown("look-alikes").await;
    for told in ["ul. Piotrkowska 104", "z innego stanowiska", "Głęboki ubytek", "przyjęte przez miasto"] {
        assert!(alike.contains(told), "{told} in {alike}");
    }
    window.screenshot("52-look-alike-elsewhere").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.press("Alt+1").await;
    window.shown("ticket-number").await;
    window.shown("voice-of").await;
    let voices = "SELECT count(*) || '' FROM ticket JOIN matter ON matter.ticket = ticket.voice_of";
    assert_eq!(in_file(data.path(), voices), "1");
}

#[tokio::test]
async fn without_the_city_the_trouble_is_said_and_nothing_is_lost() {
    let (data, city, stick) = (folder(), folder(), folder());
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let window = Window::ready(data.path()).await;
    let nobody =
        TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port that is closed again");
    enroll(&window, &format!("http://{nobody}"), "AAAA-AAAA-AAAA").await;
    window.says("failure", "Serwis miasta teraz nie odpowiada").await;
    window.press("Esc").await;
    window.gone("city-way").await;
    enroll(&window, &intake.url(), &code(&intake)).await;
    window.says("way-done", "Stanowisko zarejestrowane").await;
    heard(&window).await;
    intake.stop().expect("a good end");
    window.press("Esc").await;
    window.gone("city-way").await;
    window.press("Ctrl+k").await;

    let number = saved(&window).await;
    window.until("return document.querySelector('[data-testid=read-back-state]').dataset.state === 'uploading'").await;
    window.says("way", "miasto nie odpowiada, następna próba").await;
    window.says("way", "1 zgłoszenie czeka").await;
    let file = centrala_testkit::unlocked(&DeskFolder::new(data.path()));
    file.execute_batch("UPDATE sealed SET refusal = 'intake_fault'; UPDATE batch SET dissolved = 'intake_fault'")
        .expect("as the uploader does");
    window.press("Ctrl+Shift+b").await;
    window.says("refusal", "nie poradził sobie").await;
    window.screenshot("49-ticket-rejected").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.until("const button = document.querySelector('[data-testid=retry-ticket]'); button.focus(); return document.activeElement === button").await;
    window.press("Enter").await;
    window.gone("refusal").await;
    window.press("Esc").await;
    window.gone("tickets-list").await;
    window.press("Ctrl+Shift+e").await;
    window.says("way-state", "Serwis miasta nie odpowiada").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.until("const field = document.querySelector('#export-folder'); field.focus(); return document.activeElement === field").await;
    window.keys(&stick.path().display().to_string()).await;
    window.press("Enter").await;
    window.says("way-done", "Zapisano 1 plik").await;
    window.screenshot("48-way-without-network").await;

    let batch = std::fs::read_dir(stick.path()).expect("the stick").next().expect("a file").expect("its entry").path();
    let intake = Server::start(&Settings::local(city.path())).expect("it starts again, elsewhere");
    let receipt = intake.office().import_file(&batch, Utc::now()).expect("taken from the stick");
    let back = stick.path().join("potwierdzenie.json");
    std::fs::write(&back, serde_json::to_string(&receipt).expect("JSON")).expect("written");
    window.until("const field = document.querySelector('#receipt-file'); field.focus(); return document.activeElement === field").await;
    window.keys(&back.display().to_string()).await;
    window.press("Enter").await;
    window.says("way-done", "1 zgłoszenie przyjęte").await;
    window.press("Ctrl+Shift+b").await;
    window.says("detail-state", "przyjęte przez miasto").await;
    assert_eq!(window.shown("ticket-detail").await.lines().next(), Some(number.as_str()));
}
