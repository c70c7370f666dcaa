//! Time and ids come in through here, so that tests can stand still.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Europe::Warsaw;
use uuid::{NoContext, Timestamp, Uuid};

pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's own clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// The wall clock in Łódź, whatever zone the machine is set to: opening hours are meant in it.
pub(crate) fn local(now: DateTime<Utc>) -> NaiveDateTime {
    now.with_timezone(&Warsaw).naive_local()
}

/// The day in Łódź, and from when until when it lasts there.
pub(crate) fn day(now: DateTime<Utc>) -> (NaiveDate, DateTime<Utc>, DateTime<Utc>) {
    let day = local(now).date();
    let begins = |day: NaiveDate| {
        // No clock is ever changed at midnight in Poland.
        let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(Warsaw).earliest();
        midnight.map_or(now, |midnight| midnight.with_timezone(&Utc))
    };
    (day, begins(day), begins(day.succ_opt().unwrap_or(day)))
}

/// A new id that sorts by time (UUIDv7).
pub(crate) fn new_id(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}
