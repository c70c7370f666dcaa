//! The newest edition: handed out, and the catalogue that tickets are held against.

use centrala_intake::{Server, Settings};
use centrala_protocol::{ItemCode, Record, Sha256, Verdict};
use chrono::Utc;
use ureq::http::Method;

use crate::desk::{City, Desk, ticket};

fn edition(folder: &std::path::Path) -> std::path::PathBuf {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/content");
    let (info, content) = centrala_pack::check(content.as_ref()).expect("good content");
    let file = folder.join("edition.sqlite");
    centrala_pack::build(&info, &content, &file).expect("built");
    file
}

#[test]
fn a_desk_hears_of_the_newest_edition_and_gets_it_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = edition(folder.path());
    let mut settings = Settings::local(folder.path().join("data"));
    settings.place.edition = Some(file.clone());
    let server = Server::start(&settings).expect("started");
    let code = server.office().enrolment_code(None, "", Utc::now()).expect("a code");
    let desk = Desk::enrolled(&server.url(), code.reveal()).expect("enrolled");
    let newest = desk.updates(0).newest_edition.expect("an edition");
    let answer = desk.ask(Method::GET, "/v1/editions/newest");
    assert_eq!(answer.body, std::fs::read(&file).expect("a file"));
    assert_eq!(Sha256::of(&answer.body), newest.sha256);
    assert_eq!(answer.header("etag"), format!("\"{}\"", newest.sha256));
    assert_eq!(newest.name, centrala_pack::Edition::open(&file).expect("an edition").key());

    let sealed = |service: &str, unit: &str, n| {
        let ticket =
            centrala_domain::Ticket { service: service.into(), unit: unit.into(), ..ticket(&desk.code, n, "x") };
        Record::new(ticket).seal(&desk.keys.intake).expect("sealed")
    };
    let records =
        vec![sealed("drogi.ubytek-jezdni", "zdit", 1), sealed("x", "zdit", 2), sealed("drogi.ubytek-jezdni", "x", 3)];
    let receipt = desk.upload(&desk.batch(records));
    let said: Vec<_> = receipt.items.iter().map(|item| (item.verdict, item.code)).collect();
    let remarks = [None, Some(ItemCode::UnknownService), Some(ItemCode::UnknownUnit)];
    assert_eq!(said, remarks.map(|code| (Verdict::Stored, code)), "flagged and stored, never refused");
}

#[test]
fn an_intake_without_an_edition_says_so() {
    let city = City::new();
    let desk = city.desk();
    assert_eq!(desk.ask(Method::GET, "/v1/editions/newest").refused(), (404, "no_edition".into()));
    assert_eq!(desk.updates(0).newest_edition, None);
}
