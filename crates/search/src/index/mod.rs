//! The index of one edition: built once, swapped in whole, opened from disk. How it is asked stands in `ask`.

pub mod beginnings;
pub mod documents;
pub mod schema;
pub mod titles;
pub mod vocabulary;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, process};

use centrala_domain::Content;
use tantivy::IndexWriter;

use crate::fault::SearchError;
use crate::hits::facets::Belonging;
use crate::index::beginnings::Beginnings;
use crate::index::documents::{Side, documents, in_order};
use crate::index::schema::Fields;
use crate::index::titles::Titles;
use crate::index::vocabulary::Vocabulary;
use crate::query::lexicon::Lexicon;
use crate::query::meanings::Meanings;
use crate::ranking::priors::Priors;
use crate::ranking::score::{Part, Scorer};

/// Grows with every change of what is written; an index of another format is built again.
const FORMAT: u32 = 6;
const SIDE: &str = "side.json";
const WRITER_MEMORY: usize = 64_000_000;
/// Open for asking; shared freely between threads.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) side: Side,
    pub(crate) lexicon: Lexicon,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) scorer: Scorer,
    pub(crate) belonging: Belonging,
    pub(crate) priors: Priors,
    /// None where the edition has no table.
    pub(crate) meanings: Option<Meanings>,
    /// Place of each document's title in Polish alphabetical order.
    pub(crate) ranks: Vec<u64>,
    pub(crate) titles: Titles,
    pub(crate) searcher: tantivy::Searcher,
}

/// An index and whether it had to be built.
pub struct Opened {
    pub index: Index,
    pub rebuilt: bool,
}

impl Index {
    /// Opens the index of edition `key` in `dir`. A missing, stale or damaged one is built from `content` in a folder
    /// beside it and swapped in by one rename; those of other editions go afterwards.
    pub fn open_or_build<E: std::error::Error + Send + Sync + 'static>(
        dir: &Path,
        key: &str,
        content: impl FnOnce() -> Result<Content, E>,
    ) -> Result<Opened, SearchError> {
        if let Ok(index) = Self::open(dir, key) {
            return Ok(Opened { index, rebuilt: false });
        }
        let content = content().map_err(|error| SearchError::Content(Box::new(error)))?;
        let place = place(dir, key);
        let part = dir.join(format!("building-{}", process::id()));
        remove(&part)?;
        build(&part, &content)?;
        remove(&place)?;
        fs::rename(&part, &place)?;
        remove_others(dir, &place)?;
        Ok(Opened { index: Self::open(dir, key)?, rebuilt: true })
    }

    /// Opens it, or says why not; builds nothing.
    pub fn open(dir: &Path, key: &str) -> Result<Self, SearchError> {
        let place = place(dir, key);
        Self::at(&place, Beginnings::open(&place)?)
    }

    fn at(place: &Path, beginnings: Beginnings) -> Result<Self, SearchError> {
        let side: Side = serde_json::from_slice(&fs::read(place.join(SIDE))?).map_err(|_| SearchError::Stale)?;
        let index = tantivy::Index::open_in_dir(place)?;
        if !index.validate_checksum()?.is_empty() {
            return Err(SearchError::Stale);
        }
        let fields = Fields::new();
        if index.schema() != fields.schema {
            return Err(SearchError::Stale);
        }
        let searcher = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?.searcher();
        let [segment] = searcher.segment_readers() else { return Err(SearchError::Stale) };
        let part = |at: usize| -> tantivy::Result<Part> {
            let (forms, lemmas) =
                (segment.inverted_index(fields.forms[at])?, segment.inverted_index(fields.lemmas[at])?);
            Ok(Part::new(forms, lemmas, segment.get_fieldnorms_reader(fields.forms[at])?, segment.max_doc()))
        };
        let known = Arc::new(beginnings);
        let scorer = Scorer::new([part(0)?, part(1)?, part(2)?, part(3)?], segment.max_doc(), known.clone());
        let ranks = ranks(segment)?;
        let lemmas = scorer.parts.each_ref().map(|part| part.lemmas.clone());
        Ok(Self {
            vocabulary: Vocabulary::new(segment.inverted_index(fields.vocabulary)?, fields.vocabulary, &lemmas, known)?,
            belonging: Belonging::read(segment)?,
            priors: Priors::read(segment, &ranks)?,
            meanings: Meanings::open(place, &side.meant, &ranks)?,
            titles: Titles::open(place, &ranks)?,
            ranks,
            lexicon: Lexicon::new(&side.lexicon),
            scorer,
            fields,
            side,
            searcher,
        })
    }
}

fn place(dir: &Path, key: &str) -> PathBuf {
    dir.join(format!("{key}-f{FORMAT}"))
}

/// One thread, one segment: several would have several idf, and a build is short.
fn build(part: &Path, content: &Content) -> Result<(), SearchError> {
    fs::create_dir_all(part)?;
    let fields = Fields::new();
    let side = Side::of(content);
    let index = tantivy::Index::create_in_dir(part, fields.schema.clone())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY)?;
    writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
    for document in documents(content, &side, &fields) {
        writer.add_document(document)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Titles::write(part, in_order(&content.procedures).map(|procedure| procedure.title.as_str()))?;
    if let Some(table) = &content.meanings {
        Meanings::write(table, part)?;
    }
    let json = serde_json::to_vec(&side).map_err(|error| SearchError::Content(Box::new(error)))?;
    fs::write(part.join(SIDE), json)?;
    fs::File::open(part.join(SIDE))?.sync_all()?;
    let walked = Index::at(part, Beginnings::default())?;
    Beginnings::write(part, &walked.vocabulary, &walked.scorer)
}

fn remove(folder: &Path) -> Result<(), SearchError> {
    if folder.exists() { Ok(fs::remove_dir_all(folder)?) } else { Ok(()) }
}

/// Indexes of other editions and formats, and what a killed build left.
fn remove_others(dir: &Path, place: &Path) -> Result<(), SearchError> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path != place {
            // Another process may still hold or remove it: the next start tries again.
            let _ = fs::remove_dir_all(path);
        }
    }
    Ok(())
}

fn ranks(segment: &tantivy::SegmentReader) -> tantivy::Result<Vec<u64>> {
    let rank = segment.fast_fields().u64("rank")?;
    Ok((0..segment.max_doc()).map(|document| rank.first(document).unwrap_or(u64::MAX)).collect())
}
