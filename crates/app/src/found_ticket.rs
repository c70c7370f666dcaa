//! A ticket whose number the caller says: whose it is, how far it has come, and whether anything is known of it here.

use centrala_domain::{Filed, TicketNumber};
use centrala_store::Trace;

use crate::desk::Desk;
use crate::error::AppError;
use crate::views::{FoundTicket, KnownOfTicket, Report};

impl Desk {
    /// The ticket whose number stands among the typed words; also one that is not here. Only then is the desk's file asked.
    pub(crate) fn ticket_named(&self, text: &str) -> Result<Option<FoundTicket>, AppError> {
        let Some(number) = TicketNumber::found_in(text) else { return Ok(None) };
        let (trace, ours) = {
            let store = self.store();
            (store.trace(&number)?, number.is_of(&store.identity()?.code))
        };
        let known = trace.map_or(KnownOfTicket::Nowhere, KnownOfTicket::from);
        Ok(Some(FoundTicket { ours: ours || known.is_of_this_desk(), number, known }))
    }
}

impl KnownOfTicket {
    /// Under whatever code it was given: a desk may have had another one.
    fn is_of_this_desk(&self) -> bool {
        match self {
            Self::Desk { .. } | Self::Purged { .. } => true,
            Self::City { .. } | Self::Nowhere => false,
        }
    }
}

impl From<Trace> for KnownOfTicket {
    fn from(trace: Trace) -> Self {
        match trace {
            Trace::Here(filed) => {
                let Filed { ticket, state, corrected_by, city, refusal: _ } = *filed;
                let report = Report {
                    created_at: ticket.created_at,
                    place: ticket.place.line(),
                    service_name: ticket.service_name,
                };
                Self::Desk { report, state, corrected_by, city }
            }
            Trace::Purged { acknowledged_at } => Self::Purged { acknowledged_at },
            Trace::Told(matter) => {
                let report = Report {
                    created_at: matter.created_at,
                    place: matter.place.line(),
                    service_name: matter.service_name,
                };
                Self::City { report, city: matter.city }
            }
        }
    }
}
