//! Folding: the one way in which text loses its Polish marks, so that two sides always compare alike.

/// One character in lower case without its Polish mark ("Ł" → 'l'). Other marks (é, ü) are left to [`fold`].
pub fn fold_char(c: char) -> char {
    match c {
        'ą' | 'Ą' => 'a',
        'ć' | 'Ć' => 'c',
        'ę' | 'Ę' => 'e',
        'ł' | 'Ł' => 'l',
        'ń' | 'Ń' => 'n',
        'ó' | 'Ó' => 'o',
        'ś' | 'Ś' => 's',
        'ź' | 'Ź' | 'ż' | 'Ż' => 'z',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// Lower case, without Polish marks and without combining marks. `ł` has no decomposition in Unicode, which is why
/// NFD alone (and SQLite's unicode61) leaves it standing.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Polish written as usual needs no decomposition, and this runs for every word of every text.
    if text.chars().all(|c| c.is_ascii() || fold_char(c).is_ascii()) {
        return text.chars().map(fold_char).collect();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).map(fold_char).collect()
}

/// What an operator typed or pasted, without control characters (line breaks and tabs stay) and outer white space.
pub fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// The text as it is seen: any white space (tab, line break, no-break space) as one space, without control characters and
/// without those that have no width (zero-width spaces, marks of direction, soft hyphens, a byte order mark); full-width
/// letters, digits and signs of other keyboards are the plain ones.
pub fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        match c.is_whitespace() {
            true if seen.ends_with(' ') => {}
            true => seen.push(' '),
            false => seen.push(plain_width(c)),
        }
    }
    seen
}

/// U+FF01 to U+FF5E stand in the order of ASCII.
fn plain_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first `most` characters, cut at a word, with an ellipsis.
pub fn beginning(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", text[..end].trim_end())
}

/// The words of cleaned HTML, one block a line; entities are read, tags are dropped.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        if tag == "li" {
            text.push_str("- ");
        } else if tag.starts_with("br") || matches!(tag, "/p" | "/li" | "/h3" | "/h4") {
            text.push('\n');
        }
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "-");
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_polish_mark_is_folded_composed_or_not() {
        assert_eq!(fold("ZAŻÓŁĆ gęślą JAŹŃ"), "zazolc gesla jazn");
        assert_eq!(fold("z\u{307}o\u{301}ł"), "zol", "decomposed input folds to the same letters");
    }

    #[test]
    fn html_becomes_lines_of_words() {
        let html =
            "<p>Termin: <strong>do 7 dni</strong>.</p>\n<ul>\n<li>ul. A &amp; B</li>\n<li><p>3 &lt; 4</p></li>\n</ul>";
        assert_eq!(plain(html), "Termin: do 7 dni.\n- ul. A & B\n- 3 < 4");
    }

    #[test]
    fn what_has_no_width_is_not_seen_and_white_space_is_one_space() {
        assert_eq!(visible("do\u{200b}w\u{ad}ód\t\r\n osobisty\u{0}\u{feff}"), "dowód osobisty");
        assert_eq!(visible("ｇａｚ １１２！"), "gaz 112!");
    }

    #[test]
    fn control_characters_are_dropped_and_lines_stay() {
        assert_eq!(clean(" a\u{0}b\r\nc\u{7}\t "), "ab\nc");
    }
}
