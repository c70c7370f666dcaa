//! The slip of the counter: what a person still has to bring, what it costs, where and when.

use std::collections::BTreeSet;

use centrala_domain::{Appointment, FeeKind, Procedure};

use crate::origin::{Centre, Origin, Place};
use crate::sheet::{Block, Format, Sheet};

/// An A5 slip. `ticked`: places, from 0, of the documents that the person has with her; others than there are count for
/// nothing.
pub fn document_slip(
    procedure: &Procedure,
    place: Place<'_>,
    ticked: &BTreeSet<u32>,
    centre: &Centre,
    origin: &Origin,
) -> Sheet {
    let documents = (0_u32..).zip(&procedure.sections.documents);
    let (there, missing): (Vec<_>, Vec<_>) = documents.partition(|(at, _)| ticked.contains(at));
    let named =
        |documents: Vec<(u32, &String)>| documents.into_iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
    let (there, missing) = (named(there), named(missing));
    let mut blocks = Vec::new();
    if !missing.is_empty() {
        blocks.push(Block::Heading(if there.is_empty() { "Przynieś" } else { "Brakuje – przynieś" }.to_owned()));
        blocks.push(Block::Boxes(missing));
    } else if there.is_empty() {
        blocks.push(Block::Text("W tej sprawie nie zapisano listy dokumentów.".to_owned()));
    } else {
        blocks.push(Block::Text("Wszystkie dokumenty są.".to_owned()));
    }
    if !there.is_empty() {
        blocks.push(Block::Heading("Już jest".to_owned()));
        blocks.push(Block::Bullets(there));
    }
    blocks.push(Block::Heading("Opłata, miejsce i godziny".to_owned()));
    blocks.extend(Block::facts([
        ("Opłata", Some(fees(procedure))),
        ("Gdzie", Some(place.name_and_address())),
        ("Godziny", place.hours()),
        ("Wizyta", procedure.facts.appointment.map(|appointment| visit(appointment).to_owned())),
        ("Telefon", place.phone()),
    ]));
    blocks.push(Block::Text(format!("Pytania – {}: {}", centre.name, centre.reach())));
    blocks.push(origin.of_procedure(procedure));
    Sheet { format: Format::A5, title: procedure.title.clone(), blocks }
}

/// One line for all fees: "Pełnomocnictwo: 17 zł (opłata skarbowa); …", or the kind of fee where no amount is known.
pub(crate) fn fees(procedure: &Procedure) -> String {
    let fees: Vec<String> = procedure.sections.fees.iter().map(fee).collect();
    match (fees.is_empty(), procedure.facts.fee) {
        (false, _) => fees.join("; "),
        (true, Some(FeeKind::None)) => "bez opłaty".to_owned(),
        (true, Some(FeeKind::StampDuty)) => "opłata skarbowa".to_owned(),
        (true, Some(FeeKind::Other)) => "płatne".to_owned(),
        (true, None) => String::new(),
    }
}

/// "Pełnomocnictwo: 17 zł (najbliższa rodzina jest zwolniona)"
pub(crate) fn fee(fee: &centrala_domain::Fee) -> String {
    let (price, note) = (fee.price(), fee.note.clone());
    match (price, note) {
        (Some(price), Some(note)) if note != price => format!("{}: {price} ({note})", fee.what),
        (Some(said), _) | (None, Some(said)) => format!("{}: {said}", fee.what),
        (None, None) => fee.what.clone(),
    }
}

pub(crate) fn visit(appointment: Appointment) -> &'static str {
    match appointment {
        Appointment::Required => "trzeba umówić wizytę",
        Appointment::NotRequired => "bez umawiania",
        Appointment::Possible => "można umówić wizytę",
    }
}
