//! Filters and their counts, on both levels of units and categories.

use std::collections::HashMap;

use tantivy::SegmentReader;

use crate::hits::answer::{FacetCount, Facets, Query};
use crate::index::documents::{Node, Side};
use crate::ranking::score::Scored;

/// What each document belongs to. Documents of the same unit and categories are of one kind: counts and filters ask the
/// few hundred kinds, not the documents.
pub struct Belonging {
    kind: Vec<u32>,
    kinds: Vec<Kind>,
}

/// Positions in the side file.
#[derive(PartialEq, Eq, Hash)]
struct Kind {
    unit: u32,
    categories: Vec<u32>,
}

impl Belonging {
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let (unit, category) = (segment.fast_fields().u64("unit")?, segment.fast_fields().u64("category")?);
        let narrow = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
        let of = |document| Kind {
            unit: unit.first(document).map_or(u32::MAX, narrow),
            categories: category.values_for_doc(document).map(narrow).collect(),
        };
        let mut numbers: HashMap<Kind, u32> = HashMap::new();
        let mut number = |kind: Kind| {
            let next = narrow(numbers.len() as u64);
            *numbers.entry(kind).or_insert(next)
        };
        let kind: Vec<u32> = (0..segment.max_doc()).map(|document| number(of(document))).collect();
        let mut kinds: Vec<(Kind, u32)> = numbers.into_iter().collect();
        kinds.sort_unstable_by_key(|(_, number)| *number);
        Ok(Self { kind, kinds: kinds.into_iter().map(|(kind, _)| kind).collect() })
    }

    fn kind(&self, document: u32) -> &Kind {
        &self.kinds[self.kind[document as usize] as usize]
    }

    /// Position of the document's unit in the side file.
    pub fn unit(&self, document: u32) -> usize {
        self.kind(document).unit as usize
    }
}

/// The filters of one query, ready to be asked.
pub struct Filters {
    units: Option<Vec<bool>>,
    categories: Option<Vec<bool>>,
}

impl Filters {
    pub fn new(query: &Query, side: &Side) -> Self {
        Self { units: chosen(&query.units, &side.units), categories: chosen(&query.categories, &side.categories) }
    }

    pub fn none_chosen(&self) -> bool {
        self.units.is_none() && self.categories.is_none()
    }

    fn unit(&self, kind: &Kind) -> bool {
        self.units.as_ref().is_none_or(|chosen| chosen.get(kind.unit as usize).copied().unwrap_or(false))
    }

    fn category(&self, kind: &Kind) -> bool {
        self.categories.as_ref().is_none_or(|chosen| kind.categories.iter().any(|at| chosen[*at as usize]))
    }

    /// Leaves the hits that pass.
    pub fn narrow(&self, hits: &mut Vec<Scored>, belonging: &Belonging) {
        if self.none_chosen() {
            return;
        }
        let pass: Vec<bool> = belonging.kinds.iter().map(|kind| self.unit(kind) && self.category(kind)).collect();
        hits.retain(|hit| pass[belonging.kind[hit.document as usize] as usize]);
    }

    /// How many of the hits each unit and category would leave. The filters of one kind do not narrow its own counts:
    /// they show what else could be chosen.
    pub fn counts(&self, hits: &[Scored], belonging: &Belonging, side: &Side) -> Facets {
        let mut of_kind = vec![0_u32; belonging.kinds.len()];
        for hit in hits {
            of_kind[belonging.kind[hit.document as usize] as usize] += 1;
        }
        let (mut units, mut categories) = (vec![0; side.units.len()], vec![0; side.categories.len()]);
        for (kind, count) in belonging.kinds.iter().zip(of_kind).filter(|(_, count)| *count > 0) {
            if self.category(kind) {
                count_with_parents(count, &[kind.unit], &side.units, &mut units);
            }
            if self.unit(kind) {
                count_with_parents(count, &kind.categories, &side.categories, &mut categories);
            }
        }
        Facets { units: counted(&side.units, &units), categories: counted(&side.categories, &categories) }
    }
}

/// A chosen node and its children; none where nothing is chosen. An unknown id chooses nothing that exists.
fn chosen(ids: &[String], nodes: &[Node]) -> Option<Vec<bool>> {
    let is_chosen = |node: &Node| ids.contains(&node.id);
    let with_parent = |node: &Node| is_chosen(node) || node.parent.is_some_and(|parent| is_chosen(&nodes[parent]));
    (!ids.is_empty()).then(|| nodes.iter().map(with_parent).collect())
}

/// A document counts once for each node and once for each parent, however many of its children it has.
fn count_with_parents(count: u32, at: &[u32], nodes: &[Node], counts: &mut [u32]) {
    let mut own: Vec<usize> = Vec::with_capacity(2 * at.len());
    for at in at.iter().map(|at| *at as usize) {
        own.extend(nodes.get(at).map(|_| at));
        own.extend(nodes.get(at).and_then(|node| node.parent));
    }
    own.sort_unstable();
    own.dedup();
    own.iter().for_each(|at| counts[*at] += count);
}

/// The largest first, among equals in the edition's order.
fn counted(nodes: &[Node], counts: &[u32]) -> Vec<FacetCount> {
    let found = nodes.iter().zip(counts).filter(|(_, count)| **count > 0);
    let mut found: Vec<FacetCount> =
        found.map(|(node, count)| FacetCount { id: node.id.clone(), count: *count }).collect();
    found.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    found
}
