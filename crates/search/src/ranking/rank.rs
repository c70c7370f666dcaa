//! Matches → the order in each kind: titles, priors, this desk's boosts. Scores of all kinds stay comparable.

use centrala_domain::Kind;
use centrala_polish::terms;
use centrala_polish::tokens::Token;

use crate::analysis::query::AnalyzedQuery;
use crate::answer::Explanation;
use crate::explain::highlight::HighlightTerms;
use crate::index::Index;
use crate::index::doc_values::DocValues;
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

/// The documents of one kind that are no noise.
pub struct OfKind<'a> {
    matches: &'a Matches,
    from: u32,
    scores: &'a [f32],
    /// The least score that is no noise.
    least: f32,
}

impl OfKind<'_> {
    fn each(&self) -> impl Iterator<Item = (u32, f32)> {
        (self.from..).zip(self.scores.iter().copied()).filter(|(_, score)| *score >= self.least)
    }

    /// How many of each class.
    pub fn of_classes(&self, values: &DocValues) -> Vec<u32> {
        values.count(self.each().map(|(document, _)| document))
    }

    /// Those that may come among the first `limit` once their titles were looked at, of those that pass, unordered.
    pub fn first(&self, limit: usize, passes: impl Fn(u32) -> bool) -> Vec<Scored> {
        let kept = limit.saturating_add(RERANKED);
        let mut first: Vec<(u32, f32)> = Vec::new();
        let mut least = 0.0;
        for (document, score) in self.each() {
            // Of equals the earlier document stands first.
            if score > least && passes(document) {
                first.push((document, score));
            }
            if first.len() >= kept.saturating_mul(2) {
                keep_best(&mut first, kept);
                least = first.iter().map(|(_, score)| *score).fold(f32::INFINITY, f32::min);
            }
        }
        keep_best(&mut first, kept);
        first.into_iter().map(|(document, _)| self.matches.scored(document)).collect()
    }

    /// The best of all.
    pub fn best(&self) -> Option<u32> {
        self.each().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(document, _)| document)
    }
}

fn keep_best(hits: &mut Vec<(u32, f32)>, count: usize) {
    if count < hits.len() {
        hits.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hits.truncate(count);
    }
}

/// The greatest of some scores, eight at once.
fn greatest(scores: &[f32]) -> f32 {
    let (runs, rest) = scores.as_chunks::<8>();
    let mut most = [0.0_f32; 8];
    for run in runs {
        most.iter_mut().zip(run).for_each(|(most, score)| *most = if *score > *most { *score } else { *most });
    }
    most.iter().chain(rest).copied().fold(0.0, f32::max)
}

/// What one query asks, as every ranking needs it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub query: &'a AnalyzedQuery,
    pub terms: &'a [QueryTerm],
    pub matches: &'a Matches,
    pub boosts: &'a Boosts,
}

impl Asked<'_> {
    /// The matches of a kind that are no noise.
    pub fn matches_of(&self, index: &Index, kind: Kind) -> OfKind<'_> {
        let documents = index.sidecar.documents(kind);
        let scores = &self.matches.scores[documents.start as usize..documents.end as usize];
        let least = (CUT * greatest(scores)).max(f32::MIN_POSITIVE);
        OfKind { matches: self.matches, from: documents.start, scores, least }
    }

    /// By score; then the first by how much of their title was asked for. Equal scores stand in the order of documents.
    /// `hits` are those that may come among the first ([`OfKind::first`]).
    pub fn rank(&self, index: &Index, hits: &mut [Scored]) {
        hits.sort_by(Scored::order);
        let first = hits.len().min(RERANKED);
        let begun = matches!(self.terms, [only] if only.begun);
        let priors = Priors(index);
        // Most hits hold the same words of the query.
        let mut won: Vec<(Vec<Option<usize>>, HighlightTerms<'_>)> = Vec::new();
        for hit in &mut hits[..first] {
            let title = index.titles.of(hit.document);
            let winners: Vec<Option<usize>> = self.matches.winners(hit.document).collect();
            let known = won.iter().position(|(known, _)| *known == winners).unwrap_or_else(|| {
                let wanted = HighlightTerms::new(self.terms, winners.iter().copied());
                won.push((winners, wanted));
                won.len() - 1
            });
            let wanted = &won[known].1;
            hit.score *= 1.0 + TITLE_GAIN * wanted.share(title);
            if !self.boosts.is_pure() {
                hit.score *= priors.weight(hit.document, begun) * of_title(title, wanted);
                hit.score *= self.boosts.factor(hit.document);
            }
        }
        self.raise_exact(index, &mut hits[..first]);
        // Also where the older one's title is the query to the letter.
        if !self.boosts.is_pure() {
            priors.lower_replaced(&mut hits[..first]);
        }
        hits.sort_by(Scored::order);
    }

    /// A title that equals the query, and an id, is what is meant.
    fn raise_exact(&self, index: &Index, hits: &mut [Scored]) {
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
        let whole = self.whole(index);
        for hit in hits.iter_mut().filter(|hit| whole.is(index, hit.document)) {
            hit.score = hit.score.max(EXACT * best);
            hit.coverage = 1.0;
        }
    }

    /// As [`Matches::winners`]; where the document's phrasing or an everyday meaning answers a term that had to be read as
    /// another word, that reading.
    pub fn readings(&self, document: u32) -> Vec<Option<usize>> {
        let in_phrasings = self.matches.in_phrasings(document);
        let slip =
            |term: &QueryTerm| term.alternatives.iter().position(|one| matches!(one.why, Explanation::Typo { .. }));
        let reading = |(at, (winner, term)): (usize, (Option<usize>, &QueryTerm))| {
            let won = winner.and_then(|at| term.alternatives.get(at));
            let read = match won {
                None => in_phrasings & 1 << at != 0,
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

    /// What the query would be as a title or an id.
    fn whole(&self, index: &Index) -> Whole<'_> {
        let id = self.query.text.trim().replace(' ', "-");
        let document = index.document_of(&id).or_else(|| self.query.tokens.iter().find_map(|word| symbol(index, word)));
        let mut words: Vec<_> = self.query.tokens.iter().chain(&self.query.fillers).collect();
        words.sort_unstable_by_key(|token| token.from);
        let words = words.into_iter().map(|token| token.folded.as_str()).collect();
        Whole { words, document }
    }

    /// The query is this document's id, title or name, and nothing else.
    pub fn is_exact(&self, index: &Index, document: u32) -> bool {
        self.whole(index).is(index, document)
    }
}

/// The document whose symbol a word is: letters and digits, with a hyphen or glued ("KA-01305", "ka01305"). It is meant
/// whatever stands around it.
fn symbol(index: &Index, word: &Token) -> Option<u32> {
    let digits = word.folded.find(|c: char| c.is_ascii_digit()).filter(|from| *from > 0)?;
    let (letters, digits) = word.folded.split_at(digits);
    index.document_of(&format!("{}-{digits}", letters.trim_end_matches('-')))
}

/// A query as a title or name, and the document of which it is, or holds, the id.
struct Whole<'a> {
    words: Vec<&'a str>,
    document: Option<u32>,
}

impl Whole<'_> {
    fn is(&self, index: &Index, document: u32) -> bool {
        let said = || self.words.iter().copied();
        self.document == Some(document)
            || index.sidecar.unit_names(document).iter().any(|name| name.split(' ').eq(said()))
            || index.titles.of(document).each().map(|(form, _)| form).eq(said())
    }
}
