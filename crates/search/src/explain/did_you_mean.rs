//! The query as it would read without its slips, and how sure a reading is. What a slip may stand for is decided in
//! `reading`; here the reading that won in the best hit is written out, with the Polish marks of the content's own words.

use crate::hits::answer::Why;
use centrala_polish::lemmas;
use centrala_polish::tokens::{Token, words};
use crate::query::groups::{Group, Typed};

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
pub fn slipped(groups: &[Group], winners: &[Option<usize>]) -> bool {
    let mut won = groups.iter().zip(winners).filter_map(|(group, winner)| group.members.get((*winner)?));
    won.any(|member| matches!(member.why, Why::Typo { .. } | Why::Split { .. }))
}

/// The query with the slips mended that `winners` (of the best hit, whose text is `article`) had to read over; none
/// where there are none. Missing Polish marks alone are no slip.
pub fn corrected(
    query: &str,
    typed: &Typed,
    groups: &[Group],
    winners: &[Option<usize>],
    article: &str,
) -> Option<String> {
    let won: Vec<Option<&Why>> =
        groups.iter().zip(winners).map(|(group, winner)| Some(&group.members.get((*winner)?)?.why)).collect();
    let article = words(article);
    let mends: Vec<Mend> = (0..won.len()).filter_map(|at| mend(at, &won, &typed.tokens, &article)).collect();
    let mut text = query.to_owned();
    for mend in mends.iter().rev() {
        // The words were read from a shortened text: where they do not stand in the query, nothing is offered.
        text.get(mend.from..mend.to)?;
        text.replace_range(mend.from..mend.to, &mend.text);
    }
    (!mends.is_empty()).then(|| text.trim().to_owned())
}

fn mend(at: usize, won: &[Option<&Why>], tokens: &[Token], article: &[Token]) -> Option<Mend> {
    let token = tokens.get(at)?;
    match won[at]? {
        // What is a word of Polish may be read as another one, but it is no slip to be mended.
        Why::Typo { typed, .. } if lemmas::is_word(typed) => None,
        Why::Typo { found, .. } => Some(Mend { from: token.from, to: token.to, text: spelled(found, article) }),
        Why::Split { typed, found } => {
            // Torn words are mended once, at the first of them.
            let torn = typed.contains(' ');
            let last = if torn { tokens.get(at + 1).filter(|_| won.get(at + 1) == Some(&won[at]))? } else { token };
            let stands = |word: &str| article.iter().any(|token| token.folded == word);
            let words: Vec<&str> = found.split(' ').filter(|word| stands(word)).collect();
            let text = words.iter().map(|word| spelled(word, article)).collect::<Vec<_>>().join(" ");
            (words.len() == found.split(' ').count()).then_some(Mend { from: token.from, to: last.to, text })
        }
        Why::Word { .. }
        | Why::Form { .. }
        | Why::Prefix { .. }
        | Why::Synonym { .. }
        | Why::Often
        | Why::Older
        | Why::LaterAct
        | Why::Chosen { .. }
        | Why::Favourite
        | Why::Recent
        | Why::Meaning { .. } => None,
    }
}

/// A folded word with its Polish marks: as the article writes it, else as the dictionary does if only one word of its
/// has these letters.
pub fn spelled(folded: &str, article: &[Token]) -> String {
    let written = article.iter().find(|token| token.folded == folded).map(|token| token.text.to_lowercase());
    written.or_else(|| lemmas::only_spelling(folded)).unwrap_or_else(|| folded.to_owned())
}

/// What is missing from a coverage because words were only guessed: 0 where each was typed right or nearly so.
#[expect(clippy::cast_precision_loss, reason = "a query has a handful of groups")]
pub fn doubt(groups: &[Group], winners: &[Option<usize>]) -> f32 {
    let won = groups.iter().zip(winners).filter_map(|(group, winner)| group.members.get((*winner)?));
    let guesses = won.filter(|member| is_guess(&member.why)).count();
    (1.0 - GUESS) * guesses as f32 / groups.len().max(1) as f32
}

/// One slip in a long word, or neighbours swapped, is surely a slip, unless it is a word of Polish itself; what goes
/// further may be another word.
fn is_guess(why: &Why) -> bool {
    let Why::Typo { typed, found } = why else { return false };
    let typed = centrala_domain::text::fold(typed);
    let sure = typed.chars().count() >= SURE_FROM && strsim::osa_distance(&typed, found) <= 1;
    lemmas::is_word(&typed) || !sure && !is_swap(&typed, found)
}

fn is_swap(typed: &str, found: &str) -> bool {
    let mut letters = [typed, found].map(|word| word.chars().collect::<Vec<_>>());
    letters.iter_mut().for_each(|letters| letters.sort_unstable());
    letters[0] == letters[1]
}
