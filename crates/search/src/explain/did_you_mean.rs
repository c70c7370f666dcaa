//! The query as it would read without its slips, and how sure a reading is. What a slip may stand for is decided in
//! `matching::expansion`; here the reading that won in the best hit is written out, with the Polish marks of the content's own words.

use crate::analysis::query::AnalyzedQuery;
use crate::answer::Explanation;
use crate::matching::query_terms::QueryTerm;
use centrala_polish::lemmas;
use centrala_polish::tokens::{Token, words};

/// What a word read as another one counts for, where the slip is so large that the reading is a guess.
const GUESS: f32 = 0.4;
/// Two slips, or one in a word this short, leave too little to be sure of.
const SURE_FROM: usize = 7;

/// A stretch of the query (bytes) and what should stand there.
struct Mend {
    from: usize,
    to: usize,
    text: String,
}

/// Did any word have to be read as another one?
pub fn slipped(terms: &[QueryTerm], winners: &[Option<usize>]) -> bool {
    let mut won = terms.iter().zip(winners).filter_map(|(term, winner)| term.alternatives.get((*winner)?));
    won.any(|one| matches!(one.why, Explanation::Typo { .. } | Explanation::Split { .. }))
}

/// The query with the slips mended that `winners` (of the best hit, whose text is `article`) had to read over; none
/// where there are none. Missing Polish marks alone are no slip.
pub fn did_you_mean(
    query: &AnalyzedQuery,
    terms: &[QueryTerm],
    winners: &[Option<usize>],
    article: &str,
) -> Option<String> {
    let won: Vec<Option<&Explanation>> =
        terms.iter().zip(winners).map(|(term, winner)| Some(&term.alternatives.get((*winner)?)?.why)).collect();
    let article = words(article);
    let mends: Vec<Mend> = (0..won.len()).filter_map(|at| mend(at, &won, &query.tokens, &article)).collect();
    let mut text = query.text.clone();
    for mend in mends.iter().rev() {
        // The words were read from a shortened text: where they do not stand in the query, nothing is offered.
        text.get(mend.from..mend.to)?;
        text.replace_range(mend.from..mend.to, &mend.text);
    }
    (!mends.is_empty()).then(|| text.trim().to_owned())
}

fn mend(at: usize, won: &[Option<&Explanation>], tokens: &[Token], article: &[Token]) -> Option<Mend> {
    let token = tokens.get(at)?;
    match won[at]? {
        // What is a word of Polish may be read as another one, but it is no slip to be mended.
        Explanation::Typo { typed, .. } if lemmas::is_word(typed) => None,
        Explanation::Typo { found, .. } => Some(Mend { from: token.from, to: token.to, text: spelled(found, article) }),
        Explanation::Split { typed, found } => {
            // Torn words are mended once, at the first of them.
            let torn = typed.contains(' ');
            let last = if torn { tokens.get(at + 1).filter(|_| won.get(at + 1) == Some(&won[at]))? } else { token };
            let stands = |word: &str| article.iter().any(|token| token.folded == word);
            let words: Vec<&str> = found.split(' ').filter(|word| stands(word)).collect();
            let text = words.iter().map(|word| spelled(word, article)).collect::<Vec<_>>().join(" ");
            (words.len() == found.split(' ').count()).then_some(Mend { from: token.from, to: last.to, text })
        }
        Explanation::Word { .. }
        | Explanation::Form { .. }
        | Explanation::Prefix { .. }
        | Explanation::Synonym { .. }
        | Explanation::Often
        | Explanation::Older
        | Explanation::LaterAct
        | Explanation::Chosen { .. }
        | Explanation::Favourite
        | Explanation::Recent
        | Explanation::AskedAs { .. }
        | Explanation::Meaning { .. } => None,
    }
}

/// A folded word with its Polish marks: as the article writes it, else as the dictionary does if only one word of its
/// has these letters.
pub fn spelled(folded: &str, article: &[Token]) -> String {
    let written = article.iter().find(|token| token.folded == folded).map(|token| token.text.to_lowercase());
    written.or_else(|| lemmas::only_spelling(folded)).unwrap_or_else(|| folded.to_owned())
}

/// What is missing from a coverage because words were only guessed: 0 where each was typed right or nearly so.
#[expect(clippy::cast_precision_loss, reason = "a query has a handful of terms")]
pub fn doubt(terms: &[QueryTerm], winners: &[Option<usize>]) -> f32 {
    let won = terms.iter().zip(winners).filter_map(|(term, winner)| term.alternatives.get((*winner)?));
    let guesses = won.filter(|one| is_guess(&one.why)).count();
    (1.0 - GUESS) * guesses as f32 / terms.len().max(1) as f32
}

/// One slip in a long word, or neighbours swapped, is surely a slip, unless it is a word of Polish itself; what goes
/// further may be another word.
fn is_guess(why: &Explanation) -> bool {
    let Explanation::Typo { typed, found } = why else { return false };
    let typed = centrala_domain::text::fold(typed);
    let sure = typed.chars().count() >= SURE_FROM && strsim::osa_distance(&typed, found) <= 1;
    lemmas::is_word(&typed) || !sure && !is_swap(&typed, found)
}

fn is_swap(typed: &str, found: &str) -> bool {
    let mut letters = [typed, found].map(|word| word.chars().collect::<Vec<_>>());
    letters.iter_mut().for_each(|letters| letters.sort_unstable());
    letters[0] == letters[1]
}
