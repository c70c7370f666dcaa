//! Measuring search against judged queries. Gain 2^grade − 1, discount 1 / log2(rank + 1), the first ten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::SearchError;
use crate::hits::answer::Query;
use crate::index::Index;
use crate::ranking::favour::Favour;

const DEPTH: usize = 10;

/// A query and the grades of procedures for it: 2 exact, 1 helpful.
#[derive(Debug, Clone, Deserialize)]
pub struct Judged {
    pub q: String,
    pub rel: BTreeMap<String, u32>,
    pub kind: String,
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
}

#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub overall: Figures,
    pub by_kind: BTreeMap<String, Figures>,
    pub per_query: Vec<QueryReport>,
}

#[derive(Debug, Clone, Serialize)]
pub struct QueryReport {
    pub q: String,
    pub kind: String,
    pub ndcg_at_10: f64,
    pub typed_share: f64,
    pub wanted: BTreeMap<String, u32>,
    pub found: Vec<String>,
}

/// As an operator without habits finds it; with [`Favour::pure`] by the match alone.
pub fn measure(index: &Index, queries: &[Judged]) -> Result<Report, SearchError> {
    measure_with(index, queries, &Favour::default())
}

pub fn measure_with(index: &Index, queries: &[Judged], favour: &Favour) -> Result<Report, SearchError> {
    let mut overall = Sum::default();
    let mut by_kind: BTreeMap<String, Sum> = BTreeMap::new();
    let mut per_query = Vec::new();
    for judged in queries {
        let found = found(index, &judged.q, favour)?;
        let grades: Vec<u32> = found.iter().map(|id| judged.rel.get(id).copied().unwrap_or(0)).collect();
        let ndcg = ndcg(&grades, &judged.rel);
        let best = judged.rel.values().copied().max().unwrap_or(1);
        let typed_share = typed_share(index, judged, best, favour)?;
        overall.add(ndcg, typed_share, &grades, best);
        by_kind.entry(judged.kind.clone()).or_default().add(ndcg, typed_share, &grades, best);
        let Judged { q, kind, rel } = judged.clone();
        per_query.push(QueryReport { q, kind, ndcg_at_10: ndcg, typed_share, wanted: rel, found });
    }
    let by_kind = by_kind.into_iter().map(|(kind, sum)| (kind, sum.mean())).collect();
    Ok(Report { overall: overall.mean(), by_kind, per_query })
}

fn found(index: &Index, text: &str, favour: &Favour) -> Result<Vec<String>, SearchError> {
    let query = Query { text: text.to_owned(), limit: 10, ..Query::default() };
    Ok(index.search_with(&query, favour)?.hits.into_iter().map(|hit| hit.id).collect())
}

/// Walks back from the whole query as long as an answer of the best grade is among the first three.
fn typed_share(index: &Index, judged: &Judged, best: u32, favour: &Favour) -> Result<f64, SearchError> {
    let ends: Vec<usize> = judged.q.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let mut needed = ends.len();
    for (typed, end) in ends.iter().enumerate().rev() {
        let found = found(index, &judged.q[..*end], favour)?;
        if !found.iter().take(3).any(|id| judged.rel.get(id) == Some(&best)) {
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
    fn add(&mut self, ndcg: f64, typed: f64, grades: &[u32], best: u32) {
        let rank = grades.iter().position(|grade| *grade == best);
        let Figures { queries, ndcg_at_10, mrr_at_10, success_at_1, success_at_3, typed_share } = &mut self.0;
        *queries += 1;
        *typed_share += typed;
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
