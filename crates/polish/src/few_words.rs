//! A few dozen words, looked up for every word of many texts: nearly all of those are turned away by their first letter
//! and length, without being hashed or compared.

/// Words in order, each with a value.
#[derive(Debug, Default)]
pub struct FewWords<'a, T> {
    words: Vec<(&'a str, T)>,
    /// For each first letter (its lowest five bits) the lengths, one bit each, that its words have.
    lengths: [u32; 32],
}

impl<'a, T: Default> FewWords<'a, T> {
    /// The value of a word, which is added if need be.
    pub fn entry(&mut self, word: &'a str) -> &mut T {
        let (letter, length) = place(word);
        self.lengths[letter] |= length;
        let at = self.words.binary_search_by_key(&word, |(word, _)| word).unwrap_or_else(|at| {
            self.words.insert(at, (word, T::default()));
            at
        });
        &mut self.words[at].1
    }
}

impl<T> FewWords<'_, T> {
    #[inline]
    pub fn get(&self, word: &str) -> Option<&T> {
        let (letter, length) = place(word);
        if self.lengths[letter] & length == 0 {
            return None;
        }
        let at = self.words.binary_search_by_key(&word, |(word, _)| word).ok()?;
        Some(&self.words[at].1)
    }

    #[inline]
    pub fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }
}

impl<'a> FromIterator<&'a str> for FewWords<'a, ()> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        let mut few = Self::default();
        words.into_iter().for_each(|word| *few.entry(word) = ());
        few
    }
}

fn place(word: &str) -> (usize, u32) {
    let letter = word.as_bytes().first().copied().unwrap_or_default() & 31;
    (usize::from(letter), 1 << word.len().min(31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_added_are_found_and_no_others() {
        let words = ["", "do", "dla", "od", "źle", "dolinka"];
        let few: FewWords<'_, ()> = words.into_iter().collect();
        assert!(words.iter().all(|word| few.contains(word)));
        assert!(["d", "dl", "oda", "dlb", "zle", "polinka"].iter().all(|word| !few.contains(word)));
        let mut counted = FewWords::default();
        ["a", "b", "a"].into_iter().for_each(|word| *counted.entry(word) += 1);
        assert_eq!((counted.get("a"), counted.get("b"), counted.get("c")), (Some(&2), Some(&1), None));
    }
}
