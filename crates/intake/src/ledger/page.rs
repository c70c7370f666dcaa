//! What is told in counted rows, a page at a time.

use super::LedgerError;
use super::engine::{Engine, Row, Value};

/// Most in one page; who reads asks again from where it ends.
const ROWS: u32 = 200;

/// Some of what came after a position, and up to where that is all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub through: u64,
    /// The page is full.
    pub more: bool,
}

impl<T> Page<T> {
    /// `last` asks for the last position of all; `rows` for those that `values` name, in their order, at most `:limit`.
    pub(super) fn read(
        engine: &mut dyn Engine,
        last: &'static str,
        rows: &'static str,
        values: &[(&'static str, Value)],
        row: fn(&Row) -> Result<T, LedgerError>,
    ) -> Result<Self, LedgerError> {
        let values = [values, &[(":limit", ROWS.into())]].concat();
        // First the end, then what lies before it: a change in between is told next time.
        let last: u64 = engine.one(last, &[])?.ok_or(LedgerError::Damaged)?.number("position")?;
        let found = engine.query(rows, &values)?;
        let told = found.last().map_or(Ok(0), |row| row.number("position"))?;
        let more = found.len() == ROWS as usize;
        let through = if more { told } else { told.max(last) };
        Ok(Self { rows: found.iter().map(row).collect::<Result<_, _>>()?, through, more })
    }
}
