//! The network itself: a port, and what becomes of each request that comes to it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::SockRef;

use crate::misfortune::Misfortune;
use crate::request::Request;
use crate::stranger::{PORTAL, Stranger};

/// Nothing on this machine takes longer, unless it hangs; then a test is to fail, not to wait.
const LONGEST: Duration = Duration::from_secs(30);

/// Closed when dropped.
pub struct HostileNetwork {
    address: SocketAddr,
    inner: Arc<Inner>,
    listening: Option<JoinHandle<()>>,
}

/// One request, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub method: String,
    pub path: String,
    pub misfortune: Misfortune,
}

type Weather = dyn FnMut(&Request) -> Misfortune + Send;

struct Inner {
    intake: SocketAddr,
    weather: Mutex<Box<Weather>>,
    passages: Mutex<Vec<Passage>>,
    echoes: Mutex<Vec<Request>>,
    closed: AtomicBool,
}

impl HostileNetwork {
    /// Between whoever calls [`HostileNetwork::address`] and the intake.
    ///
    /// # Errors
    /// Only where this machine has no port to spare.
    pub fn before(
        intake: SocketAddr,
        weather: impl FnMut(&Request) -> Misfortune + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            intake,
            weather: Mutex::new(Box::new(weather)),
            passages: Mutex::default(),
            echoes: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let shared = Arc::clone(&inner);
        let listening = Some(thread::spawn(move || shared.listen(&listener)));
        Ok(Self { address, inner, listening })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All that has come through or not, in order.
    pub fn passages(&self) -> Vec<Passage> {
        locked(&self.inner.passages).clone()
    }

    pub fn change_weather(&self, weather: impl FnMut(&Request) -> Misfortune + Send + 'static) {
        *locked(&self.inner.weather) = Box::new(weather);
    }
}

impl Drop for HostileNetwork {
    fn drop(&mut self) {
        self.inner.closed.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(self.address);
        let _ended = self.listening.take().map(JoinHandle::join);
    }
}

impl Inner {
    fn listen(self: Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            if self.closed.load(Ordering::SeqCst) {
                return;
            }
            let inner = Arc::clone(&self);
            // A connection that breaks is what this is for.
            thread::spawn(move || inner.serve(stream).ok());
        }
    }

    fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        client.set_read_timeout(Some(LONGEST))?;
        let request = Request::read(&mut client)?;
        let misfortune = self.fate(&request);
        for echo in std::mem::take(&mut *locked(&self.echoes)) {
            self.pass(&echo.to_bytes())?;
        }
        self.strike(client, &request, misfortune)
    }

    fn fate(&self, request: &Request) -> Misfortune {
        let portal = request.path == PORTAL;
        let misfortune =
            if portal { Misfortune::Answered(Stranger::CaptivePortal) } else { locked(&self.weather)(request) };
        let Request { method, path, .. } = request.clone();
        locked(&self.passages).push(Passage { method, path, misfortune: misfortune.clone() });
        misfortune
    }

    fn strike(&self, mut client: TcpStream, request: &Request, misfortune: Misfortune) -> io::Result<()> {
        let bytes = request.to_bytes();
        match misfortune {
            Misfortune::None => client.write_all(&self.pass(&bytes)?),
            Misfortune::RequestLost => Ok(()),
            Misfortune::AnswerLost => self.pass(&bytes).map(drop),
            Misfortune::Answered(stranger) => client.write_all(&stranger.answer()),
            Misfortune::RequestLate(late) => {
                thread::sleep(late);
                client.write_all(&self.pass(&bytes)?)
            }
            Misfortune::AnswerLate(late) => {
                let answer = self.pass(&bytes)?;
                thread::sleep(late);
                client.write_all(&answer)
            }
            Misfortune::AnswerCut => client.write_all(half(&self.pass(&bytes)?)),
            Misfortune::AnswerReset => {
                client.write_all(half(&self.pass(&bytes)?))?;
                reset(&client)
            }
            Misfortune::AnswerChanged => client.write_all(&changed(self.pass(&bytes)?)),
            Misfortune::Doubled => {
                self.pass(&bytes)?;
                client.write_all(&self.pass(&bytes)?)
            }
            Misfortune::Twins => client.write_all(&self.twins(&bytes)?),
            Misfortune::Echo => {
                locked(&self.echoes).push(request.clone());
                client.write_all(&self.pass(&bytes)?)
            }
            Misfortune::UploadCut => client.write_all(&self.cut(&bytes, request.body.len())?),
            Misfortune::UploadChanged if request.body.is_empty() => client.write_all(&self.pass(&bytes)?),
            Misfortune::UploadChanged => client.write_all(&self.pass(&changed(bytes))?),
        }
    }

    /// The intake's whole answer.
    fn pass(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut intake = self.reach()?;
        intake.write_all(bytes)?;
        let mut answer = vec![];
        intake.read_to_end(&mut answer)?;
        Ok(answer)
    }

    /// Half of the body; where there is none, the head without its very end. What the intake says to that, if anything.
    fn cut(&self, bytes: &[u8], body: usize) -> io::Result<Vec<u8>> {
        let mut intake = self.reach()?;
        intake.write_all(&bytes[..bytes.len() - body.div_ceil(2).max(1)])?;
        intake.shutdown(Shutdown::Write)?;
        let mut answer = vec![];
        intake.read_to_end(&mut answer)?;
        Ok(answer)
    }

    fn reach(&self) -> io::Result<TcpStream> {
        let intake = TcpStream::connect(self.intake)?;
        intake.set_read_timeout(Some(LONGEST))?;
        Ok(intake)
    }

    fn twins(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        thread::scope(|scope| {
            let other = scope.spawn(|| self.pass(bytes));
            let answer = self.pass(bytes);
            other.join().ok();
            answer
        })
    }
}

fn half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

/// In the body's middle; where there is none, the head's last byte.
fn changed(mut bytes: Vec<u8>) -> Vec<u8> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |end| end + 4);
    let body = bytes.len() - head;
    if let Some(byte) = bytes.iter_mut().rev().nth(body / 2) {
        *byte ^= 1;
    }
    bytes
}

/// Not closed, but torn: what is under way is lost on both sides.
fn reset(client: &TcpStream) -> io::Result<()> {
    SockRef::from(client).set_linger(Some(Duration::ZERO))
}

/// What a thread that panicked has left is still good for a test's report.
fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
