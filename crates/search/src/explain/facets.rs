//! Filters and their counts, on both levels of units and categories.

use crate::answer::{FacetCount, Facets, Query};
use crate::index::doc_values::{Class, DocValues};
use crate::index::documents::{Node, Sidecar};

/// The filters of one query, ready to be asked.
pub struct Filters {
    units: Option<Vec<bool>>,
    categories: Option<Vec<bool>>,
}

impl Filters {
    pub fn new(query: &Query, sidecar: &Sidecar) -> Self {
        Self { units: chosen(&query.units, &sidecar.units), categories: chosen(&query.categories, &sidecar.categories) }
    }

    pub fn none_chosen(&self) -> bool {
        self.units.is_none() && self.categories.is_none()
    }

    fn unit(&self, class: &Class) -> bool {
        self.units.as_ref().is_none_or(|chosen| chosen.get(class.unit as usize).copied().unwrap_or(false))
    }

    fn category(&self, class: &Class) -> bool {
        self.categories.as_ref().is_none_or(|chosen| class.categories.iter().any(|at| chosen[*at as usize]))
    }

    /// Which classes of documents pass.
    pub fn passing(&self, values: &DocValues) -> Vec<bool> {
        values.classes().iter().map(|class| self.unit(class) && self.category(class)).collect()
    }

    /// How many pass, of so many of each class.
    pub fn passed(&self, of_classes: &[u32], values: &DocValues) -> u32 {
        self.passing(values).iter().zip(of_classes).filter(|(passes, _)| **passes).map(|(_, count)| count).sum()
    }

    /// How many of the hits each unit and category would leave, where there are so many of each class. The filters of
    /// one kind do not narrow its own counts: they show what else could be chosen.
    pub fn counts(&self, of_classes: &[u32], values: &DocValues, sidecar: &Sidecar) -> Facets {
        let (mut units, mut categories) = (vec![0; sidecar.units.len()], vec![0; sidecar.categories.len()]);
        for (class, count) in values.classes().iter().zip(of_classes).filter(|(_, count)| **count > 0) {
            if self.category(class) {
                count_with_parents(*count, &[class.unit], &sidecar.units, &mut units);
            }
            if self.unit(class) {
                count_with_parents(*count, &class.categories, &sidecar.categories, &mut categories);
            }
        }
        Facets { units: counted(&sidecar.units, &units), categories: counted(&sidecar.categories, &categories) }
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
