//! One question to the index: groups → scores → facets and filters → order → hits with their snippets and reasons.

use std::time::Instant;

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use crate::fault::SearchError;
use crate::hits::answer::{Answer, Hit, Query, Without};
use crate::hits::corrected::{corrected, doubt, slipped};
use crate::hits::facets::Filters;
use crate::hits::marks::Wanted;
use crate::hits::reasons::reasons;
use crate::hits::without::without;
use crate::index::Index;
use crate::query::groups::{Group, Typed, groups};
use crate::query::meanings::Near;
use crate::ranking::favour::Favour;
use crate::ranking::priors;
use crate::ranking::score::{Scored, Scores};
use crate::sections::answers::{Answered, answer};
use crate::sections::slots::{Asked, asked};
use crate::sections::stored::Stored;

/// Hits below this share of the best are noise.
const CUT: f32 = 0.05;
/// Re-ranked by their titles.
const RERANKED: usize = 50;
/// What a title that the query covers wholly gains.
const TITLE_GAIN: f32 = 0.5;
/// Below this coverage of the best hit the answer is weak.
const WEAK: f32 = 0.5;

/// What weighs besides the words themselves.
#[derive(Clone, Copy)]
struct Besides<'a> {
    favour: &'a Favour,
    near: &'a Near,
}

/// What every hit is shown for.
struct Asking<'a> {
    asked: &'a [Asked],
    groups: &'a [Group],
    besides: Besides<'a>,
}

impl Index {
    /// Answers a query. An empty one lists all procedures that pass the filters, or only counts them where none is on.
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.search_with(query, &Favour::default())
    }

    /// The same, with what this desk's operators favour.
    pub fn search_with(&self, query: &Query, favour: &Favour) -> Result<Answer, SearchError> {
        let started = Instant::now();
        let filters = Filters::new(query, &self.side);
        let typed = Typed::read(&query.text);
        let mut answer = if typed.tokens.is_empty() {
            self.listed(query, &filters, favour)?
        } else {
            self.found(query, &filters, &typed, favour)?
        };
        answer.took_us = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        Ok(answer)
    }

    fn listed(&self, query: &Query, filters: &Filters, favour: &Favour) -> Result<Answer, SearchError> {
        let all: Vec<Scored> =
            (0..self.scorer.documents).map(|document| Scored { document, score: 0.0, coverage: 1.0 }).collect();
        let facets = filters.counts(&all, &self.belonging, &self.side);
        let mut shown = if filters.none_chosen() { Vec::new() } else { all.clone() };
        filters.narrow(&mut shown, &self.belonging);
        let without = self.without(query, filters, &all, shown.len());
        shown.sort_by_key(|hit| self.ranks[hit.document as usize]);
        let total = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        shown.truncate(query.limit as usize);
        let asking = Asking { asked: &[], groups: &[], besides: Besides { favour, near: &Near::default() } };
        let hits = shown.iter().map(|hit| self.hit(hit, &asking, &[])).collect::<Result<_, _>>()?;
        Ok(Answer { took_us: 0, total, hits, facets, weak: false, corrected: None, without })
    }

    fn found(&self, query: &Query, filters: &Filters, typed: &Typed, favour: &Favour) -> Result<Answer, SearchError> {
        let groups = groups(typed, &self.vocabulary, &self.lexicon)?;
        let mut scores = self.scorer.score(&groups)?;
        let mut hits = std::mem::take(&mut scores.scored);
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        hits.retain(|hit| hit.score >= CUT * best);
        let meanings = self.meanings.as_ref();
        let near = meanings.map(|table| table.near(typed, &groups, &hits)).unwrap_or_default();
        hits.extend(near.alone(&hits));
        let facets = filters.counts(&hits, &self.belonging, &self.side);
        let all = if filters.none_chosen() { Vec::new() } else { hits.clone() };
        filters.narrow(&mut hits, &self.belonging);
        let total = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        let without = self.without(query, filters, &all, hits.len());
        let besides = Besides { favour, near: &near };
        self.rank(&mut hits, &groups, &scores, query.limit as usize, besides);
        let winners = |document| scores.winners(document).collect::<Vec<_>>();
        let weak = hits.first().is_some_and(|best| best.coverage - doubt(&groups, &winners(best.document)) < WEAK);
        // Where the filters leave nothing, what the query means is seen in what they took away.
        let telling = hits.first().or_else(|| all.iter().max_by(|a, b| a.score.total_cmp(&b.score)));
        let corrected = match telling {
            Some(hit) => self.corrected(query, typed, &groups, hit.document, &winners(hit.document))?,
            None => None,
        };
        hits.truncate(query.limit as usize);
        let asking = Asking { asked: &asked(&query.text), groups: &groups, besides };
        let shown = |hit: &Scored| self.hit(hit, &asking, &winners(hit.document));
        let hits = hits.iter().map(shown).collect::<Result<_, _>>()?;
        Ok(Answer { took_us: 0, total, hits, facets, weak, corrected, without })
    }

    fn without(&self, query: &Query, filters: &Filters, all: &[Scored], left: usize) -> Vec<Without> {
        if filters.none_chosen() { Vec::new() } else { without(query, all, left, &self.belonging, &self.side) }
    }

    fn corrected(
        &self,
        query: &Query,
        typed: &Typed,
        groups: &[Group],
        document: u32,
        winners: &[Option<usize>],
    ) -> Result<Option<String>, SearchError> {
        if !slipped(groups, winners) {
            return Ok(None);
        }
        let document = self.document(document)?;
        let lines = Stored::read(text(&document, self.fields.lines)).lines.into_iter().map(|line| line.text);
        let article = std::iter::once(text(&document, self.fields.title)).chain(lines).collect::<Vec<_>>().join("\n");
        Ok(corrected(&query.text, typed, groups, winners, &article))
    }

    /// By score; then the first by how much of their title was asked for. Equal scores stand in alphabetical order. Those
    /// that cannot come among the first `limit` go without being sorted.
    fn rank(
        &self,
        hits: &mut Vec<Scored>,
        groups: &[Group],
        scores: &Scores,
        limit: usize,
        Besides { favour, near }: Besides<'_>,
    ) {
        let by_score = |a: &Scored, b: &Scored| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| self.ranks[a.document as usize].cmp(&self.ranks[b.document as usize]))
        };
        let kept = limit.saturating_add(RERANKED);
        if kept < hits.len() {
            hits.select_nth_unstable_by(kept, by_score);
            hits.truncate(kept);
        }
        hits.sort_by(by_score);
        let first = hits.len().min(RERANKED);
        let begun = matches!(groups, [only] if only.begun);
        for hit in &mut hits[..first] {
            let title = self.titles.of(hit.document);
            let wanted = Wanted::new(groups, scores.winners(hit.document));
            hit.score *= 1.0 + TITLE_GAIN * wanted.share(title);
            if !favour.is_pure() {
                hit.score *= self.priors.weight(hit.document, begun) * priors::of_title(title, &wanted);
                hit.score *= favour.factor(hit.document);
            }
        }
        near.blend(hits);
        if !favour.is_pure() {
            self.priors.lower_replaced(&mut hits[..first]);
        }
        hits.sort_by(by_score);
    }

    fn hit(&self, scored: &Scored, asking: &Asking<'_>, winners: &[Option<usize>]) -> Result<Hit, SearchError> {
        let Asking { asked, groups, besides: Besides { favour, near } } = *asking;
        let document = self.document(scored.document)?;
        let wanted = Wanted::new(groups, winners.iter().copied());
        let title = text(&document, self.fields.title);
        let Answered { section, text: line } = answer(text(&document, self.fields.lines), asked, groups, winners);
        let (title_fragments, snippet) = (wanted.marked(title), wanted.marked(&line));
        let mut why = reasons(groups, winners, title_fragments.iter().chain(&snippet));
        why.extend(near.why(scored));
        // A mere listing stands in alphabetical order: nothing weighs there.
        if !groups.is_empty() && !favour.is_pure() {
            why.extend(self.priors.reasons(scored.document, self.titles.of(scored.document), &wanted));
            why.extend_from_slice(favour.reasons(scored.document));
        }
        Ok(Hit {
            id: text(&document, self.fields.id).to_owned(),
            title: title.to_owned(),
            title_fragments,
            unit: self
                .side
                .units
                .get(self.belonging.unit(scored.document))
                .map(|unit| unit.id.clone())
                .unwrap_or_default(),
            score: scored.score,
            section,
            answer: line,
            snippet,
            why,
            coverage: scored.coverage,
        })
    }

    fn document(&self, document: u32) -> tantivy::Result<TantivyDocument> {
        self.searcher.doc(tantivy::DocAddress::new(0, document))
    }
}

fn text(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
