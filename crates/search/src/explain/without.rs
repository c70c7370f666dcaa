//! When the filters leave little: what each of them costs.

use crate::answer::{Query, Without};
use crate::explain::facets::Filters;
use crate::index::doc_values::DocValues;
use crate::index::documents::Sidecar;

/// So few hits make it worth saying.
const FEW: u32 = 3;

/// What dropping the units, dropping the categories, or else both would leave of the hits before any filter, so many of
/// each class, where `left` remain. Units of one query are alternatives, and so are categories: dropping one of several
/// only takes away.
pub fn without(query: &Query, of_classes: &[u32], left: u32, values: &DocValues, sidecar: &Sidecar) -> Vec<Without> {
    if left >= FEW {
        return Vec::new();
    }
    let dropped = |units: bool, categories: bool| {
        let kept = Query {
            units: if units { Vec::new() } else { query.units.clone() },
            categories: if categories { Vec::new() } else { query.categories.clone() },
            ..Query::default()
        };
        let count = Filters::new(&kept, sidecar).passed(of_classes, values);
        let of = |dropped: bool, ids: &[String]| if dropped { ids.to_vec() } else { Vec::new() };
        (count > left).then(|| Without {
            units: of(units, &query.units),
            categories: of(categories, &query.categories),
            count,
        })
    };
    let one_kind = [(!query.units.is_empty(), (true, false)), (!query.categories.is_empty(), (false, true))];
    let one: Vec<Without> =
        one_kind.into_iter().filter(|(on, _)| *on).filter_map(|(_, (u, c))| dropped(u, c)).collect();
    if one.is_empty() { dropped(true, true).into_iter().collect() } else { one }
}
