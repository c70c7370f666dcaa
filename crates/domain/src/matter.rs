//! What is known of a report to whoever is about to make the same one: at its own desk, and at the others.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::filed::CityState;
use crate::number::TicketNumber;
use crate::personal::without_personal;
use crate::text::beginning;
use crate::ticket::{Place, Ticket};

/// Characters of a description that other desks get: enough to decide whether it is the same matter.
const DESCRIPTION: usize = 280;
/// And of each part of a place; none of the register's is as long.
const PLACE: usize = 100;

/// Never a contact, an answer or a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    pub ticket: Uuid,
    pub number: TicketNumber,
    pub created_at: DateTime<Utc>,
    pub service: String,
    pub service_name: String,
    pub place: Place,
    pub description: String,
    /// What the city has said of it last.
    pub city: Option<CityState>,
}

impl Matter {
    /// As its own desk knows it.
    pub fn new(ticket: Ticket, city: Option<CityState>) -> Self {
        Self {
            ticket: ticket.id,
            number: ticket.number,
            created_at: ticket.created_at,
            service: ticket.service,
            service_name: ticket.service_name,
            place: ticket.place,
            description: ticket.description,
            city,
        }
    }

    /// As other desks may know it: no flat, nothing that might be a person's number or address, and no more of each text than
    /// it takes.
    #[must_use]
    pub fn for_others(self) -> Self {
        let Place { street, number, flat: _, corner, osiedle, landmark } = self.place;
        // A number that the form has parted ("tel. 600", "700 800") is whole again side by side.
        let line = [&street, &number, &landmark].map(|part| part.as_deref().unwrap_or_default()).join(" ");
        let is_parted =
            [&street, &number, &landmark].into_iter().flatten().all(|part| without_personal(part) == **part)
                && without_personal(&line) != line;
        let whole = |part: Option<String>| part.filter(|_| !is_parted);
        let told = |part: Option<String>| part.map(|part| beginning(&without_personal(&part), PLACE));
        Self {
            place: Place {
                street: told(street),
                number: told(whole(number)),
                flat: None,
                corner: told(corner),
                osiedle: told(osiedle),
                landmark: told(whole(landmark)),
            },
            service: beginning(&self.service, PLACE),
            service_name: beginning(&self.service_name, PLACE),
            description: beginning(&without_personal(&self.description), DESCRIPTION),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::DeskCode;
    use crate::ticket::Contact;

    #[test]
    fn other_desks_are_told_of_the_matter_and_of_nobody() {
        let desk = DeskCode::numbered(7).expect("a code");
        let ticket = Ticket {
            id: Uuid::from_u128(1),
            number: TicketNumber::new(&desk, 1),
            created_at: DateTime::UNIX_EPOCH,
            call: Some(Uuid::from_u128(2)),
            procedure: None,
            supersedes: None,
            voice_of: None,
            service: "drogi.ubytek-jezdni".into(),
            service_name: "Ubytek w jezdni".into(),
            unit: "zdit".into(),
            place: Place {
                street: Some("ul. Smugowa".into()),
                number: Some("30/32".into()),
                flat: Some("7".into()),
                landmark: Some("brama, domofon do pani od 600 700 800".into()),
                ..Place::default()
            },
            description: format!(
                "Dziura 30/32 cm. Dzwonić: 600 700 800, PESEL 44051401359. {}",
                "Głęboka. ".repeat(60)
            ),
            answers: [("szerokosc".to_owned(), "pół metra".to_owned())].into(),
            contact: Some(Contact { email: None, phone: Some("600 700 801".into()), consent: true }),
            consent_at: Some(DateTime::UNIX_EPOCH),
            consent_version: Some("1".into()),
        };
        let own = Matter::new(ticket, Some(CityState::InProgress));
        let told = own.clone().for_others();
        let text = serde_json::to_string(&told).expect("JSON");
        for nobodys in ["600 700 80", "44051401359", "\"7\"", "pół metra"] {
            assert!(!text.contains(nobodys), "{nobodys} in {text}");
        }
        assert!(told.description.starts_with("Dziura 30/32 cm. Dzwonić: […], PESEL […]. Głęboka."), "{text}");
        assert!(told.description.chars().count() <= DESCRIPTION + 2, "{text}");
        let kept = (own.ticket, &own.number, own.city, &own.place.street, &own.place.number);
        assert_eq!((told.ticket, &told.number, told.city, &told.place.street, &told.place.number), kept);
    }

    #[test]
    fn nobodys_number_gets_through_the_parts_of_a_place() {
        let told = |street: &str, number: &str, landmark: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let place =
                Place { street: some(street), number: some(number), landmark: some(landmark), ..Place::default() };
            let matter = Matter {
                ticket: Uuid::nil(),
                number: TicketNumber::new(&DeskCode::numbered(7).expect("a code"), 1),
                created_at: DateTime::UNIX_EPOCH,
                service: "x".into(),
                service_name: "x".into(),
                place,
                description: String::new(),
                city: None,
            };
            let Place { street, number, landmark, .. } = matter.for_others().place;
            [street, number, landmark].map(Option::unwrap_or_default)
        };
        assert_eq!(told("ul. Smugowa", "30/32", "brama"), ["ul. Smugowa", "30/32", "brama"]);
        assert_eq!(told("u pani, 600700800", "", ""), ["u pani, […]", "", ""]);
        assert_eq!(told("u pani, tel", "600", "700 800"), ["u pani, tel", "", ""]);
    }
}
