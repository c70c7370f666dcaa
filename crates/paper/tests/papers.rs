//! The papers as a resident's computer reads them: the PDF's own text, taken out by another program's rules.

use std::collections::BTreeSet;

use centrala_domain::{
    Appointment, DeskCode, Facts, Fee, OpeningHours, Procedure, Sections, Step, TicketNumber, Unit, UnitKind,
};
use centrala_paper::{
    Block, Centre, Format, Message, Origin, Place, Sheet, TicketSlip, article_page, document_slip, pdf, ticket_slip,
};
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

fn origin() -> Origin {
    Origin { date: day(), sample: true }
}

fn centre() -> Centre {
    Centre {
        name: "Urząd Miasta Łodzi".into(),
        phone: Some("42 638 44 44".into()),
        email: Some("lckm@uml.lodz.pl".into()),
    }
}

fn pothole() -> TicketSlip {
    TicketSlip {
        number: TicketNumber::new(&DeskCode::numbered(7).expect("a code"), 426),
        service: "Ubytek w jezdni".into(),
        unit: "Zarząd Dróg i Transportu".into(),
        place: Some("ul. Piotrkowska 104".into()),
        saved_on: day(),
        promise: Some("48 godzin".into()),
        centre: centre(),
    }
}

fn office() -> Unit {
    Unit {
        id: "uml/wsoik".into(),
        name: "Wydział Spraw Obywatelskich".into(),
        short: "WSO".into(),
        asked_as: Vec::new(),
        former: vec![],
        parent: Some("uml".into()),
        kind: UnitKind::Department,
        address: Some("ul. Smugowa 26a".into()),
        phone: None,
        email: None,
        hours: Some(OpeningHours {
            mon: Some("8:00-16:00".into()),
            tue: Some("9:00-17:00".into()),
            ..OpeningHours::default()
        }),
        web: None,
        note: None,
        as_of: None,
        source_url: None,
    }
}

fn registration() -> Procedure {
    let fee = |what: &str, amount_pln, note: &str| Fee { what: what.into(), amount_pln, note: Some(note.into()) };
    Procedure {
        id: "KA-01305".into(),
        version: "1".into(),
        title: "Zameldowanie na pobyt stały".into(),
        summary: "Zażółć gęślą jaźń w ciągu 30 dni.".into(),
        steps: vec![Step { title: "Przygotuj formularz".into(), hint: Some("z podpisem właściciela".into()) }],
        facts: Facts { appointment: Some(Appointment::Required), online: Some(true), ..Facts::default() },
        sections: Sections {
            how: Some("<p>Nowy adres &amp; stary.</p>".into()),
            time_and_place: Some("<ul>\n<li>Termin: 30 dni.</li>\n<li>Wizyty: po umówieniu.</li>\n</ul>".into()),
            fees: vec![
                fee("Zameldowanie", Some(0.0), "bez opłaty"),
                fee("Pełnomocnictwo", Some(17.0), "opłata skarbowa"),
            ],
            documents: vec!["Formularz".into(), "Dowód osobisty".into(), "Tytuł do lokalu".into()],
            legal_basis: vec!["ustawa".into()],
            appeal: None,
        },
        as_of: "2023-06".into(),
        source_url: "https://bip.uml.lodz.pl/KA-01305/".into(),
        inferred: vec!["as_of".into(), "documents".into()],
        ..Procedure::default()
    }
}

/// The words of the file, one space between them; it must be a PDF that everybody can read, or there is none.
fn words(sheet: &Sheet) -> String {
    let bytes = pdf(sheet).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let text = pdf_extract::extract_text_from_mem(&bytes).expect("a text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted:?} is not in: {text}");
    }
}

#[test]
fn the_slip_of_a_ticket_says_its_number_what_where_who_and_when() {
    let sheet = ticket_slip(&pothole(), &origin());
    assert_eq!(sheet.format, Format::A5);
    has(
        &words(&sheet),
        &[
            "Potwierdzenie zgłoszenia",
            "Ł7-0426-",
            "Ubytek w jezdni",
            "ul. Piotrkowska 104",
            "Zarząd Dróg i Transportu",
            "Przewidywany termin: 48 godzin.",
            "Zapisano 23.11.2026",
            "42 638 44 44",
        ],
    );
}

#[test]
fn without_a_street_of_the_register_the_slip_does_not_say_where() {
    let text = words(&ticket_slip(&TicketSlip { place: None, promise: None, ..pothole() }, &origin()));
    has(&text, &["miejsce opisane w zgłoszeniu"]);
    assert!(!text.contains("termin"), "no promise is made up: {text}");
}

#[test]
fn the_slip_of_the_counter_has_a_box_for_what_is_missing_and_none_for_what_is_there() {
    let unit = office();
    let place = Place { unit: &unit, parent: None };
    let ticked = BTreeSet::from([1, 99]);
    let sheet = document_slip(&registration(), place, &ticked, &centre(), &origin());
    assert!(sheet.blocks.contains(&Block::Boxes(vec!["Formularz".into(), "Tytuł do lokalu".into()])));
    assert!(sheet.blocks.contains(&Block::Bullets(vec!["Dowód osobisty".into()])));
    has(
        &words(&sheet),
        &[
            "Brakuje – przynieś Formularz Tytuł do lokalu Już jest",
            "Zameldowanie: bez opłaty; Pełnomocnictwo: 17 zł (opłata skarbowa)",
            "ul. Smugowa 26a",
            "pn 8–16, wt 9–17",
            "trzeba umówić wizytę",
            "stan na 06.2023. Baza z 23.11.2026. Mniej pewne, wniosek z innych opisów: dokumenty. Dane przykładowe",
        ],
    );
    let all = document_slip(&registration(), place, &BTreeSet::from([0, 1, 2]), &centre(), &origin());
    has(&words(&all), &["Wszystkie dokumenty są."]);
    let none = document_slip(&registration(), place, &BTreeSet::new(), &centre(), &origin());
    has(&words(&none), &["Przynieś Formularz Dowód osobisty Tytuł do lokalu"]);
}

#[test]
fn the_page_of_an_article_is_large_print_and_holds_what_a_resident_needs() {
    let unit = office();
    let sheet = article_page(&registration(), Place { unit: &unit, parent: None }, &centre(), &origin());
    assert_eq!(sheet.format, Format::A4);
    let text = words(&sheet);
    has(
        &text,
        &[
            "Zameldowanie na pobyt stały",
            "Zażółć gęślą jaźń w ciągu 30 dni.",
            "1. Przygotuj formularz – z podpisem właściciela",
            "Dokumenty Formularz Dowód osobisty",
            "Nowy adres & stary.",
            "• Termin: 30 dni. • Wizyty: po umówieniu.",
            "Źródło: https://bip.uml.lodz.pl/KA-01305/",
        ],
    );
    assert!(!text.contains("ustawa"), "the legal basis is for the desk");
}

#[test]
fn the_same_sheet_is_the_same_file() {
    let sheet = ticket_slip(&pothole(), &origin());
    assert_eq!(pdf(&sheet).expect("once"), pdf(&sheet).expect("twice"));
}

#[test]
fn whatever_letters_come_the_paper_can_be_made() {
    let odd = "\u{0}\t\u{7}\u{200d}\u{202e}мир 中文 😀 e\u{301} \u{ad} ﬁ ½ 35 x 45 mm";
    let blocks =
        vec![Block::Text(odd.into()), Block::Number(odd.into()), Block::Boxes(vec![odd.into(), String::new()])];
    let sheet = Sheet { format: Format::A5, title: odd.into(), blocks };
    has(&words(&sheet), &["35 x 45 mm"]);
}

#[test]
fn a_message_of_a_ticket_fits_one_sms_and_has_no_polish_letter() {
    let message = Message::of_ticket(&pothole());
    assert!(message.sms.starts_with("Zgloszenie L7-0426-"), "{}", message.sms);
    has(&message.sms, &[": Ubytek w jezdni. ul. Piotrkowska 104. Pytania: 42 638 44 44. Termin: 48 godzin"]);
    has(
        &message.mail,
        &["Numer zgłoszenia: Ł7-0426-", "Gdzie: ul. Piotrkowska 104", "Przewidywany termin: 48 godzin."],
    );
    let draft = message.mailto();
    assert!(draft.starts_with("mailto:?subject=Zg%C5%82oszenie%20%C5%817%2D0426") && draft.is_ascii(), "{draft}");
    assert!(!draft.contains(['\n', ' ', '#', '"']), "{draft}");
    let long = Message::of_ticket(&TicketSlip { service: "Żółta gęś ".repeat(40), ..pothole() });
    for message in [message, long] {
        assert!(message.sms.len() <= 160 && message.sms.is_ascii(), "{}", message.sms);
    }
}

#[test]
fn a_message_of_an_article_says_what_to_bring_where_and_when() {
    let unit = office();
    let message = Message::of_procedure(&registration(), Place { unit: &unit, parent: None }, &centre());
    assert_eq!(
        message.sms,
        "Zameldowanie na pobyt staly. ul. Smugowa 26a. pn 8-16, wt 9-17. tel. 42 638 44 44. Oplata: Zameldowanie: bez oplaty; Pelnomocnictwo: 17 zl (oplata skarbowa)"
    );
    has(
        &message.mail,
        &["Dokumenty:\n- Formularz\n- Dowód osobisty", "Wizyta: trzeba umówić wizytę", "Źródło: https://"],
    );
}
