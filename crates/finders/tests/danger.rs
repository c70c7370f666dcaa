//! Dangers and near-misses as callers say them: the rules of our content against judged sentences, and each mechanism.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use centrala_domain::{Certainty, Content, DangerSign, EmergencyRule};
use centrala_finders::DangerWatch;
use centrala_polish::tokens::words;
use centrala_polish::words::Word;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    q: String,
    danger: bool,
    number: Option<String>,
    #[serde(default)]
    also: Vec<String>,
}

/// Any line of a set that is judged for something else.
#[derive(Deserialize)]
struct Asked {
    q: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn content() -> Content {
    let (_, content) = centrala_pack::check(&repository().join("assets/content")).expect("our content has no flaws");
    content
}

fn lines<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let path = repository().join("tests/relevance").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a case a line")).collect()
}

fn share(part: usize, of: usize) -> f64 {
    f64::from(u32::try_from(part).expect("few")) / f64::from(u32::try_from(of).expect("few"))
}

fn holds_the_bar(name: &str) {
    let content = content();
    let watch = DangerWatch::new(&content.emergency_rules);
    let cases: Vec<Case> = lines(name);
    let number = |text: &str| {
        let danger = watch.check(text).into_iter().next()?;
        content.emergency_rules.iter().find(|rule| rule.id == danger.rule_id).map(|rule| rule.number.clone())
    };
    let (dangers, others): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.danger);
    let missed: Vec<&str> =
        dangers.iter().filter(|case| number(&case.q).is_none()).map(|case| case.q.as_str()).collect();
    let misled: Vec<&str> = dangers
        .iter()
        .filter(|case| {
            number(&case.q).is_some_and(|got| case.number.as_ref() != Some(&got) && !case.also.contains(&got))
        })
        .map(|case| case.q.as_str())
        .collect();
    let alarms: Vec<&str> =
        others.iter().filter(|case| number(&case.q).is_some()).map(|case| case.q.as_str()).collect();
    assert!(share(missed.len(), dangers.len()) <= 0.05, "{name} missed: {missed:#?}");
    assert!(share(misled.len(), dangers.len()) <= 0.05, "{name} wrong number: {misled:#?}");
    assert!(share(alarms.len(), others.len()) <= 0.02, "{name} false alarms: {alarms:#?}");
}

#[test]
fn dangers_are_caught_and_near_misses_left_alone() {
    for name in ["danger.jsonl", "danger-own.jsonl", "danger-third.jsonl", "danger-fourth.jsonl", "danger-fifth.jsonl"]
    {
        holds_the_bar(name);
    }
}

#[test]
fn questions_for_procedures_set_nothing_off() {
    let content = content();
    let watch = DangerWatch::new(&content.emergency_rules);
    for name in ["dev.jsonl", "own.jsonl", "third.jsonl", "told.jsonl", "first-words.jsonl"] {
        let asked: Vec<Asked> = lines(name);
        let alarms: Vec<&str> =
            asked.iter().filter(|asked| !watch.check(&asked.q).is_empty()).map(|asked| asked.q.as_str()).collect();
        assert!(share(alarms.len(), asked.len()) <= 0.02, "{name}: {alarms:#?}");
    }
}

/// "miał" is a form of "mieć": where the sign itself needs "mieć", it would disarm "ma zawał". "=miał" is meant as written.
#[test]
fn no_harmless_word_is_a_form_of_what_its_own_sign_needs() {
    let analysed = |text: &String| words(text).iter().map(Word::written).collect::<Vec<_>>();
    let holds = |needed: &[Word], harmless: &[Word]| {
        let mut parts = needed.windows(harmless.len().max(1));
        parts.any(|part| part.iter().zip(harmless).all(|(needed, harmless)| needed.is_same(harmless)))
    };
    let mut flaws = Vec::new();
    for rule in content().emergency_rules {
        for sign in &rule.signs {
            let needed: Vec<Vec<Word>> = sign.all_of.iter().flatten().map(analysed).collect();
            for harmless in rule.unless.iter().chain(&sign.unless).filter(|word| !word.starts_with('=')) {
                if needed.iter().any(|needed| holds(needed, &analysed(harmless))) {
                    flaws.push(format!("{}: \"{harmless}\"", rule.id));
                }
            }
        }
    }
    assert!(flaws.is_empty(), "words in unless that their own sign needs: {flaws:#?}");
}

fn rule(certainty: Certainty, phrases: &[&str], all_of: &[&[&str]], unless: &[&str]) -> EmergencyRule {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let sign = DangerSign { all_of: all_of.iter().map(|words| owned(words)).collect(), unless: Vec::new() };
    EmergencyRule {
        id: format!("{certainty:?}").to_lowercase(),
        phrases: owned(phrases),
        signs: if all_of.is_empty() { Vec::new() } else { vec![sign] },
        unless: owned(unless),
        number: "112".to_owned(),
        say: "Proszę zadzwonić pod 112.".to_owned(),
        basis: "general".to_owned(),
        certainty,
        also: Vec::new(),
    }
}

fn set_off(rules: &[EmergencyRule], text: &str) -> Vec<String> {
    DangerWatch::new(rules).check(text).into_iter().map(|danger| danger.words).collect()
}

#[test]
fn families_stand_in_any_order_and_form_and_near_each_other() {
    let wire = [rule(Certainty::Strong, &[], &[&["wisieć", "zwisać"], &["kabel", "przewód"]], &["telewizja"])];
    assert_eq!(set_off(&wire, "nad ulicą zwisają jakieś przewody"), ["zwisają przewody"]);
    assert_eq!(set_off(&wire, "Kabel na słupie wisi"), ["Kabel wisi"]);
    assert_eq!(set_off(&wire, "przewud wisi"), ["przewud wisi"], "a slip");
    for harmless in [
        "kabel",
        "kabel od telewizji wisi",
        "kabel nie wisi",
        "kabel leży zwinięty obok starej szafy, a obraz wisi",
        "kabel. Wisi ogłoszenie o czymś całkiem innym, zupełnie, telewizja",
        "kabel\n\nwisi kartka",
    ] {
        assert!(set_off(&wire, harmless).is_empty(), "{harmless}");
    }
}

#[test]
fn what_is_denied_is_no_danger() {
    let fire = [rule(Certainty::Strong, &["pali się", "się pali", "pożar", "nie oddycha"], &[], &["latarnia"])];
    for harmless in
        ["nie pali się", "nic się nie pali", "nie ma pożaru", "nie ma już pożaru", "pożaru nie ma", "bez pożaru"]
    {
        assert!(set_off(&fire, harmless).is_empty(), "{harmless}");
    }
    assert!(set_off(&fire, "pali się co druga latarnia").is_empty());
    for danger in [
        "pali się dach",
        "pożar, nie ma jak uciec",
        "nie, to pożar",
        "nie wiem co robić pali się",
        "ojciec nie oddycha",
    ] {
        assert_eq!(set_off(&fire, danger).len(), 1, "{danger}");
    }
    assert!(
        set_off(&fire, "nie da się oddychać od smrodu").is_empty(),
        "\"nie\" belongs to what stands right behind it"
    );
}

#[test]
fn a_harmless_word_disarms_what_it_is_said_of() {
    let signs: &[&[&str]] = &[&["nóż", "gaz", "zasłona pali się", "pali się", "leżeć"]];
    let rules = [rule(Certainty::Strong, &[], signs, &["sklep", "rachunek", "świeca", "w kominku", "pies", "=kupił"])];
    for danger in [
        "nóż w sklepie",
        "nóż przy małym sklepie",
        "gaz, dostałem już od nich wysoki rachunek",
        "pali się od świecy",
        "gaz dzwonię ze sklepu",
        "leży z psem",
        "nóż kupić",
    ] {
        assert_eq!(set_off(&rules, danger).len(), 1, "{danger}");
    }
    for harmless in [
        "sklep sprzedaje noże",
        "gaz, chcę rachunek za zeszły okres rozliczeniowy",
        "gaz, rachunek",
        "świeca pali się",
        "pali się w kominku",
        "leży pies",
        "kupił nóż",
    ] {
        assert!(set_off(&rules, harmless).is_empty(), "{harmless}");
    }
}

#[test]
fn a_word_of_the_sign_disarms_it_only_as_it_is_written() {
    let had = |harmless| [rule(Certainty::Strong, &[], &[&["zawał"], &["mieć"]], &[harmless])];
    assert_eq!(set_off(&had("miał"), "ojciec ma zawał").len(), 1);
    assert_eq!(set_off(&had("=miał"), "ojciec ma zawał").len(), 1);
    assert!(set_off(&had("=miał"), "ojciec miał zawał").is_empty());
}

#[test]
fn what_cannot_be_seen_hides_nothing() {
    let gas = [rule(Certainty::Strong, &[], &[&["gaz"], &["czuć"]], &[])];
    for text in ["czu\u{200b}ć ga\u{200b}z", "czuć g\u{ad}az", "czuć\ngaz", "czuć\r\n\u{a0}gaz", "ｃｚｕć ｇａｚ"]
    {
        assert_eq!(set_off(&gas, text), ["czuć gaz"], "{text:?}");
    }
}

#[test]
fn the_phrases_of_older_editions_are_heard_and_the_surest_rule_is_first() {
    let rules =
        [rule(Certainty::Possible, &["pękła rura"], &[], &[]), rule(Certainty::Strong, &["czuć gaz"], &[], &[])];
    let found = DangerWatch::new(&rules).check("pękła nam rura i czuć bardzo mocno gaz");
    assert_eq!(found.iter().map(|danger| danger.rule_id.as_str()).collect::<Vec<_>>(), ["strong", "possible"]);
}

#[test]
fn a_word_is_read_as_it_is_mostly_meant() {
    let lost = [rule(Certainty::Strong, &["mama", "ojciec"], &[], &[])];
    assert!(set_off(&lost, "mam pytanie o dowód").is_empty());
    assert_eq!(set_off(&lost, "mamie"), ["mamie"]);
}

#[test]
fn a_long_text_is_looked_at_from_both_ends_at_once() {
    let content = content();
    let watch = DangerWatch::new(&content.emergency_rules);
    for much in [
        "pali się ",
        "dziecko samo w aucie upał ",
        "nie ",
        "zzzqxw wrrtyu ",
        "ż",
        "proszę o informację w sprawie pisma ",
    ] {
        let filling = much.repeat(10_000 / much.len());
        for text in [format!("{filling}. Czuć gaz"), format!("Czuć gaz. {filling}")] {
            let begun = Instant::now();
            let found = watch.check(&text);
            println!("{much:30} {} characters: {:?}", text.chars().count(), begun.elapsed());
            assert!(begun.elapsed() < Duration::from_secs(2), "{much}");
            assert!(found.iter().any(|danger| danger.rule_id == "gaz"), "{much}");
        }
    }
    assert!(watch.check("").is_empty() && watch.check("\u{200b} ,.").is_empty());
}
