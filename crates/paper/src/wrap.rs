//! Breaking text into lines, as Polish is set: a one-letter word never ends a line.

use crate::fonts::Weight;

/// Lines no wider than `width` points. A word that is wider alone (an address) is broken where it must be. Together they
/// are the whole text with the spaces between its words: who copies or hears it gets words, not lines.
pub(crate) fn lines(text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
    let fits = |line: &str| weight.width(line, size) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(&weight.printable(text)) {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
            lines.push(std::mem::take(&mut line));
        }
        let (full, rest) = broken(&word, fits);
        lines.extend(full);
        line = rest;
    }
    lines.push(line);
    lines
}

/// Words; a one-letter word (a, i, o, u, w, z) is one with what follows it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut held = String::new();
    // Not at a no-break space, which is white space, too.
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        held += word;
        let mut letters = word.chars();
        if letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none() {
            held.push(' ');
        } else {
            words.push(std::mem::take(&mut held));
        }
    }
    let rest = held.trim_end();
    if !rest.is_empty() {
        words.push(rest.to_owned());
    }
    words
}

/// A word as full lines and the rest, after a slash, dash, dot or sign of an address where there is one.
fn broken(word: &str, fits: impl Fn(&str) -> bool) -> (Vec<String>, String) {
    let mut lines = Vec::new();
    let mut rest = word;
    while !fits(rest) {
        let ends = || rest.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| fits(&rest[..end]));
        let Some(last) = ends().last() else { break };
        let good = ends().filter(|&end| rest[..end].ends_with(['/', '-', '.', '?', '&', '=', '_', ' '])).last();
        let (line, after) = rest.split_at(good.unwrap_or(last));
        lines.push(line.to_owned());
        rest = after;
    }
    (lines, rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, width: f32) -> Vec<String> {
        lines(text, Weight::Regular, 10.0, width)
    }

    #[test]
    fn a_one_letter_word_never_ends_a_line() {
        let text = "Zapytaj w urzędzie i u sąsiada, a o reszcie z kimś pomów";
        for width in 60..200 {
            let lines = set(text, width as f32);
            let last_word = |line: &String| line.trim_end().chars().rev().take_while(|c| *c != ' ').count();
            assert!(lines.iter().all(|line| last_word(line) > 1), "{lines:?}");
            assert_eq!(lines.concat(), text);
        }
    }

    #[test]
    fn a_long_address_is_broken_at_its_signs_and_no_letter_is_lost() {
        let text = "Źródło: https://bip.uml.lodz.pl/urzad-miasta/zalatw-sprawe-urzedowa/wyszukiwarka-spraw/KA-01305/";
        let lines = set(text, 120.0);
        assert!(lines.iter().all(|line| Weight::Regular.width(line.trim_end(), 10.0) <= 120.0), "{lines:?}");
        assert_eq!(lines.concat(), text);
        assert!(lines[1].ends_with(['/', '-', '.']), "{lines:?}");
    }

    #[test]
    fn even_a_width_for_nothing_ends() {
        assert_eq!(set("ab c", 0.5).concat(), "ab c");
    }

    #[test]
    fn what_the_font_has_no_picture_of_is_a_question_mark() {
        assert_eq!(set("Łódź 😀", 500.0), ["Łódź ?"]);
    }
}
