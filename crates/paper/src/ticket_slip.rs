//! The slip of a saved ticket: its number, what is reported and where, and what happens next.

use centrala_domain::TicketNumber;
use chrono::NaiveDate;

use crate::origin::{Centre, Origin, polish_date};
use crate::sheet::{Block, Format, Sheet};

/// All of a ticket that goes on paper or into a message. There is no field for what a caller said in her own words
/// (description, answers, landmark, flat) and none for the contact: a slip is left on counters and in baskets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketSlip {
    pub number: TicketNumber,
    /// The service's name.
    pub service: String,
    /// Name of the unit routed to.
    pub unit: String,
    /// Street and building number, where both are as the city writes them.
    pub place: Option<String>,
    pub saved_on: NaiveDate,
    /// "48 godzin"; none where the city promises nothing.
    pub promise: Option<String>,
    pub centre: Centre,
}

impl TicketSlip {
    pub(crate) fn place(&self) -> &str {
        self.place.as_deref().unwrap_or("miejsce opisane w zgłoszeniu")
    }

    /// A promise is quoted as the city has put it: "30 dni", "niezwłocznie", "do 1 miesiąca".
    pub(crate) fn next(&self) -> String {
        let promise = self.promise.as_ref().map(|promise| format!(" Przewidywany termin: {promise}."));
        format!("Zgłoszenie trafia do jednostki: {}.{}", self.unit, promise.unwrap_or_default())
    }
}

/// An A5 slip.
pub fn ticket_slip(ticket: &TicketSlip, origin: &Origin) -> Sheet {
    let reach = ticket.centre.reach();
    let blocks = [
        Some(Block::Number(ticket.number.to_string())),
        Block::facts([
            ("Co", Some(ticket.service.clone())),
            ("Gdzie", Some(ticket.place().to_owned())),
            ("Kto", Some(ticket.unit.clone())),
            ("Termin", ticket.promise.clone()),
            ("Zapisano", Some(polish_date(ticket.saved_on))),
        ]),
        Some(Block::Heading("Co dalej".to_owned())),
        Some(Block::Text(ticket.next())),
        Some(Block::Text(
            "Pytając o sprawę, podaj numer zgłoszenia. Nie trzeba podawać imienia ani nazwiska.".to_owned(),
        )),
        Some(Block::Heading("Pytania".to_owned())),
        Some(Block::Text(format!("{}: {reach}", ticket.centre.name))),
        Some(Block::Text("Gdy zagrożone jest życie lub zdrowie: 112.".to_owned())),
        Some(origin.small("Ta kartka nie zawiera danych osobowych.".to_owned())),
    ];
    Sheet {
        format: Format::A5,
        title: "Potwierdzenie zgłoszenia".to_owned(),
        blocks: blocks.into_iter().flatten().collect(),
    }
}
