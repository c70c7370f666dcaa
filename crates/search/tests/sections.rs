//! Answers by section over the real content: where a hit opens, and the line under its title.

mod content;

use std::fs;

use centrala_search::{Hit, Query, Section};
use content::{CONTENT, INDEX, open, root};
use serde::Deserialize;

/// What the judged questions reached, less a hair.
const SECTION_FLOOR: f64 = 0.96;
const LINE_FLOOR: f64 = 0.96;

/// A question, the article that answers it, where it should open, and what its line must hold.
#[derive(Deserialize)]
struct Judged {
    q: String,
    id: String,
    section: Section,
    has: String,
}

fn hits(text: &str) -> Vec<Hit> {
    INDEX.search(&Query { text: text.into(), limit: 50, ..Query::default() }).expect("an answer").hits
}

fn answer(text: &str, id: &str) -> (Section, String) {
    let hit = hits(text).into_iter().find(|hit| hit.id == id);
    hit.map(|hit| (hit.section, hit.answer)).unwrap_or_else(|| panic!("{text}: {id} is not found"))
}

#[test]
fn a_question_is_answered_in_the_list_by_the_line_that_says_it() {
    for (text, id, section, has) in [
        ("ile kosztuje dowód", "KA-01147", Section::Fees, "bez opłaty"),
        ("ile kosztuje dowod os", "KA-01147", Section::Fees, "bez opłaty"),
        ("opłaty za kartę parkingową", "MZON-KARTA", Section::Fees, "21 zł"),
        ("parking dla mieszkańca cena", "ZDIT-SPP", Section::Fees, "120 zł"),
        ("zgłoszenie zgonu za darmo", "KA-01113", Section::Fees, "Bez opłaty"),
        ("gdzie jest schronisko psy adopcja", "BIP-1039", Section::TimeAndPlace, "ul. Marmurowa 4"),
        ("centrum świadczeń becikowe gdzie", "CSS-BECIK", Section::TimeAndPlace, "Drewnowska 5"),
        ("pieczę zastępczą mops godziny", "MOPS-PIECZA", Section::TimeAndPlace, "pn 8–16, wt 9–17, śr–pt 8–16"),
        ("zameldowanie jak długo", "KA-01305", Section::TimeAndPlace, "Od ręki"),
        ("stypendium szkolne do kiedy", "KA-01725", Section::TimeAndPlace, "15 września"),
        ("żłobek jakie dokumenty", "KA-01672", Section::Documents, "Dowód osobisty do wglądu, Odpis aktu"),
        ("odwołanie schronisko prowadzenie zezwolenie", "BIP-1089", Section::Appeal, "14 dni"),
        ("petycja podstawa prawna", "UML-PETYCJA", Section::LegalBasis, "o petycjach"),
        ("zaświadczenie z rejestru mieszkańców online", "KA-01165", Section::Steps, "Tak: Złóż wniosek"),
        ("prawo jazdy dane przez internet", "KA-01252", Section::How, "Skrzynce Podawczej"),
        ("drzewo wycięcie krok po kroku", "BIP-0586", Section::Steps, "Sprawdź, czy wystarczy zgłoszenie → "),
        ("zgon pełnomocnik", "KA-01113", Section::How, "upoważnić"),
    ] {
        let (opened, line) = answer(text, id);
        assert_eq!(opened, section, "{text}: {line}");
        assert!(line.contains(has), "{text}: {line}");
    }
}

/// Every article of the content, asked for everything that it has a section for.
#[test]
fn whatever_an_article_has_a_section_for_it_answers_from_there() {
    let mut wrong = Vec::new();
    for procedure in &CONTENT.procedures {
        let sections = &procedure.sections;
        let title = procedure.title.split_whitespace().take(9).collect::<Vec<_>>().join(" ");
        for (has, text, section) in [
            (!sections.fees.is_empty(), format!("ile kosztuje {title}"), Section::Fees),
            (!sections.documents.is_empty(), format!("{title} jakie dokumenty"), Section::Documents),
            (!sections.legal_basis.is_empty(), format!("podstawa prawna {title}"), Section::LegalBasis),
            (sections.appeal.is_some(), format!("{title} odwołanie"), Section::Appeal),
            (!procedure.steps.is_empty(), format!("{title} krok po kroku"), Section::Steps),
        ] {
            if has && answer(&text, &procedure.id).0 != section {
                wrong.push(text);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn words_of_a_section_find_it_without_a_question() {
    for (text, id, section, has) in [
        ("dowód zdjęcie wymiary", "KA-01147", Section::Documents, "35 x 45 mm"),
        ("limit opon", "ZGO-PSZOK", Section::How, "opony 4 sztuki"),
        ("orzeczenie psychologiczne pkk", "LB-0161", Section::Documents, "psychologiczne"),
        ("abonament mieszkańca strefa oryginały", "ZDIT-SPP", Section::How, "Oryginały"),
    ] {
        let (opened, line) = answer(text, id);
        assert_eq!(opened, section, "{text}: {line}");
        assert!(line.contains(has), "{text}: {line}");
    }
}

#[test]
fn a_matter_called_by_its_title_opens_at_its_summary() {
    for (text, id) in [
        ("wydanie dowodu osobistego osobie pełnoletniej", "KA-01147"),
        ("zgłoszenie zgonu", "KA-01113"),
        ("karta parkingowa", "MZON-KARTA"),
        ("udzielanie licencji taksówka", "KA-01760"),
        ("", "KA-01147"),
    ] {
        let listed =
            Query { text: text.into(), units: vec!["uml".into(), "mzon".into()], limit: 500, ..Query::default() };
        let hits = INDEX.search(&listed).expect("an answer").hits;
        let hit = hits.iter().find(|hit| hit.id == id).unwrap_or_else(|| panic!("{text}: {id} is not found"));
        assert_eq!(hit.section, Section::Summary, "{text}: {}", hit.answer);
    }
}

#[test]
fn what_an_article_does_not_say_is_not_said() {
    let (section, line) = answer("zgłoszenie urodzenia odwołanie", "KA-01150");
    assert_ne!(section, Section::Appeal, "{line}");
    let (section, line) = answer("ile wynosi dodatek mieszkaniowy", "CSS-0001");
    assert!(section != Section::Fees && !line.contains("Bez opłaty"), "a benefit is no fee: {line}");
    let (section, line) = answer("becikowe ile kosztuje", "CSS-BECIK");
    assert_ne!(section, Section::Fees, "nothing is known of a fee: {line}");
}

#[test]
fn every_hit_has_a_line_that_is_marked_on_whole_words() {
    for text in ["dowód", "ile kosztuje", "gdzie", "opłata za śmieci", "ul", "x", "kiedy czynne usc"] {
        for hit in hits(text) {
            assert!(!hit.answer.is_empty(), "{text}: {}", hit.id);
            let marked: String = hit.snippet.iter().map(|fragment| fragment.text.as_str()).collect();
            assert_eq!(marked, hit.answer, "the list shows the answer itself");
        }
    }
}

/// Only what stands in the article or its unit can be promised to a caller: amounts are looked up there.
#[test]
fn no_amount_is_made_up() {
    for procedure in &CONTENT.procedures {
        let line = answer(&format!("ile kosztuje {}", procedure.title), &procedure.id).1;
        let source = serde_json::to_string(procedure).expect("JSON");
        for amount in line
            .split(" zł")
            .filter_map(|before| before.rsplit([' ', '(']).next())
            .filter(|word| line.contains(&format!("{word} zł")) && word.starts_with(|c: char| c.is_ascii_digit()))
        {
            let number = amount.replace(',', ".");
            let known = source.contains(amount) || source.contains(number.trim_end_matches('0'));
            assert!(known, "{}: {amount} zł in {line}", procedure.id);
        }
    }
}

#[test]
fn the_judged_questions_do_not_get_worse() {
    let lines = fs::read_to_string(root("tests/relevance/sections.jsonl")).expect("questions");
    let judged: Vec<Judged> = lines.lines().map(|line| serde_json::from_str(line).expect("a question")).collect();
    let (mut sections, mut said) = (0_u32, 0_u32);
    for Judged { q, id, section, has } in &judged {
        let (opened, line) = answer(q, id);
        sections += u32::from(opened == *section);
        said += u32::from(line.contains(has));
        if opened != *section || !line.contains(has) {
            println!("{q}: {section:?} {has:?}, but {opened:?} {line:?}");
        }
    }
    let share = |right: u32| f64::from(right) / judged.len() as f64;
    println!("{} questions: section {:.3}, line {:.3}", judged.len(), share(sections), share(said));
    assert!(share(sections) >= SECTION_FLOOR, "right sections: {:.3}", share(sections));
    assert!(share(said) >= LINE_FLOOR, "right lines: {:.3}", share(said));
}

#[test]
fn an_index_of_another_format_is_built_again() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("1-test-f2")).expect("an older index");
    assert!(open(dir.path()).1, "it is not opened");
    assert!(!dir.path().join("1-test-f2").exists(), "and goes");
}
