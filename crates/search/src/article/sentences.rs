//! A text → its sentences. Runs when an index is built.

/// After these a full stop ends no sentence.
const ABBREVIATIONS: [&str; 26] = [
    "ul", "al", "pl", "os", "tel", "pok", "np", "nr", "św", "ks", "dr", "im", "godz", "pn", "wt", "śr", "czw", "pt",
    "sob", "nd", "art", "ust", "poz", "m.in", "ok", "tzw",
];

/// Lines and sentences, trimmed, without the dash of a list.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim().trim_start_matches("- ");
        while let Some(end) = end_of_sentence(rest) {
            sentences.push(rest[..end].trim());
            rest = rest[end..].trim_start();
        }
        sentences.push(rest.trim());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Behind the first full stop that a capital letter or a street follows.
fn end_of_sentence(text: &str) -> Option<usize> {
    let ends = text.match_indices(['.', '!', '?']).map(|(at, _)| at);
    let is_end = |at: &usize| {
        let Some(next) = text[at + 1..].strip_prefix(' ') else { return false };
        let word = text[..*at].rsplit([' ', '–', '(']).next().unwrap_or_default().to_lowercase();
        let capital = next.starts_with(char::is_uppercase);
        let street =
            word.ends_with(|c: char| c.is_ascii_digit()) && (next.starts_with("ul. ") || next.starts_with("al. "));
        street || capital && !ABBREVIATIONS.contains(&word.as_str())
    };
    ends.into_iter().find(is_end).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_sentences_and_not_at_abbreviations() {
        let text = "- Termin: do 7 dni. Kancelaria, ul. Smugowa 26a, tel. 42 638.\n- ul. Graniczna 2, tel. 603 500 505. ul. Zamiejska 1. Od 2019 r. w Łodzi.";
        assert_eq!(
            sentences(text),
            [
                "Termin: do 7 dni.",
                "Kancelaria, ul. Smugowa 26a, tel. 42 638.",
                "ul. Graniczna 2, tel. 603 500 505.",
                "ul. Zamiejska 1.",
                "Od 2019 r. w Łodzi."
            ]
        );
    }
}
