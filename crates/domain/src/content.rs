//! One edition's reference content, field by field as the editors write it (`assets/content/README.md`).
//!
//! Absent means unknown: no source shows it. Nothing here says how it is stored or searched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::hours::OpeningHours;
use crate::vectors::Vectors;

/// Everything one edition holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    pub procedures: Vec<Procedure>,
    pub units: Vec<Unit>,
    pub categories: Vec<Category>,
    pub service_groups: Vec<ServiceGroup>,
    pub services: Vec<Service>,
    pub elsewhere: Vec<Elsewhere>,
    pub text_modules: Vec<TextModule>,
    pub lexicon: Vec<LexiconEntry>,
    pub streets: Vec<Street>,
    pub osiedla: Vec<Osiedle>,
    pub emergency_numbers: Vec<EmergencyNumber>,
    pub emergency_rules: Vec<EmergencyRule>,
    /// Made by `tools/vectors`; an edition does without.
    pub vectors: Option<Vectors>,
}

/// One article of the knowledge base. `id` is the city's symbol (KA-01305) or one of ours; page addresses change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    pub id: String,
    pub version: String,
    pub title: String,
    /// Id of the unit that handles it.
    pub unit: String,
    pub categories: Vec<String>,
    /// To be read aloud; at most 700 characters.
    pub summary: String,
    #[serde(default)]
    pub steps: Vec<Step>,
    #[serde(default)]
    pub facts: Facts,
    #[serde(default)]
    pub sections: Sections,
    pub related: Vec<String>,
    pub keywords: Vec<String>,
    /// How callers ask for it: for the index alone. It is read from the editors' files and never written, so that
    /// neither a window nor the text whose changes operators are told of has it.
    #[serde(default, skip_serializing)]
    #[specta(skip)]
    pub asked_as: Vec<String>,
    /// Month of the source, "2023-06".
    pub as_of: String,
    pub source_url: String,
    /// Names of fields that are inference rather than quotation: shown as less sure.
    pub inferred: Vec<String>,
    /// Callers ask for it often, the editors say: a small weight in search.
    #[serde(default)]
    pub often: bool,
    /// The procedure that has taken the place of this older one; search lists it under that one.
    #[serde(default)]
    pub replaced_by: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_post: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_allowed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub immediate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee: Option<FeeKind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Appointment {
    Required,
    NotRequired,
    Possible,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    None,
    StampDuty,
    Other,
}

/// The portal's sections. `how` and `time_and_place` are Markdown in the content and cleaned HTML in an edition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields, default)]
pub struct Sections {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_and_place: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub what: String,
    /// In złoty; 0 is "free", absent is "depends, see the note".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_pln: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fee {
    /// "bez opłaty", "17 zł", "43,50 zł"; none where it depends.
    pub fn price(&self) -> Option<String> {
        let amount = self.amount_pln?;
        Some(match amount {
            0.0 => "bez opłaty".to_owned(),
            whole if whole.fract() == 0.0 => format!("{whole:.0} zł"),
            broken => format!("{broken:.2} zł").replace('.', ","),
        })
    }
}

/// Who handles a matter. Two levels: `parent` is null, or the id of a unit without a parent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub short: String,
    /// Former and colloquial names: callers still use them.
    #[serde(default)]
    pub former: Vec<String>,
    /// What callers call it besides; for the index alone, as in [`Procedure`].
    #[serde(default, skip_serializing)]
    #[specta(skip)]
    pub asked_as: Vec<String>,
    pub parent: Option<String>,
    pub kind: UnitKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<OpeningHours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    Office,
    MunicipalUnit,
    Department,
    External,
}

/// A category of the portal; the tree has two levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub seen_on_portal: bool,
    #[serde(default)]
    pub children: Vec<Category>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ServiceGroup {
    pub id: String,
    pub name: String,
}

/// A kind of intervention. The routing (service → unit) is data that the city edits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub code: String,
    pub group: String,
    pub name: String,
    /// Id of the unit routed to.
    pub unit: String,
    pub promise: Option<ServicePromise>,
    /// At most three.
    pub questions: Vec<Question>,
    pub location: Location,
    /// Environmental matters need the reporter's data; all others must not ask for it.
    pub reporter_required: bool,
    /// Why; told to the caller. Present exactly where they are needed.
    #[serde(default)]
    pub reporter_why: Option<String>,
    pub emergency: Option<ServiceEmergency>,
    /// Cases that look alike and are handled elsewhere: whom to call.
    pub not_here: Option<String>,
    /// All cases are: no ticket is taken, and `not_here` says whom to call.
    #[serde(default)]
    pub elsewhere: bool,
    pub keywords: Vec<String>,
    /// How callers ask for it; for the index alone, as in [`Procedure`].
    #[serde(default, skip_serializing)]
    #[specta(skip)]
    pub asked_as: Vec<String>,
    /// "sourced" or "inferred": how sure the routing and the promise are.
    pub basis: String,
    pub source_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ServicePromise {
    pub text: String,
    pub hours: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: String,
    pub label: String,
    #[serde(rename = "type")]
    pub kind: QuestionKind,
    pub options: Vec<String>,
    pub required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    Text,
    /// One of `options`.
    Choice,
    /// "tak" or "nie".
    YesNo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    Required,
    Optional,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct ServiceEmergency {
    pub when: String,
    pub number: String,
}

/// A matter that callers bring although the city does not handle it: whom to call, and the sentence to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// "spoza." and a name.
    pub id: String,
    pub title: String,
    pub who: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub url: Option<String>,
    pub say: String,
    /// How callers ask for it; for the index alone, as in [`Procedure`].
    #[serde(default, skip_serializing)]
    #[specta(skip)]
    pub asked_as: Vec<String>,
    /// For the editors: where the facts come from.
    pub source: String,
    /// Facts that no source confirms yet, there or still missing: shown as to be checked.
    #[serde(default)]
    pub unconfirmed: Vec<ElsewhereFact>,
}

/// What can be unconfirmed of an [`Elsewhere`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ElsewhereFact {
    Who,
    Phone,
    Address,
    Url,
    Say,
}

/// A sentence that operators need again and again, put in with `;;` and the first letters of its key or title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct TextModule {
    pub key: String,
    pub title: String,
    pub text: String,
    /// Service groups that it stands first for; none for all.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// What people say → what the articles say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct LexiconEntry {
    pub say: String,
    pub means: Vec<String>,
    /// Only for abbreviations.
    pub both_ways: bool,
    /// For the editors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Street {
    /// "ul.", "al.", "pl." …
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
    /// The osiedla it runs through, where known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub osiedle: Vec<String>,
}

impl Street {
    /// As it is written on a letter: "ul. Piotrkowska".
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind, self.name).trim().to_owned()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct Osiedle {
    pub name: String,
    pub district: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct EmergencyNumber {
    pub number: String,
    pub name: String,
}

/// Typed words that must stop the operator: the number to call and the sentence to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct EmergencyRule {
    pub id: String,
    /// Words in this order; an older way to write a sign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<DangerSign>,
    /// Words near a sign that make it harmless.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    pub number: String,
    pub say: String,
    pub basis: String,
    pub certainty: Certainty,
    #[serde(default)]
    pub also: Vec<String>,
}

/// Families of words of which one each stands near the others, in any order and form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct DangerSign {
    pub all_of: Vec<Vec<String>>,
    /// As those of the rule, for this sign only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
}

/// Words that several rules share under one name. An edition holds the rules with these words put in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields)]
pub struct WordFamily {
    pub id: String,
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Strong,
    /// Shown milder.
    Possible,
}

impl Content {
    /// Units by id, for looking up parents and routing.
    pub fn units_by_id(&self) -> BTreeMap<&str, &Unit> {
        self.units.iter().map(|unit| (unit.id.as_str(), unit)).collect()
    }

    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }
}
