//! Which words of a question only say where, when or how big: "dziura *w jezdni*", "chcę postawić *mały* domek".
//!
//! A noun after a preposition mostly tells the circumstances of a matter, and a size says less than the thing that has
//! it. In a question of several words such a word weighs less; in a short one it may be all there is.

use centrala_polish::terms;
use centrala_polish::tokens::Token;

/// What a word of the circumstances weighs.
const LESS: f32 = 0.8;
/// From this many content words on.
const SEVERAL: usize = 3;
const PREPOSITIONS: [&str; 11] = ["w", "we", "na", "do", "od", "po", "pod", "przy", "u", "z", "za"];
const SIZES: [&str; 4] = ["maly", "duzy", "niewielki", "wielki"];

/// For each content word, its weight in the question.
pub fn weights(tokens: &[Token], fillers: &[Token]) -> Vec<f32> {
    if tokens.len() < SEVERAL {
        return vec![1.0; tokens.len()];
    }
    // Where nothing frames the words they may be a name: "Łódzka Karta Dużej Rodziny".
    let is_spoken = !fillers.iter().all(is_preposition);
    let is_circumstance = |token: &Token| follows_preposition(token, fillers) || is_spoken && is_size(token);
    tokens.iter().map(|token| if is_circumstance(token) { LESS } else { 1.0 }).collect()
}

fn is_preposition(filler: &Token) -> bool {
    PREPOSITIONS.contains(&filler.folded.as_str())
}

fn follows_preposition(token: &Token, fillers: &[Token]) -> bool {
    fillers.iter().any(|filler| filler.to + 1 == token.from && is_preposition(filler))
}

fn is_size(token: &Token) -> bool {
    terms::typed(token).iter().any(|lemma| SIZES.contains(&lemma.as_str()))
}

#[cfg(test)]
mod tests {
    use centrala_polish::stop_words::is_filler;
    use centrala_polish::tokens::words;

    use super::*;

    /// The words that weigh less.
    fn less(text: &str) -> Vec<String> {
        let (fillers, tokens): (Vec<Token>, Vec<Token>) = words(text).into_iter().partition(is_filler);
        let weights = weights(&tokens, &fillers);
        tokens.iter().zip(weights).filter(|(_, weight)| *weight < 1.0).map(|(token, _)| token.text.clone()).collect()
    }

    #[test]
    fn where_it_is_and_how_big_say_less_than_what_it_is() {
        assert_eq!(less("głęboka dziura w jezdni"), ["jezdni"]);
        assert_eq!(less("chcę postawić mały domek ogrodowy"), ["mały"]);
    }

    #[test]
    fn a_name_and_a_short_query_keep_all_their_weight() {
        assert!(less("łódzka karta dużej rodziny").is_empty());
        assert!(less("dziura w jezdni").is_empty());
    }
}
