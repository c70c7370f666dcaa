//! Which misfortune is next: functions from a request to its fate. Any closure of that shape is a weather, too.

use std::time::Duration;

use fastrand::Rng;

use crate::misfortune::Misfortune;
use crate::request::Request;
use crate::stranger::Stranger;

/// Nothing happens to anything.
pub fn fair() -> impl FnMut(&Request) -> Misfortune {
    |_| Misfortune::None
}

/// These, one for each request to which `strikes` applies, in order; then fair weather.
pub fn once(
    strikes: impl Fn(&Request) -> bool,
    these: impl IntoIterator<Item = Misfortune>,
) -> impl FnMut(&Request) -> Misfortune {
    let mut these = these.into_iter().collect::<Vec<_>>().into_iter();
    move |request| if strikes(request) { these.next().unwrap_or(Misfortune::None) } else { Misfortune::None }
}

/// For `storm` requests two of three meet with a misfortune; then fair weather, so that what is sent must arrive in the end.
/// Late ones come so much later: choose `late` longer than the client's patience.
pub fn seeded(seed: u64, storm: usize, late: Duration) -> impl FnMut(&Request) -> Misfortune {
    let mut random = Rng::with_seed(seed);
    let all = misfortunes(late);
    let mut left = storm;
    move |request| {
        let struck = left > 0 && random.u8(..3) > 0;
        left = left.saturating_sub(1);
        let may_happen: Vec<_> = all.iter().filter(|one| can_happen(one, request)).collect();
        if struck { random.choice(may_happen).cloned().unwrap_or(Misfortune::None) } else { Misfortune::None }
    }
}

/// One of each kind.
pub fn misfortunes(late: Duration) -> Vec<Misfortune> {
    use Misfortune::{
        AnswerChanged, AnswerCut, AnswerLate, AnswerLost, AnswerReset, Answered, Doubled, Echo, RequestLate,
        RequestLost, Twins, UploadChanged, UploadCut,
    };
    let own = [RequestLost, AnswerLost, RequestLate(late), AnswerLate(late), AnswerCut, AnswerReset, AnswerChanged];
    let repeated = [Doubled, Twins, Echo, UploadCut, UploadChanged];
    own.into_iter().chain(repeated).chain(strangers().map(Answered)).collect()
}

fn strangers() -> impl Iterator<Item = Stranger> {
    use Stranger::{CaptivePortal, Down, Fault, LoginPage, Nothing, Redirect, RedirectWithBody, TooMany};
    let busy = [TooMany { retry_after: 1 }, Down { retry_after: 1 }];
    [Fault, CaptivePortal, Redirect, RedirectWithBody, LoginPage, Nothing].into_iter().chain(busy)
}

/// A changed byte is the upload's, which has a checksum of its own; in any other request TLS alone would notice it.
fn can_happen(misfortune: &Misfortune, request: &Request) -> bool {
    *misfortune != Misfortune::UploadChanged || request.method == "PATCH"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str) -> Request {
        Request::read(&mut format!("{method} / HTTP/1.1\r\n\r\n").as_bytes()).expect("a request")
    }

    fn weather(seed: u64) -> Vec<Misfortune> {
        let mut weather = seeded(seed, 60, Duration::ZERO);
        (0..100).map(|_| weather(&request("POST"))).collect()
    }

    #[test]
    fn the_same_seed_brings_the_same_weather_and_every_storm_ends() {
        assert_eq!(weather(1), weather(1));
        assert_ne!(weather(1), weather(2));
        assert!(weather(1)[60..].iter().all(|fate| *fate == Misfortune::None));
        let struck = weather(1)[..60].iter().filter(|fate| **fate != Misfortune::None).count();
        assert!((20..60).contains(&struck), "{struck}");
    }

    #[test]
    fn every_misfortune_comes_up_sooner_or_later() {
        let mut weather = seeded(7, usize::MAX, Duration::ZERO);
        let seen: Vec<_> = (0..2_000).map(|_| weather(&request("PATCH"))).collect();
        for one in misfortunes(Duration::ZERO) {
            assert!(seen.contains(&one), "{one:?}");
        }
    }
}
