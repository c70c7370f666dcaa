//! Which earlier reports may be of the same matter? Near in place first, then by what both say, then the youngest.
//!
//! Deliberately not here: which reports come into question (the last weeks, the same group of services: the desk asks the
//! store for those).

use centrala_domain::text::fold;
use centrala_domain::{Matter, Place, TicketForm};

use centrala_polish::words::{Word, content_words};

/// More would not be read while somebody speaks.
pub const SHOWN: usize = 3;
/// Building numbers that lie so far apart at most are near, on either side of the street.
const NEAR: u32 = 10;
/// A street without a number may be any of its numbers.
const WHOLE_STREET: f32 = 0.4;
/// A described spot is never as sure as a number.
const DESCRIBED: f32 = 0.8;
/// It is the same where at least this share of its words is.
const SAME_SPOT: f32 = 0.5;
const SAME_OSIEDLE: f32 = 0.3;
const WORDS: f32 = 1.0;
const SAME_SERVICE: f32 = 0.4;

/// The likeliest of `candidates` (the youngest first), at most [`SHOWN`]. `matter` is what each of them is about.
pub fn look_alikes<'a, C>(form: &TicketForm, candidates: &'a [C], matter: fn(&C) -> &Matter) -> Vec<&'a C> {
    let said = content_words(&form.description);
    let spot = spot(&form.place);
    let score = |matter: &Matter| {
        let near = nearness(&form.place, &spot, &matter.place)?;
        let words = shared(&said, &content_words(&matter.description));
        let same = form.service.as_deref() == Some(matter.service.as_str());
        Some(near + WORDS * words + if same { SAME_SERVICE } else { 0.0 })
    };
    let scored = candidates.iter().filter_map(|candidate| Some((score(matter(candidate))?, candidate)));
    let mut alike: Vec<(f32, &C)> = scored.collect();
    // Stable: of two that are equally like it the younger stands first.
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    alike.into_iter().take(SHOWN).map(|(_, candidate)| candidate).collect()
}

/// 0 to 1; none for places apart.
#[expect(clippy::cast_precision_loss, reason = "at most ten numbers")]
fn nearness(here: &Place, spot: &[Word], there: &Place) -> Option<f32> {
    let (streets, others) = (streets(here), streets(there));
    if streets.is_empty() || others.is_empty() {
        let same = shared(spot, &self::spot(there));
        let same_osiedle = here.osiedle.is_some() && here.osiedle == there.osiedle;
        return match same >= SAME_SPOT {
            true => Some(same * DESCRIBED),
            false => same_osiedle.then_some(SAME_OSIEDLE),
        };
    }
    let common = streets.iter().filter(|street| others.contains(street)).count();
    match (numbers(here), numbers(there)) {
        _ if common == 0 => None,
        // Two corners of one long street are two places.
        _ if here.corner.is_some() && there.corner.is_some() => (common == 2).then_some(1.0),
        (Some(here), Some(there)) => {
            let apart = apart(here, there);
            (apart <= NEAR).then(|| 1.0 - apart as f32 / (2.0 * NEAR as f32))
        }
        (Some(_), None) | (None, Some(_)) | (None, None) => Some(WHOLE_STREET),
    }
}

/// Folded, without their kinds: one that was typed by hand has none.
fn streets(place: &Place) -> Vec<String> {
    let bare = |street: &String| {
        let folded = fold(street);
        match folded.split_once(' ') {
            Some(("ul." | "al." | "pl.", name)) => name.to_owned(),
            _ => folded,
        }
    };
    place.street.iter().chain(&place.corner).map(bare).collect()
}

/// "104/106" reaches from 104 to 106, "12a" is 12.
fn numbers(place: &Place) -> Option<(u32, u32)> {
    let number = place.number.as_deref()?;
    let parts = number.split(['/', '-']).filter_map(|part| {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        part[..digits].parse::<u32>().ok()
    });
    let parts: Vec<u32> = parts.collect();
    Some((*parts.iter().min()?, *parts.iter().max()?))
}

fn apart(one: (u32, u32), other: (u32, u32)) -> u32 {
    other.0.saturating_sub(one.1).max(one.0.saturating_sub(other.1))
}

fn spot(place: &Place) -> Vec<Word> {
    content_words(place.landmark.as_deref().unwrap_or_default())
}

/// The share of the shorter text's words that stand in the other, in any form.
#[expect(clippy::cast_precision_loss, reason = "a description has some hundred words")]
fn shared(one: &[Word], other: &[Word]) -> f32 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() {
        return 0.0;
    }
    let same = short.iter().filter(|word| long.iter().any(|other| other.is_same(word))).count();
    same as f32 / short.len() as f32
}

#[cfg(test)]
mod tests {
    use centrala_domain::{DeskCode, TicketNumber};
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn at(street: &str, number: &str) -> Place {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Place { street: some(street), number: some(number), ..Place::default() }
    }

    fn spot_of(landmark: &str) -> Place {
        Place { landmark: Some(landmark.into()), ..Place::default() }
    }

    fn matter(running: u32, place: Place, description: &str) -> Matter {
        let desk = DeskCode::numbered(7).expect("a code");
        Matter {
            ticket: Uuid::from_u128(running.into()),
            number: TicketNumber::new(&desk, running),
            created_at: DateTime::UNIX_EPOCH,
            service: "drogi.ubytek-jezdni".into(),
            service_name: "Ubytek w jezdni".into(),
            place,
            description: description.into(),
            city: None,
        }
    }

    fn alike(place: Place, description: &str, candidates: &[Matter]) -> Vec<u128> {
        let form = TicketForm { place, description: description.into(), ..TicketForm::default() };
        look_alikes(&form, candidates, |matter| matter).into_iter().map(|matter| matter.ticket.as_u128()).collect()
    }

    #[test]
    fn ten_numbers_on_either_side_of_the_same_street_are_near() {
        let candidates = [
            matter(1, at("ul. Piotrkowska", "114"), ""),
            matter(2, at("ul. Piotrkowska", "115"), ""),
            matter(3, at("Piotrkowska", "103a"), ""),
            matter(4, at("ul. Narutowicza", "104"), ""),
            matter(5, at("ul. Piotrkowska", "80/94"), ""),
        ];
        assert_eq!(alike(at("ul. Piotrkowska", "104"), "", &candidates), [3, 1, 5], "the nearest first");
        assert_eq!(alike(at("ul. Piotrkowska", "130"), "", &candidates), Vec::<u128>::new());
    }

    #[test]
    fn of_many_near_ones_those_are_shown_that_tell_of_the_same() {
        let mut candidates: Vec<Matter> =
            (1..=6).map(|running| matter(running, at("ul. Piotrkowska", "104"), "Krzywy znak i brak pasów")).collect();
        candidates.push(matter(7, at("ul. Piotrkowska", "110"), "Głęboka dziura na prawym pasie"));
        let shown = alike(at("ul. Piotrkowska", "106"), "wielka dziura, prawy pas", &candidates);
        assert_eq!((shown.len(), shown[0]), (SHOWN, 7));
    }

    #[test]
    fn corners_streets_without_numbers_and_spots_are_compared_as_far_as_they_can() {
        let corner = |one: &str, other: &str| Place { corner: Some(other.into()), ..at(one, "") };
        let candidates = [
            matter(1, corner("ul. Piotrkowska", "ul. Tuwima"), ""),
            matter(2, corner("ul. Piotrkowska", "ul. Zielona"), ""),
            matter(3, at("ul. Gdańska", ""), ""),
            matter(4, spot_of("przy stawie w parku Źródliska"), ""),
        ];
        assert_eq!(alike(corner("ul. Tuwima", "ul. Piotrkowska"), "", &candidates), [1]);
        assert_eq!(alike(at("ul. Gdańska", "5"), "", &candidates), [3]);
        assert_eq!(alike(spot_of("park źródliska, koło stawu"), "", &candidates), [4]);
        assert_eq!(alike(spot_of("most na Jasieni"), "", &candidates), Vec::<u128>::new());
    }
}
