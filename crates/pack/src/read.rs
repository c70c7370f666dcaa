//! Reading the content's files: each record with the line on which it begins, every unreadable one as a flaw.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::flaw::{Flaw, Flaws};
use crate::texts;
use crate::told::plainly;

/// The fields that hold a record's own name, one of them in each kind of record.
const ID_FIELDS: [&str; 4] = ["id", "code", "number", "key"];

/// A record and where it stands.
pub(crate) struct Placed<T> {
    pub line: u32,
    pub value: T,
}

/// Reads one folder, gathering flaws.
pub(crate) struct Reader<'a> {
    dir: &'a Path,
    pub flaws: Flaws,
    /// What each file says; none where it could not be read, which is told once.
    texts: BTreeMap<String, Option<Rc<str>>>,
    /// Ids of records that could not be read: a reference to one is no second flaw.
    unread: Vec<(String, String)>,
    /// Files with records of which not even the ids are known.
    not_whole: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    pub fn new(dir: &'a Path) -> Self {
        Self { dir, flaws: Flaws::default(), texts: BTreeMap::new(), unread: Vec::new(), not_whole: BTreeSet::new() }
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
        let Some(text) = self.text(file) else { return Vec::new() };
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

    /// The array under `key`, which the file need not have.
    pub fn array_if_any<T: DeserializeOwned>(&mut self, file: &str, key: &str) -> Vec<Placed<T>> {
        let Some(text) = self.text(file) else { return Vec::new() };
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(&text).unwrap_or_default();
        if object.contains_key(key) { self.array(file, Some(key)) } else { Vec::new() }
    }

    /// A file of bytes that need not be there.
    pub fn optional<T, E: Display>(&mut self, file: &str, read: impl FnOnce(Vec<u8>) -> Result<T, E>) -> Option<T> {
        let bytes = match fs::read(self.dir.join(file)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => Err(unreadable(&error)),
            Ok(bytes) => read(bytes).map_err(|error| error.to_string()),
        };
        bytes.map_err(|message| self.flaw(file, 0, "", message)).ok()
    }

    /// A key that a file with several arrays does not have would leave its records unread.
    pub fn only(&mut self, file: &str, keys: &[&str]) {
        let Some(text) = self.text(file) else { return };
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
            self.not_whole.insert(file.to_owned());
            return None;
        };
        self.parsed(file, array.get(), "an array of records")
    }

    fn parsed<'t, T: Deserialize<'t>>(&mut self, file: &str, text: &'t str, expected: &str) -> Option<T> {
        let told = |error: &serde_json::Error| match error.is_data() {
            true => format!("expected {expected}"),
            false => format!("is no whole JSON: {}", plainly(&error.to_string())),
        };
        serde_json::from_str(text).map_err(|error| self.unreadable(file, line_number(error.line()), told(&error))).ok()
    }

    fn record<T: DeserializeOwned>(&mut self, file: &str, line: u32, text: &str) -> Option<T> {
        let value: Option<Value> = serde_json::from_str(text).ok();
        for (field, c) in value.iter().flat_map(texts::hidden) {
            let message =
                format!("holds the character U+{:04X}, which nobody sees: expected text without it", c as u32);
            self.flaw(file, line, &field, message);
        }
        let read = if value.as_ref().is_some_and(|value| !value.is_object()) {
            // An array would be taken for the fields in their order.
            self.flaw(file, line, "", "expected an object: fields in braces");
            None
        } else {
            self.fields(file, line, text)
        };
        if read.is_none() {
            self.remember_id(file, &value.unwrap_or_default());
        }
        read
    }

    fn fields<T: DeserializeOwned>(&mut self, file: &str, line: u32, text: &str) -> Option<T> {
        let mut json = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize(&mut json) {
            // What follows a record on its line is a flaw too.
            Ok(value) => {
                json.end().map_err(|error| self.flaw(file, line, "", plainly(&error.to_string()))).ok().map(|()| value)
            }
            Err(error) => {
                let message = error.inner().to_string();
                let line = line + line_number(error.inner().line()).saturating_sub(1);
                self.flaw(file, line, &field(&error.path().to_string(), &message), plainly(&message));
                None
            }
        }
    }

    /// The ids of a file's unreadable records.
    pub fn unread_ids(&self, file: &str) -> impl Iterator<Item = String> {
        self.unread.iter().filter(move |(of, _)| of == file).map(|(_, id)| id.clone())
    }

    /// Whether the ids of all records of a file are known.
    pub fn is_whole(&self, file: &str) -> bool {
        !self.not_whole.contains(file)
    }

    /// Whether nothing of a file could be read.
    pub fn is_unreadable(&self, file: &str) -> bool {
        matches!(self.texts.get(file), Some(None))
    }

    /// A file without any record is told once: what refers to its records is no further flaw.
    pub fn expect_some<T>(&mut self, file: &str, records: &[Placed<T>], kind: &str) {
        if records.is_empty() && !self.flaws.0.iter().any(|flaw| flaw.file == file) {
            self.flaw(file, 0, "", format!("holds no {kind}: expected one or more"));
            self.not_whole.insert(file.to_owned());
        }
    }

    fn remember_id(&mut self, file: &str, record: &Value) {
        let own = |record: &Value| ID_FIELDS.iter().find_map(|field| record.get(field)?.as_str().map(str::to_owned));
        let Some(id) = own(record) else {
            self.not_whole.insert(file.to_owned());
            return;
        };
        let children = record.get("children").and_then(Value::as_array).into_iter().flatten().filter_map(own);
        self.unread.extend(std::iter::once(id).chain(children).map(|id| (file.to_owned(), id)));
    }

    fn unreadable(&mut self, file: &str, line: u32, message: String) {
        self.flaw(file, line, "", message);
        self.texts.insert(file.to_owned(), None);
        self.not_whole.insert(file.to_owned());
    }

    fn text(&mut self, file: &str) -> Option<Rc<str>> {
        if !self.texts.contains_key(file) {
            match fs::read_to_string(self.dir.join(file)) {
                // Editors on Windows may begin a file with a byte order mark.
                Ok(text) => {
                    let text = Rc::from(text.strip_prefix('\u{feff}').unwrap_or(&text));
                    self.texts.insert(file.to_owned(), Some(text));
                }
                Err(error) => self.unreadable(file, 0, unreadable(&error)),
            }
        }
        self.texts.get(file).cloned().flatten()
    }
}

/// Why a file could not be read, without the system's numbers.
fn unreadable(error: &io::Error) -> String {
    if error.kind() == ErrorKind::NotFound {
        "is missing".to_owned()
    } else if error.kind() == ErrorKind::InvalidData {
        "is no UTF-8 text: expected a file saved as UTF-8".to_owned()
    } else {
        format!("cannot be read: {}", error.kind())
    }
}

/// serde names a missing or unknown field in its message only.
fn field(path: &str, message: &str) -> String {
    let named = message.split('`').nth(1).filter(|_| message.contains("field `"));
    // What stands behind the last field that could be read has no name.
    let path = path.trim_end_matches('?').trim_end_matches('.');
    match (path, named) {
        ("", Some(name)) => name.to_owned(),
        (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    }
}

fn breaks(text: &str) -> u32 {
    line_number(text.bytes().filter(|byte| *byte == b'\n').count())
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
