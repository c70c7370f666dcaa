//! Matches → the order in each kind: titles, priors, this desk's boosts. Scores of all kinds stay comparable.

use centrala_domain::Kind;
use centrala_polish::terms;
use centrala_polish::tokens::Token;

use crate::analysis::query::AnalyzedQuery;
use crate::answer::Explanation;
use crate::explain::highlight::HighlightTerms;
use crate::index::Index;
use crate::matching::query_terms::QueryTerm;
use crate::matching::score::{Matches, Scored};
use crate::ranking::boosts::Boosts;
use crate::ranking::priors::{Priors, of_title};

/// Ranked again by their titles.
const RERANKED: usize = 50;
/// What a title that the query covers wholly gains.
const TITLE_GAIN: f32 = 0.5;
/// What is named by its whole title or its id stands so far above the next.
const EXACT: f32 = 1.5;
/// Matches below this share of the best are noise.
const CUT: f32 = 0.05;

/// What one query asks, as every ranking needs it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub query: &'a AnalyzedQuery,
    pub terms: &'a [QueryTerm],
    pub matches: &'a Matches,
    pub boosts: &'a Boosts,
}

impl Asked<'_> {
    /// The matches of a kind that are no noise, unordered.
    pub fn matches_of(&self, index: &Index, kind: Kind) -> Vec<Scored> {
        let documents = index.sidecar.documents(kind);
        let of_kind = |hit: &&Scored| documents.contains(&hit.document);
        let mut hits: Vec<Scored> = self.matches.scored.iter().filter(of_kind).copied().collect();
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        hits.retain(|hit| hit.score >= CUT * best);
        hits
    }

    /// By score; then the first by how much of their title was asked for. Equal scores stand in the order of documents.
    /// Those that cannot come among the first `limit` go without being sorted.
    pub fn rank(&self, index: &Index, hits: &mut Vec<Scored>, limit: usize) {
        let by_score = |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then_with(|| a.document.cmp(&b.document));
        let kept = limit.saturating_add(RERANKED);
        if kept < hits.len() {
            hits.select_nth_unstable_by(kept, by_score);
            hits.truncate(kept);
        }
        hits.sort_by(by_score);
        let first = hits.len().min(RERANKED);
        let begun = matches!(self.terms, [only] if only.begun);
        let priors = Priors(index);
        for hit in &mut hits[..first] {
            let title = index.titles.of(hit.document);
            let wanted = HighlightTerms::new(self.terms, self.matches.winners(hit.document));
            hit.score *= 1.0 + TITLE_GAIN * wanted.share(title);
            if !self.boosts.is_pure() {
                hit.score *= priors.weight(hit.document, begun) * of_title(title, &wanted);
                hit.score *= self.boosts.factor(hit.document);
            }
        }
        self.raise_exact(index, &mut hits[..first]);
        // Also where the older one's title is the query to the letter.
        if !self.boosts.is_pure() {
            priors.lower_replaced(&mut hits[..first]);
        }
        hits.sort_by(by_score);
    }

    /// A title that equals the query, and an id, is what is meant.
    fn raise_exact(&self, index: &Index, hits: &mut [Scored]) {
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        for hit in hits.iter_mut().filter(|hit| self.is_exact(index, hit.document)) {
            hit.score = hit.score.max(EXACT * best);
            hit.coverage = 1.0;
        }
    }

    /// As [`Matches::winners`]; where the document's phrasing or an everyday
    /// meaning answers a term that had to be read as another word, that reading.
    pub fn readings(&self, document: u32) -> Vec<Option<usize>> {
        let in_phrasing = self.matches.in_phrasing(document);
        let slip =
            |term: &QueryTerm| term.alternatives.iter().position(|one| matches!(one.why, Explanation::Typo { .. }));
        let reading = |(at, (winner, term)): (usize, (Option<usize>, &QueryTerm))| {
            let won = winner.and_then(|at| term.alternatives.get(at));
            let read = match won {
                None => in_phrasing & 1 << at != 0,
                Some(won) => matches!(won.why, Explanation::Synonym { .. }),
            };
            slip(term).filter(|_| read).or(winner)
        };
        self.matches.winners(document).zip(self.terms).enumerate().map(reading).collect()
    }

    /// Does a content word of the query, in any form, stand among these folded names?
    pub fn says_any(&self, names: &[String]) -> bool {
        let says = |token: &Token| {
            names.contains(&token.folded) || terms::typed(token).iter().any(|lemma| names.contains(lemma))
        };
        self.query.tokens.iter().any(says)
    }

    /// The query is this document's id or title, and nothing else.
    pub fn is_exact(&self, index: &Index, document: u32) -> bool {
        let id = self.query.text.trim().replace(' ', "-");
        let mut words: Vec<_> = self.query.tokens.iter().chain(&self.query.fillers).collect();
        words.sort_unstable_by_key(|token| token.from);
        let title = index.titles.of(document).each().map(|(form, _)| form);
        title.eq(words.iter().map(|token| token.folded.as_str())) || index.document_of(&id) == Some(document)
    }
}
