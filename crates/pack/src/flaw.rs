//! A flaw of the content, told so that an editor finds it: file, line, field, and what is expected.

use std::fmt;

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
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl fmt::Display for Flaws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for flaw in &self.0 {
            writeln!(f, "{flaw}")?;
        }
        write!(f, "{} flaws: nothing was built", self.0.len())
    }
}

impl std::error::Error for Flaws {}
