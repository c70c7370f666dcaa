//! The rules of danger: are they whole, and the words of the families that they name put in.
//!
//! Not here: what a rule finds in typed words (`centrala-finders`).

use std::collections::BTreeMap;

use centrala_domain::{DangerSign, EmergencyRule, WordFamily};

use crate::check::{EMERGENCY, filled};
use crate::ids::Ids;
use crate::read::{Placed, Reader};

/// A word that begins so is the name of a family.
const NAMED: char = '@';

/// Every rule has something that sets it off, a sentence to say, and numbers that the file explains.
pub(crate) fn check(reader: &mut Reader<'_>, rules: &[Placed<EmergencyRule>], numbers: &Ids) {
    for Placed { line, value: rule } in rules {
        filled(reader, EMERGENCY, *line, "say", &rule.say);
        if rule.signs.is_empty() && rule.phrases.is_empty() {
            reader.flaw(EMERGENCY, *line, "signs", "is empty: expected what sets the rule off");
        }
        for (field, words) in word_lists(rule) {
            if words.iter().any(|word| word.trim().is_empty()) {
                reader.flaw(EMERGENCY, *line, &field, "expected words that are not empty");
            }
        }
        for (at, sign) in rule.signs.iter().enumerate() {
            if sign.all_of.is_empty() || sign.all_of.iter().any(Vec::is_empty) {
                let expected = "expected families of at least one word each";
                reader.flaw(EMERGENCY, *line, &format!("signs[{at}].all_of"), expected);
            }
        }
        for number in std::iter::once(&rule.number).chain(&rule.also).filter(|number| numbers.lack(number)) {
            reader.flaw(EMERGENCY, *line, "number", format!("there is no number \"{number}\" under \"numbers\""));
        }
    }
}

/// Every family has words and no other family in it; every name in a rule is a family's.
pub(crate) fn check_families(
    reader: &mut Reader<'_>,
    rules: &[Placed<EmergencyRule>],
    families: &[Placed<WordFamily>],
    known: &Ids,
) {
    for Placed { line, value: family } in families {
        if family.words.is_empty() || family.words.iter().any(|word| word.trim().is_empty()) {
            reader.flaw(EMERGENCY, *line, "words", "expected words that are not empty");
        }
        if family.words.iter().any(|word| word.starts_with(NAMED)) {
            reader.flaw(EMERGENCY, *line, "words", "a family holds words, not other families");
        }
    }
    for Placed { line, value: rule } in rules {
        for (field, words) in word_lists(rule) {
            let names = words.iter().filter_map(|word| word.strip_prefix(NAMED));
            for name in names.filter(|name| known.lack(name)) {
                reader.flaw(EMERGENCY, *line, &field, format!("there is no family \"{name}\" under \"families\""));
            }
        }
    }
}

/// All words of a rule with the field in which they stand.
fn word_lists(rule: &EmergencyRule) -> Vec<(String, &Vec<String>)> {
    let mut lists = vec![("phrases".to_owned(), &rule.phrases), ("unless".to_owned(), &rule.unless)];
    for (at, sign) in rule.signs.iter().enumerate() {
        lists.extend(sign.all_of.iter().enumerate().map(|(of, words)| (format!("signs[{at}].all_of[{of}]"), words)));
        lists.push((format!("signs[{at}].unless"), &sign.unless));
    }
    lists
}

/// The rules with the words of each family in place of its name.
pub(crate) fn put_in(rules: Vec<EmergencyRule>, families: &[WordFamily]) -> Vec<EmergencyRule> {
    let words: BTreeMap<&str, &[String]> =
        families.iter().map(|family| (family.id.as_str(), family.words.as_slice())).collect();
    let spelled = |list: &[String]| -> Vec<String> {
        let of = |word: &String| match word.strip_prefix(NAMED) {
            Some(name) => words.get(name).copied().unwrap_or_default().to_vec(),
            None => vec![word.clone()],
        };
        list.iter().flat_map(of).collect()
    };
    let sign = |sign: &DangerSign| DangerSign {
        all_of: sign.all_of.iter().map(|family| spelled(family)).collect(),
        unless: spelled(&sign.unless),
    };
    let rule = |rule: EmergencyRule| EmergencyRule {
        signs: rule.signs.iter().map(sign).collect(),
        unless: spelled(&rule.unless),
        ..rule
    };
    rules.into_iter().map(rule).collect()
}
