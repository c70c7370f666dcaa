//! An article for the resident to take home, in large print.

use centrala_domain::{Facts, Procedure, Step, text};

use crate::document_slip::{fee, fees, visit};
use crate::origin::{Centre, Origin, Place};
use crate::sheet::{Block, Format, Sheet};

/// An A4 page, or several. Left out is what only the desk needs: the legal basis, related procedures.
pub fn article_page(procedure: &Procedure, place: Place<'_>, centre: &Centre, origin: &Origin) -> Sheet {
    let sections = &procedure.sections;
    let mut blocks = vec![Block::Heading("W skrócie".to_owned()), Block::Text(procedure.summary.clone())];
    blocks.extend(Block::facts(brief(&procedure.facts)));
    if !procedure.steps.is_empty() {
        blocks.push(Block::Heading("Krok po kroku".to_owned()));
        blocks.push(Block::Steps(procedure.steps.iter().map(step).collect()));
    }
    if !sections.documents.is_empty() {
        blocks.push(Block::Heading("Dokumenty".to_owned()));
        blocks.push(Block::Boxes(sections.documents.clone()));
    }
    if !sections.fees.is_empty() {
        blocks.push(Block::Heading("Opłaty".to_owned()));
        blocks.push(Block::Bullets(sections.fees.iter().map(fee).collect()));
    } else if procedure.facts.fee.is_some() {
        blocks.extend(Block::facts([("Opłata", Some(fees(procedure)))]));
    }
    for (title, html) in [("Szczegóły", &sections.how), ("Termin i miejsce", &sections.time_and_place)] {
        if let Some(html) = html {
            blocks.push(Block::Heading(title.to_owned()));
            blocks.extend(paragraphs(html));
        }
    }
    blocks.push(Block::Heading("Kto załatwia".to_owned()));
    blocks.extend(Block::facts([
        ("Gdzie", Some(place.name_and_address())),
        ("Godziny", place.hours()),
        ("Telefon", place.phone()),
        ("Pytania", Some(format!("{}: {}", centre.name, centre.reach()))),
    ]));
    if let Some(appeal) = &sections.appeal {
        blocks.push(Block::Heading("Odwołanie".to_owned()));
        blocks.push(Block::Text(appeal.clone()));
    }
    if !procedure.source_url.is_empty() {
        blocks.push(Block::Small(format!("Źródło: {}", procedure.source_url)));
    }
    blocks.push(origin.of_procedure(procedure));
    Sheet { format: Format::A4, title: procedure.title.clone(), blocks }
}

fn brief(facts: &Facts) -> [(&'static str, Option<String>); 5] {
    let yes_or_no = |fact: Option<bool>| fact.map(|yes| if yes { "tak" } else { "nie" }.to_owned());
    let soon = |fact: Option<bool>| fact.map(|yes| if yes { "od ręki" } else { "nie od ręki" }.to_owned());
    [
        ("Wizyta", facts.appointment.map(|appointment| visit(appointment).to_owned())),
        ("Jak długo", soon(facts.immediate)),
        ("Pełnomocnik", yes_or_no(facts.proxy_allowed)),
        ("Online", yes_or_no(facts.online)),
        ("Pocztą", yes_or_no(facts.by_post)),
    ]
}

fn step(step: &Step) -> String {
    match &step.hint {
        Some(hint) => format!("{} – {hint}", step.title),
        None => step.title.clone(),
    }
}

/// Cleaned HTML as paragraphs and lists.
fn paragraphs(html: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in text::plain(html).lines() {
        match (line.strip_prefix("- "), blocks.last_mut()) {
            (Some(item), Some(Block::Bullets(items))) => items.push(item.to_owned()),
            (Some(item), _) => blocks.push(Block::Bullets(vec![item.to_owned()])),
            (None, _) => blocks.push(Block::Text(line.to_owned())),
        }
    }
    blocks
}
