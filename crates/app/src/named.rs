//! What a query names besides procedures: kinds of intervention and units, a few of each, only where they are meant.

use centrala_search::{Query, ServiceHit, UnitHit};

use crate::desk::Desk;
use crate::views::{FoundService, FoundUnit};

/// Of each kind: these lists stand beside the procedures and must not push them away.
const NAMED: u8 = 3;

impl Desk {
    pub(crate) fn services_named(&self, query: &Query) -> Vec<FoundService> {
        let named = self.services.named(&query.text, NAMED.into());
        named
            .into_iter()
            .filter_map(|hit| self.found_service(hit))
            .filter(|found| self.passes(query, &found.unit))
            .collect()
    }

    pub(crate) fn units_named(&self, query: &Query) -> Vec<FoundUnit> {
        let named = self.units.find(&query.text, NAMED.into());
        named.into_iter().filter_map(|hit| self.found_unit(hit)).filter(|found| self.passes(query, &found.id)).collect()
    }

    fn found_service(&self, hit: ServiceHit) -> Option<FoundService> {
        let service = self.reference.services.iter().find(|service| service.code == hit.code)?;
        Some(FoundService { code: hit.code, name: service.name.clone(), unit: service.unit.clone(), score: hit.score })
    }

    fn found_unit(&self, hit: UnitHit) -> Option<FoundUnit> {
        let unit = self.unit(&hit.id)?;
        let parent = unit.parent.as_deref().and_then(|parent| self.unit(parent));
        Some(FoundUnit {
            name: unit.name.clone(),
            short: unit.short.clone(),
            address: unit.address.clone().or_else(|| parent?.address.clone()),
            phone: unit.phone.clone().or_else(|| parent?.phone.clone()),
            opening: self.opening(unit, parent),
            procedures: self.procedures.get(&hit.id).copied().unwrap_or_default(),
            plain: hit.plain,
            score: hit.score,
            id: hit.id,
        })
    }

    /// Whether what belongs to this unit passes the filters. Categories are the procedures' own.
    fn passes(&self, query: &Query, unit: &str) -> bool {
        let parent = self.unit(unit).and_then(|unit| unit.parent.as_deref());
        let chosen = |id: &str| query.units.iter().any(|chosen| chosen == id);
        query.categories.is_empty() && (query.units.is_empty() || chosen(unit) || parent.is_some_and(chosen))
    }
}
