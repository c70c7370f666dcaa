//! Which units are called alike?

use std::collections::BTreeMap;

use centrala_domain::Unit;

use crate::check::UNITS;
use crate::flaw::Flaw;
use crate::phrasings::words;
use crate::read::Placed;

/// Names of two units that are the same as search reads them: "WKs" and "WKŚ". Callers say them so, and an editor
/// should know that the name alone leads to neither.
pub(crate) fn warnings(units: &[Placed<Unit>]) -> Vec<Flaw> {
    let mut first: BTreeMap<String, (&Unit, &str)> = BTreeMap::new();
    let mut found = Vec::new();
    for Placed { line, value: unit } in units {
        for (field, name) in names(unit) {
            let (other, alike) = *first.entry(words(name)).or_insert((unit, name));
            if other.id != unit.id {
                let message = format!("\"{name}\" reads as \"{alike}\" of \"{}\"", other.id);
                found.push(Flaw { file: UNITS.into(), line: *line, field, message });
            }
        }
    }
    found
}

fn names(unit: &Unit) -> Vec<(String, &str)> {
    let former = unit.former.iter().enumerate().map(|(at, name)| (format!("former[{at}]"), name.as_str()));
    let all = [("name".to_owned(), unit.name.as_str()), ("short".to_owned(), unit.short.as_str())];
    all.into_iter().chain(former).filter(|(_, name)| !words(name).is_empty()).collect()
}
