//! The form: one box for the place, look-alikes, text modules, what is a person's, what is not taken here, the contact.

use serde_json::json;

use crate::window::Window;
use crate::{folder, half_a_ticket, in_file};

fn value_is(id: &str, value: &str) -> String {
    format!("return document.querySelector('#{id}').value === {}", json!(value))
}

/// F4 in a new call about this matter; the cursor stands in the box that asks where.
pub async fn ticket_about(window: &Window, query: &str) {
    window.press("F2").await;
    window.until("return document.activeElement?.id === 'search-box' && document.activeElement.value === ''").await;
    window.search(query).await;
    window.press("F4").await;
    window.until("return document.activeElement?.id === 'street-input'").await;
}

/// Types into the box, waits for its list and takes the first; returns what the first said.
pub async fn place(window: &Window, typed: &str) -> String {
    window.keys(typed).await;
    let first = format!(
        "const box = document.querySelector('#street-input'); \
         return box.value.endsWith({}) && document.querySelector('#street-input-0')?.innerText",
        json!(typed)
    );
    window.until(&first).await;
    // The list of the last letter: it stands still.
    let text = window.until("return document.querySelector('#street-input-0')?.innerText").await;
    window.press("Enter").await;
    window.until("return document.activeElement?.id !== 'street-input'").await;
    text.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_second_caller_adds_a_voice_by_one_key() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.press("Ctrl+Enter").await;
    let first = window.shown("ticket-number").await;
    window.press("Ctrl+Enter").await;
    window.gone("call-tab").await;

    ticket_about(&window, "dziura w jezdni").await;
    place(&window, "piotr 108").await;
    let alike = window.shown("look-alikes").await;
    for told in
        ["ul. Piotrkowska 104", "dzisiaj", "Głęboki ubytek, ok. 40 cm", first.as_str(), "zapisane na stanowisku"]
    {
        assert!(alike.contains(told), "{told} in {alike}");
    }
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.screenshot("41-look-alikes").await;
    window.press("Alt+1").await;
    window
        .until(&format!("return document.querySelector('[data-testid=voice-of]')?.innerText === {}", json!(first)))
        .await;
    window.screenshot("42-voice-read-back").await;
    let number = window.shown("ticket-number").await;
    assert_ne!(number, first, "a voice has a number of its own");
    let voice = "SELECT json_array(voice.number, first.number, voice.building_number, voice.description) \
         FROM ticket AS voice JOIN ticket AS first ON first.id = voice.voice_of";
    assert_eq!(in_file(data.path(), voice), json!([number, first, "108", ""]).to_string());

    window.press("Ctrl+Shift+z").await;
    assert!(window.shown("voice").await.contains(&first), "what is undone is the voice that it was");
    window.press("Ctrl+Enter").await;
    assert_eq!(window.shown("ticket-number").await, number);
}

#[tokio::test]
async fn one_box_takes_addresses_corners_osiedla_and_landmarks() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    ticket_about(&window, "dziura w jezdni").await;
    let form = "SELECT json_extract(form, '$.place') FROM draft";
    let cases = [
        (
            "piotrkowska 104/106 m 5",
            json!({"street": "ul. Piotrkowska", "number": "104/106", "flat": "5", "landmark": null}),
        ),
        (
            "róg piotrkowskiej i narutowicza",
            json!({"street": "ul. Piotrkowska", "number": null, "flat": null, "corner": "ul. Narutowicza", "landmark": null}),
        ),
        (
            "radogoszcz",
            json!({"street": null, "number": null, "flat": null, "osiedle": "Radogoszcz", "landmark": null}),
        ),
        ("Nowo Nazwana 7", json!({"street": "Nowo Nazwana", "number": "7", "flat": null, "landmark": null})),
        (
            "przy stawie na Stawach Jana",
            json!({"street": null, "number": null, "flat": null, "landmark": "przy stawie na Stawach Jana"}),
        ),
    ];
    for (typed, wanted) in cases {
        let first = place(&window, typed).await;
        window.until("return document.querySelector('[data-testid=draft-state]').dataset.state === 'saved'").await;
        let kept: serde_json::Value = serde_json::from_str(&in_file(data.path(), form)).expect("a place");
        assert_eq!(kept, wanted, "{typed}: {first}");
        window.js("document.querySelector('#street-input').focus()").await;
    }
    window.keys("róg piotr i tuw").await;
    window.until("return document.querySelector('#street-input-0')?.innerText.includes('Tuwima')").await;
    window.screenshot("43-corner").await;
    assert_eq!(window.barriers().await, Vec::<String>::new());
}

#[tokio::test]
async fn sentences_are_put_in_by_letters_and_a_phone_number_is_taken_out() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    half_a_ticket(&window).await;
    window.keys(" ;;pas").await;
    assert!(window.shown("text-modules").await.contains("na prawym pasie"));
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.screenshot("44-text-modules").await;
    window.press("Enter").await;
    window.gone("text-modules").await;
    let typed = "Głęboki ubytek, ok. 40 cm Na prawym pasie ruchu. ";
    window.until(&value_is("description-input", typed)).await;

    window.keys("Dzwonić 600 700 800").await;
    let note = window.shown("personal-note").await;
    assert!(note.contains("W opisie jest numer telefonu"), "{note}");
    window.screenshot("45-phone-noticed").await;
    window.press("Tab").await;
    window.until("return document.activeElement?.dataset.testid === 'personal-remove'").await;
    window.press("Enter").await;
    window.until(&value_is("description-input", &format!("{typed}Dzwonić"))).await;
    window.gone("personal-note").await;
}

#[tokio::test]
async fn what_is_not_taken_here_says_whom_to_call_and_the_groups_can_be_browsed() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    window.press("F4").await;
    window.until("return document.activeElement?.id === 'service-input'").await;
    window.press("Down").await;
    window.until("return document.querySelectorAll('[data-testid=service-input-option]').length === 12").await;
    window.screenshot("46-service-groups").await;
    // "Zwierzęta" is the sixth.
    for _ in 0..5 {
        window.press("Down").await;
    }
    window.press("Enter").await;
    window.until("return document.querySelector('#service-input-0')?.innerText.includes('Zwierzęta')").await;
    window.screenshot("47-service-group").await;
    window.press("Enter").await;
    let elsewhere = window.shown("elsewhere").await;
    assert!(elsewhere.contains("Animal Patrol") && elsewhere.contains("986"), "{elsewhere}");
    assert_eq!(window.js("return document.querySelector('[data-testid=save-ticket]') === null").await, true);
    assert_eq!(window.barriers().await, Vec::<String>::new());
    window.screenshot("48-not-here").await;
    window.press("Ctrl+Enter").await;
    window.shown("problem").await;
    assert_eq!(in_file(data.path(), "SELECT count(*) || '' FROM ticket"), "0");
}

#[tokio::test]
async fn a_contact_is_asked_with_its_reason_and_nothing_of_it_is_kept_without_consent() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    ticket_about(&window, "stały hałas z firmy").await;
    let why = window.shown("reporter-why").await;
    assert!(why.contains("Dlaczego"), "{why}");
    place(&window, "piotr 104").await;
    window.js("document.querySelector('#phone-input').focus()").await;
    window.keys("600 700 800").await;
    window.until("return document.querySelector('#consent-hint').innerText.includes('nawet w szkicu')").await;
    window.until("return document.querySelector('[data-testid=draft-state]').dataset.state === 'saved'").await;
    let kept = "SELECT json_extract(form, '$.contact') FROM draft";
    assert_eq!(in_file(data.path(), kept), "");
    window.screenshot("49-contact").await;
    window.press("Ctrl+Enter").await;
    window.shown("problem").await;
    assert_eq!(in_file(data.path(), kept), "");
    window.js("document.querySelector('[data-testid=consent-input]').click()").await;
    window.until("return document.querySelector('[data-testid=draft-state]').dataset.state === 'saved'").await;
    assert!(in_file(data.path(), kept).contains("600 700 800"));
}
