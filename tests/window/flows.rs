//! The four flows of a day, by keys alone and counted; `cargo xtask keys` prints them beside their budgets.

use centrala_app::{Desk, DeskFolder, SystemClock};
use centrala_domain::{Mode, Settings as DeskSettings};
use centrala_intake::{Server, Settings};
use centrala_testkit::{FixedClock, pothole};
use chrono::Utc;
use serde_json::{Value, json};

use crate::window::Window;
use crate::{folder, in_file};

/// Seconds that an average typist takes for a key, and an operator for making up her mind before a step: the
/// keystroke-level model (Card, Moran and Newell, 1980).
const KEY: f64 = 0.28;
const THOUGHT: f64 = 1.35;

/// What one run of a flow took.
struct Taken {
    topic: &'static str,
    keys: u32,
    steps: u32,
}

/// Counts what a hand presses: a chord is all of its keys, a capital letter or one with a Polish mark is two.
struct Operator<'a> {
    window: &'a Window,
    keys: u32,
    steps: u32,
}

impl<'a> Operator<'a> {
    fn at(window: &'a Window) -> Self {
        Self { window, keys: 0, steps: 0 }
    }

    async fn types(&mut self, text: &str) {
        let held = |letter: &char| letter.is_uppercase() || "ąćęłńóśźż".contains(*letter);
        self.keys += u32::try_from(text.chars().count() + text.chars().filter(held).count()).expect("few");
        self.steps += 1;
        self.window.keys(text).await;
    }

    async fn presses(&mut self, chord: &str) {
        self.keys += u32::try_from(chord.split('+').count()).expect("few");
        self.steps += 1;
        self.window.press(chord).await;
    }

    fn took(self, topic: &'static str) -> Taken {
        Taken { topic, keys: self.keys, steps: self.steps }
    }
}

fn told(flow: &str, budget: u32, runs: &[Taken]) {
    for Taken { topic, keys, steps } in runs {
        let seconds = f64::from(*keys) * KEY + f64::from(*steps) * THOUGHT;
        println!("{flow:<17} {topic:<16} {keys:>4} keys of {budget:<4} about {seconds:>3.0} s");
        assert!(*keys <= budget, "{flow}, {topic}: {keys} keys, the budget is {budget}");
    }
}

async fn article_is(window: &Window, id: &str) {
    window.until(&format!("return document.querySelector('[data-testid=article]')?.dataset.id === '{id}'")).await;
    window.shown("in-brief").await;
}

fn row(window: &Window, sql: &str) -> Value {
    serde_json::from_str(&in_file(&window.data, sql)).expect("a JSON array")
}

#[tokio::test]
async fn an_information_call_takes_twelve_keys() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    let mut runs = vec![];
    // Letters after which the first hit is clearly the first: of near-equal ones it depends on how fast they were typed.
    for (topic, typed, article) in [
        ("zameldowanie", "zameld", "KA-01305"),
        ("paszport", "paszport", "LUW-PASZPORT"),
        ("dowód", "dowod", "KA-01147"),
    ] {
        let mut operator = Operator::at(&window);
        operator.presses("F2").await;
        window.calls(1).await;
        operator.types(typed).await;
        article_is(&window, article).await;
        window.until("return document.querySelector('[data-testid=saved-state]').dataset.state === 'saved'").await;
        operator.presses("Ctrl+Enter").await;
        window.calls(0).await;
        let coded = "SELECT json_array(outcome, procedure) FROM call ORDER BY opened_at DESC LIMIT 1";
        assert_eq!(row(&window, coded), json!(["informed", article]), "{topic}: coded by itself");
        runs.push(operator.took(topic));
    }
    told("(a) information", 12, &runs);
}

struct Matter {
    topic: &'static str,
    query: &'static str,
    service: &'static str,
    place: &'static str,
    street: &'static str,
    number: &'static str,
    /// One a question: its digit, or Enter for a field that may stay empty.
    answers: &'static [&'static str],
    description: &'static str,
}

const MATTERS: [Matter; 3] = [
    Matter {
        topic: "ubytek w jezdni",
        query: "dziura w jezdni",
        service: "drogi.ubytek-jezdni",
        place: "piotr 104",
        street: "ul. Piotrkowska",
        number: "104",
        answers: &["3", "Enter"],
        description: "Głęboki ubytek na prawym pasie, auta omijają go po torach",
    },
    Matter {
        topic: "studzienka",
        query: "studzienka",
        service: "drogi.studzienka",
        place: "gdan 50",
        street: "ul. Gdańska",
        number: "50",
        answers: &["1"],
        description: "Nie ma pokrywy, ktoś postawił gałąź, żeby było widać",
    },
    Matter {
        topic: "powalone drzewo",
        query: "powalone drzewo",
        service: "zielen.drzewo-powalone",
        place: "zgier 120",
        street: "ul. Zgierska",
        number: "120",
        answers: &["2"],
        description: "Konar leży na chodniku przy przystanku, da się przejść bokiem",
    },
];

#[tokio::test]
async fn an_intervention_takes_a_hundred_and_five_keys() {
    let data = folder();
    let window = Window::ready(data.path()).await;
    let mut runs = vec![];
    for Matter { topic, query, service, place, street, number, answers, description } in MATTERS {
        let mut operator = Operator::at(&window);
        operator.presses("F2").await;
        window.calls(1).await;
        operator.types(query).await;
        window.until("return document.querySelector('#hits').ariaBusy === 'false' && document.querySelector('[data-testid=hit], [data-testid=service-row]') !== null").await;
        operator.presses("F4").await;
        window.focus_is("street-input").await;
        operator.types(place).await;
        window
            .until(&format!("return document.querySelector('#street-input-0')?.innerText.includes('{number}')"))
            .await;
        operator.presses("Enter").await;
        window.until(&format!("return document.querySelector('#street-input').value === '{street} {number}'")).await;
        for answer in answers {
            let wanted = if *answer == "Enter" {
                "activeElement.id.startsWith('question-')"
            } else {
                "activeElement.type === 'radio'"
            };
            window.until(&format!("return document.{wanted}")).await;
            operator.presses(answer).await;
        }
        window.focus_is("description-input").await;
        operator.types(description).await;
        operator.presses("Ctrl+Enter").await;
        window.shown("ticket-number").await;
        window.shown("spelled").await;
        let saved = "SELECT json_array(service, street, building_number, description) FROM ticket ORDER BY created_at DESC LIMIT 1";
        assert_eq!(row(&window, saved), json!([service, street, number, description]), "{topic}");
        runs.push(operator.took(topic));
        window.press("Ctrl+Enter").await;
        window.calls(0).await;
    }
    told("(b) intervention", 105, &runs);
}

#[tokio::test]
async fn a_slip_at_the_counter_takes_fourteen_keys() {
    let data = folder();
    let desk = Desk::open(&DeskFolder::new(data.path()), SystemClock).expect("a desk");
    desk.save_settings(&DeskSettings { mode: Mode::Counter, ..DeskSettings::default() }).expect("kept");
    drop(desk);
    let window = Window::ready(data.path()).await;
    let mut runs = vec![];
    for (topic, typed, article, has) in [
        ("zameldowanie", "zameld", "KA-01305", "2"),
        ("paszport", "paszport", "LUW-PASZPORT", "1"),
        ("akt zgonu", "zgon", "KA-01113", "1"),
    ] {
        let mut operator = Operator::at(&window);
        operator.presses("F2").await;
        window.calls(1).await;
        operator.types(typed).await;
        article_is(&window, article).await;
        operator.presses("Enter").await;
        window.focus_is("article").await;
        operator.presses(has).await;
        window.until("return document.querySelectorAll('[data-testid=document]:checked').length === 1").await;
        operator.presses("Ctrl+p").await;
        window
            .until("return document.querySelector('[data-testid=sheet]')?.innerText.includes('Brakuje – przynieś')")
            .await;
        window.until("return document.activeElement?.dataset.testid === 'print-dialog'").await;
        // The last one, Enter, is the system's print dialog: it would stand over the window until a person answers.
        operator.keys += 1;
        operator.steps += 1;
        window.press("Esc").await;
        window.gone("print").await;
        runs.push(operator.took(topic));
        window.press("Ctrl+Enter").await;
        window.calls(0).await;
    }
    told("(c) counter", 14, &runs);
}

#[tokio::test]
async fn the_end_of_a_shift_takes_five_keys() {
    let (data, city) = (folder(), folder());
    let intake = Server::start(&Settings::local(city.path())).expect("the intake starts");
    let code = intake.office().enrolment_code(None, "", Utc::now()).expect("a code").reveal().to_owned();
    let mut runs = vec![];
    let desk = || Desk::open(&DeskFolder::new(data.path()), FixedClock).expect("a desk");
    desk().enroll(&intake.url(), None, &code).expect("enrolled");
    for (topic, saved, at_city) in [("1 zgłoszenie", 1, 1), ("3 zgłoszenia", 3, 4), ("bez zgłoszeń", 0, 4)] {
        for _ in 0..saved {
            desk().new_ticket(pothole()).expect("saved, and long ago");
        }
        let window = Window::ready(data.path()).await;
        let mut operator = Operator::at(&window);
        operator.presses("Ctrl+Shift+e").await;
        window.shown("day-figures").await;
        window.until("return document.activeElement?.dataset.testid === 'send-now'").await;
        operator.presses("Enter").await;
        window.until("return /wszystko u miasta/.test(document.querySelector('[data-testid=way]').innerText)").await;
        operator.presses("Esc").await;
        window.gone("end-of-shift").await;
        assert_eq!(intake.office().ledger().count_tickets().expect("counted"), at_city);
        runs.push(operator.took(topic));
    }
    told("(d) end of shift", 5, &runs);
}
