//! What must hold for any head of a request that brings a part of a batch: the body of the fuzz target, and of the test that
//! replays its corpus on stable Rust. The intake is the real one, on a socket: its library for HTTP is part of the door.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::Duration;

use centrala_intake::ledger::Desk;
use centrala_intake::{Server, Settings};
use centrala_protocol::{
    Announcement, BatchId, DeskSigner, DeskToken, EnrolmentRequest, PROTOCOL, Sha256, batch::SIZE_LIMIT,
};
use chrono::Utc;

/// What each request brings.
pub const PART: &[u8] = b"czesc";

pub struct City {
    server: Server,
    desk: Desk,
    token: DeskToken,
    batch: BatchId,
    /// How long an answer is waited for, before the intake is told that no more will come.
    patience: Duration,
}

impl City {
    pub fn start(folder: &Path, patience: Duration) -> Self {
        let server = Server::start(&Settings::local(folder)).expect("the intake starts");
        let office = server.office();
        let code = office.enrolment_code(None, "", Utc::now()).expect("a code");
        let key = DeskSigner::generate().expect("a key").verifier();
        let request = EnrolmentRequest { protocol: PROTOCOL, code, key, proposed: None };
        let token = office.enroll(&request, Utc::now()).map(|grant| grant.token).unwrap_or_else(|_| panic!("enrolled"));
        let desk = office.desk(token.reveal()).expect("a desk");
        let batch = BatchId::new(Utc::now());
        let announced = Announcement { batch, sha256: Sha256::of(b"never complete"), size: SIZE_LIMIT as u64 };
        office.announce(&desk, &announced, Utc::now()).expect("announced");
        Self { server, desk, token, batch, patience }
    }

    /// A part with these lines in its head: taken whole and said so, or not at all; never a fault of the intake's own.
    pub fn send(&self, lines: &[u8]) -> u16 {
        let before = self.offset();
        let answer = self.ask(lines);
        let status = std::str::from_utf8(answer.get(9..12).unwrap_or_default()).ok().and_then(|text| text.parse().ok());
        // None where the connection was closed without a word.
        let status = status.unwrap_or(0);
        assert!(status < 500, "{}", String::from_utf8_lossy(&answer));
        let grown = self.offset() - before;
        assert!(grown.is_multiple_of(PART.len() as u64), "{grown} bytes of a part");
        assert!(
            grown > 0 || status != 204 || !answer.windows(13).any(|name| name.eq_ignore_ascii_case(b"upload-offset"))
        );
        status
    }

    /// Where the next part belongs.
    pub fn offset(&self) -> u64 {
        let progress = self.server.office().progress(&self.desk, self.batch);
        progress.expect("announced").offset
    }

    fn ask(&self, lines: &[u8]) -> Vec<u8> {
        let mut request = format!(
            "PATCH /v1/batches/{} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nConnection: close\r\n",
            self.batch,
            self.token.reveal()
        )
        .into_bytes();
        request.extend(lines);
        request.extend(b"\r\n\r\n");
        request.extend(PART);
        let mut stream = TcpStream::connect(self.server.address()).expect("the intake can be reached");
        stream.set_read_timeout(Some(self.patience)).expect("a limit");
        let mut answer = vec![];
        // A connection that is closed in the middle is an answer, too.
        if stream.write_all(&request).is_ok() && stream.read_to_end(&mut answer).is_err() {
            drop(stream.shutdown(Shutdown::Write));
            drop(stream.read_to_end(&mut answer));
        }
        answer
    }
}

/// The lines of a true head.
pub fn good(offset: u64) -> Vec<u8> {
    format!(
        "Content-Type: application/offset+octet-stream\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n\
         Upload-Checksum: sha256 {}\r\nContent-Length: {}",
        checksum(),
        PART.len()
    )
    .into_bytes()
}

fn checksum() -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(Sha256::of(PART).as_bytes())
}
