//! Where the intake is. Checked once: HTTPS, or this very machine.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use thiserror::Error;
use ureq::http::Uri;

/// Without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeAddress {
    text: String,
    loopback: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressError {
    #[error("the intake's address looks like https://zgloszenia.example.pl")]
    NotAnAddress,
    /// The desk's token would go over the network readable.
    #[error("plain http goes to this very machine only; use https")]
    NotEncrypted,
}

impl IntakeAddress {
    /// Nothing leaves the machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    pub(crate) fn path(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.text)
    }
}

impl FromStr for IntakeAddress {
    type Err = AddressError;

    /// A path before the intake's own is allowed: it may lie behind a gateway.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim().trim_end_matches('/');
        let uri: Uri = text.parse().map_err(|_| AddressError::NotAnAddress)?;
        let host = uri.host().filter(|host| !host.is_empty() && !text.contains(['?', '#', '@']));
        let loopback = host.map(is_loopback).ok_or(AddressError::NotAnAddress)?;
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if loopback => {}
            Some("http") => return Err(AddressError::NotEncrypted),
            _ => return Err(AddressError::NotAnAddress),
        }
        Ok(Self { text: text.to_owned(), loopback })
    }
}

impl fmt::Display for IntakeAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_speaks_plainly_to_its_own_machine_only() {
        for (text, loopback) in [
            ("https://zgloszenia.example.pl", false),
            (" https://zgloszenia.example.pl:8443/przyjecia/ ", false),
            ("https://127.0.0.1:8443", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:8080", true),
            ("http://localhost:8080", true),
        ] {
            let address: IntakeAddress = text.parse().expect(text);
            assert_eq!(address.is_loopback(), loopback, "{text}");
            assert_eq!(address.to_string(), text.trim().trim_end_matches('/'));
        }
        for text in ["http://zgloszenia.example.pl", "http://10.0.0.1", "http://localhost.example.pl", "http://0.0.0.0"]
        {
            assert_eq!(text.parse::<IntakeAddress>(), Err(AddressError::NotEncrypted), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_before_anything_is_sent() {
        let wrong = [
            "",
            "zgloszenia.example.pl",
            "https://",
            "/v1",
            "ftp://x",
            "https://ja:haslo@x",
            "https://x?a=b",
            "https://x#a",
            "https://a b",
        ];
        for text in wrong {
            assert_eq!(text.parse::<IntakeAddress>(), Err(AddressError::NotAnAddress), "{text}");
        }
    }
}
