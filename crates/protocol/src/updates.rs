//! What the city has to say to a desk: how its tickets are, what other desks have reported, and whether there is a newer
//! edition.

use centrala_domain::{CityState, DeskCode, Matter, TicketNumber};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::hash::Sha256;
use crate::signed::Statement;

/// An older report is no look-alike of a new one: it is neither told nor kept at other desks.
pub const TOLD_FOR: TimeDelta = TimeDelta::days(30);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Updates {
    pub desk: DeskCode,
    pub changes: Vec<StatusChange>,
    /// Everything up to here is told: what the desk asks from next time. Opaque, the intake's own counting.
    pub safe_through: u64,
    pub newest_edition: Option<NewestEdition>,
    /// What other desks have reported in the last [`TOLD_FOR`]; nothing for a desk that does not ask for it.
    #[serde(default)]
    pub matters: Vec<MatterNews>,
    /// As `safe_through`, of the matters.
    #[serde(default)]
    pub matters_through: u64,
    /// The answer is full: there is more to be asked for at once.
    #[serde(default)]
    pub more: bool,
}

/// Up to where a desk has heard: what it asks from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    pub news: u64,
    pub matters: u64,
}

/// The newest of a ticket replaces what was told of it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatterNews {
    pub ticket: Uuid,
    /// None: it counts no more, as it was erased, or corrected by another, or nobody has its key any more. One that a newer
    /// intake tells in a way that is not known here is none, too: it must not stop all other news.
    #[serde(deserialize_with = "readable")]
    pub matter: Option<Matter>,
}

fn readable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Matter>, D::Error> {
    Ok(serde_json::from_value(serde_json::Value::deserialize(from)?).unwrap_or_default())
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    pub ticket: Uuid,
    pub number: TicketNumber,
    pub state: CityState,
    pub note: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestEdition {
    pub name: String,
    pub sha256: Sha256,
}

impl Statement for Updates {
    const KIND: &'static str = "updates";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_told_in_a_newer_way_stops_no_other_news() {
        let told = r#"{ "desk": "Ł7", "changes": [], "safe_through": 3, "newest_edition": null, "more": false,
            "matters_through": 9, "matters": [
                { "ticket": "00000000-0000-0000-0000-000000000001", "matter": { "place": { "latitude": 51.77 } } },
                { "ticket": "00000000-0000-0000-0000-000000000002", "matter": null }
            ] }"#;
        let updates: Updates = serde_json::from_str(told).expect("updates");
        assert_eq!((updates.safe_through, updates.matters.len()), (3, 2));
        assert!(updates.matters.iter().all(|news| news.matter.is_none()));
    }
}
