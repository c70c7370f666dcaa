//! What a resident takes home, and what must never be on it.

use std::fs;
use std::path::Path;

use centrala_app::{Code, Handout, TicketOutcome};
use centrala_domain::{Contact, Place, Ticket, TicketForm};
use centrala_testkit::{TestDesk, pothole};

/// A ticket with all that a caller may say of herself.
fn told_everything() -> TicketForm {
    TicketForm {
        place: Place {
            street: Some("ul. Piotrkowska".into()),
            number: Some("104".into()),
            flat: Some("77B".into()),
            landmark: Some("u pani Zażółckiej".into()),
            ..Place::default()
        },
        description: "Zgłasza Genowefa Jaźńska, PESEL 44051401359".into(),
        contact: Some(Contact {
            email: Some("genowefa@example.pl".into()),
            phone: Some("600 700 800".into()),
            consent: true,
        }),
        ..pothole()
    }
}

fn saved(desk: &TestDesk, form: TicketForm) -> Ticket {
    match desk.desk.new_ticket(form).expect("saving works") {
        TicketOutcome::Saved { ticket } => *ticket,
        TicketOutcome::Refused { problems } => panic!("refused: {problems:?}"),
    }
}

/// The words of a PDF, one space between them.
fn words(file: &Path) -> String {
    let text = pdf_extract::extract_text(file).expect("a PDF with text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn prints(desk: &TestDesk) -> Vec<String> {
    let entries = fs::read_dir(desk.folder.path().join("prints")).expect("prints").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn nothing_that_the_caller_said_of_herself_is_on_the_slip_or_in_the_message() {
    let (desk, stick) = (TestDesk::new(), tempfile::tempdir().expect("a folder"));
    let number = saved(&desk, told_everything()).number;
    let slip = Handout::Ticket { number: number.clone() };
    let sheet = desk.desk.prepare_print(&slip).expect("a sheet");
    let file = desk.desk.save_print(&slip, Some(stick.path())).expect("saved");
    let message = desk.desk.message(&slip).expect("a message");
    let paper = words(&file);
    for wanted in [number.as_str(), "Ubytek w jezdni", "ul. Piotrkowska 104", "48 godzin", "42 638 44 44"] {
        assert!(paper.contains(wanted), "{wanted} is not on the paper: {paper}");
    }
    for private in ["Genowefa", "Jaźńska", "44051401359", "Zażółck", "genowefa@", "600 700 800", "77B", "przystankiem"]
    {
        for text in [&paper, &message.mail, &message.sms, &message.subject, &format!("{sheet:?}")] {
            assert!(!text.contains(private), "{private} in {text}");
        }
    }
}

#[test]
fn a_street_that_the_register_does_not_know_is_somebodys_own_words() {
    let desk = TestDesk::new();
    let place = Place { street: Some("za domem Jaźńskich".into()), number: Some("5".into()), ..Place::default() };
    let number = saved(&desk, TicketForm { place, ..pothole() }).number;
    let message = desk.desk.message(&Handout::Ticket { number }).expect("a message");
    assert!(message.mail.contains("Gdzie: miejsce opisane w zgłoszeniu"), "{}", message.mail);
    assert!(!format!("{message:?}").contains("Jaźńskich"));
}

#[test]
fn a_paper_is_made_once_and_saving_it_overwrites_nothing() {
    let (desk, stick) = (TestDesk::new(), tempfile::tempdir().expect("a folder"));
    let page = Handout::Article { procedure: "KA-01305".into() };
    let missing =
        |ticked: &[u32]| Handout::Documents { procedure: "KA-01305".into(), ticked: ticked.iter().copied().collect() };
    for handout in [&page, &page, &missing(&[0])] {
        desk.desk.prepare_print(handout).expect("a sheet");
    }
    let mut made = prints(&desk);
    made.sort();
    assert_eq!(made, ["KA-01305-dokumenty.pdf", "KA-01305.pdf"]);
    let first = desk.desk.save_print(&missing(&[0]), Some(stick.path())).expect("saved");
    let second = desk.desk.save_print(&missing(&[0, 1]), Some(stick.path())).expect("saved beside it");
    assert_eq!(second.file_name().and_then(|name| name.to_str()), Some("KA-01305-dokumenty-2.pdf"));
    assert!(words(&first).contains("Brakuje – przynieś Dowód osobisty lub paszport do wglądu"));
    assert!(words(&second).contains("Już jest • Wypełniony formularz zgłoszenia pobytu stałego"));
    desk.folder.clear_prints();
    assert!(prints(&desk).is_empty());
}

#[test]
fn every_article_of_the_edition_can_be_printed_and_sent() {
    let desk = TestDesk::new();
    for procedure in desk.desk.content().expect("the content").procedures {
        let page = Handout::Article { procedure: procedure.id.clone() };
        let slip = Handout::Documents { procedure: procedure.id.clone(), ticked: [0].into() };
        for handout in [&page, &slip] {
            if let Err(error) = desk.desk.prepare_print(handout) {
                panic!("{}: {error}", procedure.id);
            }
        }
        let message = desk.desk.message(&page).expect("a message");
        assert!(!message.sms.is_empty() && message.sms.len() <= 160 && message.sms.is_ascii(), "{}", message.sms);
    }
}

#[test]
fn what_cannot_be_printed_is_said() {
    let desk = TestDesk::new();
    let page = Handout::Article { procedure: "KA-01305".into() };
    let nowhere = desk.desk.save_print(&page, Some(Path::new("/nonexistent/stick"))).expect_err("no such folder");
    assert_eq!(nowhere.code(), Code::NoSuchFolder);
    let gone =
        desk.desk.prepare_print(&Handout::Article { procedure: "../../KA".into() }).expect_err("no such article");
    assert_eq!(gone.code(), Code::ArticleNotFound);
    let number = "Ł7-0426-D".parse().expect("a number");
    assert_eq!(
        desk.desk.message(&Handout::Ticket { number }).expect_err("no such ticket").code(),
        Code::TicketNotFound
    );
}
