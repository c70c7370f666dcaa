//! The small type-aheads of the form: services, places, the emergency words, and what of a person stands in free text.

use std::collections::BTreeMap;

use centrala_domain::{Personal, personal};
use centrala_finders::{Danger, PlaceHit};
use centrala_search::{MeaningSource, Named};

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{EmergencyWarning, FoundService};

const PLACES: u32 = 6;

impl Desk {
    /// Kinds of intervention for the form's field, the likeliest first.
    pub fn find_services(&self, text: &str) -> Result<Vec<FoundService>, AppError> {
        Ok(self.found_services(self.engine.find_services(text, MeaningSource::Vectors)?))
    }

    /// The same with what the whole text means; none where no model is ready.
    pub fn consider_services(&self, text: &str) -> Result<Option<Vec<FoundService>>, AppError> {
        let Some(nearness) = self.model.nearness(text) else { return Ok(None) };
        Ok(Some(self.found_services(self.engine.find_services(text, MeaningSource::Model(&nearness))?)))
    }

    fn found_services(&self, found: Vec<Named>) -> Vec<FoundService> {
        found.into_iter().filter_map(|named| self.found_service(named)).collect()
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
        self.emergency.check(text).into_iter().filter_map(|danger| self.warning(danger)).collect()
    }

    fn warning(&self, danger: Danger) -> Option<EmergencyWarning> {
        let rule = self.emergency_rules.iter().find(|rule| rule.id == danger.rule_id)?;
        Some(EmergencyWarning {
            rule: danger.rule_id,
            phrase: danger.words,
            number: rule.number.clone(),
            also: rule.also.clone(),
            say: rule.say.clone(),
            certainty: rule.certainty,
        })
    }
}
