//! `centrala` as scripts and support use it: the real program on a real folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use centrala_store::{FileKey, Identities, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A path of the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], stdin: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_centrala"))
            .arg("--data")
            .arg(self.0.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("centrala starts");
        child.stdin.take().expect("stdin").write_all(stdin.as_bytes()).expect("written");
        child.wait_with_output().expect("centrala ends")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

fn form() -> Value {
    json!({
        "service": "drogi.ubytek-jezdni",
        "place": { "street": "ul. Piotrkowska", "number": "104", "flat": null, "landmark": null },
        "description": "Głęboki ubytek na prawym pasie",
        "answers": { "rozmiar": "duży, trzeba go omijać" },
        "contact": null
    })
}

#[test]
fn search_prints_the_promised_json() {
    let answer = Folder::new().json(&["search", "--unit", "uml", "--limit", "3", "--json", "dowod osobisty"]);
    assert!(answer["took_us"].is_u64() && answer["total"].as_u64() > Some(0));
    let hit = &answer["hits"][0];
    for field in ["id", "title", "unit", "score", "snippet", "why"] {
        assert!(!hit[field].is_null(), "{field} is missing in {hit}");
    }
    assert!(answer["facets"]["units"].is_array() && answer["facets"]["categories"].is_array());
    assert!(answer["hits"].as_array().map(Vec::len) <= Some(3));
}

#[test]
fn every_hit_says_where_it_opens_and_what_answers() {
    const SECTIONS: [&str; 8] =
        ["summary", "steps", "how", "time_and_place", "fees", "documents", "legal_basis", "appeal"];
    let folder = Folder::new();
    let answer = folder.json(&["search", "--limit", "30", "--json", "ile kosztuje dowod osobisty"]);
    let hits = answer["hits"].as_array().expect("hits");
    for hit in hits {
        assert!(hit["section"].as_str().is_some_and(|section| SECTIONS.contains(&section)), "{hit}");
        assert!(hit["answer"].as_str().is_some_and(|answer| !answer.is_empty()), "{hit}");
    }
    let card = hits.iter().find(|hit| hit["id"] == "KA-01147").expect("the identity card");
    assert_eq!((&card["section"], &card["answer"]), (&json!("fees"), &json!("Wydanie dowodu: bez opłaty")));
    let printed = folder.run(&["search", "ile kosztuje dowod osobisty"]);
    assert!(String::from_utf8_lossy(&printed.stdout).contains("Wydanie dowodu: bez opłaty"));
}

#[test]
fn one_search_also_names_units_and_interventions_and_mends_slips() {
    let folder = Folder::new();
    let unit = &folder.json(&["search", "--json", "zdit"])["units"][0];
    assert_eq!((&unit["id"], &unit["phone"]), (&json!("zdit"), &json!("42 638 49 11")));
    assert_eq!(folder.json(&["search", "--json", "dziura", "w", "jezdni"])["services"][0]["unit"], "zdit");
    let slip = folder.json(&["search", "--json", "dowud osobisty"]);
    assert_eq!(slip["corrected"], "dowód osobisty");
    let nothing = folder.json(&["search", "--json", "--unit", "zzm", "dowód osobisty"]);
    assert_eq!(nothing["without"][0]["units"], json!(["zzm"]));
}

#[test]
fn a_search_from_the_command_line_is_no_operators_missed_question() {
    let folder = Folder::new();
    folder.run(&["search", "qqqqxxxx"]);
    assert_eq!(folder.json(&["missed", "--json"]), json!([]));
    assert!(folder.run(&["missed"]).stdout.is_empty());
}

#[test]
fn articles_held_for_outdated_are_listed_for_the_editors() {
    let folder = Folder::new();
    assert_eq!(folder.json(&["flags", "--json"]), json!([]));
    assert!(folder.run(&["flags"]).stdout.is_empty());
}

#[test]
fn a_ticket_goes_in_by_stdin_and_comes_out_by_number() {
    let folder = Folder::new();
    let output = folder.run_with(&["ticket", "new", "--json", "-"], &form().to_string());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(made["unit"], "zdit");
    let number = made["number"].as_str().expect("a number");
    let shown = folder.json(&["ticket", "show", &number.to_lowercase(), "--json"]);
    assert_eq!((&shown["id"], &shown["description"]), (&made["id"], &form()["description"]));
    assert_eq!(folder.json(&["ticket", "list", "--json", "piotrkowska"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_refused_form_names_the_field_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let mut unknown = form();
    unknown["pesel"] = json!("44051401359");
    let mut incomplete = form();
    incomplete["description"] = json!("");
    for (form, named) in [(unknown, "pesel"), (incomplete, "description")] {
        let output = folder.run_with(&["ticket", "new", "--json", "-"], &form.to_string());
        assert_eq!(output.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&output.stderr).contains(named), "{named} is named");
    }
    assert_eq!(folder.json(&["ticket", "list", "--json"]), json!([]));
}

#[test]
fn broken_content_is_named_by_file_line_and_field() {
    let folder = Folder::new();
    let content = folder.0.path().join("content");
    std::fs::create_dir(&content).expect("made");
    let source = root("assets/content");
    for entry in std::fs::read_dir(source).expect("content") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, content.join(path.file_name().expect("a name"))).expect("copied");
    }
    let file = content.join("procedures.jsonl");
    let text =
        std::fs::read_to_string(&file).expect("read").replacen("\"unit\": \"uml/wsoik\"", "\"unit\": \"nie-ma\"", 1);
    std::fs::write(&file, text).expect("written");
    let dir = content.to_str().expect("UTF-8");
    let output = folder.run(&["pack", "check", dir]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("procedures.jsonl:1") && said.contains("unit") && said.contains("nie-ma"), "{said}");
}

#[test]
fn an_edition_is_built_and_the_desk_is_healthy() {
    let folder = Folder::new();
    let out = folder.0.path().join("edition-test.sqlite");
    let content = root("assets/content");
    let built = folder.run(&["pack", "build", content.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8")]);
    assert!(built.status.success() && out.exists(), "{}", String::from_utf8_lossy(&built.stderr));
    assert!(String::from_utf8_lossy(&built.stderr).contains("warning: units.json"), "build warns as check does");
    let letter = folder.0.path().join("list.odt");
    std::fs::write(&letter, "list").expect("written");
    let over = folder.run(&["pack", "build", content.to_str().expect("UTF-8"), "-o", letter.to_str().expect("UTF-8")]);
    assert_eq!((over.status.code(), std::fs::read(&letter).expect("read")), (Some(3), b"list".to_vec()));
    assert!(!folder.run(&["doctor"]).status.success(), "an empty folder has no desk yet, and doctor makes none");
    folder.run(&["search", "dowod"]);
    assert_eq!(folder.json(&["doctor", "--json"])["healthy"], true);
}

#[test]
fn relevance_is_measured_overall_and_by_kind() {
    let file = root("tests/relevance/dev.jsonl");
    let report = Folder::new().json(&["relevance", file.to_str().expect("UTF-8"), "--json"]);
    let ndcg = report["overall"]["ndcg_at_10"].as_f64().expect("a number");
    assert!(ndcg >= 0.80, "nDCG@10 is {ndcg}");
    assert!(report["by_kind"]["typo"]["mrr_at_10"].is_f64(), "{report}");
    let pure = Folder::new().json(&["relevance", "--pure", file.to_str().expect("UTF-8"), "--json"]);
    assert_ne!(pure["overall"]["ndcg_at_10"].as_f64(), Some(ndcg), "the editors' weights are left out");
    let of_words = report["lexical"]["overall"]["ndcg_at_10"].as_f64();
    assert!(of_words.is_some() && of_words != Some(ndcg), "the words alone are measured, too");
    assert!(report["model"].is_null() || report["model"]["overall"]["ndcg_at_10"].is_f64());
}

#[test]
fn a_model_that_was_named_has_to_be_there_and_a_torn_one_is_a_fault() {
    let (folder, model) = (Folder::new(), tempfile::tempdir().expect("a folder"));
    let name = model.path().to_str().expect("UTF-8");
    for act in ["search", "service"] {
        assert_eq!(folder.run(&[act, "--model", name, "dziura"]).status.code(), Some(1), "{act}");
    }
    fs::write(model.path().join("e5-small-q4.bin"), "torn").expect("written");
    let refused = folder.run(&["search", "--model", name, "dziura"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("weights"));
    let installed = folder.0.path().join("model");
    fs::create_dir(&installed).expect("a folder");
    fs::copy(model.path().join("e5-small-q4.bin"), installed.join("e5-small-q4.bin")).expect("copied");
    let answered = folder.run(&["search", "dziura"]);
    assert!(answered.status.success() && !answered.stdout.is_empty());
    assert!(String::from_utf8_lossy(&answered.stderr).contains("left out"));
}

#[test]
fn wrong_usage_and_missing_things_have_their_exit_codes() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["szukaj"]).status.code(), Some(2));
    assert_eq!(folder.run(&["article", "KA-99999"]).status.code(), Some(1));
    assert_eq!(folder.run(&["ticket", "show", "Ł1-0001-A"]).status.code(), Some(1));
}

#[test]
fn bench_measures_every_letter_and_its_rival_in_one_run() {
    let folder = Folder::new();
    let report = folder.json(&[
        "bench",
        "search",
        "--documents",
        "400",
        "--every",
        "30",
        "--rounds",
        "1",
        "--against",
        "fts5",
        "--json",
    ]);
    assert_eq!(report["documents"], 400);
    let ours = &report["keystrokes"]["all"];
    assert!(ours["count"].as_u64() > Some(20) && ours["p50"].as_f64() > Some(0.0), "{report}");
    assert!(ours["p50"].as_f64() <= ours["p99"].as_f64());
    assert_eq!(report["against"]["keystrokes"]["all"]["count"], ours["count"], "the same letters");
    assert!(report["build"]["seconds"].as_f64() > Some(0.0) && report["build"]["bytes"].as_u64() > Some(100_000));
}

/// The line of one check, as text.
fn check(health: &Value, name: &str) -> Value {
    let checks = health["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["name"] == name).expect(name).clone()
}

#[test]
fn the_doctor_tells_of_key_recovery_copies_and_space() {
    let folder = Folder::new();
    folder.json(&["ticket", "list", "--json"]);
    let health = folder.json(&["doctor", "--json"]);
    for (name, warning, told) in [
        ("desk", false, "every page whole"),
        ("desk", false, "SQLCipher 4."),
        ("key", true, "whoever can read this folder"),
        ("recovery", true, "none"),
        ("backups", true, "none yet"),
        ("copies", false, "none is readable"),
    ] {
        let check = check(&health, name);
        assert!(check["healthy"] == true && check["warning"] == warning, "{check}");
        assert!(check["detail"].as_str().expect("words").contains(told), "{check}");
    }
    assert!(check(&health, "space")["detail"].as_str().expect("words").ends_with("MB free"));
    let made = folder.run(&["backup"]);
    assert!(String::from_utf8_lossy(&made.stdout).contains("0 tickets, found whole"), "{made:?}");
    assert_eq!(check(&folder.json(&["doctor", "--json"]), "backups")["warning"], false);

    fs::write(folder.0.path().join("desk-of-format-1.sqlite"), b"SQLite format 3\0 and an old ticket")
        .expect("written");
    let output = folder.run(&["doctor"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && told.contains("BAD copies"), "{told}");
}

#[test]
fn a_desk_behind_a_passphrase_is_opened_by_it_alone() {
    let folder = Folder::new();
    folder.run_with(&["ticket", "new", "--json", "-"], &form().to_string());
    let run = |variable: &str, value: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_centrala"));
        command.arg("--data").arg(folder.0.path()).args(arguments).env(variable, value).stdin(Stdio::null());
        command.output().expect("centrala runs")
    };
    let short = run("CENTRALA_NEW_PASSPHRASE", "krótkie", &["key", "--give-to", "passphrase"]);
    assert!(String::from_utf8_lossy(&short.stderr).contains("at least 10 characters"), "{short:?}");
    let given = run("CENTRALA_NEW_PASSPHRASE", "żółty tramwaj nr 9", &["key", "--give-to", "passphrase"]);
    assert!(String::from_utf8_lossy(&given.stdout).starts_with("a passphrase"), "{given:?}");

    let without = folder.run(&["ticket", "list"]);
    assert!(String::from_utf8_lossy(&without.stderr).contains("CENTRALA_PASSPHRASE"), "{without:?}");
    let doctor = folder.run(&["doctor"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("opened by a passphrase"), "{doctor:?}");
    let wrong = run("CENTRALA_PASSPHRASE", "żółty tramwaj nr 8", &["ticket", "list"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("does not open"), "{wrong:?}");
    let right = run("CENTRALA_PASSPHRASE", "żółty tramwaj nr 9", &["ticket", "list"]);
    assert!(String::from_utf8_lossy(&right.stdout).contains("Piotrkowska 104"), "{right:?}");
    assert!(run("CENTRALA_PASSPHRASE", "żółty tramwaj nr 9", &["key", "--give-to", "file"]).status.success());
    assert!(folder.run(&["ticket", "list"]).status.success(), "and back again");
}

#[test]
fn a_desk_without_its_key_comes_back_with_the_citys_and_a_damaged_file_with_its_copy() {
    let folder = Folder::new();
    folder.run_with(&["ticket", "new", "--json", "-"], &form().to_string());
    let whole = folder.run(&["recover"]);
    assert!(String::from_utf8_lossy(&whole.stdout).contains("is whole"), "{whole:?}");
    let (desk_file, key) = (folder.0.path().join("desk.sqlite"), folder.0.path().join("desk.key"));
    let city = Identities::generate();
    let opened = Store::open_existing(&desk_file, &FileKey::existing(&desk_file).expect("the key")).expect("the file");
    opened.wrap_for_recovery(&city.recipients()).expect("sealed");
    drop(opened);
    let identity = folder.0.path().join("city.key");
    fs::write(&identity, format!("# public key: …\n{}", *city.to_text())).expect("written");

    fs::write(&key, "{}").expect("spoilt");
    assert!(!folder.run(&["ticket", "list"]).status.success());
    assert!(!folder.run(&["recover"]).status.success(), "not without the city's key");
    let back = folder.run(&["recover", "--identity", identity.to_str().expect("UTF-8")]);
    let told = String::from_utf8_lossy(&back.stdout);
    assert!(told.contains("the key is back") && told.contains("is whole"), "{back:?}");
    let before = told.lines().find_map(|line| line.strip_prefix("what kept it before: ")).expect("a place");
    assert_eq!(fs::read_to_string(before).expect("kept"), "{}");
    assert!(String::from_utf8_lossy(&folder.run(&["ticket", "list"]).stdout).contains("Piotrkowska 104"));

    folder.run(&["backup"]);
    let damaged = vec![0xff; 20_000];
    fs::write(&desk_file, &damaged).expect("damaged");
    let mended = folder.run(&["recover"]);
    let told = String::from_utf8_lossy(&mended.stdout);
    let aside = told.lines().find_map(|line| line.strip_prefix("damaged file, kept as it was: ")).expect("a place");
    assert_eq!(fs::read(Path::new(aside).join("desk.sqlite")).expect("kept"), damaged);
    assert!(String::from_utf8_lossy(&folder.run(&["ticket", "list"]).stdout).contains("Piotrkowska 104"));
    assert!(folder.run(&["doctor"]).status.success());
}

#[test]
fn settings_are_printed_and_a_damaged_file_is_no_reason_to_fail() {
    let folder = Folder::new();
    let usual = json!({ "theme": "system", "zoom": 100, "mode": "phone", "desk_name": "", "keys": {} });
    assert_eq!(folder.json(&["settings", "--json"]), usual);
    let file = folder.0.path().join("settings.json");
    fs::write(&file, r#"{"theme":"contrast","zoom":173,"desk_name":"okno 3","keys":{"search":"Ctrl+L"}}"#)
        .expect("written");
    let printed = String::from_utf8(folder.run(&["settings"]).stdout).expect("text");
    for wanted in ["okno 3", "high contrast", "175 %", "search Ctrl+L", &folder.0.path().display().to_string()] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    fs::write(&file, "{ torn").expect("written");
    assert_eq!(folder.json(&["settings", "--json"]), usual);
}
