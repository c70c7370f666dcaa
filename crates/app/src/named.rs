//! What a query finds besides procedures, as the window shows it: kinds of intervention, units, matters elsewhere.

use centrala_domain::Elsewhere;
use centrala_search::Named;

use crate::desk::Desk;
use crate::views::{FoundElsewhere, FoundService, FoundUnit};

impl Desk {
    pub(crate) fn found_service(&self, Named { id, score, why, .. }: Named) -> Option<FoundService> {
        let service = self.reference.services.iter().find(|service| service.code == id)?;
        Some(FoundService { name: service.name.clone(), unit: service.unit.clone(), code: id, score, why })
    }

    pub(crate) fn found_unit(&self, Named { id, score, why, .. }: Named) -> Option<FoundUnit> {
        let unit = self.unit(&id)?;
        let parent = unit.parent.as_deref().and_then(|parent| self.unit(parent));
        Some(FoundUnit {
            name: unit.name.clone(),
            short: unit.short.clone(),
            address: unit.address.clone().or_else(|| parent?.address.clone()),
            phone: unit.phone.clone().or_else(|| parent?.phone.clone()),
            opening: self.opening(unit, parent),
            procedures: self.procedures.get(&id).copied().unwrap_or_default(),
            id,
            score,
            why,
        })
    }

    pub(crate) fn elsewhere(&self, id: &str) -> Option<&Elsewhere> {
        self.elsewhere.iter().find(|matter| matter.id == id)
    }

    pub(crate) fn found_elsewhere(&self, Named { id, score, why, .. }: Named) -> Option<FoundElsewhere> {
        let matter = self.elsewhere(&id)?.clone();
        Some(FoundElsewhere { matter, score, why })
    }
}
