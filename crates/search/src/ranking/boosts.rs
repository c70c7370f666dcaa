//! What is likelier for this desk's operators: the articles they keep, read last, and opened after such a query.
//!
//! A favour multiplies a hit's score by 1 to [`MOST`], whatever adds up to it: two hits change their order only where
//! their scores lie within that factor. Where favours come from is the desk's matter.

use std::collections::{BTreeSet, HashMap};

use tantivy::DocSet;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{TERMINATED, Term};

use crate::fault::SearchError;
use crate::hits::answer::Why;
use crate::index::Index;
use crate::index::schema::PART_COUNT;
use centrala_polish::terms;
use crate::query::groups::Typed;

/// A habit never weighs more than this.
pub const MOST: f32 = 1.15;

/// Documents of one index that are favoured, with the reasons.
#[derive(Debug, Clone, Default)]
pub struct Favour {
    documents: HashMap<u32, Favoured>,
    pure: bool,
}

#[derive(Debug, Clone)]
struct Favoured {
    factor: f32,
    why: Vec<Why>,
}

impl Favour {
    /// No weight but the match itself, the editors' left out too: for measuring.
    pub fn pure() -> Self {
        Self { pure: true, ..Self::default() }
    }

    pub(crate) fn is_pure(&self) -> bool {
        self.pure
    }

    pub(crate) fn factor(&self, document: u32) -> f32 {
        self.documents.get(&document).map_or(1.0, |favoured| favoured.factor.clamp(1.0, MOST))
    }

    pub(crate) fn reasons(&self, document: u32) -> &[Why] {
        self.documents.get(&document).map(|favoured| favoured.why.as_slice()).unwrap_or_default()
    }
}

impl Index {
    /// Favours a procedure by `factor` on top of what it has. One that this edition does not hold is left out.
    pub fn favour(&self, favour: &mut Favour, id: &str, factor: f32, why: Why) -> Result<(), SearchError> {
        let Some(document) = self.document_of(id)? else { return Ok(()) };
        let favoured = favour.documents.entry(document).or_insert(Favoured { factor: 1.0, why: Vec::new() });
        favoured.factor *= factor;
        favoured.why.push(why);
        Ok(())
    }

    /// A symbol is a term of its document's place; others may mention it.
    fn document_of(&self, id: &str) -> Result<Option<u32>, SearchError> {
        let place = self.fields.forms[PART_COUNT - 1];
        let term = Term::from_field_text(place, &centrala_domain::text::fold(id));
        let inverted = self.searcher.segment_reader(0).inverted_index(place)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { return Ok(None) };
        while postings.doc() != TERMINATED {
            let document: tantivy::TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(0, postings.doc()))?;
            if document.get_first(self.fields.id).and_then(|value| value.as_str()) == Some(id) {
                return Ok(Some(postings.doc()));
            }
            postings.advance();
        }
        Ok(None)
    }
}

/// What makes two queries the same habit: their content words in any form and order. Empty where there are none.
pub fn query_key(text: &str) -> String {
    let word = |token| terms::typed(token).into_iter().next().unwrap_or_else(|| token.folded.clone());
    let words: BTreeSet<String> = Typed::read(text).tokens.iter().map(word).collect();
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
    fn however_much_adds_up_a_favour_stays_within_its_bound() {
        let mut favour = Favour::default();
        favour.documents.insert(1, Favoured { factor: 9.0, why: Vec::new() });
        assert_eq!((favour.factor(1), favour.factor(2)), (MOST, 1.0));
    }
}
