//! The service in the foreground, as systemd wants it.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::print;
use crate::keys::Keys;
use crate::limits::DESK_RATE;
use crate::office::Place;
use crate::server::{Server, Settings, Tls};

#[derive(Args)]
pub struct Arguments {
    /// Address and port; port 0 takes any free one and says which
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// The certificate's chain; without it the service speaks plain HTTP
    #[arg(long, value_name = "PEM", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    #[arg(long, value_name = "PEM", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Most requests of one desk a second
    #[arg(long, value_name = "N", default_value_t = DESK_RATE)]
    desk_rate: u32,
}

impl Arguments {
    pub fn run(self, place: Place) -> Result<()> {
        let tls = self.tls_cert.zip(self.tls_key).map(|(certificate, key)| Tls { certificate, key });
        if tls.is_none() && !self.listen.ip().is_loopback() {
            bail!("beyond this machine tokens need TLS: give --tls-cert and --tls-key, or listen on 127.0.0.1");
        }
        // One JSON document a line, for the journal.
        tracing_subscriber::fmt().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr).init();
        let server = Server::start(&Settings { listen: self.listen, place, tls, desk_rate: self.desk_rate })?;
        if let Some(secret) = Keys::recovery_to_move(server.office().folder()) {
            eprintln!(
                "ATTENTION: {} opens every desk's file. Move it to a place that is offline, and delete it here.",
                secret.display()
            );
        }
        print(&format!("listening on {}", server.url()))?;
        told_to_stop()?;
        Ok(server.stop()?)
    }
}

/// Waits for SIGTERM or Ctrl+C.
fn told_to_stop() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(signal())?)
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
