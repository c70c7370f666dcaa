//! Characters that no text of the content may hold: they cannot be seen, and say something else to a terminal or a
//! reader's eye than to an editor.

use serde_json::Value;

/// Every text of a record that holds one: its field's path, and the character.
pub(crate) fn hidden(record: &Value) -> Vec<(String, char)> {
    let mut found = Vec::new();
    walk(record, "", &mut found);
    found
}

fn walk(value: &Value, path: &str, found: &mut Vec<(String, char)>) {
    match value {
        Value::String(text) => found.extend(first_hidden(text).map(|c| (path.to_owned(), c))),
        Value::Array(values) => (0..).zip(values).for_each(|(at, value): (usize, _)| {
            walk(value, &format!("{path}[{at}]"), found);
        }),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            walk(value, &format!("{path}{dot}{name}"), found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn first_hidden(text: &str) -> Option<char> {
    // A line break as Windows writes it is one.
    text.replace("\r\n", "\n").chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'))
}

/// A control character, or one that turns the direction of writing.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
