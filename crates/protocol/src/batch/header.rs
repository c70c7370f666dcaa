//! The inner file's first hundred bytes, judged before SQLite sees any of it (sqlite.org/fileformat2.html).

use super::{APPLICATION_ID, BatchFault, FORMAT, PAGE_SIZE};

/// A batch is a file that was written once and whole. So it has no journal to play back, no freed pages to hide
/// something in, no room reserved for extensions, and just the pages that it says.
pub(super) fn check(file: &[u8]) -> Result<(), BatchFault> {
    let header = file.first_chunk::<100>().ok_or(BatchFault::Header("too short"))?;
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let pages = file.len() / PAGE_SIZE;
    let rules = [
        (header.starts_with(b"SQLite format 3\0"), "no SQLite file"),
        (header[16..18] == (PAGE_SIZE as u16).to_be_bytes(), "page size"),
        (header[18..20] == [1, 1], "written with a write-ahead log"),
        (header[20] == 0, "reserved bytes"),
        (header[21..24] == [64, 32, 32], "payload fractions"),
        (file.len().is_multiple_of(PAGE_SIZE) && number(28) as usize == pages, "number of pages"),
        (number(32) == 0 && number(36) == 0, "freed pages"),
        (number(44) == 4, "schema format"),
        (number(52) == 0 && number(64) == 0, "vacuum"),
        (number(56) == 1, "text encoding"),
        (header[72..92] == [0; 20], "reserved for expansion"),
    ];
    if let Some((_, broken)) = rules.into_iter().find(|(kept, _)| !kept) {
        return Err(BatchFault::Header(broken));
    }
    match (number(68), number(60)) {
        (APPLICATION_ID, FORMAT) => Ok(()),
        (APPLICATION_ID, other) => Err(BatchFault::OtherFormat(other)),
        _ => Err(BatchFault::OtherApplication),
    }
}
