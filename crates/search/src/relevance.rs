//! Measuring search against judged queries: the order of procedures, the first thing that opens, the kinds of
//! intervention of reports.

use std::collections::BTreeMap;

use centrala_domain::{Kind, Target};
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Named, Query};
use crate::error::SearchError;
use crate::ranking::boosts::Boosts;
use crate::ranking::neighbours::MeaningSource;
use crate::search::Engine;

const DEPTH: usize = 10;
const FIRST: usize = 3;

/// One judged query: which measure it takes is seen by its fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Judged {
    Graded(GradedQuery),
    First(FirstWords),
    Report(SpokenReport),
}

/// A query and the grades of procedures for it: 2 exact, 1 helpful.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradedQuery {
    pub q: String,
    pub rel: BTreeMap<String, u32>,
    pub kind: String,
}

/// What should open by itself: any of `best`; `also` does no harm. Nothing should open where `best` names the kind
/// "none".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstWords {
    pub q: String,
    pub best: Vec<Wanted>,
    #[serde(default)]
    pub also: Vec<Wanted>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Wanted {
    pub kind: String,
    pub id: Option<String>,
}

/// What a caller reports, and the kinds of intervention that fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpokenReport {
    pub q: String,
    pub service: Vec<String>,
    pub kind: String,
}

/// Which thing opens, over a file of first words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FirstFigures {
    pub queries: u32,
    /// The right thing opens, or rightly none.
    pub right: f64,
    /// Something opens that is neither right nor harmless.
    pub wrong: f64,
    /// The right thing stands first in the order of all kinds, whether it opens or not.
    pub first: f64,
}

/// Where the right kind of intervention stands, over a file of reports.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReportFigures {
    pub queries: u32,
    pub first: f64,
    pub in_three: f64,
    /// The same in the form's own field.
    pub form_first: f64,
    pub form_in_three: f64,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    pub queries: u32,
    pub ndcg_at_10: f64,
    pub mrr_at_10: f64,
    pub success_at_1: f64,
    pub success_at_3: f64,
    /// The share of the query, typed letter by letter, after which the answer stays among the first three; 1 where it
    /// never does.
    pub typed_share: f64,
    /// A kind of intervention stands above the procedures.
    pub service_above: f64,
}

#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// None where no query of the file has grades; the same below.
    pub overall: Option<Figures>,
    pub by_kind: BTreeMap<String, Figures>,
    pub first_words: Option<FirstFigures>,
    pub reports: Option<ReportFigures>,
    pub per_query: Vec<QueryReport>,
}

#[derive(Debug, Clone, Serialize)]
pub struct QueryReport {
    pub q: String,
    pub kind: String,
    /// Its nDCG@10; for others 1 where the right thing is first, ½ where it is among three or nothing opens, else 0.
    pub value: f64,
    pub wanted: Vec<String>,
    pub found: Vec<String>,
}

/// Who tells what a query means, as long as it is measured.
#[derive(Clone, Copy)]
pub enum Meaning<'a> {
    /// Nobody: the words alone.
    None,
    /// The vectors of the edition.
    Vectors,
    /// A sentence model: z of each document for a query.
    Model(&'a dyn Fn(&str) -> Vec<f32>),
}

/// As an operator without habits finds it; with [`Boosts::pure`] by the match alone.
pub fn measure(engine: &Engine, queries: &[Judged]) -> Result<Report, SearchError> {
    measure_with(engine, queries, &Boosts::default(), Meaning::Vectors)
}

pub fn measure_with(
    engine: &Engine,
    queries: &[Judged],
    boosts: &Boosts,
    meaning: Meaning<'_>,
) -> Result<Report, SearchError> {
    let asking = Asking { engine, boosts, meaning };
    let (mut overall, mut by_kind): (Sum, BTreeMap<String, Sum>) = (Sum::default(), BTreeMap::new());
    let (mut first_words, mut reports) = (FirstFigures::default(), ReportFigures::default());
    let mut per_query = Vec::new();
    for judged in queries {
        per_query.push(match judged {
            Judged::Graded(query) => graded(&asking, query, &mut overall, &mut by_kind)?,
            Judged::First(query) => first(&asking.answer(&query.q)?, query, &mut first_words),
            Judged::Report(query) => report(&asking, query, &mut reports)?,
        });
    }
    let by_kind = by_kind.into_iter().map(|(kind, sum)| (kind, sum.mean())).collect();
    Ok(Report {
        overall: (overall.0.queries > 0).then(|| overall.mean()),
        by_kind,
        first_words: (first_words.queries > 0).then(|| first_words.mean()),
        reports: (reports.queries > 0).then(|| reports.mean()),
        per_query,
    })
}

/// How queries are asked.
struct Asking<'a> {
    engine: &'a Engine,
    boosts: &'a Boosts,
    meaning: Meaning<'a>,
}

impl Asking<'_> {
    /// Answers a whole query.
    fn answer(&self, text: &str) -> Result<Answer, SearchError> {
        self.meant(text, |meaning| self.engine.search_with(&query(text), self.boosts, meaning))
    }

    /// What the form's own field finds.
    fn services(&self, text: &str) -> Result<Vec<Named>, SearchError> {
        self.meant(text, |meaning| self.engine.find_services(text, meaning))
    }

    /// Procedures for a query that is still being typed: no model is asked then.
    fn typed(&self, text: &str) -> Result<Vec<String>, SearchError> {
        let meaning = match self.meaning {
            Meaning::None => MeaningSource::None,
            Meaning::Vectors | Meaning::Model(_) => MeaningSource::Vectors,
        };
        Ok(self.engine.search_with(&query(text), self.boosts, meaning)?.hits.into_iter().map(|hit| hit.id).collect())
    }

    fn meant<T>(&self, text: &str, ask: impl FnOnce(MeaningSource<'_>) -> T) -> T {
        match self.meaning {
            Meaning::None => ask(MeaningSource::None),
            Meaning::Vectors => ask(MeaningSource::Vectors),
            Meaning::Model(nearness) => ask(MeaningSource::Model(&nearness(text))),
        }
    }
}

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), limit: u32::try_from(DEPTH).unwrap_or(u32::MAX), ..Query::default() }
}

fn graded(
    asking: &Asking<'_>,
    query: &GradedQuery,
    overall: &mut Sum,
    by_kind: &mut BTreeMap<String, Sum>,
) -> Result<QueryReport, SearchError> {
    let GradedQuery { q, rel, kind } = query;
    let answer = asking.answer(q)?;
    let service_above = answer.groups.first() == Some(&Kind::Service);
    let found: Vec<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
    let grades: Vec<u32> = found.iter().map(|id| rel.get(id).copied().unwrap_or(0)).collect();
    let ndcg = ndcg(&grades, rel);
    let best = rel.values().copied().max().unwrap_or(1);
    let typed_share = typed_share(asking, query, best)?;
    for sum in [overall, by_kind.entry(kind.clone()).or_default()] {
        sum.add(ndcg, typed_share, &grades, best, service_above);
    }
    let wanted = rel.iter().map(|(id, grade)| format!("{id}:{grade}")).collect();
    Ok(QueryReport { q: q.clone(), kind: kind.clone(), value: ndcg, wanted, found })
}

fn first(answer: &Answer, query: &FirstWords, figures: &mut FirstFigures) -> QueryReport {
    let is = |wanted: &Wanted, target: &Target| {
        wanted.kind == name(target.kind) && wanted.id.as_deref() == Some(target.id.as_str())
    };
    let nothing = query.best.is_empty() || query.best.iter().any(|wanted| wanted.kind == "none");
    let right = answer.best.as_ref().map_or(nothing, |best| query.best.iter().any(|wanted| is(wanted, best)));
    let harmless = |best: &Target| query.also.iter().any(|wanted| is(wanted, best));
    let wrong = !right && answer.best.as_ref().is_some_and(|best| !harmless(best));
    let leading = leading(answer);
    let leads = leading.as_ref().is_some_and(|leading| query.best.iter().any(|wanted| is(wanted, leading)));
    figures.queries += 1;
    figures.right += f64::from(u8::from(right));
    figures.wrong += f64::from(u8::from(wrong));
    figures.first += f64::from(u8::from(leads || nothing && right));
    let told = |target: &Target| format!("{}:{}", name(target.kind), target.id);
    let opened = answer.best.as_ref().map_or_else(|| "nothing".to_owned(), told);
    QueryReport {
        q: query.q.clone(),
        kind: "first-words".into(),
        value: if right {
            1.0
        } else if wrong {
            0.0
        } else {
            0.5
        },
        wanted: query.best.iter().map(|one| format!("{}:{}", one.kind, one.id.as_deref().unwrap_or("-"))).collect(),
        found: vec![opened, format!("(leads {})", leading.as_ref().map_or_else(String::new, told))],
    }
}

fn report(asking: &Asking<'_>, query: &SpokenReport, figures: &mut ReportFigures) -> Result<QueryReport, SearchError> {
    let ids = |named: Vec<Named>| named.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let (boxed, form) = (ids(asking.answer(&query.q)?.services), ids(asking.services(&query.q)?));
    let place = |found: &[String]| found.iter().position(|code| query.service.contains(code));
    let among = |found: &[String], first: usize| f64::from(u8::from(place(found).is_some_and(|at| at < first)));
    figures.queries += 1;
    figures.first += among(&boxed, 1);
    figures.in_three += among(&boxed, FIRST);
    figures.form_first += among(&form, 1);
    figures.form_in_three += among(&form, FIRST);
    let value = f64::midpoint(among(&boxed, 1), among(&boxed, FIRST));
    Ok(QueryReport { q: query.q.clone(), kind: query.kind.clone(), value, wanted: query.service.clone(), found: boxed })
}

/// The first answer of any kind, sure or not.
fn leading(answer: &Answer) -> Option<Target> {
    let kind = *answer.groups.first()?;
    let id = match kind {
        Kind::Procedure => answer.hits.first().map(|hit| &hit.id),
        Kind::Service => answer.services.first().map(|named| &named.id),
        Kind::Unit => answer.units.first().map(|named| &named.id),
        Kind::Elsewhere => answer.elsewhere.first().map(|named| &named.id),
        Kind::Ticket => None,
    };
    Some(Target { kind, id: id?.clone() })
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Procedure => "procedure",
        Kind::Service => "service",
        Kind::Unit => "unit",
        Kind::Elsewhere => "elsewhere",
        Kind::Ticket => "ticket",
    }
}

impl FirstFigures {
    fn mean(self) -> Self {
        let n = f64::from(self.queries.max(1));
        Self { right: self.right / n, wrong: self.wrong / n, first: self.first / n, ..self }
    }
}

impl ReportFigures {
    fn mean(self) -> Self {
        let n = f64::from(self.queries.max(1));
        Self {
            first: self.first / n,
            in_three: self.in_three / n,
            form_first: self.form_first / n,
            form_in_three: self.form_in_three / n,
            ..self
        }
    }
}

/// Walks back from the whole query as long as an answer of the best grade is among the first three.
fn typed_share(asking: &Asking<'_>, query: &GradedQuery, best: u32) -> Result<f64, SearchError> {
    let ends: Vec<usize> = query.q.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let mut needed = ends.len();
    for (typed, end) in ends.iter().enumerate().rev() {
        let found = asking.typed(&query.q[..*end])?;
        if !found.iter().take(FIRST).any(|id| query.rel.get(id) == Some(&best)) {
            break;
        }
        needed = typed + 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "letters of a query")]
    Ok(needed as f64 / ends.len().max(1) as f64)
}

#[derive(Default)]
struct Sum(Figures);

impl Sum {
    /// Success and reciprocal rank count the first answer of the best grade that the query has.
    fn add(&mut self, ndcg: f64, typed: f64, grades: &[u32], best: u32, service: bool) {
        let rank = grades.iter().position(|grade| *grade == best);
        let Figures { queries, ndcg_at_10, mrr_at_10, success_at_1, success_at_3, typed_share, service_above } =
            &mut self.0;
        *queries += 1;
        *typed_share += typed;
        *service_above += f64::from(u8::from(service));
        *ndcg_at_10 += ndcg;
        *mrr_at_10 += rank.map_or(0.0, |rank| 1.0 / f64::from(u32::try_from(rank + 1).unwrap_or(u32::MAX)));
        *success_at_1 += f64::from(u8::from(rank == Some(0)));
        *success_at_3 += f64::from(u8::from(rank.is_some_and(|rank| rank < 3)));
    }

    fn mean(self) -> Figures {
        let n = f64::from(self.0.queries.max(1));
        Figures {
            queries: self.0.queries,
            ndcg_at_10: self.0.ndcg_at_10 / n,
            mrr_at_10: self.0.mrr_at_10 / n,
            success_at_1: self.0.success_at_1 / n,
            success_at_3: self.0.success_at_3 / n,
            typed_share: self.0.typed_share / n,
            service_above: self.0.service_above / n,
        }
    }
}

fn ndcg(grades: &[u32], rel: &BTreeMap<String, u32>) -> f64 {
    let mut ideal: Vec<u32> = rel.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = dcg(&ideal);
    if best == 0.0 { 0.0 } else { dcg(grades) / best }
}

fn dcg(grades: &[u32]) -> f64 {
    let gains = (1_u32..).zip(grades).take(DEPTH);
    gains.map(|(rank, grade)| (2_f64.powi(i32::try_from(*grade).unwrap_or(0)) - 1.0) / f64::from(rank + 1).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ideal_order_is_one_and_a_late_hit_is_less() {
        let rel = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]);
        assert!((ndcg(&[2, 1], &rel) - 1.0).abs() < 1e-9);
        // (3/log2(3)) / (3 + 1/log2(3))
        assert!((ndcg(&[0, 2], &rel) - 0.521).abs() < 1e-3);
        assert_eq!(ndcg(&[], &rel), 0.0);
    }
}
