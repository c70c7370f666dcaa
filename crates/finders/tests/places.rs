//! Every street of the register, as people write and paste an address: the right street first, and no other one.

use std::path::Path;

use centrala_domain::Street;
use centrala_finders::{PlaceKind, PlacePicker};
use serde::Deserialize;

#[derive(Deserialize)]
struct Register {
    streets: Vec<Street>,
}

fn register() -> Vec<Street> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content/streets.json");
    let text = std::fs::read_to_string(file).expect("the register");
    serde_json::from_str::<Register>(&text).expect("a register").streets
}

/// The ways in which one address is written.
fn forms(name: &str) -> Vec<String> {
    let bare: String = name.chars().map(centrala_domain::text::fold_char).collect();
    vec![
        format!("{name} 104"),
        format!("Łódź, {name} 104"),
        format!("Łódź {name} 104"),
        format!("{name} 104, Łódź"),
        format!("90-926 Łódź, {name} 104"),
        format!("{name} 104\n90-926 Łódź"),
        format!("{} 104", name.to_uppercase()),
        format!("{bare} 104"),
        format!("{name}\u{a0}104\u{200b}"),
        format!("{name} 104."),
    ]
}

#[test]
fn every_street_is_found_however_its_city_stands_around_it() {
    let streets = register();
    let picker = PlacePicker::new(&streets, &[]);
    let (mut all, mut missed) = (0_u32, Vec::new());
    for street in &streets {
        let full = street.full_name();
        for form in forms(&full) {
            all += 1;
            let hit = picker.find(&form, 5).into_iter().next().expect("a hit");
            let is_right = hit.place.street.as_deref() == Some(&*full) && hit.place.number.as_deref() == Some("104");
            let is_open = hit.kind == PlaceKind::UnknownStreet;
            if !is_right {
                missed.push(format!("{form:?}: {}{}", hit.place.line(), if is_open { " (unknown)" } else { "" }));
            }
        }
    }
    println!("{} of {all} forms missed", missed.len());
    for one in missed.iter().take(30) {
        println!("{one}");
    }
    assert!(
        f64::from(u32::try_from(missed.len()).unwrap_or(u32::MAX)) <= 0.01 * f64::from(all),
        "{} missed",
        missed.len()
    );
}

#[test]
fn numbers_in_names_are_no_buildings_and_the_usual_order_finds_a_name() {
    let picker = PlacePicker::new(&register(), &[]);
    for (typed, line) in [
        ("Rewolucji 1905 roku 5", "ul. Rewolucji 1905 r. 5"),
        ("rewolucji 1905 r. 5", "ul. Rewolucji 1905 r. 5"),
        ("rewolucji 1905 5", "ul. Rewolucji 1905 r. 5"),
        ("1-go Maja 5", "al. 1 Maja 5"),
        ("1 go maja 5", "al. 1 Maja 5"),
        ("6go sierpnia 5", "ul. 6 Sierpnia 5"),
        ("11-go Listopada 22", "ul. 11 Listopada 22"),
        ("3-go maja 7, Łódź", "park 3 Maja 7"),
        ("Jana Pawła 2 3", "al. Jana Pawła II 3"),
        ("jana pawla II 3", "al. Jana Pawła II 3"),
        ("al. Jana Pawła II", "al. Jana Pawła II"),
        ("Piotrkowska 104, m. 5", "ul. Piotrkowska 104 m. 5"),
        ("Piotrkowska 104, mieszkanie 5, druga klatka", "ul. Piotrkowska 104 m. 5, druga klatka"),
        ("al. Rydza-Śmigłego 5", "al. Śmigłego-Rydza 5"),
        ("Bałucki Rynek 5", "rynek Bałucki 5"),
    ] {
        let hit = picker.find(typed, 5).into_iter().next().expect("a hit");
        assert_eq!(hit.place.line(), line, "{typed}");
    }
}
