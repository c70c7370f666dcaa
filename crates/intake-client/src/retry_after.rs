//! The `Retry-After` of an answer: seconds, or a date.

use std::time::Duration;

use ureq::http::HeaderMap;
use ureq::http::header::{DATE, RETRY_AFTER};

/// A gateway that says "next year" must not keep tickets at a desk that long.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// A date is counted from the answer's own `Date`: the desk's clock may be wrong. None where nothing usable is said.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, RETRY_AFTER.as_str())?;
    let wait = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => until(text, headers)?,
    };
    Some(wait.min(LONGEST))
}

/// Zero where the moment has passed.
fn until(text: &str, headers: &HeaderMap) -> Option<Duration> {
    let then = httpdate::parse_http_date(text).ok()?;
    let now = httpdate::parse_http_date(self::text(headers, DATE.as_str())?).ok()?;
    Some(then.duration_since(now).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(value: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().expect("a value"));
        date.map(|date| headers.insert(DATE, date.parse().expect("a value")));
        retry_after(&headers).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_busy_intake_names_seconds_or_a_moment() {
        let now = Some("Wed, 25 Nov 2026 13:00:00 GMT");
        assert_eq!(wait("7", None), Some(7));
        assert_eq!(wait("Wed, 25 Nov 2026 13:02:00 GMT", now), Some(120));
        assert_eq!(wait("Wednesday, 25-Nov-26 13:02:00 GMT", now), Some(120));
        assert_eq!(wait("Wed, 25 Nov 2026 12:00:00 GMT", now), Some(0));
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn nonsense_is_no_wait_and_a_year_is_an_hour() {
        for nonsense in ["", "-1", "1.5", "soon", "99999999999999999999999"] {
            assert_eq!(wait(nonsense, Some("Wed, 25 Nov 2026 13:00:00 GMT")), None, "{nonsense}");
        }
        assert_eq!(wait("Wed, 25 Nov 2026 13:02:00 GMT", None), None);
        assert_eq!(wait("31536000", None), Some(3600));
        assert_eq!(wait("Thu, 25 Nov 2027 13:02:00 GMT", Some("Wed, 25 Nov 2026 13:00:00 GMT")), Some(3600));
    }
}
