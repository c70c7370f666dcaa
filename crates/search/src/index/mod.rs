//! The index of one edition: built once, swapped in whole, opened from disk. How it is asked stands in `search`.

pub mod build;
pub mod checksums;
pub mod doc_values;
pub mod documents;
pub mod meaning;
pub mod phrasings;
pub mod postings;
pub mod prefix_cache;
pub mod schema;
pub mod titles;
pub mod vocabulary;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, process};

use centrala_domain::Content;

use crate::analysis::lexicon::Lexicon;
use crate::error::SearchError;
use crate::index::build::build;
use crate::index::doc_values::DocValues;
use crate::index::documents::Sidecar;
use crate::index::meaning::Meaning;
use crate::index::phrasings::Phrasings;
use crate::index::postings::Postings;
use crate::index::prefix_cache::PrefixCache;
use crate::index::schema::Fields;
use crate::index::titles::Titles;
use crate::index::vocabulary::Vocabulary;

/// Grows with every change of what is written; an index of another format is built again.
const FORMAT: u32 = 9;
const SIDECAR: &str = "sidecar.json";
/// The postings of the documents' own words.
const TERMS: &str = "terms";

/// Open for asking; shared freely between threads.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) sidecar: Sidecar,
    pub(crate) lexicon: Lexicon,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) postings: Arc<Postings>,
    pub(crate) phrasings: Arc<Phrasings>,
    pub(crate) prefixes: Arc<PrefixCache>,
    pub(crate) values: DocValues,
    pub(crate) titles: Titles,
    /// None where the edition has no vectors.
    pub(crate) meaning: Option<Meaning>,
    pub(crate) often: Vec<bool>,
    /// The document that has taken each one's place.
    pub(crate) successors: Vec<Option<u32>>,
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
        checksums::check(&place)?;
        let sidecar: Sidecar =
            serde_json::from_slice(&fs::read(place.join(SIDECAR))?).map_err(|_| SearchError::Stale)?;
        let index = tantivy::Index::open_in_dir(&place)?;
        let fields = Fields::new();
        if index.schema() != fields.schema {
            return Err(SearchError::Stale);
        }
        let searcher = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?.searcher();
        let [segment] = searcher.segment_readers() else { return Err(SearchError::Stale) };
        let (postings, prefixes) = (Arc::new(Postings::open(&place, TERMS)?), Arc::new(PrefixCache::open(&place)?));
        let words = segment.inverted_index(fields.vocabulary)?;
        let (often, successor) = (segment.fast_fields().u64("often")?, segment.fast_fields().u64("successor")?);
        let narrow = |document: u64| u32::try_from(document).ok().filter(|document| *document < segment.max_doc());
        Ok(Self {
            vocabulary: Vocabulary::new(words, fields.vocabulary, postings.clone(), prefixes.clone()),
            values: DocValues::read(segment)?,
            titles: Titles::open(&place, segment.max_doc())?,
            often: (0..segment.max_doc()).map(|document| often.first(document) == Some(1)).collect(),
            successors: (0..segment.max_doc()).map(|document| successor.first(document).and_then(narrow)).collect(),
            meaning: Meaning::open(&place, segment.max_doc())?,
            phrasings: Arc::new(Phrasings::open(&place, segment.max_doc())?),
            lexicon: Lexicon::new(&sidecar.lexicon),
            postings,
            prefixes,
            fields,
            sidecar,
            searcher,
        })
    }

    /// How many documents it holds, of all kinds.
    pub(crate) fn documents(&self) -> u32 {
        u32::try_from(self.often.len()).unwrap_or(u32::MAX)
    }

    /// The document of this id, in any case of its letters.
    pub(crate) fn document_of(&self, id: &str) -> Option<u32> {
        let mut found = None;
        let list = self.postings.list(&postings::TermKey::Id(centrala_domain::text::fold(id)))?;
        list.for_each(|document, _| found = found.or(Some(document)));
        found
    }
}

/// How much a term tells that stands in `doc_freq` of `documents`.
#[expect(clippy::cast_precision_loss, reason = "counts of documents")]
pub(crate) fn idf(doc_freq: u32, documents: u32) -> f32 {
    let (n, df) = (documents as f32, doc_freq as f32);
    (1.0 + (n - df + 0.5).max(0.0) / (df + 0.5)).ln()
}

fn place(dir: &Path, key: &str) -> PathBuf {
    dir.join(format!("{key}-f{FORMAT}"))
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
