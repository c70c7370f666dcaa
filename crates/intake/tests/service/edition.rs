//! The newest edition: handed out, and the catalogue that tickets are held against.

use centrala_protocol::{ItemCode, Record, Sha256, Verdict};
use ureq::http::Method;

use crate::desk::{City, ticket};

#[test]
fn a_desk_hears_of_the_newest_edition_and_gets_it_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = City::with_edition(folder.path());
    let file = folder.path().join("edition.sqlite");
    let desk = city.desk();
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
