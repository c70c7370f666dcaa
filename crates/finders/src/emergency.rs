//! Typed words that must stop the operator. A phrase matches when its words stand in order, close together, in any form.

use centrala_domain::{Certainty, EmergencyRule};

use centrala_polish::tokens::words;
use centrala_polish::words::Word;

/// Words that may stand between two words of a phrase: "czuć bardzo mocno gaz".
const BETWEEN: usize = 2;
/// Longer texts are looked at from their end: that is what is being typed.
const LOOKED_AT: usize = 400;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyHit {
    pub rule_id: String,
    /// As the editors wrote it.
    pub phrase: String,
}

pub struct EmergencyWatch {
    /// The surest rules first.
    rules: Vec<Rule>,
}

struct Rule {
    id: String,
    phrases: Vec<Phrase>,
}

struct Phrase {
    words: Vec<Word>,
    text: String,
}

impl EmergencyWatch {
    pub fn new(rules: &[EmergencyRule]) -> Self {
        let mut rules: Vec<&EmergencyRule> = rules.iter().collect();
        rules.sort_by_key(|rule| rule.certainty != Certainty::Strong);
        let phrase =
            |text: &String| Phrase { words: words(text).iter().map(Word::written).collect(), text: text.clone() };
        let rule =
            |rule: &EmergencyRule| Rule { id: rule.id.clone(), phrases: rule.phrases.iter().map(phrase).collect() };
        Self { rules: rules.into_iter().map(rule).collect() }
    }

    /// The rules that these words set off, each once.
    pub fn check(&self, text: &str) -> Vec<EmergencyHit> {
        let from = text.ceil_char_boundary(text.len().saturating_sub(LOOKED_AT));
        let typed: Vec<Word> = words(&text[from..]).iter().map(Word::typed).collect();
        let hit = |rule: &Rule| {
            let phrase = rule.phrases.iter().find(|phrase| stands_in(&phrase.words, &typed))?;
            Some(EmergencyHit { rule_id: rule.id.clone(), phrase: phrase.text.clone() })
        };
        self.rules.iter().filter_map(hit).collect()
    }
}

fn stands_in(phrase: &[Word], typed: &[Word]) -> bool {
    (0..typed.len()).any(|from| begins_at(phrase, typed, from))
}

fn begins_at(phrase: &[Word], typed: &[Word], from: usize) -> bool {
    let mut at = from;
    phrase.iter().enumerate().all(|(place, word)| {
        let reach = if place == 0 { 1 } else { BETWEEN + 1 };
        let found = typed[at.min(typed.len())..].iter().take(reach).position(|typed| typed.is_same(word));
        found.is_some_and(|found| {
            at += found + 1;
            true
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch() -> EmergencyWatch {
        let rule = |id: &str, phrases: &[&str], certainty| EmergencyRule {
            id: id.into(),
            phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
            number: "112".into(),
            say: "…".into(),
            basis: "general".into(),
            certainty,
            also: vec![],
        };
        EmergencyWatch::new(&[
            rule("woda", &["nie ma wody"], Certainty::Possible),
            rule("gaz", &["czuć gaz", "zapach gazu"], Certainty::Strong),
        ])
    }

    fn rules(text: &str) -> Vec<String> {
        watch().check(text).into_iter().map(|hit| hit.rule_id).collect()
    }

    #[test]
    fn forms_and_words_between_do_not_hide_danger() {
        for text in ["czuję gaz", "na klatce CZUC bardzo mocno gazem", "o zapachu gazu", "jest zapach jakiegoś gazu"]
        {
            assert_eq!(rules(text), ["gaz"], "{text}");
        }
        assert_eq!(rules("nie ma wody i czuć gaz"), ["gaz", "woda"], "the surest first");
    }

    #[test]
    fn innocent_queries_are_left_in_peace() {
        for text in ["dodatek gazowy", "opłata za gaz", "woda", "gaz czuć", "", "nie mam dowodu osobistego a woda"] {
            assert!(rules(text).is_empty(), "{text}");
        }
    }
}
