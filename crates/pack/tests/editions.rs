//! Editions from real content and from broken content.

use std::fs;
use std::path::{Path, PathBuf};

use centrala_domain::Content;
use centrala_pack::{Edition, Flaws, PackError, build, check, warnings};
use tempfile::TempDir;

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content")
}

fn edition(dir: &TempDir) -> PathBuf {
    let (info, content) = check(&content()).expect("our content has no flaws");
    let out = dir.path().join("edition.sqlite");
    build(&info, &content, &out).expect("it builds");
    out
}

fn copy() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(content()).expect("content") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    dir
}

/// A copy of the content in which `old` (it must be there) stands as `new`, once.
fn broken(file: &str, old: &str, new: &str) -> Flaws {
    let dir = copy();
    let path = dir.path().join(file);
    let text = fs::read_to_string(&path).expect("read");
    assert!(text.contains(old), "{file} has {old}");
    fs::write(&path, text.replacen(old, new, 1)).expect("written");
    check(dir.path()).err().unwrap_or_else(|| panic!("{new} in {file} is no flaw"))
}

#[test]
fn our_content_has_no_flaws_and_is_all_there() {
    let (info, content) = check(&content()).unwrap_or_else(|flaws| panic!("{flaws}"));
    assert!(info.sample, "this edition is a demonstration and says so");
    let counts = [
        content.procedures.len(),
        content.units.len(),
        content.services.len(),
        content.streets.len(),
        content.lexicon.len(),
    ];
    assert_eq!(counts, [288, 55, 60, 441, 1011]);
    assert_eq!((content.osiedla.len(), content.emergency_rules.len(), content.elsewhere.len()), (36, 42, 80));
}

#[test]
fn every_kind_of_flaw_names_file_line_field_and_what_is_expected() {
    let cases = [
        (
            "procedures.jsonl",
            "\"unit\": \"uml/wsoik\"",
            "\"unit\": \"nie-ma\"",
            "procedures.jsonl:1: unit: there is no unit \"nie-ma\"",
        ),
        (
            "procedures.jsonl",
            "\"meldunki\"",
            "\"zmyślona\"",
            "procedures.jsonl:1: categories: there is no category \"zmyślona\"",
        ),
        (
            "procedures.jsonl",
            "\"amount_pln\": 0.0",
            "\"amount_pln\": \"nic\"",
            "procedures.jsonl:1: sections.fees[0].amount_pln: expected a number, found the text \"nic\"",
        ),
        (
            "procedures.jsonl",
            "\"amount_pln\": 0.0",
            "\"amount_pln\": -1",
            "procedures.jsonl:1: sections.fees[0].amount_pln: expected zero or more złoty",
        ),
        (
            "procedures.jsonl",
            "\"title\": \"Zameldowanie",
            "\"tytul\": \"Zameldowanie",
            "procedures.jsonl:1: tytul: unknown field `tytul`",
        ),
        (
            "procedures.jsonl",
            "\"as_of\": \"2023-06\"",
            "\"as_of\": \"2023-13\"",
            "procedures.jsonl:1: as_of: expected a month such as \"2026-11\", found \"2023-13\"",
        ),
        (
            "procedures.jsonl",
            "\"KA-01246\", \"version\"",
            "\"KA-01305\", \"version\"",
            "procedures.jsonl:2: id: \"KA-01305\" stands already on line 1",
        ),
        ("procedures.jsonl", "{\"id\": \"KA-01246\"", "\"id\": \"KA-01246\"", "procedures.jsonl:2"),
        (
            "procedures.jsonl",
            "\"fee\": \"none\"",
            "\"fee\": \"gratis\"",
            "procedures.jsonl:1: facts.fee: unknown variant `gratis`",
        ),
        (
            "procedures.jsonl",
            "\"source_url\": \"https",
            "\"source_url\": \"ftp",
            "source_url: expected an http(s) address",
        ),
        (
            "units.json",
            "\"mon\": \"8:00-16:00\"",
            "\"mon\": \"rano\"",
            "hours.mon: expected \"8:00-16:00\", found \"rano\"",
        ),
        ("units.json", "\"parent\": \"uml\"", "\"parent\": \"xyz\"", "parent: there is no unit \"xyz\""),
        ("units.json", "\"kind\": \"office\"", "\"kind\": \"biuro\"", "kind: unknown variant `biuro`"),
        ("services.json", "\"unit\": \"zdit\"", "\"unit\": \"nie-ma\"", "unit: there is no unit \"nie-ma\""),
        ("services.json", "\"group\": \"drogi\"", "\"group\": \"nie-ma\"", "group: there is no group \"nie-ma\""),
        (
            "services.json",
            "\"type\": \"yes_no\"",
            "\"type\": \"choice\"",
            "options: a choice needs at least two options",
        ),
        (
            "emergency.json",
            "\"number\": \"992\",\n   \"say\"",
            "\"number\": \"000\",\n   \"say\"",
            "number: there is no number \"000\"",
        ),
        ("emergency.json", "\"@gaz\"", "\"@nie-ma\"", "signs[0].all_of[0]: there is no family \"nie-ma\""),
        ("emergency.json", "[\"@gaz\"]", "[]", "signs[0].all_of: expected families of at least one word each"),
        ("emergency.json", "\"@gaz\"", "\" \"", "signs[0].all_of[0]: expected words that are not empty"),
        ("emergency.json", "\"signs\": [", "\"sings\": [", "unknown field `sings`"),
        ("lexicon.json", "\"say\": \"CŚS\"", "\"say\": \" \"", "say: is empty"),
        (
            "lexicon.json",
            "\"say\": \"CŚS\"",
            "\"say\": \"umówić się\"",
            "lexicon.json:2: say: of \"umówić się\" only \"umówić\" tells something",
        ),
        ("streets.json", "\"streets\"", "\"ulice\"", "streets.json: streets: is missing"),
        ("services.json", "\"groups\"", "\"grupy\": [],\n \"groups\"", "services.json:3: grupy: unknown field `grupy`"),
        (
            "procedures.jsonl",
            "\"asked_as\": [",
            "\"asked_as\": [\"Zgubiłem dowód!\", \"zgubilem  dowod\", ",
            "procedures.jsonl:1: asked_as[1]: \"zgubilem  dowod\" says the same as asked_as[0]",
        ),
        ("services.json", "\"asked_as\": [", "\"asked_as\": [\"…\", ", "asked_as[0]: is empty"),
        ("elsewhere.jsonl", "\"id\": \"spoza.", "\"id\": \"", "elsewhere.jsonl:1: id: expected \"spoza.…\""),
        (
            "elsewhere.jsonl",
            "\"say\": \"",
            "\"say\": \" \", \"powiedz\": \"",
            "elsewhere.jsonl:1: powiedz: unknown field",
        ),
        (
            "elsewhere.jsonl",
            "\"unconfirmed\": [",
            "\"unconfirmed\": [\"telefon\", ",
            "elsewhere.jsonl:1: unconfirmed[0]: unknown variant `telefon`",
        ),
        ("categories.json", "[", "{", "categories.json"),
        ("edition.json", "\"date\": \"2026-", "\"date\": \"rok 2026-", "edition.json:1: date"),
    ];
    for (file, old, new, expected) in cases {
        let flaws = broken(file, old, new).to_string();
        assert!(flaws.contains(expected), "{new} in {file} is told as\n{flaws}\nexpected {expected}");
    }
}

#[test]
fn the_line_of_a_flaw_is_the_line_of_its_record() {
    let flaws = broken("units.json", "\"kind\": \"municipal_unit\"", "\"kind\": \"zakład\"");
    let text = fs::read_to_string(content().join("units.json")).expect("read");
    let line = 1 + text.lines().position(|line| line.contains("\"kind\": \"municipal_unit\"")).expect("the line");
    assert_eq!(flaws.0[0].line as usize, line, "{flaws}");
}

/// A copy of the content whose first procedures have these phrasings.
fn asked_as(first: &[&[&str]]) -> TempDir {
    let dir = copy();
    let path = dir.path().join("procedures.jsonl");
    let text = fs::read_to_string(&path).expect("read");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (line, phrasings) in lines.iter_mut().zip(first) {
        let mut record: serde_json::Value = serde_json::from_str(line).expect("a record");
        record["asked_as"] = (*phrasings).into();
        *line = record.to_string();
    }
    fs::write(&path, lines.join("\n")).expect("written");
    dir
}

#[test]
fn phrasings_by_which_search_does_not_gain_are_warnings_and_stop_no_edition() {
    let dir = asked_as(&[&["jedno i to samo"], &["Jedno, i to samo?"], &["jedno i to samo"], &["JEDNO i to samo"]]);
    check(dir.path()).unwrap_or_else(|flaws| panic!("a warning stops nothing: {flaws}"));
    let told: Vec<String> = warnings(dir.path()).iter().map(ToString::to_string).collect();
    for expected in [
        "procedures.jsonl:1: asked_as: \"KA-01305\" has 1 phrasing: expected 8 or more",
        "procedures.jsonl:1: asked_as: \"jedno i to samo\" points at 4 entries: KA-01305, KA-01246,",
    ] {
        assert!(told.iter().any(|warning| warning.starts_with(expected)), "{expected}\n{told:#?}");
    }
}

#[test]
fn how_callers_ask_is_there_for_the_index_and_for_nobody_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let edition = Edition::open(&edition(&dir)).expect("opens");
    let (_, source) = check(&content()).expect("no flaws");
    let content = edition.content().expect("content");
    let asked = |content: &Content| {
        let procedures = content.procedures.iter().map(|one| one.asked_as.clone());
        procedures.chain(content.elsewhere.iter().map(|one| one.asked_as.clone())).collect::<Vec<_>>()
    };
    assert_eq!(asked(&content), asked(&source));
    assert_eq!(content.services, source.services);
    let reference = edition.reference().expect("reference");
    assert_eq!(reference.elsewhere.len(), source.elsewhere.len());
    assert!(asked(&reference).concat().is_empty() && reference.services.iter().all(|one| one.asked_as.is_empty()));
    let article = edition.procedure("KA-01305").expect("read").expect("there");
    assert!(article.asked_as.is_empty());
    assert!(!serde_json::to_string(&content.procedures[0]).expect("JSON").contains("asked_as"));
}

#[test]
fn a_new_phrasing_makes_a_new_edition_and_changes_no_article() {
    let [one, other] = [&["tak pytają"], &["a tak inni"]].map(|phrasings| {
        let dir = asked_as(&[phrasings]);
        let (info, content) = check(dir.path()).expect("no flaws");
        let path = dir.path().join("edition.sqlite");
        build(&info, &content, &path).expect("it builds");
        Edition::open(&path).expect("opens")
    });
    assert_ne!(one.key(), other.key(), "the index is made anew");
    assert_eq!(one.fingerprints().expect("read"), other.fingerprints().expect("read"));
}

/// An edition that an earlier program wrote.
fn released(format: u32) -> Content {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let edition = Edition::open(&fixtures.join(format!("edition-{format}.sqlite"))).expect("opens");
    assert!(edition.reference().is_ok());
    edition.content().expect("content")
}

#[test]
fn an_edition_of_an_earlier_format_opens_without_what_it_lacks() {
    let third = released(3);
    let [procedure, service] = [&third.procedures[0].title, &third.services[0].name];
    assert_eq!([procedure, service], ["Wydanie dowodu osobistego", "Ubytek w jezdni"]);
    assert!(third.procedures[0].asked_as.is_empty() && third.elsewhere.is_empty());

    let fourth = released(4);
    assert!(fourth.procedures[0].asked_as.contains(&"kiedy kończy mi się dowód".to_owned()));
    assert_eq!(fourth.elsewhere.len(), 1);
    assert!(fourth.units.iter().all(|unit| unit.asked_as.is_empty()));
}

#[test]
fn a_missing_file_is_a_flaw_among_the_others() {
    let dir = tempfile::tempdir().expect("a folder");
    let flaws = check(dir.path()).expect_err("an empty folder");
    for file in ["edition.json", "procedures.jsonl", "units.json", "streets.json", "emergency.json"] {
        assert!(flaws.0.iter().any(|flaw| flaw.file == file), "{file} is named");
    }
}

/// As `tools/vectors` writes it: one word, of one dimension.
fn vectors() -> Vec<u8> {
    [b"CENV", &[1_u32, 1, 1, 7, 0].map(u32::to_le_bytes).concat()[..], b"kanapa\n", &[127]].concat()
}

/// A copy of the content with these vectors in it.
fn content_with(vectors: &[u8]) -> TempDir {
    let dir = copy();
    fs::write(dir.path().join("vectors.bin"), vectors).expect("written");
    dir
}

#[test]
fn an_edition_takes_vectors_along_and_has_another_key_then() {
    let dir = content_with(&vectors());
    let (info, source) = check(dir.path()).expect("no flaws");
    let [with, without] = ["with", "without"].map(|name| dir.path().join(name));
    build(&info, &source, &with).expect("it builds");
    build(&info, &Content { vectors: None, ..source.clone() }, &without).expect("it builds");
    let [with, without] = [with, without].map(|path| Edition::open(&path).expect("opens"));
    assert_ne!(with.key(), without.key());
    assert!(source.vectors.as_ref().is_some_and(|vectors| vectors.word("kanapa").is_some()));
    assert_eq!(with.content().expect("content").vectors, source.vectors);
    assert_eq!(without.content().expect("content").vectors, None);
}

#[test]
fn what_is_no_file_of_vectors_or_a_damaged_one_is_a_flaw_that_says_what_is_expected() {
    for (file, expected) in [
        (b"to nie wektory".to_vec(), "vectors.bin: is no file of vectors: expected one that tools/vectors wrote"),
        (vectors()[..20].to_vec(), "vectors.bin: is damaged: expected a whole file"),
    ] {
        let flaws = check(content_with(&file).path()).expect_err("a flaw").to_string();
        assert!(flaws.contains(expected), "{flaws}");
    }
}

#[test]
fn the_same_content_gives_the_same_bytes_and_comes_back_whole() {
    let dirs = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let [first, second] = [edition(&dirs[0]), edition(&dirs[1])];
    assert!(fs::read(&first).expect("bytes") == fs::read(&second).expect("bytes"), "two builds differ");
    let (info, source) = check(&content()).expect("no flaws");
    let edition = Edition::open(&first).expect("opens");
    assert_eq!(edition.info(), &info);
    let back = edition.content().expect("content");
    assert_eq!(
        (back.units, back.services, back.lexicon, back.streets),
        (source.units, source.services, source.lexicon, source.streets)
    );
    let ids = |content: &[centrala_domain::Procedure]| content.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&back.procedures), ids(&source.procedures), "in the same order");
    let procedure = edition.procedure("KA-01305").expect("read").expect("there");
    assert!(procedure.sections.time_and_place.is_some_and(|html| html.starts_with("<ul>")), "Markdown became HTML");
    assert_eq!(edition.procedure("KA-00000").expect("read"), None);
    let titles = edition.titles(&["KA-00000".into(), "KA-01246".into()]).expect("read");
    assert_eq!(titles, [("KA-01246".to_owned(), "Zameldowanie obywatela RP na pobyt czasowy".to_owned())]);
}

#[test]
fn foreign_newer_and_damaged_editions_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = edition(&dir);
    let good = fs::read(&path).expect("bytes");
    let with = |bytes: Vec<u8>| {
        fs::write(&path, bytes).expect("written");
        Edition::open(&path).map(|_| ()).expect_err("refused")
    };
    let patched = |at: usize, patch: &[u8]| {
        let mut bytes = good.clone();
        bytes[at..at + patch.len()].copy_from_slice(patch);
        bytes
    };
    assert!(matches!(with(patched(60, &99_u32.to_be_bytes())), PackError::NewerFormat { found: 99, known: 5 }));
    let flipped = with(patched(60, &268_435_461_u32.to_be_bytes()));
    assert!(matches!(flipped, PackError::Corrupt), "no program writes such a format: {flipped}");
    assert!(matches!(with(patched(68, &[9, 9, 9, 9])), PackError::NotAnEdition));
    assert!(matches!(with(b"to nie jest wydanie".repeat(99)), PackError::NotAnEdition));
    assert!(matches!(with(good[..good.len() / 2].to_vec()), PackError::Corrupt));
    assert!(matches!(with(Vec::new()), PackError::NotAnEdition));
    fs::remove_file(&path).expect("removed");
    assert!(matches!(Edition::open(&path).err().expect("refused"), PackError::Io(_)));
}

/// The good edition after `change`.
fn changed(dir: &TempDir, change: &str) -> PathBuf {
    let path = edition(dir);
    rusqlite::Connection::open(&path).expect("opens").execute_batch(change).expect("changed");
    path
}

#[test]
fn an_edition_that_is_taken_over_holds_what_its_key_says() {
    for change in [
        "UPDATE procedure SET body = replace(body, 'Zameldowanie', 'Wymeldowanie') WHERE id = 'KA-01305'",
        "UPDATE emergency_rule SET body = replace(body, '112', '113') WHERE ordinal = 0",
        "UPDATE vectors SET body = zeroblob(length(body))",
        "DELETE FROM street WHERE ordinal = 440",
        "UPDATE meta SET value = replace(value, '1-', '2-') WHERE name = 'key'",
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let path = changed(&dir, change);
        assert!(Edition::open(&path).is_ok(), "SQLite finds nothing wrong: {change}");
        assert!(matches!(Edition::take_over(&path).err(), Some(PackError::Corrupt)), "{change}");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let path = edition(&dir);
    let from = std::time::Instant::now();
    assert!(Edition::open(&path).is_ok());
    let opened = from.elapsed();
    assert!(Edition::take_over(&path).is_ok());
    println!("opened in {opened:?}, taken over in {:?}", from.elapsed() - opened);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for format in [3, 4] {
        let released = Edition::take_over(&fixtures.join(format!("edition-{format}.sqlite")));
        assert!(released.is_ok(), "the keys of format {format} were made alike");
    }
}

#[test]
fn an_edition_is_written_over_an_edition_and_over_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let (info, content) = check(&content()).expect("no flaws");
    let content = Content { vectors: None, ..content };
    let [letter, empty, folder, out] =
        ["list.odt", "pusty", "katalog", "edition.sqlite"].map(|name| dir.path().join(name));
    fs::write(&letter, "list do mieszkańca").expect("written");
    fs::write(&empty, "").expect("written");
    fs::create_dir(&folder).expect("made");
    rusqlite::Connection::open(dir.path().join("inna.sqlite"))
        .and_then(|other| other.execute_batch("CREATE TABLE x (y)"))
        .expect("another database");
    for foreign in [&letter, &empty, &folder, &dir.path().join("inna.sqlite")] {
        let refused = build(&info, &content, foreign).expect_err("refused");
        assert!(matches!(refused, PackError::NotAnEdition), "{}", foreign.display());
    }
    assert_eq!(fs::read_to_string(&letter).expect("read"), "list do mieszkańca");

    let beside = dir.path().join("edition.part");
    fs::write(&beside, "nie nasze").expect("written");
    build(&info, &content, &out).expect("it builds");
    build(&info, &content, &out).expect("over an earlier one");
    let whole = fs::read(&out).expect("bytes");
    fs::write(&out, &whole[..whole.len() / 2]).expect("cut");
    build(&info, &content, &out).expect("over a damaged one");
    assert!(Edition::take_over(&out).is_ok());
    assert_eq!(fs::read_to_string(&beside).expect("read"), "nie nasze");
}

#[test]
fn an_edition_with_a_view_or_a_trigger_in_it_is_refused_unread() {
    for planted in [
        "CREATE VIEW evil AS SELECT * FROM unit",
        "CREATE TRIGGER evil AFTER INSERT ON unit BEGIN SELECT 1; END",
        "CREATE TABLE extra (x)",
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let path = edition(&dir);
        rusqlite::Connection::open(&path).expect("opens").execute_batch(planted).expect("planted");
        assert!(matches!(Edition::open(&path).err(), Some(PackError::Corrupt)), "{planted}");
    }
}
