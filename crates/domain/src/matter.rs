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
const TOLD: usize = 280;

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

    /// As other desks may know it: no flat, nothing that looks like a person's number or address, and a beginning only.
    #[must_use]
    pub fn for_others(self) -> Self {
        let place = Place { flat: None, landmark: self.place.landmark.as_deref().map(without_personal), ..self.place };
        Self { place, description: beginning(&without_personal(&self.description), TOLD), ..self }
    }
}

impl AsRef<Self> for Matter {
    fn as_ref(&self) -> &Self {
        self
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
        assert!(told.description.starts_with("Dziura 30/32 cm. Dzwonić: [dane], PESEL [dane]. Głęboka."), "{text}");
        assert!(told.description.chars().count() <= TOLD + 2, "{text}");
        let kept = (own.ticket, &own.number, own.city, &own.place.street, &own.place.number);
        assert_eq!((told.ticket, &told.number, told.city, &told.place.street, &told.place.number), kept);
    }
}
