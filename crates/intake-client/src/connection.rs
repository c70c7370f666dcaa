//! How the desk reaches out: whom it believes, through which proxy, and how long it waits.

use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use crate::address::IntakeAddress;
use crate::root::RootCertificates;

/// To be reached at all, and to be found by name.
const CONNECT: Duration = Duration::from_secs(10);
/// A whole request with its part of a batch may take so many times the patience for one step of it.
const STEPS: u32 = 5;

#[derive(Debug, Clone)]
pub struct Settings {
    /// None: what this machine itself believes.
    pub roots: Option<RootCertificates>,
    /// The longest wait for the intake to take bytes, to begin an answer, and to end it.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { roots: None, patience: Duration::from_secs(60) }
    }
}

/// Every status is an answer, to be judged; a redirect is one, too, and is never followed: it would carry the token along.
pub(crate) fn agent(address: &IntakeAddress, settings: &Settings) -> Agent {
    let patience = Some(settings.patience);
    Agent::config_builder()
        .user_agent(concat!("centrala/", env!("CARGO_PKG_VERSION")))
        .accept("application/json")
        .http_status_as_error(false)
        .max_redirects(0)
        .https_only(!address.is_loopback())
        .proxy(proxy(address))
        .tls_config(tls(settings))
        .timeout_resolve(patience.min(Some(CONNECT)))
        .timeout_connect(patience.min(Some(CONNECT)))
        .timeout_per_write(patience)
        .timeout_recv_response(patience)
        .timeout_recv_body(patience)
        .timeout_global(Some(settings.patience * STEPS))
        .build()
        .new_agent()
}

/// `HTTPS_PROXY` and its kin, or Windows' own setting; never for this very machine, of which a proxy would make another.
fn proxy(address: &IntakeAddress) -> Option<Proxy> {
    if address.is_loopback() { None } else { Proxy::try_from_env() }
}

fn tls(settings: &Settings) -> TlsConfig {
    let roots = settings.roots.as_ref().map_or(RootCerts::PlatformVerifier, RootCertificates::for_tls);
    TlsConfig::builder().root_certs(roots).build()
}
