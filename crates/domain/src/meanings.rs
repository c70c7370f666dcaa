//! The table of meanings: for everyday words, the procedures whose meaning is nearest. Made by `tools/meanings` for one
//! edition; here it is read. What a query makes of it is told in `crates/search`.
//!
//! Numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `CENM` |
//! | 3 × u32 | the format, the length of the procedures' text, the length of the lemmas' text |
//! | … | ids of procedures, a line each |
//! | … | folded lemmas, a line each, in the order of their bytes |
//! | u8 a lemma | how many procedures it has, *n* |
//! | *n* × (u16, u8) | of each lemma: a procedure's place in the list above, and the weight |

use thiserror::Error;

const MAGIC: &[u8; 4] = b"CENM";
const FORMAT: u32 = 1;
const HEAD: usize = 16;
const CELL: usize = 3;

/// A table that has been read through once: every place in it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningTable {
    bytes: Vec<u8>,
    procedures: Vec<String>,
    rows: Vec<Row>,
}

/// Where a lemma and its procedures stand in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    lemma: (u32, u32),
    cells: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MeaningsError {
    #[error("is no table of meanings: expected a file that tools/meanings wrote")]
    Foreign,
    #[error("has format {found}: expected {FORMAT}, which tools/meanings of this version writes")]
    Format { found: u32 },
    #[error("is damaged: expected a whole file, as tools/meanings wrote it")]
    Damaged,
}

impl MeaningTable {
    pub fn read(bytes: Vec<u8>) -> Result<Self, MeaningsError> {
        if !bytes.starts_with(MAGIC) {
            return Err(MeaningsError::Foreign);
        }
        let head = |at: usize| number(&bytes, 4 * at).ok_or(MeaningsError::Damaged);
        let found = head(1)?;
        if found != FORMAT {
            return Err(MeaningsError::Format { found });
        }
        let names = HEAD + head(2)? as usize;
        let lemmas = names + head(3)? as usize;
        let (procedures, rows) = read_through(&bytes, names, lemmas).ok_or(MeaningsError::Damaged)?;
        Ok(Self { bytes, procedures, rows })
    }

    /// Ids; [`MeaningTable::of`] gives places in this list.
    pub fn procedures(&self) -> &[String] {
        &self.procedures
    }

    /// The procedures nearest to a folded lemma, the nearest first: place in [`MeaningTable::procedures`] and weight,
    /// 1 to 255. Empty for a lemma that is not in the table.
    pub fn of(&self, lemma: &str) -> impl Iterator<Item = (usize, u8)> {
        let row = self.rows.binary_search_by(|row| self.bytes(row.lemma).cmp(lemma.as_bytes()));
        let cells = row.map_or(&[][..], |at| self.bytes(self.rows[at].cells));
        cells.chunks_exact(CELL).map(|cell| (usize::from(u16::from_le_bytes([cell[0], cell[1]])), cell[2]))
    }

    /// The file, as it was read.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes(&self, (from, to): (u32, u32)) -> &[u8] {
        &self.bytes[from as usize..to as usize]
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// None where anything is not as the format has it.
fn read_through(bytes: &[u8], names: usize, lemmas: usize) -> Option<(Vec<String>, Vec<Row>)> {
    let procedures = std::str::from_utf8(bytes.get(HEAD..names)?).ok()?;
    let procedures: Vec<String> = procedures.lines().map(str::to_owned).collect();
    let text = std::str::from_utf8(bytes.get(names..lemmas)?).ok()?;
    let count = text.lines().count();
    let (mut lemma, mut cell) = (names, lemmas + count);
    let mut rows = Vec::with_capacity(count);
    for (line, cells) in text.lines().zip(bytes.get(lemmas..cell)?) {
        let row = (span(lemma, line.len())?, span(cell, CELL * usize::from(*cells))?);
        rows.push(Row { lemma: row.0, cells: row.1 });
        lemma += line.len() + 1;
        cell = row.1.1 as usize;
    }
    let places = bytes.get(lemmas + count..)?.chunks_exact(CELL);
    let exist = places.clone().all(|cell| usize::from(u16::from_le_bytes([cell[0], cell[1]])) < procedures.len());
    let sorted = text.lines().zip(text.lines().skip(1)).all(|(one, next)| one < next);
    (exist && sorted && cell == bytes.len()).then_some((procedures, rows))
}

fn span(from: usize, length: usize) -> Option<(u32, u32)> {
    Some((u32::try_from(from).ok()?, u32::try_from(from + length).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(procedures: &str, lemmas: &str, counts: &[u8], cells: &[(u16, u8)]) -> Vec<u8> {
        let lengths = [FORMAT, procedures.len() as u32, lemmas.len() as u32];
        let mut bytes = MAGIC.to_vec();
        lengths.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes.extend([procedures.as_bytes(), lemmas.as_bytes(), counts].concat());
        for (at, weight) in cells {
            bytes.extend(at.to_le_bytes());
            bytes.push(*weight);
        }
        bytes
    }

    fn table() -> Vec<u8> {
        file("ODPADY\nPSY", "kanapa\npies", &[1, 2], &[(0, 90), (1, 200), (0, 7)])
    }

    #[test]
    fn an_everyday_word_leads_to_the_procedures_nearest_to_it() {
        let table = MeaningTable::read(table()).expect("a table");
        assert_eq!(table.procedures(), ["ODPADY", "PSY"]);
        assert_eq!(table.of("kanapa").collect::<Vec<_>>(), [(0, 90)]);
        assert_eq!(table.of("pies").collect::<Vec<_>>(), [(1, 200), (0, 7)]);
        assert_eq!(table.of("kot").count(), 0);
    }

    #[test]
    fn a_foreign_newer_cut_or_wrong_file_is_refused() {
        assert_eq!(MeaningTable::read(b"to nie tabela".to_vec()), Err(MeaningsError::Foreign));
        let mut newer = table();
        newer[4] = 9;
        assert_eq!(MeaningTable::read(newer), Err(MeaningsError::Format { found: 9 }));
        for length in 4..table().len() {
            assert_eq!(MeaningTable::read(table()[..length].to_vec()), Err(MeaningsError::Damaged), "{length} bytes");
        }
        for wrong in [
            file("ODPADY", "kanapa", &[1], &[(1, 90)]),
            file("ODPADY", "pies\nkanapa", &[0, 0], &[]),
            [table(), vec![0]].concat(),
        ] {
            assert_eq!(MeaningTable::read(wrong), Err(MeaningsError::Damaged));
        }
    }
}
