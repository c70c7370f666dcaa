//! A query's text → its content words, the words that only frame it, and what it asks for.
//!
//! Deliberately not here: what a word may stand for in the index (`matching::expansion`).

use centrala_domain::text::visible;
use centrala_polish::rarity;
use centrala_polish::stop_words::is_filler;
use centrala_polish::tokens::{Token, words};

use crate::analysis::circumstance;
use crate::analysis::intent::{Intent, intents};

/// Longer queries are cut: a told story fits, a pasted letter must not hold the box.
const QUERY_CHARACTERS: usize = 400;
const QUERY_WORDS: usize = 24;
/// What a word weighs that asks for a section ("ile kosztuje"): any matter may hold it.
const ASKING: f32 = 0.35;

/// A query as every search sees it: analysed once.
pub struct AnalyzedQuery {
    /// The text as it was read: visible characters, one space between words, cut at a limit.
    pub text: String,
    /// The content words, in order.
    pub tokens: Vec<Token>,
    /// What was left out as saying nothing.
    pub fillers: Vec<Token>,
    /// The last content word is still being typed.
    pub open: bool,
    /// What is asked for, the plainest first.
    pub intents: Vec<Intent>,
}

impl AnalyzedQuery {
    pub fn new(text: &str) -> Self {
        let text: String = visible(text).chars().take(QUERY_CHARACTERS).collect();
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut all = words(&text);
        all.truncate(QUERY_WORDS);
        let last = all.last().map(|token| token.from);
        let (fillers, content): (Vec<Token>, Vec<Token>) = all.into_iter().partition(is_filler);
        let (tokens, fillers) = if content.is_empty() { (fillers, content) } else { (content, fillers) };
        // "do" at the end of "wniosek do" is a stop word: nothing is open then.
        let open = open && tokens.last().map(|token| token.from) == last;
        let intents = intents(&text);
        Self { text, tokens, fillers, open, intents }
    }

    /// False where nothing was typed but words that frame a question.
    pub fn has_content(&self) -> bool {
        !self.tokens.iter().all(is_filler)
    }

    /// What each content word weighs: less where it only tells the circumstances, or asks for a section.
    pub fn weights(&self) -> Vec<f32> {
        let mut weights = circumstance::weights(&self.tokens, &self.fillers);
        let asks = |token: &Token| self.intents.iter().any(|intent| intent.words.contains(&token.folded));
        if self.tokens.iter().all(asks) {
            return weights;
        }
        for (weight, _) in weights.iter_mut().zip(&self.tokens).filter(|(_, token)| asks(token)) {
            *weight *= ASKING;
        }
        weights
    }
}

/// How much a word tells by itself, on the scale of an idf: how rare the most usual of its lemmas is in Polish at large.
/// None for a word that Polish hardly knows: it tells as much as the content says.
pub fn rarity_of(lemmas: &[String]) -> Option<f32> {
    let zipf = lemmas.iter().filter_map(|lemma| rarity::zipf(lemma)).fold(None, greater)?;
    Some((SAYS_NOTHING - zipf).max(LEAST_RARITY) * RARITY_STEP)
}

fn greater(so_far: Option<f32>, zipf: f32) -> Option<f32> {
    Some(so_far.map_or(zipf, |most: f32| most.max(zipf)))
}

/// What a word tells at most, on the scale of an idf.
pub const MOST_TELLING: f32 = 6.0;
/// The Zipf value of words that are in every conversation.
const SAYS_NOTHING: f32 = 7.0;
const LEAST_RARITY: f32 = 0.35;
/// What one step of the Zipf scale (ten times rarer) is worth as idf: about ln 10, less since the table is of all Polish.
const RARITY_STEP: f32 = 1.5;

#[cfg(test)]
mod tests {
    use centrala_polish::terms;

    use super::*;

    fn content(text: &str) -> Vec<String> {
        AnalyzedQuery::new(text).tokens.into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn tabs_line_breaks_and_invisible_characters_part_words_as_a_space_does() {
        let plain = content("dowód osobisty");
        for text in ["dowód\tosobisty", "dowód\r\nosobisty", "dowód\u{a0}osobisty", "do\u{200b}wód osobisty\u{feff}"]
        {
            assert_eq!(content(text), plain, "{text:?}");
        }
    }

    #[test]
    fn a_word_of_every_day_tells_less_than_a_word_of_the_matter() {
        let rarity = |word: &str| rarity_of(&terms::typed(&words(word)[0])).unwrap_or(f32::MAX);
        assert!(rarity("sąsiad") < rarity("kompostownik"));
        assert!(rarity("mówić") < rarity("dziura"));
    }

    #[test]
    fn what_only_frames_the_matter_is_left_out_unless_there_is_nothing_else() {
        assert_eq!(content("co mam zrobić, żeby dostać dowód"), ["dowod"]);
        assert_eq!(content("co i jak"), ["co", "i", "jak"]);
    }
}
