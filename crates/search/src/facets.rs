//! Filters and their counts, on both levels of units and categories.

use crate::answer::{FacetCount, Facets, Query};
use crate::documents::{Node, Side};
use crate::score::Scored;

/// What each document belongs to; positions in the side file.
pub struct Belonging {
    pub unit: Vec<u32>,
    pub categories: Vec<Vec<u32>>,
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

    fn unit(&self, belonging: &Belonging, document: u32) -> bool {
        let unit = belonging.unit[document as usize] as usize;
        self.units.as_ref().is_none_or(|chosen| chosen.get(unit).copied().unwrap_or(false))
    }

    fn category(&self, belonging: &Belonging, document: u32) -> bool {
        let categories = &belonging.categories[document as usize];
        self.categories.as_ref().is_none_or(|chosen| categories.iter().any(|at| chosen[*at as usize]))
    }

    pub fn pass(&self, belonging: &Belonging, document: u32) -> bool {
        self.unit(belonging, document) && self.category(belonging, document)
    }

    /// How many of the hits each unit and category would leave. The filters of one kind do not narrow its own counts:
    /// they show what else could be chosen.
    pub fn counts(&self, hits: &[Scored], belonging: &Belonging, side: &Side) -> Facets {
        let mut units = vec![0; side.units.len()];
        let mut categories = vec![0; side.categories.len()];
        let mut own = Vec::new();
        for Scored { document, .. } in hits {
            if self.category(belonging, *document) {
                count_with_parents(&[belonging.unit[*document as usize]], &side.units, &mut units, &mut own);
            }
            if self.unit(belonging, *document) {
                count_with_parents(
                    &belonging.categories[*document as usize],
                    &side.categories,
                    &mut categories,
                    &mut own,
                );
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
fn count_with_parents(at: &[u32], nodes: &[Node], counts: &mut [u32], own: &mut Vec<usize>) {
    own.clear();
    for at in at.iter().map(|at| *at as usize) {
        own.extend(nodes.get(at).map(|_| at));
        own.extend(nodes.get(at).and_then(|node| node.parent));
    }
    own.sort_unstable();
    own.dedup();
    own.iter().for_each(|at| counts[*at] += 1);
}

/// The largest first, among equals in the edition's order.
fn counted(nodes: &[Node], counts: &[u32]) -> Vec<FacetCount> {
    let found = nodes.iter().zip(counts).filter(|(_, count)| **count > 0);
    let mut found: Vec<FacetCount> =
        found.map(|(node, count)| FacetCount { id: node.id.clone(), count: *count }).collect();
    found.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    found
}
