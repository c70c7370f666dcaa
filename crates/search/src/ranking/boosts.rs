//! What is likelier for this desk's operators: the articles they keep, read last, and opened after such a query.
//!
//! A boost multiplies a hit's score by 1 to [`GREATEST_BOOST`], whatever adds up to it: two hits change their order only where
//! their scores lie within that factor. Where boosts come from is the desk's matter.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::query::AnalyzedQuery;
use crate::answer::Explanation;
use crate::index::Index;
use centrala_polish::terms;

/// A habit never weighs more than this.
pub const GREATEST_BOOST: f32 = 1.15;

/// Documents of one index that are boosted, with the reasons.
#[derive(Debug, Clone, Default)]
pub struct Boosts {
    documents: HashMap<u32, Boosted>,
    pure: bool,
}

#[derive(Debug, Clone)]
struct Boosted {
    factor: f32,
    why: Vec<Explanation>,
}

impl Boosts {
    /// No weight but the match itself, the editors' left out too: for measuring.
    pub fn pure() -> Self {
        Self { pure: true, ..Self::default() }
    }

    pub(crate) fn is_pure(&self) -> bool {
        self.pure
    }

    pub(crate) fn factor(&self, document: u32) -> f32 {
        self.documents.get(&document).map_or(1.0, |boosted| boosted.factor.clamp(1.0, GREATEST_BOOST))
    }

    pub(crate) fn reasons(&self, document: u32) -> &[Explanation] {
        self.documents.get(&document).map(|boosted| boosted.why.as_slice()).unwrap_or_default()
    }
}

impl Index {
    /// Boosts a document by `factor` on top of what it has. One that this edition does not hold is left out.
    pub fn boost(&self, boosts: &mut Boosts, id: &str, factor: f32, why: Explanation) {
        let Some(document) = self.document_of(id) else { return };
        let boosted = boosts.documents.entry(document).or_insert(Boosted { factor: 1.0, why: Vec::new() });
        boosted.factor *= factor;
        boosted.why.push(why);
    }
}

/// What makes two queries the same habit: their content words in any form and order. Empty where there are none.
pub fn query_key(text: &str) -> String {
    let word = |token| terms::typed(token).into_iter().next().unwrap_or_else(|| token.folded.clone());
    let words: BTreeSet<String> = AnalyzedQuery::new(text).tokens.iter().map(word).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_in_other_words_of_the_same_kind_is_the_same_habit() {
        assert_eq!(query_key("Dowód osobisty"), query_key("osobistego dowodu"));
        assert_ne!(query_key("dowód osobisty"), query_key("dowód rejestracyjny"));
        assert_eq!(query_key("  "), "");
    }

    #[test]
    fn however_much_adds_up_a_boost_stays_within_its_bound() {
        let mut boosts = Boosts::default();
        boosts.documents.insert(1, Boosted { factor: 9.0, why: Vec::new() });
        assert_eq!((boosts.factor(1), boosts.factor(2)), (GREATEST_BOOST, 1.0));
    }
}
