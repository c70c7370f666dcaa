//! Spellings that sound alike: "ch" and "h", "rz" and "ż", "ó" and "u", "ą" and "om", on folded words.

/// What is written for the same sound, either way.
const SOUNDS: [(&str, &str); 9] = [
    ("ch", "h"),
    ("rz", "z"),
    ("rz", "sz"),
    ("u", "o"),
    ("om", "a"),
    ("on", "a"),
    ("en", "e"),
    ("em", "e"),
    ("dzi", "ci"),
];
/// Longer words are none: every pair of their letters would be tried.
const LONGEST: usize = 24;
/// Errors of spelling that one word may hold.
const MOST_ERRORS: usize = 2;

/// The words that sound as `folded` does and pass `is_known`, those with the fewest changes first; without itself.
pub fn sounding_alike(folded: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    if folded.len() > LONGEST {
        return Vec::new();
    }
    let mut all = vec![folded.to_owned()];
    let mut from = 0;
    for _ in 0..MOST_ERRORS {
        let to = all.len();
        for at in from..to {
            for word in changed_once(&all[at]) {
                if !all.contains(&word) {
                    all.push(word);
                }
            }
        }
        from = to;
        let known: Vec<String> = all[from..].iter().filter(|word| is_known(word)).cloned().collect();
        if !known.is_empty() {
            return known;
        }
    }
    Vec::new()
}

/// `word` with one sound written the other way.
fn changed_once(word: &str) -> Vec<String> {
    let both = SOUNDS.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
    let changed = |(from, to): (&'static str, &'static str)| {
        let places = word.match_indices(from).map(|(at, _)| at).collect::<Vec<_>>();
        places.into_iter().map(move |at| (at, from, to))
    };
    both.flat_map(changed).map(|(at, from, to)| format!("{}{to}{}", &word[..at], &word[at + from.len()..])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_spelled_as_they_sound_are_found() {
        for (spelled, right) in [
            ("chulajnoga", "hulajnoga"),
            ("hodnik", "chodnik"),
            ("zekomy", "rzekomy"),
            ("smieci", "smieci"),
            ("druga", "droga"),
            ("rurza", "roza"),
            ("gasnica", "gasnica"),
            ("wylonczony", "wylaczony"),
        ] {
            let known = |word: &str| word == right;
            assert!(spelled == right || sounding_alike(spelled, known) == [right], "{spelled}");
        }
    }

    #[test]
    fn nothing_is_made_up() {
        assert!(sounding_alike("chulajnoga", |_| false).is_empty());
    }
}
