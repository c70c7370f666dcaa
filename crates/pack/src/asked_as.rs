//! How callers ask, as an edition holds it: apart from the texts. Operators are told when the text of an article has
//! changed, and a new phrasing is no such change; and what a window is given is read without the phrasings.

use std::collections::HashMap;

use centrala_domain::Content;
use serde::{Deserialize, Serialize};

/// The phrasings of one entry.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedAs {
    kind: Kind,
    id: String,
    phrasings: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Procedure,
    Service,
    Unit,
    Elsewhere,
}

/// Of every entry that has some, in the order of the content.
pub(crate) fn of(content: &Content) -> Vec<AskedAs> {
    let procedures = content.procedures.iter().map(|one| (Kind::Procedure, &one.id, &one.asked_as));
    let services = content.services.iter().map(|one| (Kind::Service, &one.code, &one.asked_as));
    let units = content.units.iter().map(|one| (Kind::Unit, &one.id, &one.asked_as));
    let elsewhere = content.elsewhere.iter().map(|one| (Kind::Elsewhere, &one.id, &one.asked_as));
    let all = procedures.chain(services).chain(units).chain(elsewhere);
    let all = all.filter(|(_, _, phrasings)| !phrasings.is_empty());
    all.map(|(kind, id, phrasings)| AskedAs { kind, id: id.clone(), phrasings: phrasings.clone() }).collect()
}

/// Puts each entry's phrasings back into it.
pub(crate) fn put_back(content: &mut Content, asked: Vec<AskedAs>) {
    let mut asked: HashMap<_, _> = asked.into_iter().map(|one| ((one.kind, one.id), one.phrasings)).collect();
    let mut take = |kind, id: &String| asked.remove(&(kind, id.clone())).unwrap_or_default();
    for one in &mut content.procedures {
        one.asked_as = take(Kind::Procedure, &one.id);
    }
    for one in &mut content.services {
        one.asked_as = take(Kind::Service, &one.code);
    }
    for one in &mut content.units {
        one.asked_as = take(Kind::Unit, &one.id);
    }
    for one in &mut content.elsewhere {
        one.asked_as = take(Kind::Elsewhere, &one.id);
    }
}
