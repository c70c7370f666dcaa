//! Opening hours as data, and the question "is it open now, and if not, when?".

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One entry a weekday, "8:00-16:00"; an absent day is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(deny_unknown_fields, default)]
pub struct OpeningHours {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sun: Option<String>,
}

const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "pn"),
    (Weekday::Tue, "wt"),
    (Weekday::Wed, "śr"),
    (Weekday::Thu, "czw"),
    (Weekday::Fri, "pt"),
    (Weekday::Sat, "sob"),
    (Weekday::Sun, "nd"),
];

/// The answer at one moment, in the local time of Łódź.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Opening {
    /// Open until "HH:MM" today.
    Open { until: String },
    /// Closed; next opens on `date` ("2026-11-24") at `from` ("HH:MM").
    Closed { date: String, from: String },
    /// No hours that can be read.
    Unknown,
}

impl OpeningHours {
    pub fn on(&self, day: Weekday) -> Option<&str> {
        match day {
            Weekday::Mon => self.mon.as_deref(),
            Weekday::Tue => self.tue.as_deref(),
            Weekday::Wed => self.wed.as_deref(),
            Weekday::Thu => self.thu.as_deref(),
            Weekday::Fri => self.fri.as_deref(),
            Weekday::Sat => self.sat.as_deref(),
            Weekday::Sun => self.sun.as_deref(),
        }
    }

    /// In short Polish, days with the same hours together: "pn 9–17, wt–pt 8–16", "codziennie 10–20".
    pub fn brief(&self) -> String {
        let mut runs: Vec<(usize, usize, &str)> = Vec::new();
        for (at, (day, _)) in WEEK.iter().enumerate() {
            let Some(hours) = self.on(*day) else { continue };
            match runs.last_mut() {
                Some((_, last, same)) if *last + 1 == at && *same == hours => *last = at,
                _ => runs.push((at, at, hours)),
            }
        }
        let days = |from: usize, to: usize| match (from, to) {
            (0, 6) => "codziennie".to_owned(),
            (from, to) if from == to => WEEK[from].1.to_owned(),
            (from, to) => format!("{}–{}", WEEK[from].1, WEEK[to].1),
        };
        let run = |(from, to, hours): &(usize, usize, &str)| {
            format!("{} {}", days(*from, *to), hours.replace(":00", "").replace(':', ".").replace('-', "–"))
        };
        runs.iter().map(run).collect::<Vec<_>>().join(", ")
    }

    /// Opening at `now` (local time). Looks one week ahead; public holidays are not known here.
    pub fn opening(&self, now: NaiveDateTime) -> Opening {
        if let Some((from, until)) = self.span(now.date())
            && from <= now.time()
            && now.time() < until
        {
            return Opening::Open { until: hour_and_minute(until) };
        }
        let today_later = |date: NaiveDate, from: NaiveTime| date > now.date() || from > now.time();
        (0..=7)
            .filter_map(|ahead| now.date().checked_add_days(Days::new(ahead)))
            .filter_map(|date| self.span(date).map(|(from, _)| (date, from)))
            .find(|(date, from)| today_later(*date, *from))
            .map_or(Opening::Unknown, |(date, from)| Opening::Closed {
                date: date.to_string(),
                from: hour_and_minute(from),
            })
    }

    fn span(&self, date: NaiveDate) -> Option<(NaiveTime, NaiveTime)> {
        span(self.on(date.weekday())?)
    }
}

/// "8:00-16:00" → its two ends; none where it cannot be read or ends before it begins.
pub fn span(hours: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, until) = hours.split_once(['-', '–'])?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let (from, until) = (time(from)?, time(until)?);
    (from < until).then_some((from, until))
}

fn hour_and_minute(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall() -> OpeningHours {
        let usual = Some("9:00-16:00".to_owned());
        OpeningHours {
            mon: usual.clone(),
            tue: Some("9:00-17:00".to_owned()),
            wed: usual.clone(),
            thu: usual.clone(),
            fri: usual,
            ..OpeningHours::default()
        }
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a date in a test")
    }

    #[test]
    fn the_hall_is_open_on_tuesday_until_five() {
        assert_eq!(hall().opening(at("2026-11-24 16:30")), Opening::Open { until: "17:00".into() });
    }

    #[test]
    fn before_nine_it_opens_today_and_at_closing_time_tomorrow() {
        let opens = |date: &str| Opening::Closed { date: date.into(), from: "09:00".into() };
        assert_eq!(hall().opening(at("2026-11-23 08:59")), opens("2026-11-23"));
        assert_eq!(hall().opening(at("2026-11-23 16:00")), opens("2026-11-24"), "16:00 sharp is closed");
        assert_eq!(hall().opening(at("2026-11-27 18:00")), opens("2026-11-30"), "Friday evening leads to Monday");
    }

    #[test]
    fn hours_are_said_in_short_polish() {
        assert_eq!(hall().brief(), "pn 9–16, wt 9–17, śr–pt 9–16");
        let half = OpeningHours { sat: Some("7:30-15:30".into()), ..OpeningHours::default() };
        assert_eq!(half.brief(), "sob 7.30–15.30");
    }

    #[test]
    fn hours_that_cannot_be_read_are_unknown_not_closed() {
        let odd = OpeningHours { mon: Some("po umówieniu".into()), ..OpeningHours::default() };
        assert_eq!(odd.opening(at("2026-11-23 10:00")), Opening::Unknown);
    }
}
