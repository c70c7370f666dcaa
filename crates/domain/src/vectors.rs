//! What words and texts mean, as vectors of one space: made beforehand by `tools/vectors`, read here.
//!
//! A word's vector stands under its folded lemma. A text's (an entry's own text, one of its phrasings) stands under the
//! text itself: one that was edited since then simply has none any more and gets the mean of its words' vectors. A
//! vector is a direction; its length says nothing. Not here: which lemmas a word has and what it weighs, and what
//! becomes of a cosine (`crates/search`); the model that the vectors come from (`crates/model`).
//!
//! Numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `CENV` |
//! | 5 × u32 | the format, dimensions *d*, number of words *w*, length of the lemmas' text, number of texts *t* |
//! | … | folded lemmas, a line each, in the order of their bytes |
//! | *w* × *d* i8 | their vectors |
//! | *t* × u64 | [`text_key`] of the texts, in order |
//! | *t* × *d* i8 | their vectors |

use std::collections::HashMap;

use thiserror::Error;

use crate::content::{Elsewhere, Procedure, Service, Unit};

const MAGIC: &[u8; 4] = b"CENV";
const FORMAT: usize = 1;
const HEAD: usize = 24;
const KEY: usize = size_of::<u64>();

/// A file that has been read through once: every place in it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vectors {
    bytes: Vec<u8>,
    dimensions: usize,
    /// Where each lemma stands in the bytes.
    lemmas: Vec<(u32, u32)>,
    texts: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VectorsError {
    #[error("is no file of vectors: expected one that tools/vectors wrote")]
    Foreign,
    #[error("has format {found}: expected {FORMAT}, which tools/vectors of this version writes")]
    Format { found: usize },
    #[error("is damaged: expected a whole file, as tools/vectors wrote it")]
    Damaged,
}

/// One vector of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vector<'a>(&'a [u8]);

impl<'a> Vector<'a> {
    pub fn coordinates(self) -> impl Iterator<Item = i8> + use<'a> {
        self.0.iter().map(|byte| byte.cast_signed())
    }
}

/// A direction of the space: its length is 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction(Vec<f32>);

impl Direction {
    /// None where there is no direction: all coordinates are 0.
    pub fn of(coordinates: Vec<f32>) -> Option<Self> {
        let length = coordinates.iter().map(|x| x * x).sum::<f32>().sqrt();
        (length > 0.0 && length.is_finite()).then(|| Self(coordinates.into_iter().map(|x| x / length).collect()))
    }

    pub fn coordinates(&self) -> &[f32] {
        &self.0
    }
}

/// A word of a query or text: the folded lemmas that it may have, and how much it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedWord {
    pub lemmas: Vec<String>,
    pub weight: f32,
}

impl Vectors {
    pub fn read(bytes: Vec<u8>) -> Result<Self, VectorsError> {
        if !bytes.starts_with(MAGIC) {
            return Err(VectorsError::Foreign);
        }
        let head = |at: usize| number(&bytes, 4 * at).ok_or(VectorsError::Damaged);
        let found = head(1)?;
        if found != FORMAT {
            return Err(VectorsError::Format { found });
        }
        let sizes = Sizes { dimensions: head(2)?, words: head(3)?, lemmas: head(4)?, texts: head(5)? };
        let lemmas = read_through(&bytes, &sizes).ok_or(VectorsError::Damaged)?;
        Ok(Self { bytes, dimensions: sizes.dimensions, lemmas, texts: sizes.texts })
    }

    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a folded lemma.
    pub fn word(&self, lemma: &str) -> Option<Vector<'_>> {
        let at =
            self.lemmas.binary_search_by(|(from, to)| self.bytes[*from as usize..*to as usize].cmp(lemma.as_bytes()));
        Some(self.vector(self.words_from(), at.ok()?))
    }

    /// The vector of a text that stood in the content, to the letter, when the file was made.
    pub fn text(&self, text: &str) -> Option<Vector<'_>> {
        let from = self.words_from() + self.lemmas.len() * self.dimensions;
        let to = from + self.texts * KEY;
        let (keys, _) = self.bytes[from..to].as_chunks::<KEY>();
        let at = keys.binary_search_by_key(&text_key(text), |key| u64::from_le_bytes(*key));
        Some(self.vector(to, at.ok()?))
    }

    /// What some words mean together: the mean of their vectors by weight. A word of several lemmas counts as the mean
    /// of theirs; words without a vector say nothing. None where no word has one.
    pub fn mean<'a>(&self, words: impl IntoIterator<Item = &'a WeightedWord>) -> Option<Direction> {
        let mut sum = vec![0.0; self.dimensions];
        for word in words {
            let known: Vec<Vector<'_>> = word.lemmas.iter().filter_map(|lemma| self.word(lemma)).collect();
            for vector in &known {
                let length = vector.coordinates().map(|x| f32::from(x).powi(2)).sum::<f32>().sqrt();
                let share = word.weight / (length.max(1.0) * known.len() as f32);
                sum.iter_mut().zip(vector.coordinates()).for_each(|(sum, x)| *sum += share * f32::from(x));
            }
        }
        Direction::of(sum)
    }

    /// The direction of a text of the content: its own vector, or where it has been edited the mean of its words.
    pub fn meaning(&self, text: &str, words: impl FnOnce() -> Vec<WeightedWord>) -> Option<Direction> {
        match self.text(text) {
            Some(vector) => Direction::of(vector.coordinates().map(f32::from).collect()),
            None => self.mean(&words()),
        }
    }

    /// The file, as it was read.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn words_from(&self) -> usize {
        self.lemmas.last().map_or(HEAD, |(_, to)| *to as usize + 1)
    }

    fn vector(&self, from: usize, at: usize) -> Vector<'_> {
        let from = from + at * self.dimensions;
        Vector(&self.bytes[from..from + self.dimensions])
    }
}

/// Under this number a text's vector stands: FNV-1a of its bytes, 64 bits.
pub fn text_key(text: &str) -> u64 {
    text.trim().bytes().fold(0xcbf2_9ce4_8422_2325, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// What can be found, as its meaning is read: its own text, and how people ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryTexts {
    pub own: String,
    pub phrasings: Vec<String>,
}

impl EntryTexts {
    pub fn of_procedure(procedure: &Procedure) -> Self {
        Self::new(&procedure.title, &procedure.summary, &procedure.asked_as)
    }

    pub fn of_service(service: &Service) -> Self {
        Self::new(&service.name, &service.keywords.join(", "), &service.asked_as)
    }

    pub fn of_unit(unit: &Unit) -> Self {
        Self::new(&unit.name, unit.note.as_deref().unwrap_or_default(), &unit.asked_as)
    }

    pub fn of_elsewhere(matter: &Elsewhere) -> Self {
        Self::new(&matter.title, &matter.say, &matter.asked_as)
    }

    /// Its own text is a title and what says more (a summary, keywords, the sentence to say).
    fn new(title: &str, more: &str, phrasings: &[String]) -> Self {
        Self { own: format!("{}. {}", title.trim(), more.trim()), phrasings: phrasings.to_vec() }
    }
}

/// The vectors of entries that a query is measured against: of each its own text, and those of its phrasings. Entries
/// that are asked for in the same words share them.
#[derive(Debug, Clone)]
pub struct EntryVectors {
    own: Rows,
    phrasings: Rows,
    /// Sets of phrasings: the rows of each, and where each set ends among them.
    members: Vec<u32>,
    ends: Vec<u32>,
    /// Of each entry, its set.
    sets: Vec<u32>,
    /// Row and set numbers of what was added: for one more of the same.
    known_rows: HashMap<Vec<u8>, u32>,
    known_sets: HashMap<Vec<u32>, u32>,
}

/// Rows of coordinates, −127 to 127.
#[derive(Debug, Clone)]
struct Rows {
    dimensions: usize,
    bytes: Vec<u8>,
    /// What brings a row to length 1.
    scales: Vec<f32>,
}

/// Steps of a query's coordinate. A product of rows stays far within an i32, since the query's length is 1.
const STEPS: f32 = 4096.0;
const BLOCK: usize = 16;

impl Rows {
    /// None where the bytes are not whole rows.
    fn new(dimensions: usize, bytes: Vec<u8>) -> Option<Self> {
        let scales = bytes.chunks_exact(dimensions).map(scale).collect::<Vec<_>>();
        (scales.len() * dimensions == bytes.len()).then_some(Self { dimensions, bytes, scales })
    }

    fn push(&mut self, row: &[u8]) {
        self.bytes.extend(row);
        self.scales.push(scale(row));
    }

    /// The cosine of each row.
    fn cosines(&self, query: &[i16]) -> impl Iterator<Item = f32> {
        let rows = self.bytes.chunks_exact(self.dimensions).zip(&self.scales);
        rows.map(|(row, scale)| product(row, query) as f32 * scale / STEPS)
    }
}

fn scale(row: &[u8]) -> f32 {
    let squares: i32 = row.iter().map(|x| i32::from(x.cast_signed()).pow(2)).sum();
    1.0 / (squares as f32).sqrt().max(1.0)
}

impl EntryVectors {
    pub fn new(dimensions: usize) -> Self {
        let rows = Rows { dimensions, bytes: Vec::new(), scales: Vec::new() };
        Self {
            own: rows.clone(),
            phrasings: rows,
            members: Vec::new(),
            ends: Vec::new(),
            sets: Vec::new(),
            known_rows: HashMap::new(),
            known_sets: HashMap::new(),
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Dimensions, the numbers of entries, sets, members and phrasings (u32); each entry's set, each set's end, the
    /// members (u32); the rows of the entries and of the phrasings.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (dimensions, phrasings) = (self.own.dimensions, self.phrasings.scales.len());
        let head = [dimensions, self.sets.len(), self.ends.len(), self.members.len(), phrasings];
        let head = head.into_iter().map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        let numbers = head.chain([&self.sets, &self.ends, &self.members].into_iter().flatten().copied());
        let mut bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        bytes.extend(&self.own.bytes);
        bytes.extend(&self.phrasings.bytes);
        bytes
    }

    /// Reads what [`EntryVectors::to_bytes`] has written; none where it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(20)?;
        let [dimensions, entries, sets, members, phrasings] = [0, 4, 8, 12, 16].map(|at| number(head, at));
        let (dimensions, entries, phrasings) = (dimensions.filter(|d| *d > 0)?, entries?, phrasings?);
        let (numbers, rows) = rest.split_at_checked((entries + sets? + members?).checked_mul(4)?)?;
        let (numbers, _) = numbers.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|bytes| u32::from_le_bytes(*bytes));
        let mut take = |count: usize| numbers.by_ref().take(count).collect::<Vec<u32>>();
        let (of_entries, ends, members) = (take(entries), take(sets?), take(members?));
        let (own, asked) = rows.split_at_checked(entries.checked_mul(dimensions)?)?;
        let (own, asked) = (Rows::new(dimensions, own.to_vec())?, Rows::new(dimensions, asked.to_vec())?);
        let is_below = |numbers: &[u32], limit: usize| numbers.iter().all(|number| (*number as usize) < limit);
        let whole = ends.is_sorted()
            && ends.last().is_none_or(|last| *last as usize == members.len())
            && is_below(&of_entries, ends.len())
            && is_below(&members, phrasings)
            && asked.scales.len() == phrasings;
        whole.then(|| Self { own, phrasings: asked, members, ends, sets: of_entries, ..Self::new(dimensions) })
    }

    /// Adds an entry. What has no direction is left out.
    pub fn push(&mut self, own: Option<Direction>, phrasings: impl IntoIterator<Item = Direction>) {
        let phrasings = phrasings.into_iter().map(|phrasing| self.phrasing(&phrasing)).collect();
        self.push_known(own, phrasings);
    }

    /// Adds an entry, whose phrasings have these numbers ([`EntryVectors::phrasing`]).
    pub fn push_known(&mut self, own: Option<Direction>, members: Vec<u32>) {
        // An entry whose own text says nothing is as near as its phrasings: a row of zeros stands for it.
        let own = self.row(own.as_ref().map(Direction::coordinates).unwrap_or_default());
        self.own.push(&own);
        let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let set = *self.known_sets.entry(members).or_insert_with_key(|members| {
            self.members.extend(members);
            self.ends.push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
            next
        });
        self.sets.push(set);
    }

    /// The number of a phrasing, the same for the same vector.
    pub fn phrasing(&mut self, direction: &Direction) -> u32 {
        let row = self.row(direction.coordinates());
        let next = u32::try_from(self.phrasings.scales.len()).unwrap_or(u32::MAX);
        *self.known_rows.entry(row).or_insert_with_key(|row| {
            self.phrasings.push(row);
            next
        })
    }

    fn row(&self, coordinates: &[f32]) -> Vec<u8> {
        let most = coordinates.iter().fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
        let mut row: Vec<u8> = coordinates.iter().map(|x| ((x / most * 127.0).round() as i8).cast_unsigned()).collect();
        row.resize(self.own.dimensions, 0);
        row
    }

    /// How much nearer each entry is than the others, in standard deviations of [`EntryVectors::cosines`].
    pub fn nearness(&self, query: &Direction) -> Vec<f32> {
        let mut cosines = self.cosines(query);
        let count = cosines.len().max(1) as f32;
        let mean = cosines.iter().sum::<f32>() / count;
        let variance = cosines.iter().map(|cosine| (cosine - mean).powi(2)).sum::<f32>() / count;
        let deviation = variance.sqrt().max(f32::EPSILON);
        cosines.iter_mut().for_each(|cosine| *cosine = (*cosine - mean) / deviation);
        cosines
    }

    /// For each entry, in the order in which they were added: the cosine with its own text plus the best with a
    /// phrasing; an entry without phrasings counts its own text twice.
    pub fn cosines(&self, query: &Direction) -> Vec<f32> {
        let query: Vec<i16> = query.coordinates().iter().map(|x| (x * STEPS) as i16).collect();
        let phrasings: Vec<f32> = self.phrasings.cosines(&query).collect();
        let mut from = 0;
        let best = |end: &u32| {
            let members = &self.members[from..*end as usize];
            from = *end as usize;
            members.iter().map(|member| phrasings[*member as usize]).max_by(f32::total_cmp)
        };
        let best: Vec<Option<f32>> = self.ends.iter().map(best).collect();
        let own = self.own.cosines(&query).zip(&self.sets);
        own.map(|(own, set)| own + best[*set as usize].unwrap_or(own)).collect()
    }
}

/// Sum of the products, in blocks that the compiler turns into instructions for several at once.
fn product(row: &[u8], query: &[i16]) -> i32 {
    let ((rows, row), (queries, query)) = (row.as_chunks::<BLOCK>(), query.as_chunks::<BLOCK>());
    let plain =
        |a: &[u8], b: &[i16]| a.iter().zip(b).map(|(a, b)| i32::from(a.cast_signed()) * i32::from(*b)).sum::<i32>();
    rows.iter().zip(queries).map(|(a, b)| plain(a, b)).sum::<i32>() + plain(row, query)
}

/// What the head of a file promises.
struct Sizes {
    dimensions: usize,
    words: usize,
    lemmas: usize,
    texts: usize,
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// Where the lemmas stand; None where anything is not as the format has it. Takes no more memory than the file does.
fn read_through(bytes: &[u8], sizes: &Sizes) -> Option<Vec<(u32, u32)>> {
    let vectors = sizes.words.checked_add(sizes.texts)?.checked_mul(sizes.dimensions)?;
    let length = HEAD.checked_add(sizes.lemmas)?.checked_add(vectors)?.checked_add(sizes.texts.checked_mul(KEY)?)?;
    if sizes.dimensions == 0 || length != bytes.len() {
        return None;
    }
    let text = std::str::from_utf8(&bytes[HEAD..HEAD + sizes.lemmas]).ok()?;
    let mut at = HEAD;
    let mut lemmas = Vec::new();
    for line in text.split_terminator('\n') {
        lemmas.push((u32::try_from(at).ok()?, u32::try_from(at + line.len()).ok()?));
        at += line.len() + 1;
    }
    let keys = HEAD + sizes.lemmas + sizes.words * sizes.dimensions;
    let (keys, _) = bytes[keys..keys + sizes.texts * KEY].as_chunks::<KEY>();
    let is_sorted = text.split_terminator('\n').is_sorted_by(|one, next| one < next)
        && keys.is_sorted_by(|one, next| u64::from_le_bytes(*one) < u64::from_le_bytes(*next));
    (is_sorted && lemmas.len() == sizes.words && at == HEAD + sizes.lemmas).then_some(lemmas)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EAST: [i8; 2] = [127, 0];
    const NORTH: [i8; 2] = [0, 100];

    fn file(lemmas: &str, words: &[[i8; 2]], texts: &[(u64, [i8; 2])]) -> Vec<u8> {
        let sizes = [FORMAT as u32, 2, words.len() as u32, lemmas.len() as u32, texts.len() as u32];
        let mut bytes = MAGIC.to_vec();
        sizes.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes.extend(lemmas.as_bytes());
        bytes.extend(words.iter().flatten().map(|x| x.cast_unsigned()));
        texts.iter().for_each(|(key, _)| bytes.extend(key.to_le_bytes()));
        bytes.extend(texts.iter().flat_map(|(_, vector)| vector).map(|x| x.cast_unsigned()));
        bytes
    }

    fn whole() -> Vec<u8> {
        file("kanapa\npies\n", &[EAST, NORTH], &[(text_key("stara kanapa"), EAST)])
    }

    fn vectors() -> Vectors {
        Vectors::read(whole()).expect("vectors")
    }

    fn word(lemma: &str, weight: f32) -> WeightedWord {
        WeightedWord { lemmas: vec![lemma.to_owned()], weight }
    }

    fn direction(coordinates: [f32; 2]) -> Direction {
        Direction::of(coordinates.to_vec()).expect("a direction")
    }

    #[test]
    fn a_word_and_a_text_have_their_vectors() {
        let vectors = vectors();
        assert_eq!(vectors.dimensions(), 2);
        assert_eq!(vectors.word("pies").expect("known").coordinates().collect::<Vec<_>>(), NORTH);
        assert_eq!(vectors.text("stara kanapa ").expect("known").coordinates().collect::<Vec<_>>(), EAST);
        assert_eq!((vectors.word("kot"), vectors.word(""), vectors.text("kanapa")), (None, None, None));
    }

    #[test]
    fn a_query_is_the_mean_of_its_words_by_weight() {
        let vectors = vectors();
        let mean = |words: &[WeightedWord]| vectors.mean(words);
        assert_eq!(mean(&[word("pies", 3.0), word("kot", 9.0)]), Some(direction([0.0, 1.0])));
        assert_eq!(mean(&[word("pies", 3.0), word("kanapa", 4.0)]), Some(direction([4.0, 3.0])));
        let either = WeightedWord { lemmas: vec!["kanapa".to_owned(), "pies".to_owned()], weight: 2.0 };
        assert_eq!(mean(&[either]), Some(direction([1.0, 1.0])), "a word of two lemmas lies between them");
        assert_eq!((mean(&[]), mean(&[word("kot", 1.0)]), mean(&[word("pies", 0.0)])), (None, None, None));
    }

    #[test]
    fn an_edited_text_means_what_its_words_mean() {
        let vectors = vectors();
        let known = vectors.meaning("stara kanapa", || panic!("its words are not asked for"));
        assert_eq!(known, Some(direction([1.0, 0.0])));
        assert_eq!(vectors.meaning("stary pies", || vec![word("pies", 1.0)]), Some(direction([0.0, 1.0])));
        assert_eq!(vectors.meaning("kot", Vec::new), None);
    }

    #[test]
    fn an_entry_is_as_near_as_its_own_text_and_its_best_phrasing() {
        let (east, north) = (direction([1.0, 0.0]), direction([0.0, 1.0]));
        let mut entries = EntryVectors::new(2);
        entries.push(Some(east.clone()), [north.clone(), east.clone()]);
        entries.push(Some(east.clone()), []);
        entries.push(None, [north]);
        entries.push(None, []);
        let near: Vec<i32> = entries.cosines(&east).into_iter().map(|x| (x * 100.0).round() as i32).collect();
        assert_eq!(near, [200, 200, 0, 0]);
        let near: Vec<i32> =
            entries.cosines(&direction([3.0, 4.0])).iter().map(|x| (x * 100.0).round() as i32).collect();
        assert_eq!(near, [140, 120, 80, 0]);
    }

    #[test]
    fn nearness_is_measured_against_the_other_entries() {
        let (east, north) = (direction([1.0, 0.0]), direction([0.0, 1.0]));
        let mut entries = EntryVectors::new(2);
        [&east, &north].into_iter().for_each(|own| entries.push(Some(own.clone()), []));
        let near: Vec<f32> = entries.nearness(&east).iter().map(|x| (x * 100.0).round()).collect();
        assert_eq!(near, [100.0, -100.0]);
        assert!(EntryVectors::new(2).nearness(&east).is_empty());
    }

    #[test]
    fn a_foreign_newer_cut_or_wrong_file_is_refused() {
        assert_eq!(Vectors::read(b"to nie wektory".to_vec()), Err(VectorsError::Foreign));
        let mut newer = whole();
        newer[4] = 9;
        assert_eq!(Vectors::read(newer), Err(VectorsError::Format { found: 9 }));
        for length in 4..whole().len() {
            assert_eq!(Vectors::read(whole()[..length].to_vec()), Err(VectorsError::Damaged), "{length} bytes");
        }
        let mut boundless = whole();
        boundless[8..HEAD].fill(0xFF);
        for wrong in [
            boundless,
            file("pies\nkanapa\n", &[EAST, NORTH], &[]),
            file("kanapa\npies", &[EAST, NORTH], &[]),
            file("kanapa\n", &[EAST, NORTH], &[]),
            file("", &[], &[(2, EAST), (1, EAST)]),
            [whole(), vec![0]].concat(),
        ] {
            assert_eq!(Vectors::read(wrong), Err(VectorsError::Damaged));
        }
    }

    #[test]
    fn any_changed_byte_is_read_or_refused() {
        for at in 0..whole().len() {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut changed = whole();
                changed[at] = value;
                if let Ok(vectors) = Vectors::read(changed) {
                    vectors.mean(&[word("kanapa", 1.0), word("pies", 1.0)]);
                    vectors.text("stara kanapa");
                }
            }
        }
    }
}
