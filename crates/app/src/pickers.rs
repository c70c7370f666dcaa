//! The small type-aheads of the form: services, streets, and the emergency words.

use centrala_search::{EmergencyHit, ServiceHit, StreetHit};

use crate::desk::Desk;
use crate::views::EmergencyWarning;

const SERVICES: u32 = 12;
const STREETS: u32 = 8;

impl Desk {
    pub fn find_services(&self, text: &str) -> Vec<ServiceHit> {
        self.services.find(text, SERVICES)
    }

    pub fn find_streets(&self, text: &str) -> Vec<StreetHit> {
        self.streets.find(text, STREETS)
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
