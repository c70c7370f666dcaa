//! What the service counts, in Prometheus' text. Numbers of routes and verdicts; no desk, no ticket, nobody.

use std::time::Duration;

use centrala_protocol::{Item, Verdict};
use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Opts, Registry, TextEncoder};

/// In seconds: from a lookup to a batch of 64 MiB.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    tickets: IntCounterVec,
    batches: IntCounter,
}

impl Metrics {
    /// # Errors
    /// Only where two metrics had one name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let requests = Opts::new("centrala_intake_requests_total", "Answers, by route, method and status.");
        let seconds =
            HistogramOpts::new("centrala_intake_request_seconds", "From request to answer, by route and method.");
        let tickets = Opts::new("centrala_intake_tickets_total", "Tickets of committed batches, by verdict.");
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["route", "method", "status"])?,
            seconds: HistogramVec::new(seconds.buckets(BUCKETS.to_vec()), &["route", "method"])?,
            tickets: IntCounterVec::new(tickets, &["verdict"])?,
            batches: IntCounter::new("centrala_intake_batches_total", "Batches that were committed.")?,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.seconds.clone()))?;
        metrics.registry.register(Box::new(metrics.tickets.clone()))?;
        metrics.registry.register(Box::new(metrics.batches.clone()))?;
        // A series that is there from the start can be watched before the first ticket.
        for verdict in [Verdict::Stored, Verdict::Duplicate, Verdict::Conflict, Verdict::Rejected] {
            metrics.tickets.with_label_values(&[text(verdict)]);
        }
        Ok(metrics)
    }

    pub fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[route, method, &status.to_string()]).inc();
        self.seconds.with_label_values(&[route, method]).observe(took.as_secs_f64());
    }

    pub fn kept(&self, items: &[Item]) {
        self.batches.inc();
        items.iter().for_each(|item| self.tickets.with_label_values(&[text(item.verdict)]).inc());
    }

    pub fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

fn text(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stored => "stored",
        Verdict::Duplicate => "duplicate",
        Verdict::Conflict => "conflict",
        Verdict::Rejected => "rejected",
    }
}
