//! How the domain's words become columns and come back. A column that cannot be read back is damage, not a default.

use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub fn uuid(row: &Row<'_>, column: &str) -> Result<Uuid, Error> {
    let text: String = row.get(column)?;
    Uuid::parse_str(&text).map_err(|error| damaged(column, error))
}

pub fn maybe_uuid(row: &Row<'_>, column: &str) -> Result<Option<Uuid>, Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| Uuid::parse_str(&text).map_err(|error| damaged(column, error))).transpose()
}

/// A checked text (a code, a number).
pub fn parsed<T: TryFrom<String>>(row: &Row<'_>, column: &str) -> Result<T, Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    T::try_from(row.get(column)?).map_err(|error| damaged(column, error))
}

pub fn maybe_parsed<T: TryFrom<String>>(row: &Row<'_>, column: &str) -> Result<Option<T>, Error>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(column)?;
    text.map(|text| T::try_from(text).map_err(|error| damaged(column, error))).transpose()
}

/// One that is read from its text.
pub fn from_text<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T, Error>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error| damaged(column, error))
}

pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, Error> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| damaged(column, error))
}

pub fn to_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

/// An enum without fields, as its serde name.
pub fn name(value: &impl Serialize) -> Result<String, Error> {
    Ok(to_json(value)?.trim_matches('"').to_owned())
}

pub fn named<T: for<'de> Deserialize<'de>>(text: &str, column: &str) -> Result<T, Error> {
    let text = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
    T::deserialize(text).map_err(|error| damaged(column, error))
}

fn damaged(column: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    let error = std::io::Error::other(format!("{column}: {error}"));
    Error::FromSqlConversionFailure(0, Type::Text, error.into())
}
