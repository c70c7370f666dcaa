//! Content of a few records, spoiled in every way: what is refused, what is warned of, and in which words.

use std::fs;
use std::path::Path;

use centrala_pack::{check, warnings};
use tempfile::TempDir;

const FILES: [(&str, &str); 10] = [
    ("edition.json", r#"{"number": 1, "date": "2026-11-23", "name": "Próba", "sample": true}"#),
    (
        "procedures.jsonl",
        r#"{"id": "KA-00001", "version": "1", "title": "Dowód", "unit": "uml", "categories": ["dowody"], "summary": "Wniosek.", "facts": {"fee": "none"}, "sections": {"how": "Tak."}, "related": ["KA-00002"], "keywords": [], "asked_as": ["jak wyrobić dowód"], "as_of": "2026-11", "source_url": "https://uml.lodz.pl/1", "inferred": ["fee"]}
{"id": "KA-00002", "version": "1", "title": "Paszport", "unit": "wks", "categories": ["dowody"], "summary": "Nie tu.", "related": [], "keywords": [], "as_of": "2026-11", "source_url": "https://uml.lodz.pl/2", "inferred": []}
"#,
    ),
    (
        "units.json",
        r#"[
{"id": "uml", "name": "Urząd Miasta", "short": "UMŁ", "parent": null, "kind": "office", "phone": "42 638 44 44", "web": "https://uml.lodz.pl"},
{"id": "wks", "name": "Wydział Świadczeń", "short": "WKs", "former": ["WKs stary"], "parent": "uml", "kind": "department"}
]"#,
    ),
    ("categories.json", r#"[{"id": "sprawy", "label": "Sprawy", "children": [{"id": "dowody", "label": "Dowody"}]}]"#),
    (
        "services.json",
        r#"{"groups": [{"id": "drogi", "name": "Drogi"}], "services": [
{"code": "drogi.dziura", "group": "drogi", "name": "Dziura", "unit": "uml", "promise": null, "questions": [], "location": "required", "reporter_required": false, "emergency": {"when": "zawsze", "number": "112"}, "not_here": null, "keywords": [], "basis": "sourced", "source_url": null}
]}"#,
    ),
    (
        "elsewhere.jsonl",
        r#"{"id": "spoza.zus", "title": "Emerytura", "who": "ZUS", "phone": "22 560 16 00", "address": null, "url": "zus.pl", "say": "To ZUS.", "source": "zus.pl"}"#,
    ),
    ("modules.json", r#"[{"key": "pieszy", "title": "pieszy", "text": "Zagraża.", "groups": ["drogi"]}]"#),
    ("lexicon.json", r#"[{"say": "kanapa", "means": ["odpady wielkogabarytowe"], "both_ways": false}]"#),
    (
        "streets.json",
        r#"{"osiedla": [{"name": "Bałuty", "district": "Bałuty"}], "streets": [{"type": "ul.", "name": "Polna"}]}"#,
    ),
    (
        "emergency.json",
        r#"{"numbers": [{"number": "112", "name": "Alarm"}], "rules": [{"id": "pozar", "phrases": ["pali się"], "number": "112", "say": "Dzwoń.", "basis": "x", "certainty": "strong"}]}"#,
    ),
];

fn whole() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (file, text) in FILES {
        fs::write(dir.path().join(file), text).expect("written");
    }
    dir
}

/// The content in which `old` (it must be there) stands as `new`, once.
fn with(file: &str, old: &str, new: &str) -> TempDir {
    let dir = whole();
    let path = dir.path().join(file);
    let text = fs::read_to_string(&path).expect("read");
    assert!(text.contains(old), "{file} has {old}");
    fs::write(path, text.replacen(old, new, 1)).expect("written");
    dir
}

/// A line each, as they are printed, and the sum.
fn told(dir: &Path) -> Vec<String> {
    check(dir).err().map(|flaws| flaws.to_string().lines().map(str::to_owned).collect()).unwrap_or_default()
}

fn warned(dir: &Path) -> Vec<String> {
    warnings(dir).iter().map(ToString::to_string).filter(|warning| !warning.contains("has ")).collect()
}

/// Each is one flaw: file, what stands there, what is put in its place, how it is told.
fn refused(cases: &[(&str, &str, &str, &str)]) {
    for (file, old, new, expected) in cases {
        let told = told(with(file, old, new).path());
        assert_eq!(told.len(), 2, "{new}: {told:#?}");
        assert!(told[0].contains(expected), "{new} is told as\n{}\nexpected {expected}", told[0]);
        assert_eq!(told[1], "1 flaw: nothing was built");
    }
}

/// None of them is a flaw.
fn accepted(cases: &[(&str, &str, &str)]) {
    for (file, old, new) in cases {
        let told = told(with(file, old, new).path());
        assert!(told.is_empty(), "{new}: {told:#?}");
    }
}

#[test]
fn the_small_content_has_no_flaws() {
    assert_eq!(told(whole().path()), Vec::<String>::new());
    assert_eq!(warned(whole().path()), Vec::<String>::new());
}

#[test]
fn an_id_is_one_entrys_own_in_any_letters_and_among_all_kinds() {
    refused(&[
        (
            "procedures.jsonl",
            r#"{"id": "KA-00002""#,
            r#"{"id": "ka-00002", "version": "1", "title": "T", "unit": "uml", "categories": [], "summary": "S.", "related": [], "keywords": [], "as_of": "2026-11", "source_url": "https://a.pl", "inferred": []}
{"id": "KA-00002""#,
            r#"procedures.jsonl:3: id: "KA-00002" differs in capital letters only from "ka-00002" on line 2: expected"#,
        ),
        (
            "services.json",
            r#""code": "drogi.dziura""#,
            r#""code": "UML""#,
            r#"units.json:2: id: "uml" differs in capital letters only from "UML" in services.json on line 2"#,
        ),
        (
            "services.json",
            r#""code": "drogi.dziura""#,
            r#""code": "wks""#,
            r#"units.json:3: id: "wks" stands already in services.json on line 2"#,
        ),
        ("services.json", r#""code": "drogi.dziura""#, r#""code": " ""#, "services.json:2: code: is empty"),
        (
            "categories.json",
            r#"{"id": "dowody", "label": "Dowody"}"#,
            r#"{"id": "dowody", "label": "Dowody"}, {"id": "Dowody", "label": "Dowody"}"#,
            r#"categories.json:1: id: "Dowody" differs in capital letters only from "dowody""#,
        ),
    ]);
}

#[test]
fn a_telephone_can_be_dialled() {
    let expected = r#"expected digits, spaces, +, -, brackets, and short words such as "wew.""#;
    for bad in ["zadzwoń do sekretariatu", "42 638 44 44;drop", "<b>112</b>", "42/638 44 44"] {
        refused(&[
            ("units.json", "42 638 44 44", bad, &format!("units.json:2: phone: {expected}, found")),
            ("elsewhere.jsonl", "22 560 16 00", bad, &format!("elsewhere.jsonl:1: phone: {expected}, found")),
            (
                "services.json",
                r#""number": "112""#,
                &format!(r#""number": "{bad}""#),
                "services.json:2: emergency.number",
            ),
        ]);
    }
    refused(&[("elsewhere.jsonl", "22 560 16 00", " ", "elsewhere.jsonl:1: phone: is empty")]);
    accepted(&[
        ("units.json", "42 638 44 44", "+48 (42) 638-44-44 wew. 12"),
        ("elsewhere.jsonl", "22 560 16 00", "19 239"),
    ]);
}

#[test]
fn an_address_of_the_web_opens_a_page_and_runs_nothing() {
    let expected = "expected an http(s) address or a bare domain, found";
    for bad in ["javascript:alert(1)", "data:text/html,x", "ftp://zus.pl", "//zus.pl", "zus", "zus.pl i gov.pl"] {
        refused(&[
            ("elsewhere.jsonl", r#""url": "zus.pl""#, &format!(r#""url": "{bad}""#), &format!("1: url: {expected}")),
            ("units.json", "https://uml.lodz.pl", bad, &format!("units.json:2: web: {expected}")),
        ]);
    }
    refused(&[
        (
            "procedures.jsonl",
            "https://uml.lodz.pl/1",
            "https://",
            "procedures.jsonl:1: source_url: expected an http(s)",
        ),
        ("services.json", r#""source_url": null"#, r#""source_url": "javascript:x""#, "services.json:2: source_url"),
    ]);
    accepted(&[
        ("elsewhere.jsonl", r#""url": "zus.pl""#, r#""url": "https://www.zus.pl/x?y=1""#),
        ("elsewhere.jsonl", r#""url": "zus.pl""#, r#""url": "gov.pl/web/rpp""#),
    ]);
}

#[test]
fn a_phrasing_is_one_short_line() {
    let (file, old) = ("procedures.jsonl", "jak wyrobić dowód");
    let [longest, longer] = ["a".repeat(200), "a".repeat(201)];
    refused(&[
        (file, old, &longer, "procedures.jsonl:1: asked_as[0]: expected at most 200 characters, found 201"),
        (file, old, r"jak\nwyrobić", "procedures.jsonl:1: asked_as[0]: holds a line break or tab"),
        (file, old, r"jak\twyrobić", "procedures.jsonl:1: asked_as[0]: holds a line break or tab"),
        (file, old, r"jak\u0000wyrobić", "procedures.jsonl:1: asked_as[0]: holds the character U+0000"),
    ]);
    accepted(&[(file, old, &longest)]);
}

#[test]
fn no_text_of_any_record_holds_what_nobody_sees() {
    for (escape, named) in
        [(r"\u0000", "U+0000"), (r"\u001b[2J", "U+001B"), (r"\u202e", "U+202E"), (r"\u009b", "U+009B")]
    {
        for (file, old, field) in [
            ("edition.json", "Próba", "1: name"),
            ("procedures.jsonl", "Dowód", "1: title"),
            ("procedures.jsonl", "Wniosek.", "1: summary"),
            ("procedures.jsonl", "Tak.", "1: sections.how"),
            ("units.json", "Urząd Miasta", "2: name"),
            ("categories.json", "Dowody", "1: children[0].label"),
            ("services.json", "Drogi", "1: name"),
            ("elsewhere.jsonl", "To ZUS.", "1: say"),
            ("modules.json", "Zagraża.", "1: text"),
            ("lexicon.json", "odpady", "1: means[0]"),
            ("streets.json", "Polna", "1: name"),
            ("emergency.json", "Dzwoń.", "1: say"),
        ] {
            let expected = format!("{file}:{field}: holds the character {named}, which nobody sees");
            refused(&[(file, old, &format!("{old}{escape}"), &expected)]);
        }
    }
    refused(&[("procedures.jsonl", "Dowód", "Do\u{2066}wód", "1: title: holds the character U+2066")]);
    accepted(&[("procedures.jsonl", "Tak.", r"- raz\n- dwa\r\n\ttrzy")]);
}

#[test]
fn what_is_quoted_steers_no_terminal() {
    let told = told(with("units.json", r#""phone": "42"#, r#""phone": "\u001b[31m\u202e42"#).path()).join("\n");
    assert!(told.contains(r"\u{1b}[31m\u{202e}42") && !told.contains(['\u{1b}', '\u{202e}']), "{told}");
}

#[test]
fn records_say_something_of_others() {
    refused(&[
        ("edition.json", r#""number": 1"#, r#""number": 0"#, "edition.json:1: number: expected 1 or more"),
        (
            "procedures.jsonl",
            r#""inferred": ["fee"]"#,
            r#""inferred": ["fee", "oplata"]"#,
            r#"procedures.jsonl:1: inferred[1]: there is no field "oplata""#,
        ),
        (
            "procedures.jsonl",
            r#""related": ["KA-00002"]"#,
            r#""related": ["KA-00001"]"#,
            r#"procedures.jsonl:1: related: "KA-00001" is this procedure itself"#,
        ),
        (
            "lexicon.json",
            "odpady wielkogabarytowe",
            "Kanapa",
            r#"lexicon.json:1: means[0]: "Kanapa" is what is said: expected another word"#,
        ),
        (
            "lexicon.json",
            r#"["odpady wielkogabarytowe"]"#,
            r#"["mebel", "kanapa"]"#,
            r#"lexicon.json:1: means[1]: "kanapa" is what is said"#,
        ),
    ]);
    // The longest entry counts: this one keeps its part from meaning something else.
    accepted(&[(
        "lexicon.json",
        "[{",
        r#"[{"say": "stara kanapa", "means": ["Stara Kanapa"], "both_ways": false}, {"#,
    )]);
}

#[test]
fn every_field_that_can_be_written_can_be_inferred() {
    for field in ["facts", "sections", "proxy_allowed", "time_and_place", "legal_basis", "as_of", "categories"] {
        accepted(&[("procedures.jsonl", r#"["fee"]"#, &format!(r#"["{field}"]"#))]);
    }
}

#[test]
fn a_file_without_records_is_one_flaw() {
    for (file, kind) in [("procedures.jsonl", "procedure"), ("units.json", "unit"), ("categories.json", "category")] {
        let dir = whole();
        fs::write(dir.path().join(file), if file.ends_with('l') { "\n" } else { "[]" }).expect("written");
        let expected = [format!("{file}: holds no {kind}: expected one or more"), "1 flaw: nothing was built".into()];
        assert_eq!(told(dir.path()), expected);
    }
}

#[test]
fn what_is_worth_a_look_is_a_warning() {
    for (file, old, new, expected) in [
        ("units.json", "UMŁ", "wkś", r#"units.json:3: short: "WKs" reads as "wkś" of "uml""#),
        (
            "units.json",
            "WKs stary",
            "Urzad  miasta",
            r#"units.json:3: former[0]: "Urzad  miasta" reads as "Urząd Miasta""#,
        ),
        ("units.json", "Wydział Świadczeń", "UMŁ", r#"units.json:3: name: "UMŁ" reads as "UMŁ" of "uml""#),
        (
            "lexicon.json",
            r#"["odpady wielkogabarytowe"]"#,
            r#"["mebel", "Mebel"]"#,
            r#"lexicon.json:1: means[1]: "Mebel" stands there already"#,
        ),
        ("lexicon.json", "odpady wielkogabarytowe", "odpady odpady", r#"means[0]: "odpady" stands twice in"#),
        ("elsewhere.jsonl", FILES[5].1, "", "elsewhere.jsonl: holds no matter of others"),
    ] {
        let dir = with(file, old, new);
        assert_eq!(told(dir.path()), Vec::<String>::new(), "{new} stops no edition");
        let warned = warned(dir.path());
        assert!(warned.len() == 1 && warned[0].starts_with(expected) || warned[0].contains(expected), "{warned:#?}");
    }
    let same = with("units.json", "WKs stary", "wks");
    assert_eq!(warned(same.path()), Vec::<String>::new(), "one unit may have a name twice");
}

#[test]
fn the_cause_is_told_and_not_what_follows_from_it() {
    for (file, _) in FILES {
        let dir = whole();
        fs::remove_file(dir.path().join(file)).expect("removed");
        assert_eq!(told(dir.path()), [format!("{file}: is missing"), "1 flaw: nothing was built".into()]);

        fs::write(dir.path().join(file), [b'"', 0xB3, b'"']).expect("written");
        assert_eq!(told(dir.path())[0], format!("{file}: is no UTF-8 text: expected a file saved as UTF-8"));
        assert_eq!(told(dir.path()).len(), 2);

        fs::write(dir.path().join(file), "{\"groups\": [").expect("written");
        let told = told(dir.path());
        assert!(told.len() == 2 && told[0].starts_with(&format!("{file}:1: ")), "{told:#?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_comes_before_the_flaws_of_others() {
    let dir = with("edition.json", r#""number": 1"#, r#""number": 0"#);
    fs::write(dir.path().join("units.json"), "[{]").expect("written");
    let told = told(dir.path());
    assert!(told[0].starts_with("units.json:1: is no whole JSON") && told[1].starts_with("edition.json"), "{told:#?}");
}

#[test]
fn a_record_with_a_flaw_is_there_for_others() {
    refused(&[
        ("units.json", r#""name": "Urząd Miasta""#, r#""nazwa": "Urząd Miasta""#, "units.json:2: nazwa: unknown field"),
        (
            "procedures.jsonl",
            r#"{"id": "KA-00002", "version""#,
            r#"{"id": "KA-00002", "wersja""#,
            "procedures.jsonl:2: wersja",
        ),
        ("categories.json", r#""label": "Sprawy""#, r#""nazwa": "Sprawy""#, "categories.json:1: nazwa: unknown field"),
        ("services.json", r#""name": "Drogi""#, r#""nazwa": "Drogi""#, "services.json:1: nazwa: unknown field"),
        ("emergency.json", r#""name": "Alarm""#, r#""nazwa": "Alarm""#, "emergency.json:1: nazwa: unknown field"),
        // Not even its id is known: it may be the one that is referred to.
        ("procedures.jsonl", r#"{"id": "KA-00002", "#, r#"{"id": "KA-00002, "#, "procedures.jsonl:2"),
    ]);
}

#[test]
fn a_folder_that_is_not_there_is_one_line() {
    let dir = whole();
    let told_of = |name: &str| told(&dir.path().join(name));
    let shown = |name: &str| dir.path().join(name).display().to_string();
    assert_eq!(told_of("nie-ma")[0], format!("{}: there is no such folder", shown("nie-ma")));
    assert_eq!(told_of("units.json")[0], format!("{}: is no folder", shown("units.json")));
    assert_eq!((told_of("nie-ma").len(), told_of("units.json").len()), (2, 2));
}

#[test]
fn files_of_editors_on_windows_are_read() {
    let dir = whole();
    for (file, text) in FILES {
        fs::write(dir.path().join(file), format!("\u{feff}{}", text.replace('\n', "\r\n"))).expect("written");
    }
    assert_eq!(told(dir.path()), Vec::<String>::new());
    let path = dir.path().join("units.json");
    let text = fs::read_to_string(&path).expect("read").replace("\"WKs\"", "7");
    fs::write(&path, text).expect("written");
    assert_eq!(told(dir.path())[0], "units.json:3: short: expected a text, found the number 7");
}

#[test]
fn flaws_are_told_in_plain_english() {
    let procedure = FILES[1].1.lines().next().expect("a line");
    let cases = [
        ("procedures.jsonl", r#"{"fee": "none"}"#, "7", "1: facts: expected an object, found the number 7"),
        ("procedures.jsonl", r#"{"fee": "none"}"#, r#"{"fee": 7}"#, "1: facts.fee: "),
        (
            "procedures.jsonl",
            r#"{"fee": "none"}"#,
            r#"{"online": "tak"}"#,
            r#"facts.online: expected true or false, found the text "tak""#,
        ),
        (
            "procedures.jsonl",
            r#""categories": ["dowody"]"#,
            r#""categories": "dowody""#,
            "categories: expected an array, found the text",
        ),
        ("procedures.jsonl", procedure, "[]", "procedures.jsonl:1: expected an object: fields in braces"),
        (
            "procedures.jsonl",
            procedure,
            r#"{"id": "KA-00001", "title": "Dow"#,
            "procedures.jsonl:1: title: ends within a text",
        ),
        (
            "procedures.jsonl",
            procedure,
            &format!("{procedure} x"),
            "procedures.jsonl:1: expected nothing more behind the end",
        ),
        ("edition.json", "2026-11-23", "2026-13-45", r#"edition.json:1: date: expected a day such as "2026-11-23""#),
        ("edition.json", "2026-11-23", "wczoraj", r#"edition.json:1: date: expected a day such as "2026-11-23""#),
        (
            "edition.json",
            r#""number": 1"#,
            r#""number": -1"#,
            "number: expected a whole number from 0 to 4294967295, found the number -1",
        ),
        (
            "edition.json",
            r#""number": 1"#,
            r#""number": 1.5"#,
            "number: expected a whole number from 0 to 4294967295, found the number 1.5",
        ),
        ("units.json", "[\n", "{\n", "units.json"),
        (
            "services.json",
            r#""promise": null"#,
            r#""promise": []"#,
            "services.json:2: promise: expected an object, found an array",
        ),
    ];
    for (file, old, new, expected) in cases {
        let told = told(with(file, old, new).path()).join("\n");
        assert!(told.contains(expected), "{new}: {told}\nexpected {expected}");
        for foreign in ["struct", "enum ", "f64", "u32", "os error", "?:", "EOF", "invalid", "out of range", "1 flaws"]
        {
            assert!(!told.contains(foreign), "{foreign} in {told}");
        }
    }
}
