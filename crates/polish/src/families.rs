//! Words of one family: a verb and its noun, a noun and its adjective, a person and the trade, a small one and the thing.
//!
//! The dictionary already leads every inflected form, gerund ("zameldowanie") and participle to its lemma. What is left
//! is word formation. Each rule trades one ending of a (folded) lemma for another, in both directions; a candidate
//! counts only where the content holds it as a lemma, so that a rule may be generous. Not here: prefixes that change the
//! meaning ("wymeldować"), and anything an editor must know ("pies" and "czworonóg": the lexicon).

/// Shortest part that two words of a family must share, in letters.
const SHORTEST_STEM: usize = 2;
/// The same where one of the two is nothing but that part.
const SHORTEST_BARE: usize = 4;

/// Endings that stand for each other.
const ENDINGS: &[(&str, &str)] = &[
    // The pair of a verb: "zgłosić" – "zgłaszać", "zapisać" – "zapisywać", "sprzedać" – "sprzedawać", "wyciąć" – "wycinać".
    ("ic", "ac"),
    ("ic", "iac"),
    ("yc", "ac"),
    ("sic", "szac"),
    ("scic", "szczac"),
    ("ac", "ywac"),
    ("ic", "ywac"),
    ("yc", "ywac"),
    ("ac", "awac"),
    ("iac", "inac"),
    ("jac", "jmowac"),
    ("brac", "bierac"),
    ("ebrac", "bierac"),
    // A verb and its noun: "rejestrować" – "rejestracja", "meldować" – "meldunek", "opłacić" – "opłata".
    ("owac", "acja"),
    ("ptowac", "pcja"),
    ("owac", "unek"),
    ("dowac", "d"),
    ("nowac", "n"),
    ("sowac", "s"),
    ("towac", "t"),
    ("owac", "a"),
    ("owac", "ing"),
    ("ic", "a"),
    ("yc", "a"),
    ("cic", "ta"),
    ("dzic", "da"),
    ("enic", "ana"),
    ("elic", "al"),
    ("ielic", "ial"),
    ("cic", "t"),
    ("dzic", "d"),
    ("ic", ""),
    ("ac", ""),
    ("ac", "ek"),
    ("ebrac", "bior"),
    ("bierac", "bior"),
    ("brac", "bor"),
    ("jac", "jem"),
    ("iac", "inka"),
    ("dac", "daz"),
    // A noun and its adjective: "parking" – "parkingowy", "podatek" – "podatkowy", "szkoła" – "szkolny".
    ("", "owy"),
    ("a", "owy"),
    ("o", "owy"),
    ("ie", "iowy"),
    ("", "iowy"),
    ("ek", "kowy"),
    ("ka", "kowy"),
    ("a", "ny"),
    ("o", "ny"),
    ("", "ny"),
    ("ca", "czny"),
    ("ka", "czny"),
    ("cja", "cyjny"),
    ("y", "osc"),
    ("cie", "tny"),
    ("rz", "rski"),
    ("a", "arski"),
    // A person and the trade: "taksówkarz" – "taksówka", "stażysta" – "staż", "wolontariusz" – "wolontariat".
    ("a", "arz"),
    ("", "arz"),
    ("", "ysta"),
    ("", "ista"),
    ("iat", "iusz"),
    ("a", "ca"),
    ("", "ca"),
    ("la", "ca"),
    ("sta", "stka"),
    ("nik", "niczka"),
    ("iec", "ka"),
    // A small one: "piesek" – "pies", "domek" – "dom", "autko" – "auto", "uliczka" – "ulica".
    ("", "ek"),
    ("", "ik"),
    ("d", "dzik"),
    ("o", "ko"),
    ("ka", "eczka"),
    ("ica", "iczka"),
    ("ina", "inka"),
    ("anie", "anko"),
    ("e", "ak"),
];

/// The lemmas of the family of `lemma` that the content holds, without itself.
pub fn family(lemma: &str, is_held: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (one, other) in ENDINGS {
        for word in traded(lemma, one, other).chain(traded(lemma, other, one)) {
            if word != lemma && is_held(&word) && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// `lemma` with the ending `from` traded for `to`; in the pair of a verb also with the vowel before it turned.
fn traded<'a>(lemma: &'a str, from: &'a str, to: &'a str) -> impl Iterator<Item = String> + use<'a> {
    let least = if from.is_empty() || to.is_empty() { SHORTEST_BARE } else { SHORTEST_STEM };
    let stem = lemma.strip_suffix(from).filter(|stem| stem.len() >= least);
    let is_pair = from.ends_with('c') && to.ends_with('c');
    let turned = stem.filter(|_| is_pair).and_then(turned);
    stem.map(str::to_owned).into_iter().chain(turned).map(move |stem| stem + to)
}

/// "zgłosić" – "zgłaszać", "umorzyć" – "umarzać": the last "o" of the stem is an "a" in the other verb of a pair.
fn turned(stem: &str) -> Option<String> {
    let at = stem.rfind(['a', 'e', 'i', 'o', 'u', 'y'])?;
    let vowel = match &stem[at..=at] {
        "o" => "a",
        "a" => "o",
        _ => return None,
    };
    Some(format!("{}{vowel}{}", &stem[..at], &stem[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of a family, both ways.
    const FAMILIES: [(&str, &str); 16] = [
        ("rejestrowac", "rejestracja"),
        ("adoptowac", "adopcja"),
        ("zglosic", "zglaszac"),
        ("umorzyc", "umarzac"),
        ("zapisac", "zapisywac"),
        ("wyciac", "wycinac"),
        ("oplacic", "oplata"),
        ("podzielic", "podzial"),
        ("odebrac", "odbior"),
        ("parking", "parkingowy"),
        ("podatek", "podatkowy"),
        ("szkola", "szkolny"),
        ("taksowka", "taksowkarski"),
        ("staz", "stazysta"),
        ("pies", "piesek"),
        ("ulica", "uliczka"),
    ];

    #[test]
    fn a_word_leads_to_the_others_of_its_family_and_they_to_it() {
        for (one, other) in FAMILIES {
            assert_eq!(family(one, |word| word == other), [other], "{one}");
            assert_eq!(family(other, |word| word == one), [one], "{other}");
        }
    }

    #[test]
    fn words_that_only_sound_alike_are_no_family() {
        for (one, other) in [("parkowac", "park"), ("wymeldowac", "zameldowac"), ("prawo", "sprawa"), ("kot", "kotlet")]
        {
            assert!(family(one, |word| word == other).is_empty(), "{one} – {other}");
        }
    }

    #[test]
    fn only_words_of_the_content_count() {
        assert!(family("rejestrowac", |_| false).is_empty());
    }
}
