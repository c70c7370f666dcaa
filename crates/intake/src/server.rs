//! The service, running: a listener, the routes and the office behind them, until it is stopped.

use std::fs::{File, TryLockError};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use chrono::Utc;
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tracing::{error, info};

use crate::folder::private_file;
use crate::http::{Shared, router};
use crate::limits::Limits;
use crate::office::{Office, OpenError, Place};

/// How long requests under way may take after the stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// A caller who has not said in this time what he wants is let go.
const HEADERS: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
pub struct Settings {
    /// Port 0: any free one; [`Server::address`] says which.
    pub listen: SocketAddr,
    pub place: Place,
    pub tls: Option<Tls>,
    /// Most requests of one desk a second.
    pub desk_rate: u32,
}

/// PEM files.
#[derive(Debug, Clone)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("another service takes uploads into this folder: stop it first")]
    Serving,
    #[error("the folder's lock: {0}")]
    Lock(io::Error),
    #[error("{0} cannot be listened on: {1}")]
    Listen(SocketAddr, io::Error),
    #[error("the certificate or its key cannot be used: {0}")]
    Tls(io::Error),
    #[error("no threads: {0}")]
    Threads(io::Error),
}

/// Stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    tls: bool,
    office: Arc<Office>,
    handle: Handle<SocketAddr>,
    thread: Option<JoinHandle<io::Result<()>>>,
    /// Held until the end.
    lock: File,
}

impl Settings {
    /// On this machine alone, on any free port, with everything in `data`, as fast as it can: for tests and trials.
    pub fn local(data: impl Into<PathBuf>) -> Self {
        let place = Place { data: data.into(), recovery: None, postgres: None, edition: None };
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 0)), place, tls: None, desk_rate: 10_000 }
    }
}

impl Server {
    /// Returns when it can be reached.
    pub fn start(settings: &Settings) -> Result<Self, StartError> {
        let office = Arc::new(Office::open(&settings.place)?);
        let lock = alone(&office)?;
        let listener = listen(settings.listen).map_err(|error| StartError::Listen(settings.listen, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(settings.listen, error))?;
        let runtime = Builder::new_multi_thread().enable_all().build().map_err(StartError::Threads)?;
        let tls = settings.tls.as_ref().map(|tls| certificate(&runtime, tls)).transpose()?;
        let is_tls = tls.is_some();
        let handle = Handle::new();
        let shared = Shared::new(Arc::clone(&office), Limits::new(settings.desk_rate));
        let serving = serve(listener, tls, handle.clone(), shared);
        runtime.spawn(tidy(Arc::clone(&office)));
        let thread = thread::spawn(move || runtime.block_on(serving));
        Ok(Self { address, tls: is_tls, office, handle, thread: Some(thread), lock })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// The acts behind the routes, for instance to make an enrolment code.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Lets requests under way finish, refuses new ones, and returns when all that was promised is on disk.
    pub fn stop(mut self) -> io::Result<()> {
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        self.handle.graceful_shutdown(Some(LAST_REQUESTS));
        let ended = self.thread.take().map_or(Ok(()), |thread| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("the service has broken off")))
        });
        self.office.close();
        // Not left to the closing of the file: a program that is being started just now has a copy of it until it runs.
        ended.and(self.lock.unlock())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Who wants to know how it ended calls `stop`.
        drop(self.end());
    }
}

/// Once at the start, then every hour.
async fn tidy(office: Arc<Office>) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        let office = Arc::clone(&office);
        match tokio::task::spawn_blocking(move || office.expire(Utc::now())).await {
            Ok(Ok(0)) => {}
            Ok(Ok(batches)) => info!(batches, "unfinished batches expired"),
            Ok(Err(error)) => error!(%error, "unfinished batches cannot be cleared away"),
            Err(error) => error!(%error, "clearing away has broken off"),
        }
    }
}

/// Two that append to the same upload would spoil it: each takes turns among its own requests only.
fn alone(office: &Office) -> Result<File, StartError> {
    let lock = private_file(&office.folder().lock()).map_err(StartError::Lock)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StartError::Serving),
        Err(TryLockError::Error(error)) => Err(StartError::Lock(error)),
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn certificate(runtime: &Runtime, tls: &Tls) -> Result<RustlsConfig, StartError> {
    // Only the first installation in a process counts; a second start finds ours.
    drop(rustls::crypto::ring::default_provider().install_default());
    runtime.block_on(RustlsConfig::from_pem_file(&tls.certificate, &tls.key)).map_err(StartError::Tls)
}

async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    shared: Shared,
) -> io::Result<()> {
    let service = router(shared).into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        Some(tls) => {
            let mut server = axum_server::from_tcp_rustls(listener, tls)?.handle(handle);
            server.http_builder().http1().header_read_timeout(HEADERS);
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            server.http_builder().http1().header_read_timeout(HEADERS);
            server.serve(service).await
        }
    }
}
