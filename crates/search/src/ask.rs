//! One question to the index: groups → scores → facets and filters → order → hits with their snippets and reasons.

use std::time::Instant;

use tantivy::TantivyDocument;
use tantivy::schema::Value;

use crate::answer::{Answer, Hit, Query, Why};
use crate::facets::Filters;
use crate::fault::SearchError;
use crate::groups::{Group, Typed, groups};
use crate::index::Index;
use crate::marks::Wanted;
use crate::meanings::Near;
use crate::priors;
use crate::score::{Scored, Scores};

/// Hits below this share of the best are noise.
const CUT: f32 = 0.1;
/// Re-ranked by their titles.
const RERANKED: usize = 50;
/// What a title that the query covers wholly gains.
const TITLE_GAIN: f32 = 0.5;
/// Below this coverage of the best hit the answer is weak.
const WEAK: f32 = 0.5;

impl Index {
    /// Answers a query. An empty one lists all procedures that pass the filters, or only counts them where none is on.
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        let started = Instant::now();
        let filters = Filters::new(query, &self.side);
        let typed = Typed::read(&query.text);
        let mut answer = if typed.tokens.is_empty() {
            self.listed(query, &filters)?
        } else {
            self.found(query, &filters, &typed, &groups(&typed, &self.vocabulary, &self.lexicon)?)?
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

    fn found(&self, query: &Query, filters: &Filters, typed: &Typed, groups: &[Group]) -> Result<Answer, SearchError> {
        let mut scores = self.scorer.score(groups)?;
        let mut hits = std::mem::take(&mut scores.scored);
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        hits.retain(|hit| hit.score >= CUT * best);
        let meanings = self.meanings.as_ref();
        let near = meanings.map(|table| table.near(typed, groups, &self.vocabulary, &hits)).unwrap_or_default();
        hits.extend(near.alone(&hits));
        let facets = filters.counts(&hits, &self.belonging, &self.side);
        hits.retain(|hit| filters.pass(&self.belonging, hit.document));
        self.rank(&mut hits, groups, &scores, &near)?;
        let total = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        let weak = hits.first().is_some_and(|best| best.coverage < WEAK);
        hits.truncate(query.limit as usize);
        let shown = |hit: &Scored| {
            let winners: Vec<Option<usize>> = scores.winners(hit.document).collect();
            let mut shown = self.hit(hit, groups, &winners)?;
            shown.why.extend(near.why(hit));
            Ok::<_, SearchError>(shown)
        };
        Ok(Answer { took_us: 0, total, hits: hits.iter().map(shown).collect::<Result<_, _>>()?, facets, weak })
    }

    /// By score; then the first by how much of their title was asked for. Equal scores stand in alphabetical order.
    fn rank(&self, hits: &mut [Scored], groups: &[Group], scores: &Scores, near: &Near) -> Result<(), SearchError> {
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
        near.blend(hits);
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
