//! The index of one edition: built once, swapped in whole, opened from disk, asked.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, process};

use centrala_domain::Content;
use tantivy::schema::Value;
use tantivy::{IndexWriter, TantivyDocument};

use crate::answer::{Answer, Hit, Query, Why};
use crate::documents::{Side, documents};
use crate::facets::{Belonging, Filters};
use crate::fault::SearchError;
use crate::groups::{Group, Typed, groups};
use crate::lexicon::Lexicon;
use crate::marks::Wanted;
use crate::priors::{self, Priors};
use crate::schema::Fields;
use crate::score::{Part, Scored, Scorer, Scores};
use crate::vocabulary::Vocabulary;

/// Grows with every change of what is written; an index of another format is built again.
const FORMAT: u32 = 2;
const SIDE: &str = "side.json";
const WRITER_MEMORY: usize = 64_000_000;
/// Hits below this share of the best are noise.
const CUT: f32 = 0.1;
/// Re-ranked by their titles.
const RERANKED: usize = 50;
/// What a title that the query covers wholly gains.
const TITLE_GAIN: f32 = 0.5;
/// Below this coverage of the best hit the answer is weak.
const WEAK: f32 = 0.5;

/// Open for asking; shared freely between threads.
pub struct Index {
    fields: Fields,
    side: Side,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    scorer: Scorer,
    belonging: Belonging,
    priors: Priors,
    /// Place of each document's title in Polish alphabetical order.
    ranks: Vec<u64>,
    searcher: tantivy::Searcher,
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
        let side: Side = serde_json::from_slice(&fs::read(place.join(SIDE))?).map_err(|_| SearchError::Stale)?;
        let index = tantivy::Index::open_in_dir(&place)?;
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
            let forms = segment.inverted_index(fields.forms[at])?;
            #[expect(clippy::cast_precision_loss, reason = "an average")]
            let average = (forms.total_num_tokens() as f32 / segment.max_doc().max(1) as f32).max(1.0);
            let lengths = segment.get_fieldnorms_reader(fields.forms[at])?;
            Ok(Part { forms, lemmas: segment.inverted_index(fields.lemmas[at])?, lengths, average })
        };
        let scorer = Scorer { parts: [part(0)?, part(1)?, part(2)?, part(3)?], documents: segment.max_doc() };
        let ranks = ranks(segment)?;
        let lemmas = scorer.parts.iter().map(|part| part.lemmas.clone()).collect();
        Ok(Self {
            vocabulary: Vocabulary::new(segment.inverted_index(fields.vocabulary)?, fields.vocabulary, lemmas),
            belonging: belonging(segment)?,
            priors: Priors::read(segment, &ranks)?,
            ranks,
            lexicon: Lexicon::new(&side.lexicon),
            scorer,
            fields,
            side,
            searcher,
        })
    }

    /// Answers a query. An empty one lists all procedures that pass the filters, or only counts them where none is on.
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        let started = Instant::now();
        let filters = Filters::new(query, &self.side);
        let typed = Typed::read(&query.text);
        let mut answer = if typed.tokens.is_empty() {
            self.listed(query, &filters)?
        } else {
            self.found(query, &filters, &groups(&typed, &self.vocabulary, &self.lexicon)?)?
        };
        answer.took_us = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        Ok(answer)
    }

    fn listed(&self, query: &Query, filters: &Filters) -> Result<Answer, SearchError> {
        let all: Vec<Scored> =
            (0..self.scorer.documents).map(|document| Scored { document, score: 0.0, coverage: 1.0 }).collect();
        let facets = filters.counts(&all, &self.belonging, &self.side);
        let mut shown = if filters.none_chosen() { Vec::new() } else { all };
        shown.retain(|hit| filters.pass(&self.belonging, hit.document));
        shown.sort_by_key(|hit| self.ranks[hit.document as usize]);
        let total = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        shown.truncate(query.limit as usize);
        let hits = shown.iter().map(|hit| self.hit(hit, &[], &[])).collect::<Result<_, _>>()?;
        Ok(Answer { took_us: 0, total, hits, facets, weak: false })
    }

    fn found(&self, query: &Query, filters: &Filters, groups: &[Group]) -> Result<Answer, SearchError> {
        let mut scores = self.scorer.score(groups)?;
        let mut hits = std::mem::take(&mut scores.scored);
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        hits.retain(|hit| hit.score >= CUT * best);
        let facets = filters.counts(&hits, &self.belonging, &self.side);
        hits.retain(|hit| filters.pass(&self.belonging, hit.document));
        self.rank(&mut hits, groups, &scores)?;
        let total = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        let weak = hits.first().is_some_and(|best| best.coverage < WEAK);
        hits.truncate(query.limit as usize);
        let shown = |hit: &Scored| {
            let winners: Vec<Option<usize>> = scores.winners(hit.document).collect();
            self.hit(hit, groups, &winners)
        };
        Ok(Answer { took_us: 0, total, hits: hits.iter().map(shown).collect::<Result<_, _>>()?, facets, weak })
    }

    /// By score; then the first by how much of their title was asked for. Equal scores stand in alphabetical order.
    fn rank(&self, hits: &mut [Scored], groups: &[Group], scores: &Scores) -> Result<(), SearchError> {
        let by_score = |a: &Scored, b: &Scored| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| self.ranks[a.document as usize].cmp(&self.ranks[b.document as usize]))
        };
        hits.sort_by(by_score);
        let first = hits.len().min(RERANKED);
        for hit in &mut hits[..first] {
            let title = self.text(hit.document, self.fields.title)?;
            let wanted = Wanted::new(groups, scores.winners(hit.document));
            hit.score *= 1.0 + TITLE_GAIN * wanted.share(&title);
            hit.score *= self.priors.weight(hit.document) * priors::of_title(&title, &wanted);
        }
        self.priors.lower_replaced(&mut hits[..first]);
        hits.sort_by(by_score);
        Ok(())
    }

    fn hit(&self, scored: &Scored, groups: &[Group], winners: &[Option<usize>]) -> Result<Hit, SearchError> {
        let document: TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(0, scored.document))?;
        let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let wanted = Wanted::new(groups, winners.iter().copied());
        Ok(Hit {
            id: text(self.fields.id).to_owned(),
            title: text(self.fields.title).to_owned(),
            title_fragments: wanted.marked(text(self.fields.title)),
            unit: self
                .side
                .units
                .get(self.belonging.unit[scored.document as usize] as usize)
                .map(|unit| unit.id.clone())
                .unwrap_or_default(),
            score: scored.score,
            snippet: wanted.snippet(text(self.fields.text)),
            why: reasons(groups, winners),
            coverage: scored.coverage,
        })
    }

    fn text(&self, document: u32, field: tantivy::schema::Field) -> Result<String, SearchError> {
        let document: TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(0, document))?;
        Ok(document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
    }
}

/// The winning members' reasons, each once.
fn reasons(groups: &[Group], winners: &[Option<usize>]) -> Vec<Why> {
    let won = groups.iter().zip(winners).filter_map(|(group, winner)| group.members.get((*winner)?));
    let mut reasons: Vec<Why> = Vec::new();
    for member in won {
        if !reasons.contains(&member.why) {
            reasons.push(member.why.clone());
        }
    }
    reasons
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
    let json = serde_json::to_vec(&side).map_err(|error| SearchError::Content(Box::new(error)))?;
    fs::write(part.join(SIDE), json)?;
    fs::File::open(part.join(SIDE))?.sync_all()?;
    Ok(())
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

fn belonging(segment: &tantivy::SegmentReader) -> tantivy::Result<Belonging> {
    let (unit, category) = (segment.fast_fields().u64("unit")?, segment.fast_fields().u64("category")?);
    let narrow = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
    let documents = 0..segment.max_doc();
    Ok(Belonging {
        unit: documents.clone().map(|document| unit.first(document).map_or(u32::MAX, narrow)).collect(),
        categories: documents.map(|document| category.values_for_doc(document).map(narrow).collect()).collect(),
    })
}

fn ranks(segment: &tantivy::SegmentReader) -> tantivy::Result<Vec<u64>> {
    let rank = segment.fast_fields().u64("rank")?;
    Ok((0..segment.max_doc()).map(|document| rank.first(document).unwrap_or(u64::MAX)).collect())
}
