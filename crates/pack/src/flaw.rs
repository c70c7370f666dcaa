//! A flaw of the content, told so that an editor finds it: file, line, field, and what is expected.

use std::fmt;

use crate::texts::is_hidden;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub file: String,
    /// From 1; 0 where the flaw is of the whole file.
    pub line: u32,
    /// The field's path in its record ("sections.fees[0].amount_pln"); empty where there is none.
    pub field: String,
    pub message: String,
}

/// Every flaw at once, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flaws(pub Vec<Flaw>);

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown(&self.file))?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", shown(&self.field))?;
        }
        write!(f, ": {}", shown(&self.message))
    }
}

impl fmt::Display for Flaws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for flaw in &self.0 {
            writeln!(f, "{flaw}")?;
        }
        write!(f, "{}: nothing was built", counted(self.0.len(), "flaw"))
    }
}

impl std::error::Error for Flaws {}

/// What the content holds is quoted: nothing of it may steer a terminal.
fn shown(text: &str) -> String {
    let shown = |c: char| if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}

/// "1 flaw", "2 flaws".
pub(crate) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
