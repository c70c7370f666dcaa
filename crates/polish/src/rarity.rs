//! How usual a lemma is in Polish at large, so that a word is not taken for a telling one only because the content
//! hardly holds it ("chcieć", "sąsiadka"). The table is `assets/lemmas/rarity.fst`; `tools/vectors/rarity.py` makes it.
//!
//! Not here: how rare a lemma is in the content; that is the index's to say.

use std::sync::LazyLock;

use fst::Map;

/// A value in the table is the Zipf value times this.
const STEPS: f32 = 16.0;

/// The Zipf value of the rarest lemma in the table, rounded down: a lemma that is not there is rarer.
pub const RAREST: f32 = 2.5;

static LEMMAS: LazyLock<Map<&'static [u8]>> = LazyLock::new(|| {
    Map::new(&include_bytes!("../../../assets/lemmas/rarity.fst")[..])
        .expect("the table of rarity in the program is whole")
});

/// The Zipf value of a folded lemma: the base-10 logarithm of its occurrences in a thousand million words, from
/// [`RAREST`] to about 7.5 ("być"). None for a lemma that is not among the 30,000 most usual.
pub fn zipf(lemma: &str) -> Option<f32> {
    let value = LEMMAS.get(lemma)?;
    Some(u16::try_from(value).ok().map(f32::from)? / STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_every_day_is_usual_and_a_word_of_the_office_is_rare() {
        for (usual, rare) in [("byc", "pies"), ("pies", "dziura"), ("chciec", "dowod"), ("dziura", "hulajnoga")] {
            assert!(zipf(usual) > zipf(rare), "{usual} – {rare}: {:?}, {:?}", zipf(usual), zipf(rare));
        }
    }

    #[test]
    fn every_value_lies_between_the_rarest_and_the_most_usual() {
        let values: Vec<f32> = LEMMAS.stream().into_values().iter().map(|value| *value as f32 / STEPS).collect();
        assert!(values.len() == 30_000 && values.iter().all(|value| (RAREST..8.0).contains(value)));
    }

    #[test]
    fn a_word_that_nobody_says_is_not_in_the_table() {
        assert_eq!(zipf("qwertyuiop"), None);
        assert_eq!(zipf(""), None);
    }
}
