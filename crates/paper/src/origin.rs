//! Where a matter is settled, who answers questions, and which edition the words are from: what every paper ends with.

use centrala_domain::{Procedure, Unit};
use chrono::NaiveDate;

use crate::sheet::Block;

/// Whom a resident calls afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centre {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// The edition that the words are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub date: NaiveDate,
    /// A demonstration: its fees, hours and addresses must be compared with the city's own.
    pub sample: bool,
}

/// The unit that settles a matter; what it lacks is its parent's.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub unit: &'a Unit,
    pub parent: Option<&'a Unit>,
}

impl Centre {
    /// "42 638 44 44, lckm@uml.lodz.pl"
    pub(crate) fn reach(&self) -> String {
        [&self.phone, &self.email].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    }
}

impl Place<'_> {
    /// "Wydział Spraw Obywatelskich, ul. Smugowa 26a"
    pub(crate) fn name_and_address(&self) -> String {
        let address = self.own_or_parents(|unit| unit.address.as_ref());
        [Some(&self.unit.name), address].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn address(&self) -> Option<String> {
        self.own_or_parents(|unit| unit.address.as_ref()).cloned()
    }

    pub(crate) fn phone(&self) -> Option<String> {
        self.own_or_parents(|unit| unit.phone.as_ref()).cloned()
    }

    /// "pn 8–16, wt 9–17, śr–pt 8–16"
    pub(crate) fn hours(&self) -> Option<String> {
        self.own_or_parents(|unit| unit.hours.as_ref()).map(|hours| hours.brief())
    }

    fn own_or_parents<'a, T>(&'a self, of: impl Fn(&'a Unit) -> Option<&'a T>) -> Option<&'a T> {
        of(self.unit).or_else(|| of(self.parent?))
    }
}

impl Origin {
    /// Which procedure in which version, how old its source is, and of which edition.
    pub(crate) fn of_procedure(&self, procedure: &Procedure) -> Block {
        let Procedure { id, version, as_of, .. } = procedure;
        let edition = polish_date(self.date);
        let less_sure = less_sure(&procedure.inferred);
        let less_sure = less_sure.map(|what| format!(" Mniej pewne, wniosek z innych opisów: {what}."));
        self.small(format!(
            "Procedura {id} w. {version}, stan na {}. Baza z {edition}.{}",
            polish_month(as_of),
            less_sure.unwrap_or_default()
        ))
    }

    pub(crate) fn small(&self, said: String) -> Block {
        let warning = if self.sample { " Dane przykładowe: przed wizytą sprawdź na stronie miasta." } else { "" };
        Block::Small(said + warning)
    }
}

/// "23.11.2026"
pub(crate) fn polish_date(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// "2023-06" → "06.2023"; anything else stays as it is.
fn polish_month(as_of: &str) -> String {
    match as_of.split_once('-') {
        Some((year, month)) if !month.contains('-') => format!("{month}.{year}"),
        _ => as_of.to_owned(),
    }
}

/// What of the paper is no quotation of a source: "opłaty, dokumenty".
fn less_sure(inferred: &[String]) -> Option<String> {
    let printed = [
        (&["summary"][..], "opis"),
        (&["unit"], "jednostka"),
        (&["facts"], "sposób załatwienia"),
        (&["steps"], "kroki"),
        (&["fee", "fees"], "opłaty"),
        (&["documents"], "dokumenty"),
    ];
    let is_inferred = |fields: &[&str]| inferred.iter().any(|field| fields.contains(&field.as_str()));
    let named: Vec<&str> =
        printed.into_iter().filter(|(fields, _)| is_inferred(fields)).map(|(_, name)| name).collect();
    (!named.is_empty()).then(|| named.join(", "))
}
