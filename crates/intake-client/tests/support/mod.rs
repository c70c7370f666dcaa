//! A server that says what it is told to, one request per connection, and keeps what it was asked.
#![allow(dead_code, reason = "each test program uses its part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use centrala_hostile_net::Request;
use centrala_intake_client::{HttpIntake, Settings};
use centrala_protocol::{BatchId, DeskToken};

/// For anything that a busy machine may delay.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// For what never comes.
pub const SHORT_PATIENCE: Duration = Duration::from_millis(400);

pub struct Scripted {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    closed: Arc<AtomicBool>,
}

impl Scripted {
    /// Every request gets this, byte for byte.
    pub fn always(answer: Vec<u8>) -> Self {
        Self::start(move |mut stream| stream.write_all(&answer).unwrap_or_default())
    }

    /// It takes what it is sent and says nothing.
    pub fn silent() -> Self {
        Self::start(|mut stream| drop(stream.read_to_end(&mut vec![])))
    }

    /// This, and then a letter now and then, for ever.
    pub fn dripping(beginning: &'static str) -> Self {
        Self::start(move |mut stream| {
            let mut going = stream.write_all(beginning.as_bytes());
            while going.is_ok() {
                thread::sleep(SHORT_PATIENCE / 20);
                going = stream.write_all(b"a");
            }
        })
    }

    fn start(answer: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (requests, closed) = (Arc::<Mutex<Vec<Request>>>::default(), Arc::<AtomicBool>::default());
        let (kept, ended) = (Arc::clone(&requests), Arc::clone(&closed));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(request) = Request::read(&mut stream) else { continue };
                kept.lock().expect("kept").push(request);
                answer(stream);
            }
        });
        Self { address, requests, closed }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("kept").clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(self.address);
    }
}

pub fn answer(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}").into_bytes()
}

/// An answer of the intake itself.
pub fn marked(status: u16, headers: &str, body: &str) -> Vec<u8> {
    answer(status, &format!("Centrala-Intake: 1\r\nContent-Type: application/json\r\n{headers}"), body)
}

pub fn stranger(server: &Scripted) -> HttpIntake {
    reached(server, PATIENCE)
}

pub fn impatient(server: &Scripted) -> HttpIntake {
    reached(server, SHORT_PATIENCE)
}

fn reached(server: &Scripted, patience: Duration) -> HttpIntake {
    let address = format!("http://{}", server.address).parse().expect("an address");
    HttpIntake::new(address, &Settings { patience, ..Settings::default() })
}

pub fn client(server: &Scripted) -> HttpIntake {
    stranger(server).with_token(DeskToken::new("zeton".into()))
}

pub fn batch() -> BatchId {
    "01930000-0000-7000-9000-000000000001".parse().expect("version 7")
}
