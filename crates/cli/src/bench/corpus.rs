//! N procedures out of the edition's few hundred, always the same for the same N.
//!
//! The first are the real ones. Each further one takes title, summary, steps and how, fees and documents, time and
//! place, unit and categories from different real ones, so that lengths and frequent words stay as they are; then one
//! word of the title is exchanged and names are strewn in. Names are made of syllables and drawn by Zipf's law from a
//! list that grows with √N (Heaps' law with the usual exponent), so that the vocabulary keeps growing as it would with
//! the municipalities of a whole country. Deliberately not here: sense. Nobody reads these articles.

use centrala_domain::{Content, Procedure};

/// Grows with every change of what is made: kept indexes of another corpus are not used.
const VERSION: u32 = 1;
/// Made-up names for √N documents.
const NAMES: f64 = 500.0;
const NAMES_IN_A_BODY: usize = 6;

const SYLLABLES: [&str; 48] = [
    "ba", "bie", "bo", "bro", "chwa", "cie", "cza", "da", "do", "drze", "ga", "go", "gra", "gru", "ja", "je", "ka",
    "kli", "ko", "kra", "la", "le", "li", "ło", "łu", "ma", "mie", "mo", "na", "nie", "no", "pa", "pio", "po", "prze",
    "ra", "ro", "rze", "sie", "sko", "sta", "szcze", "ta", "tro", "wa", "wie", "za", "żu",
];
const ENDINGS: [&str; 12] = ["wo", "wice", "nica", "ki", "ów", "sko", "nik", "wska", "nek", "cin", "lin", "szew"];

/// The name under which an index of this corpus is kept.
pub fn key(documents: u32) -> String {
    format!("bench{documents}-c{VERSION}")
}

pub fn make(mut content: Content, documents: u32) -> Content {
    let real = std::mem::take(&mut content.procedures);
    let names = f64::from(documents).sqrt() * NAMES;
    content.procedures = (0..documents)
        .map(|at| match real.get(at as usize) {
            Some(procedure) => procedure.clone(),
            None => mixed(at, &real, names),
        })
        .collect();
    content
}

fn mixed(at: u32, real: &[Procedure], names: f64) -> Procedure {
    let mut dice = Dice(u64::from(at));
    let mut one = || &real[dice.below(real.len())];
    let (title, word, summary, how, fees, time, place) = (one(), one(), one(), one(), one(), one(), one());
    let mut procedure = Procedure {
        id: format!("GM-{at:07}"),
        title: exchanged(&title.title, &word.title, &mut dice, names),
        summary: strewn(&summary.summary, 2, &mut dice, names),
        steps: how.steps.clone(),
        sections: how.sections.clone(),
        unit: place.unit.clone(),
        categories: place.categories.clone(),
        replaced_by: None,
        often: false,
        ..summary.clone()
    };
    procedure.sections.fees.clone_from(&fees.sections.fees);
    procedure.sections.documents.clone_from(&fees.sections.documents);
    let body = time.sections.time_and_place.as_deref().unwrap_or_default();
    procedure.sections.time_and_place = Some(strewn(body, NAMES_IN_A_BODY, &mut dice, names));
    procedure
}

/// A title with one word of another one, and a name behind.
fn exchanged(title: &str, other: &str, dice: &mut Dice, names: f64) -> String {
    let mut words: Vec<&str> = title.split_whitespace().collect();
    let others: Vec<&str> = other.split_whitespace().collect();
    let at = dice.below(words.len());
    words[at] = others[dice.below(others.len())];
    format!("{} {}", words.join(" "), name(dice, names))
}

fn strewn(text: &str, count: usize, dice: &mut Dice, names: f64) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for _ in 0..count {
        words.insert(dice.below(words.len() + 1), name(dice, names));
    }
    words.join(" ")
}

/// Rank r of Zipf's law with exponent 1: ln r is uniform.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank")]
fn name(dice: &mut Dice, names: f64) -> String {
    let rank = (names.ln() * dice.share()).exp() as u64;
    let mut of_rank = Dice(rank ^ 0x5eed);
    let syllables = 2 + of_rank.below(2);
    let mut name: String = (0..syllables).map(|_| SYLLABLES[of_rank.below(SYLLABLES.len())]).collect();
    name.push_str(ENDINGS[of_rank.below(ENDINGS.len())]);
    name
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    #[expect(clippy::cast_possible_truncation, reason = "below a length")]
    fn below(&mut self, length: usize) -> usize {
        (self.next() % length.max(1) as u64) as usize
    }

    /// 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_corpus_comes_out_every_time_and_its_words_keep_growing() {
        let procedure = Procedure {
            title: "Wydanie dowodu".into(),
            summary: "Dowód wydaje urząd miasta.".into(),
            ..Procedure::default()
        };
        let content = || Content { procedures: vec![procedure.clone()], ..Content::default() };
        let words = |documents| {
            let made = make(content(), documents);
            assert_eq!(made, make(content(), documents));
            assert_eq!(made.procedures.len(), documents as usize);
            assert_eq!(made.procedures[0], procedure, "the real ones stand first");
            let texts = made.procedures.iter().flat_map(|one| one.summary.split(' '));
            texts.collect::<std::collections::HashSet<_>>().len()
        };
        assert!(words(2_000) > words(1_000));
    }
}
