//! What the parser says, told to an editor: JSON and plain English instead of the program's own names.

/// The parser's message without its position and without names of types.
pub(crate) fn plainly(message: &str) -> String {
    let message = without_position(message);
    if let Some(told) = broken_json(message) {
        return told.to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((found, wanted)) if found.starts_with("invalid ") => {
            format!("expected {}, found {}", expected(wanted), self::found(found))
        }
        _ => message.to_owned(),
    }
}

/// Positions count from the record's beginning: the flaw has the file's line.
fn without_position(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(before, _)| before)
}

fn broken_json(message: &str) -> Option<&'static str> {
    Some(match message {
        "EOF while parsing a string" => "ends within a text: expected a closing quotation mark",
        "EOF while parsing an object" => "ends too early: expected a closing brace",
        "EOF while parsing a list" => "ends too early: expected a closing bracket",
        "EOF while parsing a value" => "ends too early: expected a value",
        "expected value" => {
            "expected a value: a text in quotation marks, a number, true, false, null, an array or an object"
        }
        "expected ident" => "expected true, false or null",
        "key must be a string" => "expected the name of a field in quotation marks",
        "trailing characters" => "expected nothing more behind the end",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a line break, tab or control character stands in a text: expected \\n or \\t"
        }
        // A date's own messages name neither the field's form nor what was found.
        "input is out of range"
        | "input contains invalid characters"
        | "premature end of input"
        | "trailing input"
        | "input is not enough for unique date and time" => "expected a day such as \"2026-11-23\"",
        _ => return None,
    })
}

fn expected(wanted: &str) -> &str {
    match wanted {
        "f32" | "f64" => "a number",
        "u32" => "a whole number from 0 to 4294967295",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u64" | "usize" => "a whole number",
        "a boolean" => "true or false",
        "a sequence" => "an array",
        "a map" => "an object",
        "a string" | "a borrowed string" | "string or map" => "a text",
        "a formatted date string" => "a day such as \"2026-11-23\"",
        _ if wanted.starts_with("struct ") => "an object",
        _ if wanted.starts_with("enum ") || wanted == "variant identifier" => "a text",
        other => other,
    }
}

fn found(found: &str) -> String {
    let found = found.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {text}");
    }
    let number = found.strip_prefix("integer ").or(found.strip_prefix("floating point "));
    if let Some(number) = number {
        return format!("the number {}", number.trim_matches('`'));
    }
    match found {
        "sequence" => "an array".to_owned(),
        "map" => "an object".to_owned(),
        "unit value" => "null".to_owned(),
        _ if found.starts_with("invalid length ") => "an array".to_owned(),
        other => other.trim_start_matches("boolean ").trim_matches('`').to_owned(),
    }
}
