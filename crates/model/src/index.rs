//! The entries of an edition as the model reads them, made once at the desk and kept in a file beside the index.
//!
//! An embedding stands under its text, so that the next edition costs only the texts that are new. All texts of a kind
//! have most of their direction in common; it is taken away before anything is compared.
//!
//! The file: `CENW`, a u32 format, a u32 count *n*; *n* keys (u64, in order), *n* rows of 384 i16 (a coordinate times
//! 32,767); all little-endian.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use centrala_domain::vectors::text_key;
use centrala_domain::{Direction, EntryTexts, EntryVectors};

use crate::error::ModelError;
use crate::{DIMENSIONS, Embedding, Model, Role};

const MAGIC: &[u8; 4] = b"CENW";
const FORMAT: u32 = 1;
const HEAD: usize = 12;
const KEY: usize = size_of::<u64>();
const ROW: usize = DIMENSIONS * size_of::<i16>();
const STEPS: f32 = 32_767.0;
/// Texts that are read at once: what the model was asked meanwhile waits for so many.
const AT_ONCE: usize = 16;
/// After so many texts what was read is kept: a program that ends meanwhile goes on from there.
const KEPT_AFTER: usize = 1_000;

/// The texts of an entry, each with how it stands in the search.
fn texts(entry: &EntryTexts) -> impl Iterator<Item = (Role, &str)> {
    let phrasings = entry.phrasings.iter().map(|text| (Role::Query, text.as_str()));
    std::iter::once((Role::Passage, entry.own.as_str())).chain(phrasings)
}

/// The entries, ready to be compared with a query.
pub struct ModelIndex {
    entries: EntryVectors,
    /// What all queries have in common.
    centre: Embedding,
}

/// Key of a text → its embedding.
type Known = BTreeMap<u64, Embedding>;

impl ModelIndex {
    /// Takes what `file` and `prepared` have and lets the model read the rest into `file`, some seconds a thousand texts.
    /// Between a few texts `goes_on` is asked: if it says no, what there is is kept for the next time, and nothing given.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn build(
        model: &Model,
        entries: &[EntryTexts],
        file: &Path,
        prepared: &Path,
        mut goes_on: impl FnMut() -> bool,
    ) -> Result<Option<Self>, ModelError> {
        let mut known = read(prepared)?;
        known.extend(read(file)?);
        let wanted: BTreeMap<u64, (Role, &str)> =
            entries.iter().flat_map(texts).map(|(role, text)| (key(role, text), (role, text))).collect();
        known.retain(|key, _| wanted.contains_key(key));
        let mut lacking: Vec<_> = wanted.iter().filter(|(key, _)| !known.contains_key(key)).collect();
        if lacking.is_empty() {
            return Ok(Some(Self::of(entries, &known)));
        }
        // Texts of like length and one role stand together.
        lacking.sort_by_key(|(_, (role, text))| (*role == Role::Passage, text.len()));
        let mut unkept = 0;
        for some in lacking.chunk_by(|(_, one), (_, next)| one.0 == next.0).flat_map(|role| role.chunks(AT_ONCE)) {
            if !goes_on() {
                write(file, &known)?;
                return Ok(None);
            }
            let (role, texts) = (some[0].1.0, some.iter().map(|(_, (_, text))| *text).collect::<Vec<_>>());
            known.extend(some.iter().map(|(key, _)| **key).zip(model.embed_all(&texts, role)));
            unkept += some.len();
            if unkept >= KEPT_AFTER {
                write(file, &known)?;
                unkept = 0;
            }
        }
        write(file, &known)?;
        Ok(Some(Self::of(entries, &known)))
    }

    fn of(entries: &[EntryTexts], known: &Known) -> Self {
        let embedding = |(role, text): (Role, &str)| known.get(&key(role, text));
        let of_role =
            |role: Role| mean(entries.iter().flat_map(texts).filter(|text| text.0 == role).filter_map(embedding));
        let (passages, queries) = (of_role(Role::Passage), of_role(Role::Query));
        let mut vectors = EntryVectors::new(DIMENSIONS);
        for entry in entries {
            let own = embedding((Role::Passage, &entry.own)).and_then(|own| without(own, &passages));
            let asked = entry.phrasings.iter().filter_map(|text| embedding((Role::Query, text)));
            vectors.push(own, asked.filter_map(|asked| without(asked, &queries)));
        }
        Self { entries: vectors, centre: queries }
    }

    /// For each entry, in the order of `entries`: how much nearer the query is to it than to the others, in standard
    /// deviations of the cosine with its own text plus the best one with a phrasing.
    pub fn scores(&self, query: &Embedding) -> Vec<f32> {
        match without(query, &self.centre) {
            Some(query) => self.entries.nearness(&query),
            None => vec![0.0; self.entries.len()],
        }
    }
}

fn key(role: Role, text: &str) -> u64 {
    text_key(&format!("{}{text}", role.prefix()))
}

fn mean<'a>(embeddings: impl Iterator<Item = &'a Embedding>) -> Embedding {
    let (mut sum, mut count) = ([0.0; DIMENSIONS], 0.0_f32);
    for embedding in embeddings {
        sum.iter_mut().zip(embedding).for_each(|(sum, x)| *sum += x);
        count += 1.0;
    }
    sum.map(|x| x / count.max(1.0))
}

fn without(embedding: &Embedding, centre: &Embedding) -> Option<Direction> {
    Direction::of(embedding.iter().zip(centre).map(|(x, common)| x - common).collect())
}

/// Nothing where there is no file, or another's, or a damaged one: it is then made anew.
fn read(file: &Path) -> Result<Known, ModelError> {
    let bytes = match fs::read(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Known::new()),
        bytes => bytes?,
    };
    Ok(parsed(&bytes).unwrap_or_default())
}

fn parsed(bytes: &[u8]) -> Option<Known> {
    let head = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let count = usize::try_from(head(8)?).ok()?;
    let length = count.checked_mul(KEY + ROW)?.checked_add(HEAD)?;
    if !bytes.starts_with(MAGIC) || head(4)? != FORMAT || bytes.len() != length {
        return None;
    }
    let (keys, rows) = bytes[HEAD..].split_at(count * KEY);
    let keys = keys.as_chunks::<KEY>().0.iter().map(|key| u64::from_le_bytes(*key));
    let rows = rows.as_chunks::<ROW>().0.iter().map(|row| {
        let mut embedding = [0.0; DIMENSIONS];
        let coordinates = row.as_chunks::<2>().0.iter().map(|x| f32::from(i16::from_le_bytes(*x)) / STEPS);
        embedding.iter_mut().zip(coordinates).for_each(|(to, x)| *to = x);
        embedding
    });
    Some(keys.zip(rows).collect())
}

/// Whole, or not at all.
fn write(file: &Path, known: &Known) -> Result<(), ModelError> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(u32::try_from(known.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(known.keys().flat_map(|key| key.to_le_bytes()));
    bytes.extend(known.values().flatten().flat_map(|x| ((x * STEPS).round() as i16).to_le_bytes()));
    let part = file.with_extension("part");
    let mut written = fs::File::create(&part)?;
    written.write_all(&bytes)?;
    written.sync_all()?;
    Ok(fs::rename(part, file)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(keys: &[u64]) -> Known {
        let embedding = |key: u64| {
            let mut embedding = [0.0; DIMENSIONS];
            embedding[key as usize % DIMENSIONS] = 1.0;
            embedding
        };
        keys.iter().map(|key| (*key, embedding(*key))).collect()
    }

    #[test]
    fn what_was_kept_comes_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("model.bin");
        assert_eq!(read(&file).expect("no file"), Known::new());
        write(&file, &known(&[7, 3])).expect("written");
        assert_eq!(read(&file).expect("the file"), known(&[3, 7]));
    }

    #[test]
    fn a_cut_foreign_or_newer_file_counts_as_none() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("model.bin");
        write(&file, &known(&[7])).expect("written");
        let bytes = fs::read(&file).expect("bytes");
        for length in [0, 4, 11, HEAD, bytes.len() - 1] {
            assert_eq!(parsed(&bytes[..length]), None, "{length} bytes");
        }
        for at in [0, 4, 8, 11] {
            let mut changed = bytes.clone();
            changed[at] ^= 0xFF;
            assert_eq!(parsed(&changed), None, "byte {at}");
        }
    }

    #[test]
    fn the_nearest_entry_has_the_highest_score() {
        let entry = |own: &str, asked: &str| EntryTexts { own: own.to_owned(), phrasings: vec![asked.to_owned()] };
        let entries = [entry("Odpady. Wywóz.", "stara kanapa"), entry("Psy. Schronisko.", "błąka się pies")];
        let mut all = known(&[]);
        for (at, (role, text)) in entries.iter().flat_map(texts).enumerate() {
            all.extend(known(&[at as u64]).into_values().map(|embedding| (key(role, text), embedding)));
        }
        let near = ModelIndex::of(&entries, &all).scores(&all[&key(Role::Query, "błąka się pies")]);
        assert!(near[1] > near[0], "{near:?}");
    }
}
