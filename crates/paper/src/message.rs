//! The same facts as a message that the operator copies: a short one for a telephone, a longer one for a mailbox.

use centrala_domain::{Procedure, text};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use specta::Type;

use crate::document_slip::{fees, visit};
use crate::origin::{Centre, Place, polish_date};
use crate::ticket_slip::TicketSlip;

/// Characters of one SMS. With a single Polish letter it would hold 70 only: a short message has none.
const SMS: usize = 160;

/// Texts for a resident, in Polish; there is no addressee in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Message {
    /// At most 160 characters, all of them ASCII.
    pub sms: String,
    pub subject: String,
    pub mail: String,
}

impl Message {
    pub fn of_ticket(ticket: &TicketSlip) -> Self {
        let TicketSlip { number, service, centre, .. } = ticket;
        let phone = centre.phone.as_ref().map(|phone| format!("Pytania: {phone}"));
        let term = ticket.promise.as_ref().map(|promise| format!("Termin: {promise}"));
        let sms = [Some(format!("Zgłoszenie {number}: {service}")), ticket.place.clone(), phone, term];
        let facts = [
            ("Numer zgłoszenia", Some(number.to_string())),
            ("Co", Some(service.clone())),
            ("Gdzie", Some(ticket.place().to_owned())),
            ("Zapisano", Some(polish_date(ticket.saved_on))),
        ];
        Self {
            sms: short(sms.into_iter().flatten()),
            subject: format!("Zgłoszenie {number}: {service}"),
            mail: letter(&[
                "Dzień dobry,".to_owned(),
                "zapisaliśmy Państwa zgłoszenie.".to_owned(),
                lines(facts),
                ticket.next(),
                format!("Pytając o sprawę, proszę podać numer zgłoszenia.\n{}: {}", centre.name, centre.reach()),
            ]),
        }
    }

    /// An address that a mail program opens as a draft; without an addressee.
    pub fn mailto(&self) -> String {
        let encoded = |text: &str| utf8_percent_encode(&text.replace('\n', "\r\n"), NON_ALPHANUMERIC).to_string();
        format!("mailto:?subject={}&body={}", encoded(&self.subject), encoded(&self.mail))
    }

    pub fn of_procedure(procedure: &Procedure, place: Place<'_>, centre: &Centre) -> Self {
        let title = &procedure.title;
        let documents = procedure.sections.documents.iter().map(|name| format!("- {name}")).collect::<Vec<_>>();
        let known = |said: String| (!said.is_empty()).then_some(said);
        let fees = known(fees(procedure));
        let visit = procedure.facts.appointment.map(|appointment| visit(appointment).to_owned());
        let phone = place.phone().or_else(|| centre.phone.clone());
        let sms = [
            Some(title.clone()),
            place.address(),
            place.hours(),
            phone.as_ref().map(|phone| format!("tel. {phone}")),
            fees.as_ref().map(|fees| format!("Opłata: {fees}")),
        ];
        let facts = [
            ("Gdzie", Some(place.name_and_address())),
            ("Godziny", place.hours()),
            ("Wizyta", visit),
            ("Opłata", fees),
            ("Telefon", phone),
        ];
        let source = known(procedure.source_url.clone()).map(|url| format!("Źródło: {url}"));
        Self {
            sms: short(sms.into_iter().flatten()),
            subject: title.clone(),
            mail: letter(&[
                "Dzień dobry,".to_owned(),
                format!("{title}\n{}", procedure.summary),
                if documents.is_empty() { String::new() } else { format!("Dokumenty:\n{}", documents.join("\n")) },
                lines(facts),
                source.unwrap_or_default(),
                format!("{}: {}", centre.name, centre.reach()),
            ]),
        }
    }
}

/// The parts that fit, in their order; what does not fit is left out whole, the first is cut short.
fn short(parts: impl Iterator<Item = String>) -> String {
    let mut sms = String::new();
    for part in parts.map(|part| without_marks(&part)) {
        if sms.is_empty() {
            sms = part.chars().take(SMS).collect();
        } else if sms.len() + 2 + part.len() <= SMS {
            sms += ". ";
            sms += &part;
        }
    }
    sms
}

/// Plain ASCII with its capitals: "Zgłoszenie Ł7" → "Zgloszenie L7".
fn without_marks(text: &str) -> String {
    let plain = |c: char| match c {
        '„' | '”' | '“' | '»' | '«' => '"',
        '–' | '—' | '‑' | '−' => '-',
        '\u{a0}' | '\u{202f}' | '\n' | '\t' => ' ',
        c if c.is_ascii() => c,
        c if c.is_uppercase() => text::fold_char(c).to_ascii_uppercase(),
        c => text::fold_char(c),
    };
    text.chars().map(plain).filter(char::is_ascii).collect()
}

fn lines<const N: usize>(facts: [(&str, Option<String>); N]) -> String {
    let known = facts.into_iter().filter_map(|(label, text)| Some(format!("{label}: {}", text?)));
    known.collect::<Vec<_>>().join("\n")
}

fn letter(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n")
}
