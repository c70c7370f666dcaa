//! The small type-aheads of the form: services, places, the emergency words, and what of a person stands in free text.

use std::collections::BTreeMap;

use centrala_domain::{Personal, personal};
use centrala_finders::{EmergencyHit, PlaceHit};

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{EmergencyWarning, FoundService};

const PLACES: u32 = 6;

impl Desk {
    /// Kinds of intervention for the form's field, the likeliest first.
    pub fn find_services(&self, text: &str) -> Result<Vec<FoundService>, AppError> {
        let found = self.engine.find_services(text)?.into_iter();
        Ok(found.filter_map(|named| self.found_service(named)).collect())
    }

    /// Behind the places that fit, the typed text itself as a street and as a landmark.
    pub fn find_places(&self, text: &str) -> Vec<PlaceHit> {
        self.places.find(text, PLACES)
    }

    /// What looks like a person's, by field; fields without any are left out.
    pub fn find_personal(&self, fields: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Personal>> {
        let found = fields.iter().map(|(field, text)| (field.clone(), personal(text)));
        found.filter(|(_, found)| !found.is_empty()).collect()
    }

    /// What the typed words must warn of, the surest first.
    pub fn emergency(&self, text: &str) -> Vec<EmergencyWarning> {
        self.emergency.check(text).into_iter().filter_map(|hit| self.warning(hit)).collect()
    }

    fn warning(&self, hit: EmergencyHit) -> Option<EmergencyWarning> {
        let rule = self.emergency_rules.iter().find(|rule| rule.id == hit.rule_id)?;
        Some(EmergencyWarning {
            rule: hit.rule_id,
            phrase: hit.phrase,
            number: rule.number.clone(),
            also: rule.also.clone(),
            say: rule.say.clone(),
            certainty: rule.certainty,
        })
    }
}
