//! What each document belongs to. Documents of the same unit and categories are of one class: counts and filters ask the
//! few hundred classes, not the documents.

use std::collections::HashMap;

use tantivy::SegmentReader;

pub struct DocValues {
    class: Vec<u32>,
    classes: Vec<Class>,
}

/// Positions in the sidecar.
#[derive(PartialEq, Eq, Hash)]
pub struct Class {
    pub unit: u32,
    pub categories: Vec<u32>,
}

impl DocValues {
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let (unit, category) = (segment.fast_fields().u64("unit")?, segment.fast_fields().u64("category")?);
        let narrow = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
        let of = |document| Class {
            unit: unit.first(document).map_or(u32::MAX, narrow),
            categories: category.values_for_doc(document).map(narrow).collect(),
        };
        let mut numbers: HashMap<Class, u32> = HashMap::new();
        let mut number = |class: Class| {
            let next = narrow(numbers.len() as u64);
            *numbers.entry(class).or_insert(next)
        };
        let class: Vec<u32> = (0..segment.max_doc()).map(|document| number(of(document))).collect();
        let mut classes: Vec<(Class, u32)> = numbers.into_iter().collect();
        classes.sort_unstable_by_key(|(_, number)| *number);
        Ok(Self { class, classes: classes.into_iter().map(|(class, _)| class).collect() })
    }

    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The class of a document, as a position among [`DocValues::classes`].
    pub fn class(&self, document: u32) -> usize {
        self.class[document as usize] as usize
    }

    /// How many of some documents are of each class.
    pub fn count(&self, documents: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut of_classes = vec![0; self.classes.len()];
        documents.for_each(|document| of_classes[self.class(document)] += 1);
        of_classes
    }

    /// Position of the document's unit in the sidecar.
    pub fn unit(&self, document: u32) -> usize {
        self.classes[self.class(document)].unit as usize
    }
}
