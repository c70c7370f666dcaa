//! The names by which records know each other: each is one record's own, and what is referred to is there.

use std::collections::{BTreeMap, BTreeSet};

use centrala_domain::Category;

use crate::phrasings::Phrased;
use crate::read::{Placed, Reader};

/// The ids of a file's records.
pub(crate) struct Ids {
    known: BTreeSet<String>,
    /// Every record's id is among them. Where a file or a record of it could not be read, a reference may well lead to
    /// what is there: only the cause is told.
    whole: bool,
}

impl Ids {
    /// Whether a reference to this id is a flaw.
    pub fn lack(&self, id: &str) -> bool {
        self.whole && !self.known.contains(id)
    }

    fn of<'a>(reader: &Reader<'_>, file: &str, known: impl Iterator<Item = &'a String>) -> Self {
        Self { known: known.cloned().chain(reader.unread_ids(file)).collect(), whole: reader.is_whole(file) }
    }
}

/// The ids of a file's records, which stand in `field`; an empty or repeated one is a flaw. Capital letters make no
/// other id: nobody who reads or types one tells them apart.
pub(crate) fn ids<T>(
    reader: &mut Reader<'_>,
    file: &str,
    field: &str,
    records: &[Placed<T>],
    id: impl Fn(&T) -> &String,
) -> Ids {
    let mut first = BTreeMap::new();
    for Placed { line, value } in records {
        let id = id(value);
        if id.trim().is_empty() {
            reader.flaw(file, *line, field, "is empty: expected an id of its own");
        } else if let Some((before, other)) = first.insert(id.to_lowercase(), (*line, id)) {
            reader.flaw(file, *line, field, repeated(id, other, &format!("on line {before}")));
        }
    }
    Ids::of(reader, file, records.iter().map(|placed| id(&placed.value)))
}

fn repeated(id: &str, other: &str, place: &str) -> String {
    if id == other {
        format!("\"{id}\" stands already {place}: expected an id of its own")
    } else {
        format!("\"{id}\" differs in capital letters only from \"{other}\" {place}: expected an id of its own")
    }
}

/// The ids of both levels of categories.
pub(crate) fn category_ids(reader: &mut Reader<'_>, file: &str, categories: &[Placed<Category>]) -> Ids {
    let mut first = BTreeMap::new();
    for Placed { line, value } in categories {
        for Category { id, .. } in std::iter::once(value).chain(&value.children) {
            if let Some((before, other)) = first.insert(id.to_lowercase(), (*line, id)) {
                let place = format!("in the group on line {before}");
                reader.flaw(file, *line, "id", repeated(id, other, &place));
            }
        }
    }
    let all = categories.iter().flat_map(|Placed { value, .. }| std::iter::once(value).chain(&value.children));
    Ids::of(reader, file, all.map(|category| &category.id))
}

/// What callers ask for stands in one list, of whatever kind it is: an id leads to one entry of all kinds.
pub(crate) fn across_kinds(reader: &mut Reader<'_>, entries: &[Phrased<'_>]) {
    let mut first: BTreeMap<String, &Phrased<'_>> = BTreeMap::new();
    for entry in entries {
        let other = *first.entry(entry.id.to_lowercase()).or_insert(entry);
        if other.file != entry.file {
            let place = format!("in {} on line {}", other.file, other.line);
            reader.flaw(entry.file, entry.line, entry.id_field, repeated(entry.id, other.id, &place));
        }
    }
}
