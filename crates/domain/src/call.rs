//! A call (at the counter: a visit): the unit of work, holding articles read and tickets.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use crate::target::Kind;

/// One call, open or ended. Its draft and its tickets point to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Call {
    pub id: Uuid,
    pub opened_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Of an open call what the operator has chosen instead of what is proposed; of an ended one how it ended.
    pub outcome: Option<Outcome>,
    /// What stands in the search box.
    pub query: String,
    /// The article that is open.
    pub procedure: Option<String>,
    /// The matter that is not the city's, where its card is open instead.
    pub elsewhere: Option<String>,
    /// The operator's own note; never leaves the desk.
    pub note: String,
    /// Since when the caller waits; none while they talk.
    pub held_since: Option<DateTime<Utc>>,
    /// Milliseconds on hold altogether, without the hold that goes on.
    pub held_ms: u32,
    /// Documents that the person has, by article and in its words.
    pub ticked: BTreeMap<String, Vec<String>>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The caller was told what to do.
    Informed,
    /// At least one ticket was saved.
    TicketTaken,
    /// Somebody else took the caller over.
    Transferred,
    /// The city does not handle this matter.
    NotOurs,
    /// Ended without an article and without a ticket.
    Dropped,
}

impl Call {
    pub fn opened(id: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            id,
            opened_at: now,
            ended_at: None,
            outcome: None,
            query: String::new(),
            procedure: None,
            elsewhere: None,
            note: String::new(),
            held_since: None,
            held_ms: 0,
            ticked: BTreeMap::new(),
        }
    }

    /// The outcome that the call's own facts propose: never asked of the operator. `used` is what she used last on purpose;
    /// where she used nothing, what is open counts, though it opened by itself: she read it to the caller.
    pub fn proposed_outcome(&self, tickets: u32, used: Option<Kind>) -> Outcome {
        let open =
            self.elsewhere.as_ref().map(|_| Kind::Elsewhere).or(self.procedure.as_ref().map(|_| Kind::Procedure));
        match (tickets, used.or(open)) {
            (1.., _) => Outcome::TicketTaken,
            (0, Some(Kind::Elsewhere)) => Outcome::NotOurs,
            (0, Some(Kind::Procedure | Kind::Service | Kind::Unit | Kind::Ticket)) => Outcome::Informed,
            (0, None) => Outcome::Dropped,
        }
    }

    /// How long they have talked at this moment, without what the caller waited.
    pub fn talked(&self, now: DateTime<Utc>) -> TimeDelta {
        let until = self.ended_at.or(self.held_since).unwrap_or(now);
        (until - self.opened_at - TimeDelta::milliseconds(self.held_ms.into())).max(TimeDelta::zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_ends_as_what_was_used_last_says_and_else_as_what_is_open() {
        let call = Call::opened(Uuid::nil(), DateTime::UNIX_EPOCH);
        let with_article = Call { procedure: Some("KA-1".into()), ..call.clone() };
        let with_elsewhere = Call { elsewhere: Some("spoza.prad".into()), ..call.clone() };
        for (call, tickets, used, outcome) in [
            (&call, 0, None, Outcome::Dropped),
            (&call, 0, Some(Kind::Unit), Outcome::Informed),
            (&with_article, 0, None, Outcome::Informed),
            (&with_elsewhere, 0, None, Outcome::NotOurs),
            (&with_article, 0, Some(Kind::Elsewhere), Outcome::NotOurs),
            (&with_elsewhere, 0, Some(Kind::Procedure), Outcome::Informed),
            (&with_elsewhere, 1, Some(Kind::Elsewhere), Outcome::TicketTaken),
        ] {
            assert_eq!(call.proposed_outcome(tickets, used), outcome, "{tickets} {used:?} {call:?}");
        }
    }

    #[test]
    fn waiting_is_not_talking() {
        let start = DateTime::UNIX_EPOCH;
        let after = |seconds| start + TimeDelta::seconds(seconds);
        let mut call = Call { held_ms: 20_000, ..Call::opened(Uuid::nil(), start) };
        assert_eq!(call.talked(after(60)), TimeDelta::seconds(40));
        call.held_since = Some(after(70));
        assert_eq!(call.talked(after(300)), TimeDelta::seconds(50));
        call.held_since = None;
        call.ended_at = Some(after(100));
        assert_eq!(call.talked(after(300)), TimeDelta::seconds(80));
        assert_eq!(
            call.talked(after(300)),
            Call { held_ms: 20_000, ..call.clone() }.talked(start),
            "whenever one asks"
        );
    }
}
