//! Each misfortune does what it says, seen from both sides: a client that reads what it gets, a server that counts.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use centrala_hostile_net::{HostileNetwork, Misfortune, Passage, Request, Stranger, fair, once};

const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
const LATE: Duration = Duration::from_millis(80);

/// Answers every request that arrives whole, and keeps the bodies.
struct Server {
    address: SocketAddr,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let bodies = Arc::<Mutex<Vec<String>>>::default();
        let (address, kept) = (listener.local_addr().expect("an address"), Arc::clone(&bodies));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Ok(request) = Request::read(&mut stream) else { continue };
                kept.lock().expect("kept").push(String::from_utf8(request.body).expect("text"));
                stream.write_all(ANSWER.as_bytes()).expect("answered");
            }
        });
        Self { address, bodies }
    }

    fn bodies(&self) -> Vec<String> {
        self.bodies.lock().expect("kept").clone()
    }
}

/// What a client gets before the connection ends, and whether it ended well.
fn post(network: &HostileNetwork, body: &str) -> (String, bool) {
    let mut stream = TcpStream::connect(network.address()).expect("connected");
    let length = body.len();
    write!(stream, "POST /x HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{body}").expect("sent");
    let mut answer = vec![];
    let ended = stream.read_to_end(&mut answer).is_ok();
    (String::from_utf8(answer).expect("text"), ended)
}

/// One request with the body "abcd" under it: the answer, and the bodies that arrived.
fn under(misfortune: Misfortune) -> (String, Vec<String>) {
    let server = Server::start();
    let network = HostileNetwork::before(server.address, once(|_| true, [misfortune])).expect("a network");
    let (answer, _) = post(&network, "abcd");
    (answer, server.bodies())
}

#[test]
fn in_fair_weather_everything_passes() {
    assert_eq!(under(Misfortune::None), (ANSWER.into(), vec!["abcd".into()]));
}

#[test]
fn a_lost_request_never_arrives_and_a_lost_answer_does_not_come_back() {
    assert_eq!(under(Misfortune::RequestLost), (String::new(), vec![]));
    assert_eq!(under(Misfortune::AnswerLost), (String::new(), vec!["abcd".into()]));
}

#[test]
fn a_late_one_arrives_later() {
    for late in [Misfortune::RequestLate(LATE), Misfortune::AnswerLate(LATE)] {
        let start = Instant::now();
        assert_eq!(under(late), (ANSWER.into(), vec!["abcd".into()]));
        assert!(start.elapsed() >= LATE);
    }
}

#[test]
fn an_answer_is_cut_torn_or_changed() {
    assert_eq!(under(Misfortune::AnswerCut), (ANSWER[..ANSWER.len() / 2].into(), vec!["abcd".into()]));
    let (answer, bodies) = under(Misfortune::AnswerChanged);
    assert_eq!((answer, bodies), (ANSWER.replace('4', "5"), vec!["abcd".into()]));

    let server = Server::start();
    let network = HostileNetwork::before(server.address, once(|_| true, [Misfortune::AnswerReset])).expect("a network");
    let (answer, ended_well) = post(&network, "abcd");
    assert!(!ended_well && answer.len() < ANSWER.len(), "{answer}");
}

#[test]
fn a_request_arrives_twice_one_after_the_other_or_both_at_once() {
    for twice in [Misfortune::Doubled, Misfortune::Twins] {
        assert_eq!(under(twice), (ANSWER.into(), vec!["abcd".into(), "abcd".into()]));
    }
}

#[test]
fn an_echo_arrives_before_the_next_request() {
    let server = Server::start();
    let network = HostileNetwork::before(server.address, once(|_| true, [Misfortune::Echo])).expect("a network");
    post(&network, "first");
    assert_eq!(server.bodies(), ["first"]);
    post(&network, "second");
    assert_eq!(server.bodies(), ["first", "first", "second"]);
}

#[test]
fn an_upload_is_cut_or_changed() {
    assert_eq!(under(Misfortune::UploadCut), (String::new(), vec![]));
    assert_eq!(under(Misfortune::UploadChanged), (ANSWER.into(), vec!["accd".into()]));
}

#[test]
fn a_stranger_answers_and_a_redirect_leads_to_its_page() {
    for (stranger, status) in [
        (Stranger::Fault, "500"),
        (Stranger::TooMany { retry_after: 1 }, "429"),
        (Stranger::Down { retry_after: 1 }, "503"),
        (Stranger::CaptivePortal, "200"),
        (Stranger::Redirect, "302"),
        (Stranger::RedirectWithBody, "307"),
        (Stranger::LoginPage, "401"),
        (Stranger::Nothing, "200"),
        (Stranger::Liar(b"HTTP/1.1 299 Lie\r\n\r\n".to_vec()), "299"),
    ] {
        let (answer, bodies) = under(Misfortune::Answered(stranger));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && bodies.is_empty(), "{answer}");
    }
}

#[test]
fn what_has_passed_is_told_and_the_weather_can_change() {
    let server = Server::start();
    let network = HostileNetwork::before(server.address, |_: &Request| Misfortune::RequestLost).expect("a network");
    post(&network, "lost");
    network.change_weather(fair());
    post(&network, "found");
    assert_eq!(server.bodies(), ["found"]);
    let passage = |misfortune| Passage { method: "POST".into(), path: "/x".into(), misfortune };
    assert_eq!(network.passages(), [Misfortune::RequestLost, Misfortune::None].map(passage));
}
