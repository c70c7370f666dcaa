//! A desk as the intake sees one: plain HTTP, a token, keys, batches. And the intake itself, real, on a free port.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use centrala_domain::{DeskCode, Ticket, TicketNumber};
use centrala_intake::{Server, Settings};
use centrala_protocol::batch::Attachment;
use centrala_protocol::{
    BatchId, CityKeys, DeskSigner, EnrolmentCode, EnrolmentGrant, EnrolmentRequest, Manifest, OpenBatch, Receipt,
    Record, Refusal, SealedBatch, SealedRecord, Sha256, Signed, Updates, Verdict,
};
use chrono::Utc;
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue, Method, Request, Response};
use uuid::Uuid;

use crate::ledger::Ledger;

pub const PHONE: &str = "600 700 800";

/// A running intake in a folder of its own; both go with it.
pub struct City {
    pub server: Server,
    pub folder: TempDir,
}

pub struct Desk {
    pub url: String,
    pub code: DeskCode,
    pub token: String,
    pub signer: DeskSigner,
    pub keys: CityKeys,
    /// The running number that its next ticket gets at least.
    pub next_running: u32,
}

/// An answer, read.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl City {
    pub fn new() -> Self {
        Self::on(tempfile::tempdir().expect("a folder"))
    }

    pub fn on(folder: TempDir) -> Self {
        let settings = Self::settings(folder.path());
        let server = Server::start(&settings).expect("the intake starts");
        Self { server, folder }
    }

    pub fn settings(folder: &Path) -> Settings {
        let mut settings = Settings::local(folder);
        Ledger::of(folder).choose(&mut settings.place);
        settings
    }

    /// One that hands out the built-in content as its newest edition, built in `folder`.
    pub fn with_edition(folder: &Path) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut settings = Self::settings(data.path());
        settings.place.edition = Some(edition(folder));
        Self { server: Server::start(&settings).expect("the intake starts"), folder: data }
    }

    /// A desk that did not have to ask over the network: for tests in which the address has guessed too often.
    pub fn desk_in_process(&self) -> Desk {
        let signer = DeskSigner::generate().expect("a key");
        let code = EnrolmentCode::new(self.code());
        let request = EnrolmentRequest { protocol: 1, code, key: signer.verifier(), proposed: None };
        let grant = self.server.office().enroll(&request, Utc::now()).expect("enrolled");
        let EnrolmentGrant { desk, token, keys, next_running, .. } = grant;
        let (url, token, next_running) = (self.server.url(), token.reveal().to_owned(), next_running.get());
        Desk { url, code: desk, token, keys, signer, next_running }
    }

    /// Stopped, and started again on the same folder.
    pub fn restarted(self) -> Self {
        let Self { server, folder } = self;
        server.stop().expect("a good end");
        Self::on(folder)
    }

    pub fn code(&self) -> String {
        self.code_for(None)
    }

    pub fn code_for(&self, desk: Option<DeskCode>) -> String {
        let code = self.server.office().enrolment_code(desk, "", Utc::now()).expect("a code");
        code.reveal().to_owned()
    }

    pub fn desk(&self) -> Desk {
        Desk::enrolled(&self.server.url(), &self.code()).expect("enrolled")
    }
}

impl Desk {
    pub fn enrolled(url: &str, code: &str) -> Result<Self, Refusal> {
        Self::enrolled_with(url, code, DeskSigner::generate().expect("a key"), None)
    }

    pub fn enrolled_with(
        url: &str,
        code: &str,
        signer: DeskSigner,
        proposed: Option<&DeskCode>,
    ) -> Result<Self, Refusal> {
        let request = json!({ "protocol": 1, "code": code, "key": signer.verifier(), "proposed": proposed });
        let answer = post(&format!("{url}/v1/desks/enroll"), "", &request);
        if answer.status != 201 {
            return Err(answer.json());
        }
        let grant: Value = answer.json();
        Ok(Self {
            url: url.to_owned(),
            code: serde_json::from_value(grant["desk"].clone()).expect("a code"),
            token: grant["token"].as_str().expect("a token").to_owned(),
            keys: serde_json::from_value(grant["keys"].clone()).expect("keys"),
            next_running: serde_json::from_value(grant["next_running"].clone()).expect("a number"),
            signer,
        })
    }

    pub fn record(&self, running: u32, description: &str) -> SealedRecord {
        Record::new(ticket(&self.code, running, description)).seal(&self.keys.intake).expect("sealed")
    }

    pub fn batch(&self, records: Vec<SealedRecord>) -> SealedBatch {
        self.batch_with_id(batch_id(), records)
    }

    pub fn batch_with(&self, records: Vec<SealedRecord>, attachments: Vec<Attachment>) -> SealedBatch {
        self.fill(batch_id(), records, attachments)
    }

    pub fn batch_with_id(&self, batch: BatchId, records: Vec<SealedRecord>) -> SealedBatch {
        self.fill(batch, records, Vec::new())
    }

    fn fill(&self, batch: BatchId, records: Vec<SealedRecord>, attachments: Vec<Attachment>) -> SealedBatch {
        let manifest =
            Manifest { batch, desk: self.code.clone(), epoch: 1, sequence: 1, previous: None, made_at: Utc::now() };
        let mut open = OpenBatch::new(manifest).expect("a batch");
        records.into_iter().for_each(|record| open.add(record).expect("room"));
        attachments.into_iter().for_each(|attachment| open.attach(attachment).expect("room"));
        open.seal(&self.keys.intake, &self.signer).expect("sealed")
    }

    /// A batch of so many new tickets.
    pub fn tickets(&self, count: u32) -> SealedBatch {
        self.batch((1..=count).map(|running| self.record(running, "Ubytek")).collect())
    }

    pub fn announce(&self, batch: &SealedBatch) -> Answer {
        let what = json!({ "batch": batch.id(), "sha256": batch.sha256(), "size": batch.bytes().len() });
        post(&format!("{}/v1/batches", self.url), &self.token, &what)
    }

    pub fn head(&self, batch: BatchId) -> Answer {
        self.ask(Method::HEAD, &format!("/v1/batches/{batch}"))
    }

    pub fn offset(&self, batch: BatchId) -> u64 {
        self.head(batch).header("upload-offset").parse().expect("an offset")
    }

    pub fn patch(&self, batch: BatchId, offset: u64, bytes: &[u8]) -> Answer {
        self.patch_with(batch, offset, bytes, Sha256::of(bytes))
    }

    pub fn patch_with(&self, batch: BatchId, offset: u64, bytes: &[u8], checksum: Sha256) -> Answer {
        let checksum = format!("sha256 {}", STANDARD.encode(checksum.as_bytes()));
        self.patch_said(batch, bytes, &offset.to_string(), &checksum)
    }

    /// With headers that nobody has looked at.
    pub fn patch_said(&self, batch: BatchId, bytes: &[u8], offset: &str, checksum: &str) -> Answer {
        let request = Request::patch(format!("{}/v1/batches/{batch}", self.url))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/offset+octet-stream")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", offset)
            .header("Upload-Checksum", checksum);
        answer(agent().run(request.body(bytes).expect("a request")))
    }

    /// The head of such a request as it stands on the line; the service says 100 when it begins to read the part.
    pub fn patch_head(&self, batch: BatchId, length: usize, checksum: Sha256) -> String {
        let checksum = STANDARD.encode(checksum.as_bytes());
        let Self { token, .. } = self;
        [
            format!("PATCH /v1/batches/{batch} HTTP/1.1"),
            "Host: localhost".into(),
            "Connection: close".into(),
            format!("Authorization: Bearer {token}"),
            "Content-Type: application/offset+octet-stream".into(),
            format!("Content-Length: {length}"),
            "Expect: 100-continue".into(),
            "Tus-Resumable: 1.0.0".into(),
            "Upload-Offset: 0".into(),
            format!("Upload-Checksum: sha256 {checksum}"),
            "\r\n".into(),
        ]
        .join("\r\n")
    }

    pub fn commit(&self, batch: BatchId) -> Answer {
        let request = Request::post(format!("{}/v1/batches/{batch}/commit", self.url))
            .header("Authorization", format!("Bearer {}", self.token));
        answer(agent().run(request.body(()).expect("a request")))
    }

    pub fn import(&self, file: &[u8]) -> Answer {
        let request = Request::post(format!("{}/v1/import", self.url))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/octet-stream");
        answer(agent().run(request.body(file).expect("a request")))
    }

    /// Sends the head of a request and no body: for answers that come before it.
    pub fn head_only(&self, request: &str, headers: &[&str]) -> Answer {
        let address = self.url.strip_prefix("http://").expect("an address");
        let mut line = TcpStream::connect(address).expect("a line");
        let token = format!("Authorization: Bearer {}", self.token);
        let begin = format!("{request} HTTP/1.1");
        let head = [&[begin.as_str(), "Host: localhost", "Connection: close", &token], headers].concat();
        write!(line, "{}\r\n\r\n", head.join("\r\n")).expect("sent");
        let mut text = String::new();
        line.read_to_string(&mut text).expect("an answer");
        Answer::parse(&text)
    }

    pub fn ask(&self, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        let request = request.header("Authorization", format!("Bearer {}", self.token));
        answer(agent().run(request.body(()).expect("a request")))
    }

    /// All of it, from announcement to receipt.
    pub fn upload(&self, batch: &SealedBatch) -> Receipt {
        assert_eq!(self.announce(batch).status, 201);
        assert_eq!(self.patch(batch.id(), 0, batch.bytes()).status, 204);
        self.read(&self.commit(batch.id()))
    }

    pub fn updates(&self, since: u64) -> Updates {
        let answer = self.ask(Method::GET, &format!("/v1/updates?since={since}"));
        answer.json::<Signed<Updates>>().verify(&self.keys.verifier).expect("signed by the intake")
    }

    /// The same, with what other desks have reported.
    pub fn updates_of_all(&self, matters: u64) -> Updates {
        let answer = self.ask(Method::GET, &format!("/v1/updates?matters={matters}"));
        answer.json::<Signed<Updates>>().verify(&self.keys.verifier).expect("signed by the intake")
    }

    /// The receipt in an answer, if the intake has signed it.
    pub fn read(&self, answer: &Answer) -> Receipt {
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.json::<Signed<Receipt>>().verify(&self.keys.verifier).expect("signed by the intake")
    }
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.parse().expect("a name"), value.parse().expect("a value"))
        };
        let headers: Vec<(HeaderName, HeaderValue)> = lines.map(header).collect();
        Self { status, headers: headers.into_iter().collect(), body: body.as_bytes().to_vec() }
    }

    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {self:?}"));
        value.to_str().expect("text")
    }

    /// Status and code of a refusal, which is always marked, and always says its code in both places.
    pub fn refused(&self) -> (u16, String) {
        let refusal: Refusal = self.json();
        assert_eq!(self.header("centrala-intake"), "1");
        assert_eq!(self.header("centrala-refusal"), refusal.code);
        assert_eq!(self.header("content-type"), "application/json");
        (self.status, refusal.code)
    }
}

/// The built-in content, built in `folder`.
pub fn edition(folder: &Path) -> PathBuf {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/content");
    let (info, content) = centrala_pack::check(content.as_ref()).expect("good content");
    let file = folder.join("edition.sqlite");
    centrala_pack::build(&info, &content, &file).expect("built");
    file
}

pub fn verdicts(receipt: &Receipt) -> Vec<Verdict> {
    receipt.items.iter().map(|item| item.verdict).collect()
}

/// Any ticket; its id is new each time.
pub fn ticket(desk: &DeskCode, running: u32, description: &str) -> Ticket {
    serde_json::from_value(json!({
        "id": Uuid::now_v7(), "number": TicketNumber::new(desk, running), "state": "ready",
        "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": "KA-01078",
        "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
        "place": { "street": "ul. Smugowa", "number": "30/32" }, "description": description,
        "answers": { "rozmiar": "duży" }, "contact": { "phone": PHONE, "consent": true },
        "consent_at": "2026-11-25T08:00:00Z", "consent_version": "2026-11",
    }))
    .expect("a ticket")
}

pub fn batch_id() -> BatchId {
    BatchId::try_from(Uuid::now_v7()).expect("version 7")
}

pub fn post(url: &str, token: &str, body: &Value) -> Answer {
    let request = Request::post(url).header("Content-Type", "application/json");
    let request = request.header("Authorization", format!("Bearer {token}"));
    answer(agent().run(request.body(body.to_string()).expect("a request")))
}

pub fn get(url: &str) -> Answer {
    answer(agent().run(Request::get(url).body(()).expect("a request")))
}

pub fn run(request: Request<impl ureq::AsSendBody>) -> Answer {
    answer(agent().run(request))
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn answer(response: Result<Response<ureq::Body>, ureq::Error>) -> Answer {
    let (parts, mut body) = response.expect("an answer").into_parts();
    let body = body.read_to_vec().expect("a body");
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}
