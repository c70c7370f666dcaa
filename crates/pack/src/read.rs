//! Reading the content's files: each record with the line on which it begins, every unreadable one as a flaw.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::flaw::{Flaw, Flaws};

/// A record and where it stands.
pub(crate) struct Placed<T> {
    pub line: u32,
    pub value: T,
}

/// Reads one folder, gathering flaws.
pub(crate) struct Reader<'a> {
    dir: &'a Path,
    pub flaws: Flaws,
    /// Ids of records that could not be read: a reference to one is no second flaw.
    unread: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    pub fn new(dir: &'a Path) -> Self {
        Self { dir, flaws: Flaws::default(), unread: Vec::new() }
    }

    pub fn flaw(&mut self, file: &str, line: u32, field: &str, message: impl Into<String>) {
        self.flaws.0.push(Flaw { file: file.into(), line, field: field.into(), message: message.into() });
    }

    /// A file that is one record.
    pub fn record_file<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file)?;
        self.record(file, 1, &text)
    }

    /// A file with one record a line.
    pub fn lines<T: DeserializeOwned>(&mut self, file: &str) -> Vec<Placed<T>> {
        let text = self.text(file).unwrap_or_default();
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        lines.filter_map(|(line, text)| self.record(file, line, text).map(|value| Placed { line, value })).collect()
    }

    /// A file that is one array, or the array under `key` of a file that is one object.
    pub fn array<T: DeserializeOwned>(&mut self, file: &str, key: Option<&str>) -> Vec<Placed<T>> {
        let Some(text) = self.text(file) else { return Vec::new() };
        let Some(records) = self.raw_records(file, &text, key) else { return Vec::new() };
        let (mut line, mut from) = (1, 0);
        let placed = records.into_iter().filter_map(|raw| {
            let offset = raw.get().as_ptr() as usize - text.as_ptr() as usize;
            line += breaks(&text[from..offset]);
            from = offset;
            self.record(file, line, raw.get()).map(|value| Placed { line, value })
        });
        placed.collect()
    }

    /// A file of bytes that need not be there.
    pub fn optional<T, E: Display>(&mut self, file: &str, read: impl FnOnce(Vec<u8>) -> Result<T, E>) -> Option<T> {
        let bytes = match fs::read(self.dir.join(file)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => Err(format!("cannot be read: {error}")),
            Ok(bytes) => read(bytes).map_err(|error| error.to_string()),
        };
        bytes.map_err(|message| self.flaw(file, 0, "", message)).ok()
    }

    /// A key that a file with several arrays does not have would leave its records unread.
    pub fn only(&mut self, file: &str, keys: &[&str]) {
        let text = fs::read_to_string(self.dir.join(file)).unwrap_or_default();
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(&text).unwrap_or_default();
        for (key, raw) in object.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
            let line = 1 + breaks(&text[..raw.get().as_ptr() as usize - text.as_ptr() as usize]);
            self.flaw(file, line, key, format!("unknown field `{key}`, expected one of {}", keys.join(", ")));
        }
    }

    fn raw_records<'t>(&mut self, file: &str, text: &'t str, key: Option<&str>) -> Option<Vec<&'t RawValue>> {
        let Some(key) = key else { return self.parsed(file, text, "an array of records") };
        let object: BTreeMap<String, &RawValue> = self.parsed(file, text, "an object")?;
        let Some(array) = object.get(key) else {
            self.flaw(file, 0, key, "is missing: expected an array of records");
            return None;
        };
        self.parsed(file, array.get(), "an array of records")
    }

    fn parsed<'t, T: Deserialize<'t>>(&mut self, file: &str, text: &'t str, expected: &str) -> Option<T> {
        serde_json::from_str(text)
            .map_err(|error| self.flaw(file, line_number(error.line()), "", format!("expected {expected}: {error}")))
            .ok()
    }

    fn record<T: DeserializeOwned>(&mut self, file: &str, line: u32, text: &str) -> Option<T> {
        let mut json = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize(&mut json) {
            // What follows a record on its line is a flaw too.
            Ok(value) => json
                .end()
                .map_err(|error| self.flaw(file, line, "", without_position(&error.to_string())))
                .ok()
                .map(|()| value),
            Err(error) => {
                let message = without_position(&error.inner().to_string());
                let line = line + line_number(error.inner().line()).saturating_sub(1);
                self.flaw(file, line, &field(&error.path().to_string(), &message), message);
                self.remember_id(file, text);
                None
            }
        }
    }

    /// The ids of a file's unreadable records.
    pub fn unread_ids(&self, file: &str) -> impl Iterator<Item = String> {
        self.unread.iter().filter(move |(of, _)| of == file).map(|(_, id)| id.clone())
    }

    fn remember_id(&mut self, file: &str, text: &str) {
        let record: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let id = record.get("id").or(record.get("number")).and_then(serde_json::Value::as_str);
        self.unread.extend(id.map(|id| (file.to_owned(), id.to_owned())));
    }

    fn text(&mut self, file: &str) -> Option<String> {
        fs::read_to_string(self.dir.join(file))
            .map_err(|error| self.flaw(file, 0, "", format!("cannot be read as UTF-8 text: {error}")))
            .ok()
    }
}

/// serde names a missing or unknown field in its message only.
fn field(path: &str, message: &str) -> String {
    let named = message.split('`').nth(1).filter(|_| message.contains("field `"));
    match (path, named) {
        (".", Some(name)) => name.to_owned(),
        (".", None) => String::new(),
        (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    }
}

fn without_position(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn breaks(text: &str) -> u32 {
    line_number(text.bytes().filter(|byte| *byte == b'\n').count())
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
