//! Documents → the files of an index: tantivy's store and vocabulary, postings with impacts, phrasings, titles.
//!
//! The impact of a term in a document is its BM25F without the idf (Robertson, Zaragoza, Taylor 2004): with `tf_p`,
//! `len_p` of part p, `x = Σ_p w_p · tf_p / (1 − b + b · len_p / avg_p)` and `impact = x · (k1 + 1) / (k1 + x)`, from 0
//! to k1 + 1. The weights of the parts are constants, so nothing of it is left for a keystroke.

use std::fs;
use std::path::Path;

use centrala_domain::{Content, EntryTexts};
use centrala_polish::words::Word;
use tantivy::TantivyDocument;

use crate::analysis::query::rarity_of;
use crate::error::SearchError;
use crate::index::checksums;
use crate::index::documents::{Document, Documents, PART_COUNT, PARTS, Sidecar};
use crate::index::meaning::Meaning;
use crate::index::phrasings::PhrasingsBuilder;
use crate::index::postings::{Postings, PostingsBuilder, TermKey};
use crate::index::prefix_cache::PrefixCache;
use crate::index::schema::{Fields, pre_tokenized};
use crate::index::titles::Titles;
use crate::index::{SIDECAR, TERMS, idf};

const WRITER_MEMORY: usize = 64_000_000;
const K1: f32 = 1.2;
const B: f32 = 0.5;
/// The greatest impact: what 255 stands for in the postings.
pub const IMPACT_SCALE: f32 = K1 + 1.0;
/// Average lengths are taken of about so many documents.
const SAMPLED: usize = 2_000;

/// Writes every file of an index, their checksums last.
pub fn build(place: &Path, content: &Content) -> Result<(), SearchError> {
    fs::create_dir_all(place)?;
    let fields = Fields::new();
    let sidecar = Sidecar::of(content);
    let documents = Documents::new(content, &sidecar);
    let mut writer = Builder::new(average_lengths(&documents));
    // One segment: several would have several orders of documents.
    let mut store = tantivy::Index::builder().schema(fields.schema.clone()).single_segment_index_writer(
        tantivy::directory::MmapDirectory::open(place).map_err(tantivy::TantivyError::from)?,
        WRITER_MEMORY,
    )?;
    for document in documents.each() {
        store.add_document(stored(&document, &fields))?;
        writer.add(document);
    }
    let index = store.finalize()?;
    let titles = std::mem::take(&mut writer.titles);
    Titles::write(place, &titles)?;
    if let Some(vectors) = &content.vectors {
        Meaning::write(place, vectors, &writer.texts)?;
    }
    writer.write(place)?;
    let json = serde_json::to_vec(&sidecar).map_err(|error| SearchError::Content(Box::new(error)))?;
    fs::write(place.join(SIDECAR), json)?;
    let searcher = index.reader()?.searcher();
    let Some(segment) = searcher.segment_readers().first() else { return Err(SearchError::Stale) };
    let words = segment.inverted_index(fields.vocabulary)?;
    PrefixCache::write(place, &words, &Postings::open(place, TERMS)?, segment.max_doc())?;
    checksums::write(place)
}

#[expect(clippy::cast_precision_loss, reason = "lengths in words")]
fn average_lengths(documents: &Documents<'_>) -> [f32; PART_COUNT] {
    let step = documents.count().div_ceil(SAMPLED).max(1);
    let (mut sums, mut sampled) = ([0.0_f32; PART_COUNT], 0.0_f32);
    for document in documents.sample(step) {
        sampled += 1.0;
        for (sum, part) in sums.iter_mut().zip(&document.parts) {
            *sum += part.forms.len() as f32;
        }
    }
    sums.map(|sum| (sum / sampled.max(1.0)).max(1.0))
}

fn stored(document: &Document, fields: &Fields) -> TantivyDocument {
    let mut vocabulary: Vec<&str> = document.parts.iter().flat_map(|part| &part.forms).map(String::as_str).collect();
    let said = document.phrasings.iter().flat_map(|phrasing| phrasing.iter());
    vocabulary.extend(said.map(|word| word.folded.as_str()));
    vocabulary.sort_unstable();
    vocabulary.dedup();
    let mut stored = TantivyDocument::default();
    stored.add_pre_tokenized_text(fields.vocabulary, pre_tokenized(vocabulary));
    stored.add_text(fields.id, &document.id);
    stored.add_text(fields.title, &document.title);
    stored.add_text(fields.lines, &document.lines);
    if let Some(unit) = document.unit {
        stored.add_u64(fields.unit, unit as u64);
    }
    document.categories.iter().for_each(|category| stored.add_u64(fields.category, *category as u64));
    stored.add_u64(fields.often, u64::from(document.often));
    if let Some(successor) = document.successor {
        stored.add_u64(fields.successor, u64::from(successor));
    }
    stored
}

struct Builder {
    average: [f32; PART_COUNT],
    postings: PostingsBuilder,
    phrasings: PhrasingsBuilder,
    /// The terms of each set of phrasings.
    asked_as: Vec<Vec<u32>>,
    titles: Vec<String>,
    texts: Vec<EntryTexts>,
    next: u32,
}

impl Builder {
    fn new(average: [f32; PART_COUNT]) -> Self {
        Self {
            average,
            postings: PostingsBuilder::default(),
            phrasings: PhrasingsBuilder::default(),
            asked_as: Vec::new(),
            titles: Vec::new(),
            texts: Vec::new(),
            next: 0,
        }
    }

    fn add(&mut self, document: Document) {
        let number = self.next;
        self.next += 1;
        for (term, weight) in self.weights(&document) {
            self.postings.add_to(term, number, to_byte(weight * (K1 + 1.0) / (K1 + weight)));
        }
        // What only callers say is known as a word of the document, and scored by its phrasings.
        let set = self.phrasings.add(&document.phrasings);
        if set == self.asked_as.len() {
            let terms = self.words_of(&document);
            self.asked_as.push(terms);
        }
        self.asked_as[set].iter().for_each(|term| self.postings.add_to(*term, number, 0));
        self.postings.add(&TermKey::Id(centrala_domain::text::fold(&document.id)), number, 0);
        self.titles.push(document.title);
        self.texts.push(document.texts);
    }

    /// x of every term of a document.
    #[expect(clippy::cast_precision_loss, reason = "lengths in words")]
    fn weights(&mut self, document: &Document) -> Vec<(u32, f32)> {
        let mut weights: Vec<(u32, f32)> = Vec::new();
        for ((part, (_, weight)), average) in document.parts.iter().zip(PARTS).zip(self.average) {
            let each = weight / (1.0 - B + B * (part.forms.len() as f32 / average));
            weights.extend(part.forms.iter().map(|form| (self.postings.number(TermKey::FORM, form), each)));
            weights.extend(part.lemmas.iter().map(|lemma| (self.postings.number(TermKey::LEMMA, lemma), each)));
        }
        weights.sort_by_key(|(term, _)| *term);
        weights.dedup_by(|next, one| {
            let same = next.0 == one.0;
            one.1 += if same { next.1 } else { 0.0 };
            same
        });
        weights
    }

    /// The terms of a document's phrasings.
    fn words_of(&mut self, document: &Document) -> Vec<u32> {
        let mut terms = Vec::new();
        for word in document.phrasings.iter().flat_map(|phrasing| phrasing.iter()) {
            terms.push(self.postings.number(TermKey::FORM, &word.folded));
            terms.extend(word.lemmas.iter().map(|lemma| self.postings.number(TermKey::LEMMA, lemma)));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    fn write(self, place: &Path) -> Result<(), SearchError> {
        self.postings.write(place, TERMS)?;
        let postings = Postings::open(place, TERMS)?;
        let weight = |word: &Word| {
            let lemmas = word.lemmas.iter().map(|lemma| postings.doc_freq(&TermKey::Lemma(lemma.clone())));
            let doc_freq =
                lemmas.chain([postings.doc_freq(&TermKey::Form(word.folded.clone()))]).max().unwrap_or_default();
            rarity_of(&word.lemmas).unwrap_or(f32::MAX).min(idf(doc_freq, self.next))
        };
        self.phrasings.write(place, weight)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn to_byte(impact: f32) -> u8 {
    (impact / IMPACT_SCALE * 255.0).round().clamp(1.0, 255.0) as u8
}
