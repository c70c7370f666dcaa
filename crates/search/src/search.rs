//! One question to the index: words → terms → matches → order → hits with their lines and reasons.

use std::path::Path;
use std::time::Instant;

use centrala_domain::{Content, Kind, Target};
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use crate::analysis::query::AnalyzedQuery;
use crate::answer::{Answer, Explanation, Hit, Named, Query, Without};
use crate::article::stored::Stored;
use crate::error::SearchError;
use crate::explain::answers::{Answered, answer};
use crate::explain::did_you_mean::{did_you_mean, doubt, slipped};
use crate::explain::explanation::explained;
use crate::explain::facets::Filters;
use crate::explain::highlight::HighlightTerms;
use crate::explain::without::without;
use crate::index::{Index, Opened};
use crate::matching::exhaustive;
use crate::matching::query_terms::{QueryTerm, query_terms};
use crate::matching::score::{Matches, Scored, Scorer};
use crate::ranking::best::{Candidate, Features, Order, QueryFeatures, features};
use crate::ranking::boosts::Boosts;
use crate::ranking::neighbours::{MeaningSource, add_meaning};
use crate::ranking::priors::Priors;
use crate::ranking::rank::Asked;

/// A hit below this share of the first one's score, or behind so many, stands behind a row.
const FOLDED_BELOW: f32 = 0.4;
const SHOWN: usize = 8;
/// Of each kind besides procedures.
const NAMED: usize = 3;
/// A kind of intervention is taken over into a ticket by itself only if it answers this share of the report.
const SURE_SERVICE: f32 = 0.5;
/// So much of a unit's name must be said …
const UNIT_NAMED: f32 = 0.5;
/// … and so many letters of a name that is still being typed.
const SHORTEST_NAME: usize = 3;
/// Of the form's own field.
const SERVICES: usize = 12;

/// An open index, ready to be asked; shared freely between threads.
pub struct Engine {
    index: Index,
    scorer: Scorer,
}

/// An engine, and whether its index had to be built.
pub struct OpenedEngine {
    pub engine: Engine,
    pub rebuilt: bool,
}

impl Engine {
    /// Opens the index of edition `key` in `dir`; a missing, stale or damaged one is built from `content`.
    pub fn open_or_build<E: std::error::Error + Send + Sync + 'static>(
        dir: &Path,
        key: &str,
        content: impl FnOnce() -> Result<Content, E>,
    ) -> Result<OpenedEngine, SearchError> {
        let Opened { index, rebuilt } = Index::open_or_build(dir, key, content)?;
        Ok(OpenedEngine { engine: Self::new(index), rebuilt })
    }

    /// Opens it, or says why not; builds nothing.
    pub fn open(dir: &Path, key: &str) -> Result<Self, SearchError> {
        Ok(Self::new(Index::open(dir, key)?))
    }

    fn new(index: Index) -> Self {
        let (postings, prefixes, phrasings) = (index.postings.clone(), index.prefixes.clone(), index.phrasings.clone());
        let scorer = Scorer::new(postings, prefixes, phrasings, index.documents());
        Self { index, scorer }
    }

    /// Boosts a document by `factor` on top of what it has. One that this edition does not hold is left out.
    pub fn boost(&self, boosts: &mut Boosts, id: &str, factor: f32, why: Explanation) {
        self.index.boost(boosts, id, factor, why);
    }

    /// Answers a query. An empty one lists all procedures that pass the filters, or only counts them where none is on.
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.search_with(query, &Boosts::default(), MeaningSource::Vectors)
    }

    /// The same, with what this desk's operators are likelier to mean, and what the query means by that source.
    pub fn search_with(
        &self,
        query: &Query,
        boosts: &Boosts,
        meaning: MeaningSource<'_>,
    ) -> Result<Answer, SearchError> {
        let started = Instant::now();
        let filters = Filters::new(query, &self.index.sidecar);
        let analyzed = AnalyzedQuery::new(&query.text);
        let mut answer = if analyzed.tokens.is_empty() {
            self.listed(query, &filters, &analyzed, boosts)?
        } else {
            let (terms, matches) = self.matches(&analyzed, meaning)?;
            let asked = Asked { query: &analyzed, terms: &terms, matches: &matches, boosts };
            self.found(query, &filters, &asked)?
        };
        answer.took_us = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        Ok(answer)
    }

    /// Kinds of intervention for the form's own field: what happened is known to be one. Without words none.
    pub fn find_services(&self, text: &str, meaning: MeaningSource<'_>) -> Result<Vec<Named>, SearchError> {
        let query = AnalyzedQuery::new(text);
        if !query.has_content() {
            return Ok(Vec::new());
        }
        let (terms, matches) = self.matches(&query, meaning)?;
        let asked = Asked { query: &query, terms: &terms, matches: &matches, boosts: &Boosts::default() };
        let hits = self.ranked(&asked, Kind::Service, None, SERVICES);
        Ok(self.named(&asked, &hits))
    }

    /// The one kind of intervention that is surely meant; none is better than a wrong one.
    pub fn sure_service(&self, text: &str) -> Result<Option<String>, SearchError> {
        let found = self.find_services(text, MeaningSource::Vectors)?;
        let rival = found.get(1).map_or(0.0, |second| second.score);
        Ok(found
            .into_iter()
            .next()
            .filter(|best| best.coverage >= SURE_SERVICE && best.score > rival)
            .map(|best| best.id))
    }

    /// The first answer of each kind and what speaks for it: what the weights of `ranking::best` are fitted on.
    pub fn candidates(&self, text: &str, meaning: MeaningSource<'_>) -> Result<Vec<(Target, Features)>, SearchError> {
        let query = AnalyzedQuery::new(text);
        let (terms, matches) = self.matches(&query, meaning)?;
        let boosts = Boosts::default();
        let asked = Asked { query: &query, terms: &terms, matches: &matches, boosts: &boosts };
        let kinds = [Kind::Procedure, Kind::Service, Kind::Unit, Kind::Elsewhere];
        let ranked = kinds.map(|kind| (kind, self.ranked(&asked, kind, None, NAMED)));
        let candidates: Vec<Candidate> =
            ranked.iter().filter_map(|(kind, hits)| self.candidate(&asked, *kind, hits)).collect();
        let features = features(&candidates, &QueryFeatures::new(&query));
        candidates.iter().zip(features).map(|(one, features)| Ok((self.target(one)?, features))).collect()
    }

    /// The same answer by the plainest walk over everything, far too slow to be typed into: for the tests.
    #[doc(hidden)]
    pub fn search_exhaustively(&self, query: &Query) -> Result<Answer, SearchError> {
        let filters = Filters::new(query, &self.index.sidecar);
        let analyzed = AnalyzedQuery::new(&query.text);
        let terms = query_terms(&analyzed, &self.index.vocabulary, &self.index.lexicon)?;
        let mut matches = exhaustive::matches(&self.index.postings, &self.index.phrasings, &self.scorer, &terms);
        add_meaning(&mut matches, MeaningSource::Vectors, self.index.meaning.as_ref(), &analyzed, &terms);
        let boosts = Boosts::default();
        let asked = Asked { query: &analyzed, terms: &terms, matches: &matches, boosts: &boosts };
        self.found(query, &filters, &asked)
    }

    fn matches(
        &self,
        query: &AnalyzedQuery,
        meaning: MeaningSource<'_>,
    ) -> Result<(Vec<QueryTerm>, Matches), SearchError> {
        let terms = query_terms(query, &self.index.vocabulary, &self.index.lexicon)?;
        let mut matches = self.scorer.score(&terms);
        add_meaning(&mut matches, meaning, self.index.meaning.as_ref(), query, &terms);
        Ok((terms, matches))
    }

    fn listed(
        &self,
        query: &Query,
        filters: &Filters,
        analyzed: &AnalyzedQuery,
        boosts: &Boosts,
    ) -> Result<Answer, SearchError> {
        let documents = self.index.sidecar.documents(Kind::Procedure);
        let of_classes = self.index.values.count(documents.clone());
        let facets = filters.counts(&of_classes, &self.index.values, &self.index.sidecar);
        let total = if filters.none_chosen() { 0 } else { filters.passed(&of_classes, &self.index.values) };
        let without = self.without(query, filters, &of_classes, total);
        let passing = filters.passing(&self.index.values);
        let listed = |document| Scored { document, score: 0.0, coverage: 1.0, phrasing: 0.0, nearness: 0.0 };
        let shown = documents.filter(|document| passing[self.index.values.class(*document)]).map(listed);
        let shown: Vec<Scored> = shown.take((query.limit as usize).min(total as usize)).collect();
        let matches = Matches::default();
        let asked = Asked { query: analyzed, terms: &[], matches: &matches, boosts };
        let hits = shown.iter().map(|hit| self.hit(hit, &asked)).collect::<Result<Vec<_>, _>>()?;
        let shown = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        Ok(Answer { total, shown, hits, facets, without, ..Answer::default() })
    }

    fn found(&self, query: &Query, filters: &Filters, asked: &Asked<'_>) -> Result<Answer, SearchError> {
        let found = asked.matches_of(&self.index, Kind::Procedure);
        let of_classes = found.of_classes(&self.index.values);
        let facets = filters.counts(&of_classes, &self.index.values, &self.index.sidecar);
        let total = filters.passed(&of_classes, &self.index.values);
        let without = self.without(query, filters, &of_classes, total);
        let passing = filters.passing(&self.index.values);
        let mut hits = found.first(query.limit as usize, |document| passing[self.index.values.class(document)]);
        asked.rank(&self.index, &mut hits);
        // Where the filters leave nothing, what the query means is seen in what they took away.
        let telling = hits.first().map(|hit| hit.document).or_else(|| found.best());
        let corrected = match telling {
            Some(document) => self.corrected(asked, document)?,
            None => None,
        };
        hits.truncate(query.limit as usize);
        let [service, unit, matter] =
            [Kind::Service, Kind::Unit, Kind::Elsewhere].map(|kind| self.ranked(asked, kind, Some(filters), NAMED));
        let of_kinds =
            [(Kind::Procedure, &hits), (Kind::Service, &service), (Kind::Unit, &unit), (Kind::Elsewhere, &matter)];
        let candidates = of_kinds.into_iter().filter_map(|(kind, hits)| self.candidate(asked, kind, hits));
        let order = Order::new(candidates.collect(), &QueryFeatures::new(asked.query));
        let [services, units, elsewhere] = [(Kind::Service, service), (Kind::Unit, unit), (Kind::Elsewhere, matter)]
            .map(|(kind, mut hits)| {
                hits.retain(|hit| order.shows(kind, hit.score));
                self.named(asked, &hits)
            });
        let best = order.best().filter(|best| best.exact || asked.query.has_content() && !is_begun(asked));
        let is_shown =
            |hit: &&Scored| hit.score >= FOLDED_BELOW * hits[0].score && order.shows(Kind::Procedure, hit.score);
        let shown = hits.iter().take(SHOWN).filter(is_shown).count();
        Ok(Answer {
            took_us: 0,
            total,
            shown: u32::try_from(shown).unwrap_or(u32::MAX),
            weak: asked.query.has_content() && order.is_weak(),
            best: best.map(|best| self.target(best)).transpose()?,
            groups: order.groups(),
            hits: hits.iter().map(|hit| self.hit(hit, asked)).collect::<Result<_, _>>()?,
            services,
            units,
            elsewhere,
            facets,
            corrected,
            without,
        })
    }

    /// The first documents of a kind that pass the filters.
    fn ranked(&self, asked: &Asked<'_>, kind: Kind, filters: Option<&Filters>, limit: usize) -> Vec<Scored> {
        // Procedures alone are begun with; an abbreviation is typed in capitals.
        if is_begun(asked) && !asked.query.text.chars().all(char::is_uppercase) {
            return Vec::new();
        }
        let passing = filters.map(|filters| filters.passing(&self.index.values));
        let passes = |document| passing.as_ref().is_none_or(|passing| passing[self.index.values.class(document)]);
        // A unit is named where half of one of its names was said: a word that many share names none.
        let named = |document| kind != Kind::Unit || asked.matches.scored(document).phrasing >= UNIT_NAMED;
        let found = asked.matches_of(&self.index, kind);
        let mut hits = found.first(limit, |document| passes(document) && named(document));
        asked.rank(&self.index, &mut hits);
        hits.truncate(limit);
        hits
    }

    fn named(&self, asked: &Asked<'_>, hits: &[Scored]) -> Vec<Named> {
        let named = |hit: &Scored| Named {
            id: self.index.sidecar.id(hit.document).unwrap_or_default().to_owned(),
            score: hit.score,
            coverage: hit.coverage,
            why: self.why(asked, hit.document, &[]),
        };
        hits.iter().map(named).collect()
    }

    fn candidate(&self, asked: &Asked<'_>, kind: Kind, hits: &[Scored]) -> Option<Candidate> {
        let hit = hits.first()?;
        let guessed = doubt(asked.terms, &asked.readings(hit.document));
        Some(Candidate {
            kind,
            document: hit.document,
            score: hit.score,
            runner_up: hits.get(1).map_or(0.0, |second| second.score),
            coverage: hit.coverage - guessed,
            guessed,
            phrasing: hit.phrasing,
            in_phrasing: asked.matches.in_best_phrasing(hit.document),
            nearest: asked.matches.nearest == Some(hit.document),
            exact: asked.is_exact(&self.index, hit.document),
            street: asked.says_any(self.index.sidecar.street(hit.document)),
        })
    }

    fn target(&self, candidate: &Candidate) -> Result<Target, SearchError> {
        let id = match self.index.sidecar.id(candidate.document) {
            Some(id) => id.to_owned(),
            None => text(&self.document(candidate.document)?, self.index.fields.id).to_owned(),
        };
        Ok(Target { kind: candidate.kind, id })
    }

    fn without(&self, query: &Query, filters: &Filters, of_classes: &[u32], left: u32) -> Vec<Without> {
        if filters.none_chosen() {
            return Vec::new();
        }
        without(query, of_classes, left, &self.index.values, &self.index.sidecar)
    }

    fn corrected(&self, asked: &Asked<'_>, document: u32) -> Result<Option<String>, SearchError> {
        let winners = asked.readings(document);
        if !slipped(asked.terms, &winners) {
            return Ok(None);
        }
        let document = self.document(document)?;
        let lines = Stored::read(text(&document, self.index.fields.lines)).lines.into_iter().map(|line| line.text);
        let article = std::iter::once(text(&document, self.index.fields.title)).chain(lines).collect::<Vec<_>>();
        Ok(did_you_mean(asked.query, asked.terms, &winners, &article.join("\n")))
    }

    fn why(&self, asked: &Asked<'_>, document: u32, shown: &[crate::answer::Fragment]) -> Vec<Explanation> {
        let winners: Vec<Option<usize>> = asked.matches.winners(document).collect();
        let mut why = explained(asked.terms, &asked.readings(document), shown.iter());
        let in_phrasings = asked.matches.in_phrasings(document);
        let only_there = |(at, winner): (usize, &Option<usize>)| {
            (winner.is_none() && in_phrasings & 1 << at != 0).then(|| asked.query.tokens[at].text.as_str())
        };
        let typed: Vec<&str> = winners.iter().enumerate().filter_map(only_there).collect();
        if !typed.is_empty() {
            why.push(Explanation::AskedAs { typed: typed.join(" ") });
        }
        // Nothing of what was typed stands there: its meaning alone has brought it.
        if why.is_empty() && !asked.terms.is_empty() {
            let typed: Vec<&str> = asked.query.tokens.iter().map(|token| token.text.as_str()).collect();
            why.push(Explanation::Meaning { typed: typed.join(" ") });
        }
        why
    }

    fn hit(&self, scored: &Scored, asked: &Asked<'_>) -> Result<Hit, SearchError> {
        let document = self.document(scored.document)?;
        let winners: Vec<Option<usize>> = asked.matches.winners(scored.document).collect();
        let wanted = HighlightTerms::new(asked.terms, winners.iter().copied());
        let title = text(&document, self.index.fields.title);
        let lines = text(&document, self.index.fields.lines);
        let Answered { section, text: line } = answer(lines, &asked.query.intents, asked.terms, &winners);
        let (title_fragments, snippet) = (wanted.marked(title), wanted.marked(&line));
        let shown: Vec<_> = title_fragments.iter().chain(&snippet).cloned().collect();
        let mut why = self.why(asked, scored.document, &shown);
        // A mere listing stands in alphabetical order: nothing weighs there.
        if !asked.terms.is_empty() && !asked.boosts.is_pure() {
            let priors = Priors(&self.index);
            why.extend(priors.reasons(scored.document, self.index.titles.of(scored.document), &wanted));
            why.extend_from_slice(asked.boosts.reasons(scored.document));
        }
        let unit = self.index.sidecar.units.get(self.index.values.unit(scored.document));
        Ok(Hit {
            id: text(&document, self.index.fields.id).to_owned(),
            title: title.to_owned(),
            title_fragments,
            unit: unit.map(|unit| unit.id.clone()).unwrap_or_default(),
            score: scored.score,
            section,
            answer: line,
            snippet,
            why,
            coverage: scored.coverage,
        })
    }

    fn document(&self, document: u32) -> tantivy::Result<TantivyDocument> {
        self.index.searcher.doc(tantivy::DocAddress::new(0, document))
    }
}

/// So few letters of one word name nothing yet, and nothing opens by them.
fn is_begun(asked: &Asked<'_>) -> bool {
    asked.terms.iter().all(|term| term.begun) && asked.query.text.trim().chars().count() < SHORTEST_NAME
}

fn text(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
