//! `/openapi.json` against the service: every route stands there and no other, every answer that it names was given, and every
//! answer that was given is as it says.

use std::collections::BTreeSet;

use centrala_domain::Ticket;
use centrala_protocol::{Record, Sha256};
use serde_json::{Value, json};
use ureq::http::{Method, Request};

use crate::desk::{Answer, City, Desk, batch_id, get, post, run, ticket};

/// The document, and what was seen of it: "POST /v1/batches 201".
struct Held {
    document: Value,
    seen: BTreeSet<String>,
}

const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "options"];

impl Held {
    fn new(url: &str) -> Self {
        Self { document: get(&format!("{url}/openapi.json")).json(), seen: BTreeSet::new() }
    }

    fn operation(&self, method: &str, path: &str) -> &Value {
        let operation = &self.document["paths"][path][method];
        assert!(operation.is_object(), "{method} {path} is not described");
        operation
    }

    /// Status, headers, body and code are those that the document has for this route.
    fn check(&mut self, method: &str, path: &str, answer: &Answer) {
        let status = answer.status.to_string();
        let response = &self.operation(method, path)["responses"][&status];
        assert!(response.is_object(), "{method} {path} gave {status}: {}", String::from_utf8_lossy(&answer.body));
        for (name, header) in response["headers"].as_object().expect("headers") {
            let header = self.resolved(header);
            assert_eq!(header["required"], true);
            let value = json!(answer.header(name));
            assert!(self.fits(&header["schema"], &value), "{method} {path} {status} {name}: {value}");
        }
        if let Some(codes) = response["x-codes"].as_array() {
            assert!(codes.contains(&json!(answer.header("centrala-refusal"))), "{method} {path} {status}: {answer:?}");
        }
        self.check_body(method, response, answer);
        self.seen.insert(format!("{method} {path} {status}"));
    }

    fn check_body(&self, method: &str, response: &Value, answer: &Answer) {
        let Some((kind, content)) = response["content"].as_object().and_then(|content| content.iter().next()) else {
            assert!(answer.body.is_empty(), "a body that is not described: {answer:?}");
            return;
        };
        if method == "head" {
            return;
        }
        assert!(answer.header("content-type").starts_with(kind), "{answer:?}");
        if kind == "application/json" {
            let body: Value = answer.json();
            assert!(self.fits(&content["schema"], &body), "{body} against {content}");
        }
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let place = value["$ref"].as_str().and_then(|place| place.strip_prefix('#'));
        place.map_or(value, |place| self.document.pointer(place).expect("it is there"))
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        jsonschema::validator_for(&whole).expect("a schema").is_valid(value)
    }

    /// What was signed, against the schema of its own name.
    fn check_signed(&self, schema: &str, answer: &Answer) {
        let payload: Value =
            serde_json::from_str(answer.json::<Value>()["payload"].as_str().expect("text")).expect("JSON");
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        assert!(self.fits(&schema, &payload["body"]), "{payload}");
    }

    fn paths(&self) -> BTreeSet<String> {
        self.document["paths"].as_object().expect("paths").keys().cloned().collect()
    }

    /// Every answer that it names, without the default ones.
    fn named(&self) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        for (path, item) in self.document["paths"].as_object().expect("paths") {
            for method in METHODS.iter().filter(|method| item[**method].is_object()) {
                let responses = item[*method]["responses"].as_object().expect("responses");
                let statuses = responses.keys().filter(|status| *status != "default");
                named.extend(statuses.map(|status| format!("{method} {path} {status}")));
            }
        }
        named
    }
}

#[test]
fn every_route_is_described_and_no_other() {
    let city = City::new();
    let held = Held::new(&city.server.url());
    let source = include_str!("../../src/http/mod.rs");
    let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
    assert_eq!(held.paths(), routes.collect(), "describe it in openapi.json");
    let desk = city.desk();
    for path in held.paths() {
        let item = &held.document["paths"][&path];
        // axum answers HEAD where it answers GET.
        let here = |method: &str| item[method].is_object() || (method == "head" && item["get"].is_object());
        for method in METHODS.iter().filter(|method| !here(method)) {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let answer = desk.ask(method.clone(), &path.replace("{id}", &batch_id().to_string()));
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
}

#[test]
fn every_answer_is_as_described_and_every_described_answer_was_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = City::with_edition(folder.path());
    let mut held = Held::new(&city.server.url());
    public(&mut held, &city);
    enrolment(&mut held, &city);
    announcements(&mut held, &city);
    parts(&mut held, &city);
    commits(&mut held, &city);
    the_rest(&mut held, &city);
    refused_tokens(&mut held, &city);
    city.server.office().close();
    held.check("get", "/health", &get(&format!("{}/health", city.server.url())));
    let missing: Vec<_> = held.named().difference(&held.seen).cloned().collect();
    assert!(missing.is_empty(), "described, but never seen: {missing:#?}");
}

fn public(held: &mut Held, city: &City) {
    for path in ["/health", "/metrics", "/openapi.json"] {
        held.check("get", path, &get(&format!("{}{path}", city.server.url())));
    }
}

fn enrolment(held: &mut Held, city: &City) {
    let path = "/v1/desks/enroll";
    let key = centrala_protocol::DeskSigner::generate().expect("a key").verifier();
    let mut ask = |body: Value| {
        let answer = post(&format!("{}{path}", city.server.url()), "", &body);
        held.check("post", path, &answer);
        answer.status
    };
    assert_eq!(ask(json!({ "protocol": 1, "code": city.code(), "key": key, "proposed": "Ł7" })), 201);
    assert_eq!(ask(json!({ "protocol": 2, "code": city.code(), "key": key })), 400);
    assert_eq!(ask(json!({ "protocol": 1, "code": "x".repeat(20_000), "key": key })), 413);
    let guesses: Vec<u16> = (0..11).map(|_| ask(json!({ "protocol": 1, "code": "0", "key": key }))).collect();
    assert_eq!((guesses[0], guesses[10]), (403, 429));
}

fn announcements(held: &mut Held, city: &City) {
    let path = "/v1/batches";
    let desk = city.desk_in_process();
    let batch = desk.tickets(1);
    held.check("post", path, &desk.announce(&batch));
    held.check("post", path, &desk.announce(&batch));
    let other = desk.batch_with_id(batch.id(), vec![desk.record(2, "x")]);
    held.check("post", path, &desk.announce(&other));
    desk.patch(batch.id(), 0, batch.bytes());
    desk.commit(batch.id());
    let known = desk.announce(&batch);
    assert!(known.json::<Value>()["receipt"].is_object());
    held.check("post", path, &known);
    let url = format!("{}{path}", desk.url);
    held.check("post", path, &post(&url, &desk.token, &json!({ "batch": "x" })));
    let huge = json!({ "batch": batch.id(), "sha256": batch.sha256(), "size": u64::MAX });
    held.check("post", path, &post(&url, &desk.token, &huge));
    held.check("options", path, &desk.ask(Method::OPTIONS, path));
}

fn parts(held: &mut Held, city: &City) {
    let path = "/v1/batches/{id}";
    let desk = city.desk_in_process();
    let batch = desk.tickets(1);
    held.check("head", path, &desk.head(batch.id()));
    held.check("patch", path, &desk.patch(batch.id(), 0, batch.bytes()));
    desk.announce(&batch);
    held.check("head", path, &desk.head(batch.id()));
    held.check("patch", path, &desk.patch_with(batch.id(), 0, batch.bytes(), Sha256::of(b"other")));
    held.check("patch", path, &desk.patch(batch.id(), 9, b"x"));
    held.check("patch", path, &desk.patch(batch.id(), 0, &[batch.bytes(), b"more"].concat()));
    held.check("patch", path, &desk.patch(batch.id(), 0, batch.bytes()));
    let address = format!("{}/v1/batches/{}", desk.url, batch.id());
    let patch = || Request::patch(&address).header("Authorization", format!("Bearer {}", desk.token));
    held.check("patch", path, &run(patch().body(&b"x"[..]).expect("a request")));
    held.check("patch", path, &run(patch().header("Tus-Resumable", "1.0.0").body(&b"x"[..]).expect("a request")));
    let endless = ["Transfer-Encoding: chunked", "Tus-Resumable: 1.0.0", "Upload-Offset: 0"];
    let endless = desk.head_only(&format!("PATCH /v1/batches/{}", batch.id()), &endless);
    held.check("patch", path, &endless);
    held.check("options", path, &desk.ask(Method::OPTIONS, &format!("/v1/batches/{}", batch.id())));
}

fn commits(held: &mut Held, city: &City) {
    let (path, receipt) = ("/v1/batches/{id}/commit", "/v1/batches/{id}/receipt");
    let desk = city.desk_in_process();
    let batch = desk.tickets(2);
    let ask_receipt = || desk.ask(Method::GET, &format!("/v1/batches/{}/receipt", batch.id()));
    held.check("post", path, &desk.commit(batch.id()));
    held.check("get", receipt, &ask_receipt());
    desk.announce(&batch);
    held.check("get", receipt, &ask_receipt());
    held.check("post", path, &desk.commit(batch.id()));
    let mut changed = batch.bytes().to_vec();
    changed[100] ^= 1;
    desk.patch(batch.id(), 0, &changed);
    held.check("post", path, &desk.commit(batch.id()));
    desk.patch(batch.id(), 0, batch.bytes());
    let committed = desk.commit(batch.id());
    held.check("post", path, &committed);
    held.check_signed("Receipt", &committed);
    held.check("get", receipt, &ask_receipt());
    let foreign = Desk { keys: City::new().desk().keys, ..city.desk_in_process() }.tickets(1);
    desk.announce(&foreign);
    desk.patch(foreign.id(), 0, foreign.bytes());
    held.check("post", path, &desk.commit(foreign.id()));
}

fn the_rest(held: &mut Held, city: &City) {
    let desk = city.desk_in_process();
    let path = "/v1/import";
    let batch = desk.tickets(1);
    held.check("post", path, &desk.import(batch.bytes()));
    held.check("post", path, &desk.import(b"x"));
    let other = desk.batch_with_id(batch.id(), vec![desk.record(2, "x")]);
    held.check("post", path, &desk.import(other.bytes()));
    let huge = format!("Content-Length: {}", 64 * 1024 * 1024 + 1);
    held.check("post", path, &desk.head_only("POST /v1/import", &[&huge]));
    held.check("post", path, &desk.head_only("POST /v1/import", &["Transfer-Encoding: chunked"]));

    let number = centrala_domain::TicketNumber::new(&desk.code, 1);
    let office = city.server.office();
    office.say(&number, None, centrala_domain::CityState::Done, "Załatano", chrono::Utc::now()).expect("said");
    let updates = desk.ask(Method::GET, "/v1/updates");
    held.check("get", "/v1/updates", &updates);
    held.check_signed("Updates", &updates);
    held.check("get", "/v1/updates", &desk.ask(Method::GET, "/v1/updates?since=x"));
    let recent = Ticket { created_at: chrono::Utc::now(), ..ticket(&desk.code, 3, "Ubytek") };
    desk.import(desk.batch(vec![Record::new(recent).seal(&desk.keys.intake).expect("sealed")]).bytes());
    let told = city.desk_in_process().ask(Method::GET, "/v1/updates?matters=0");
    held.check("get", "/v1/updates", &told);
    held.check_signed("Updates", &told);

    let path = "/v1/editions/newest";
    let edition = desk.ask(Method::GET, path);
    held.check("get", path, &edition);
    let known = Request::get(format!("{}{path}", desk.url)).header("Authorization", format!("Bearer {}", desk.token));
    held.check("get", path, &run(known.header("If-None-Match", edition.header("etag")).body(()).expect("a request")));
    let elsewhere = City::new();
    held.check("get", path, &elsewhere.desk().ask(Method::GET, path));
}

/// Every route that asks for a token refuses without one, and to a revoked desk.
fn refused_tokens(held: &mut Held, city: &City) {
    let revoked = city.desk_in_process();
    city.server.office().ledger().revoke(&revoked.code, chrono::Utc::now()).expect("revoked");
    let stranger = Desk { token: "guess".into(), ..city.desk_in_process() };
    for path in held.paths() {
        for method in METHODS {
            let operation = &held.document["paths"][&path][method];
            if !operation.is_object() || operation["security"].is_array() {
                continue;
            }
            for (desk, status) in [(&stranger, 401), (&revoked, 403)] {
                let name = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
                let answer = desk.ask(name, &path.replace("{id}", &batch_id().to_string()));
                assert_eq!(answer.status, status, "{method} {path}");
                held.check(method, &path, &answer);
            }
        }
    }
}
