//! The columns of the CSV export.

use crate::office::Opened;

const COLUMNS: [&str; 21] = [
    "number",
    "id",
    "supersedes",
    "voice_of",
    "created_at",
    "received_at",
    "desk",
    "service",
    "service_name",
    "unit",
    "street",
    "building_number",
    "flat",
    "corner",
    "osiedle",
    "landmark",
    "description",
    "answers",
    "city_state",
    "city_note",
    "remark",
];
const CONTACT: [&str; 2] = ["email", "phone"];

pub fn header(with_contact: bool) -> Vec<&'static str> {
    if with_contact { [&COLUMNS[..], &CONTACT].concat() } else { COLUMNS.to_vec() }
}

pub fn row(opened: &Opened, with_contact: bool) -> Vec<String> {
    let Opened { ticket, .. } = opened;
    let place = &ticket.place;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut row = vec![
        ticket.number.to_string(),
        ticket.id.to_string(),
        ticket.supersedes.map(|corrected| corrected.to_string()).unwrap_or_default(),
        ticket.voice_of.map(|first| first.to_string()).unwrap_or_default(),
        ticket.created_at.to_rfc3339(),
        opened.received_at.to_rfc3339(),
        opened.desk.clone(),
        ticket.service.clone(),
        ticket.service_name.clone(),
        ticket.unit.clone(),
        text(&place.street),
        text(&place.number),
        text(&place.flat),
        text(&place.corner),
        text(&place.osiedle),
        text(&place.landmark),
        ticket.description.clone(),
        ticket.answers.iter().map(|(question, answer)| format!("{question}: {answer}")).collect::<Vec<_>>().join("; "),
        opened.city_state.to_owned(),
        opened.city_note.clone(),
        opened.remark.clone().unwrap_or_default(),
    ];
    if with_contact {
        let contact = ticket.contact.clone().unwrap_or_default();
        row.extend([text(&contact.email), text(&contact.phone)]);
    }
    row.into_iter().map(as_text).collect()
}

/// A spreadsheet takes a cell that begins like this for a formula and runs it; what a caller dictated must stay text.
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
