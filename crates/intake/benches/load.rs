//! How many tickets a second does the intake take for good? Desks upload batches that were sealed before, each over its own
//! connection, to the real program; at the end it is killed, and what is in the ledger is held against the receipts.
//!
//! `cargo xtask load` runs it. Not measured: sealing (the desks' work), the network (loopback).

#[allow(dead_code, reason = "the tests stop and start it, too")]
#[path = "../tests/support/cluster.rs"]
mod cluster;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use centrala_domain::{DeskCode, Ticket, TicketNumber};
use centrala_intake::{Office, Place};
use centrala_protocol::{
    BatchId, CityKeys, DeskSigner, Manifest, OpenBatch, Receipt, Record, SealedBatch, Signed, Verdict,
};
use chrono::Utc;
use clap::Parser;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;
use uuid::Uuid;

use cluster::Cluster;

#[derive(Parser)]
struct Arguments {
    /// For each ledger
    #[arg(long, default_value_t = 30)]
    seconds: u32,
    #[arg(long, default_value_t = 8)]
    desks: u32,
    /// Tickets in a batch
    #[arg(long, default_value_t = 100)]
    batch: u32,
    /// Tickets a second that are sealed in advance; a faster intake runs out of them
    #[arg(long, default_value_t = 8_000)]
    supply: u32,
    /// SQLite alone
    #[arg(long)]
    without_postgres: bool,
    /// Cargo says this to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

/// What was measured with one ledger.
struct Measured {
    tickets: usize,
    took: Duration,
    commits: Vec<Duration>,
    batches: Vec<Duration>,
    /// One desk alone: from the first ticket sealed to the receipt.
    end_of_shift: Duration,
    /// The service's peak, in MiB.
    memory: u64,
    /// Receipted as stored, and not in the ledger after the kill.
    lost: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    println!(
        "{} desks, batches of {}, {} s on loopback, {} processors",
        arguments.desks,
        arguments.batch,
        arguments.seconds,
        thread::available_parallelism()?
    );
    println!(
        "{:<10} {:>8} {:>9} {:>11} {:>11} {:>11} {:>11} {:>12} {:>8} {:>5}",
        "ledger",
        "tickets",
        "tickets/s",
        "commit p50",
        "commit p99",
        "batch p50",
        "batch p99",
        "end of shift",
        "memory",
        "lost"
    );
    line("SQLite", &measure(arguments, None)?);
    if !arguments.without_postgres {
        let cluster = Cluster::start();
        cluster.database("load");
        line("PostgreSQL", &measure(arguments, Some(&cluster))?);
    }
    Ok(())
}

fn line(name: &str, measured: &Measured) {
    let ms = |duration: Duration| format!("{:.1} ms", duration.as_secs_f64() * 1e3);
    println!(
        "{name:<10} {:>8} {:>9.0} {:>11} {:>11} {:>11} {:>11} {:>12} {:>8} {:>5}",
        measured.tickets,
        measured.tickets as f64 / measured.took.as_secs_f64(),
        ms(percentile(&measured.commits, 50)),
        ms(percentile(&measured.commits, 99)),
        ms(percentile(&measured.batches, 50)),
        ms(percentile(&measured.batches, 99)),
        ms(measured.end_of_shift),
        format!("{} MiB", measured.memory),
        measured.lost
    );
}

/// Of sorted values.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

fn measure(arguments: &Arguments, cluster: Option<&Cluster>) -> Result<Measured> {
    let folder = tempfile::tempdir()?;
    let postgres = cluster.map(|cluster| cluster.url("load"));
    let mut service = Service::start(folder.path(), postgres.as_deref())?;
    let mut desks: Vec<Desk> = Vec::new();
    for _ in 0..=arguments.desks {
        desks.push(Desk::enrolled(&service.url, &service.code()?)?);
    }
    let end_of_shift = desks.pop().context("a desk")?.end_of_shift(arguments.batch)?;
    let each = (arguments.seconds * arguments.supply).div_ceil(arguments.desks * arguments.batch);
    let supplies = in_parallel(&desks, |desk| (0..each).map(|n| desk.seal(n, arguments.batch)).collect())?;
    let begun = Instant::now();
    let end = begun + Duration::from_secs(arguments.seconds.into());
    let pairs: Vec<(&Desk, &Vec<SealedBatch>)> = desks.iter().zip(&supplies).collect();
    let sent = in_parallel(&pairs, |(desk, batches)| desk.send_until(batches, end))?;
    let took = begun.elapsed();
    let memory = service.peak()?;
    service.kill()?;

    let stored: usize = sent.iter().map(Sent::stored).sum();
    let place = Place { data: folder.path().into(), recovery: None, edition: None, postgres: None };
    let place = Place { postgres: postgres.as_deref().map(str::parse).transpose()?, ..place };
    let held = Office::open(&place)?.ledger().count_tickets()?;
    let owed = stored as u64 + u64::from(arguments.batch);
    let sorted = |times: fn(&Sent) -> &Vec<Duration>| {
        let mut all: Vec<Duration> = sent.iter().flat_map(times).copied().collect();
        all.sort();
        all
    };
    Ok(Measured {
        tickets: stored,
        took,
        commits: sorted(|sent| &sent.commits),
        batches: sorted(|sent| &sent.batches),
        end_of_shift,
        memory,
        lost: owed.saturating_sub(held),
    })
}

fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    thread::scope(|scope| {
        let threads: Vec<_> = items.iter().map(|item| scope.spawn(|| work(item))).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Result<R>>| {
            thread.join().map_err(|_| anyhow::anyhow!("a desk has broken off"))?
        };
        threads.into_iter().map(join).collect()
    })
}

/// The real program.
struct Service<'a> {
    process: Child,
    url: String,
    data: &'a Path,
    postgres: Option<&'a str>,
}

impl<'a> Service<'a> {
    fn start(data: &'a Path, postgres: Option<&'a str>) -> Result<Self> {
        let mut command = program(data, postgres);
        command.args(["serve", "--listen", "127.0.0.1:0", "--desk-rate", "1000000"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its words")?).read_line(&mut line)?;
        let url = line.trim().strip_prefix("listening on ").context("an address")?.to_owned();
        Ok(Self { process, url, data, postgres })
    }

    fn code(&self) -> Result<String> {
        let output = program(self.data, self.postgres).arg("enroll-code").output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// In MiB.
    fn peak(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
    }

    /// As a power cut would, for the program.
    fn kill(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        // It may have ended.
        drop(self.kill());
    }
}

fn program(data: &Path, postgres: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_centrala-intake"));
    command.arg("--data").arg(data);
    if let Some(url) = postgres {
        command.env("CENTRALA_INTAKE_POSTGRES", url);
    }
    command
}

struct Desk {
    url: String,
    agent: Agent,
    token: String,
    code: DeskCode,
    signer: DeskSigner,
    keys: CityKeys,
}

/// What one desk has sent.
struct Sent {
    receipts: Vec<Receipt>,
    commits: Vec<Duration>,
    batches: Vec<Duration>,
}

impl Sent {
    fn stored(&self) -> usize {
        let items = self.receipts.iter().flat_map(|receipt| &receipt.items);
        items.filter(|item| item.verdict == Verdict::Stored).count()
    }
}

impl Desk {
    fn enrolled(url: &str, code: &str) -> Result<Self> {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
        let signer = DeskSigner::generate()?;
        let request = json!({ "protocol": 1, "code": code, "key": signer.verifier(), "proposed": null });
        let mut answer = agent.post(format!("{url}/v1/desks/enroll")).send_json(request)?;
        let grant: Value = answer.body_mut().read_json()?;
        Ok(Self {
            url: url.to_owned(),
            agent,
            token: grant["token"].as_str().context("a token")?.to_owned(),
            code: serde_json::from_value(grant["desk"].clone())?,
            keys: serde_json::from_value(grant["keys"].clone())?,
            signer,
        })
    }

    /// The desk's `n`-th batch, of so many tickets.
    fn seal(&self, n: u32, tickets: u32) -> Result<SealedBatch> {
        let batch = BatchId::try_from(Uuid::now_v7())?;
        let made_at = Utc::now();
        let manifest = Manifest { batch, desk: self.code.clone(), epoch: 1, sequence: 1, previous: None, made_at };
        let mut open = OpenBatch::new(manifest)?;
        for running in 1..=tickets {
            open.add(Record::new(ticket(&self.code, n * tickets + running)?).seal(&self.keys.intake)?)?;
        }
        Ok(open.seal(&self.keys.intake, &self.signer)?)
    }

    /// A batch and its receipt, sealing included.
    fn end_of_shift(&self, tickets: u32) -> Result<Duration> {
        let begun = Instant::now();
        let batch = self.seal(0, tickets)?;
        self.upload(&batch)?;
        self.read(&self.commit(&batch)?, &batch)?;
        Ok(begun.elapsed())
    }

    fn send_until(&self, batches: &[SealedBatch], end: Instant) -> Result<Sent> {
        let (mut answers, mut commits, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for batch in batches.iter().take_while(|_| Instant::now() < end) {
            let begun = Instant::now();
            self.upload(batch)?;
            let sent = Instant::now();
            answers.push((batch, self.commit(batch)?));
            commits.push(sent.elapsed());
            times.push(begun.elapsed());
        }
        // Verified afterwards: that is the desks' work, too.
        let receipts = answers.iter().map(|(batch, answer)| self.read(answer, batch)).collect::<Result<_>>()?;
        Ok(Sent { receipts, commits, batches: times })
    }

    fn upload(&self, batch: &SealedBatch) -> Result<()> {
        let what = json!({ "batch": batch.id(), "sha256": batch.sha256(), "size": batch.bytes().len() });
        let announce = Request::post(format!("{}/v1/batches", self.url)).header("Content-Type", "application/json");
        self.send(announce, what.to_string().as_bytes(), 201)?;
        let part = Request::patch(format!("{}/v1/batches/{}", self.url, batch.id()))
            .header("Content-Type", "application/offset+octet-stream")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .header("Upload-Checksum", format!("sha256 {}", STANDARD.encode(batch.sha256().as_bytes())));
        self.send(part, batch.bytes(), 204)?;
        Ok(())
    }

    fn commit(&self, batch: &SealedBatch) -> Result<Vec<u8>> {
        self.send(Request::post(format!("{}/v1/batches/{}/commit", self.url, batch.id())), &[], 200)
    }

    fn send(&self, request: ureq::http::request::Builder, body: &[u8], expected: u16) -> Result<Vec<u8>> {
        let request = request.header("Authorization", format!("Bearer {}", self.token)).body(body)?;
        let mut answer = self.agent.run(request)?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_to_vec()?;
        ensure!(status == expected, "{status}: {}", String::from_utf8_lossy(&body));
        Ok(body)
    }

    fn read(&self, answer: &[u8], batch: &SealedBatch) -> Result<Receipt> {
        let receipt = serde_json::from_slice::<Signed<Receipt>>(answer)?.verify(&self.keys.verifier)?;
        Ok(receipt.about(batch.id(), batch.sha256())?)
    }
}

/// An ordinary one, with a contact.
fn ticket(desk: &DeskCode, running: u32) -> Result<Ticket> {
    Ok(serde_json::from_value(json!({
        "id": Uuid::now_v7(), "number": TicketNumber::new(desk, running), "state": "ready",
        "created_at": "2026-11-25T08:00:00Z", "call": null, "procedure": "KA-01078",
        "service": "drogi.ubytek-jezdni", "service_name": "Ubytek w jezdni", "unit": "zdit",
        "place": { "street": "ul. Smugowa", "number": "30/32", "landmark": "naprzeciw przystanku" },
        "description": "Głęboki ubytek na prawym pasie, tuż za skrzyżowaniem; samochody omijają go torowiskiem.",
        "answers": { "rozmiar": "duży", "miejsce": "prawy pas" },
        "contact": { "phone": "600 700 800", "email": "mieszkanka@example.org", "consent": true },
        "consent_at": "2026-11-25T08:00:00Z", "consent_version": "2026-11",
    }))?)
}
