//! One box for everything: procedures, units, kinds of intervention, and the way back where little was found.

use centrala_app::{Findings, Query};
use centrala_domain::{Kind, Opening, Target};
use centrala_testkit::TestDesk;

fn found(desk: &TestDesk, text: &str) -> Findings {
    desk.desk.search(&Query { text: text.into(), limit: 10, ..Query::default() }).expect("search works")
}

fn units(findings: &Findings) -> Vec<&str> {
    findings.units.iter().map(|unit| unit.id.as_str()).collect()
}

#[test]
fn a_unit_is_found_by_name_short_name_and_former_name_with_what_a_caller_wants_of_it() {
    let desk = TestDesk::new();
    for (typed, id) in [
        ("zdit", "zdit"),
        ("usc", "uml/usc"),
        ("urząd stanu cywilnego", "uml/usc"),
        ("zarzad drog i transportu", "zdit"),
        ("wydział spraw obywatelskich", "uml/wsoik"),
        ("magistrat", "uml"),
        ("godziny otwarcia mops", "mops"),
        ("telefon do schroniska", "schronisko"),
    ] {
        assert_eq!(units(&found(&desk, typed)).first(), Some(&id), "{typed}");
        let unit = Target { kind: Kind::Unit, id: id.into() };
        assert_eq!(found(&desk, typed).best, Some(unit), "{typed} asks for the unit and nothing else");
    }
    let zdit = found(&desk, "zdit").units.remove(0);
    assert_eq!(zdit.phone.as_deref(), Some("42 638 49 11"));
    assert!(zdit.address.is_some_and(|address| address.contains("Piotrkowska 173")));
    assert!(matches!(zdit.opening, Opening::Open { .. }), "Monday at ten in Łódź: {:?}", zdit.opening);
    let filtered = Query { units: vec!["zdit".into()], limit: 1, ..Query::default() };
    assert_eq!(zdit.procedures, desk.desk.search(&filtered).expect("search works").total);
    let usc = found(&desk, "usc").units.remove(0);
    assert_eq!(usc.phone.as_deref(), Some("42 638 44 44"));
}

#[test]
fn a_word_that_many_units_share_names_none_of_them() {
    let desk = TestDesk::new();
    for typed in ["wydział", "łódź", "dowód osobisty", "u", "zd", ""] {
        assert_eq!(units(&found(&desk, typed)), Vec::<&str>::new(), "{typed}");
    }
    // Who asks for hours and no matter asks for the office itself.
    for typed in ["urząd", "telefon", "godziny otwarcia", "do której czynne"] {
        assert_eq!(units(&found(&desk, typed)).first(), Some(&"uml"), "{typed}");
    }
}

#[test]
fn a_kind_of_intervention_is_found_beside_the_procedures_and_only_where_it_is_meant() {
    let desk = TestDesk::new();
    let pothole = found(&desk, "dziura w jezdni");
    assert_eq!(pothole.services[0].code, "drogi.ubytek-jezdni");
    assert_eq!(pothole.services[0].unit, "zdit");
    assert!(pothole.services.len() <= 3);
    for typed in ["dowód osobisty", "zameldowanie", "ślub", "d"] {
        assert!(found(&desk, typed).services.is_empty(), "{typed}: {:?}", found(&desk, typed).services);
    }
}

#[test]
fn filters_hold_for_everything_that_is_listed() {
    let desk = TestDesk::new();
    let zgo = Query { text: "dziura w jezdni".into(), units: vec!["zgo".into()], limit: 5, ..Query::default() };
    assert!(desk.desk.search(&zgo).expect("search works").services.is_empty());
}

#[test]
fn slips_are_mended_with_polish_marks_and_missing_marks_alone_are_none() {
    let desk = TestDesk::new();
    for (typed, corrected) in [
        ("dowud osobisty", Some("dowód osobisty")),
        ("wymeldwanie", Some("wymeldowanie")),
        ("kartaparkingowa", Some("karta parkingowa")),
        ("zameldowac sie", None),
        ("wyrzucić lodówkę", None),
        ("qqqqxxxx", None),
    ] {
        assert_eq!(found(&desk, typed).corrected.as_deref(), corrected, "{typed}");
    }
}

#[test]
fn a_guess_is_said_to_be_weak_and_a_slip_of_the_finger_is_not() {
    let desk = TestDesk::new();
    for (typed, weak) in [("dowód", false), ("paszpotr", false), ("wymeldwanie", false), ("dowud", true)] {
        let answer = found(&desk, typed);
        assert_eq!((answer.weak, answer.total > 0), (weak, true), "{typed}");
    }
}

#[test]
fn filters_that_leave_nothing_tell_what_each_of_them_costs() {
    let desk = TestDesk::new();
    let all = found(&desk, "dowód osobisty");
    let mut query = Query { text: "dowód osobisty".into(), units: vec!["zzm".into()], limit: 5, ..Query::default() };
    let answer = desk.desk.search(&query).expect("search works");
    assert_eq!((answer.total, answer.without.len()), (0, 1));
    assert_eq!((answer.without[0].units.clone(), answer.without[0].count), (vec!["zzm".to_owned()], all.total));
    query.units = vec![];
    assert_eq!(desk.desk.search(&query).expect("search works").without, [], "nothing to drop");
}
