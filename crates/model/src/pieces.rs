//! A text → the pieces of words that the model knows (SentencePiece, a unigram model; Kudo 2018): of all ways to cut it
//! the most likely one, found by Viterbi's algorithm.

use std::collections::HashMap;

use crate::error::ModelError;
use crate::weights::Weights;

/// Stands for a space, and in front of a text.
const SPACE: char = '\u{2581}';
/// How much less likely than the rarest piece an unknown character is.
const UNKNOWN: f32 = 10.0;
const NEVER: f32 = f32::NEG_INFINITY;

pub struct Pieces {
    begin: u32,
    end: u32,
    unknown: u32,
    text: Vec<u8>,
    offsets: Vec<u32>,
    scores: Vec<f32>,
    /// The numbers of all pieces, in the order of their bytes.
    order: Vec<u32>,
    normalized: HashMap<char, String>,
    /// Bytes of the longest piece.
    longest: usize,
    unknown_score: f32,
}

impl Pieces {
    pub fn read(weights: &Weights<'_>) -> Result<Self, ModelError> {
        let tables = &weights.pieces;
        let count = u32::try_from(tables.scores.len()).map_err(|_| ModelError::Damaged("pieces"))?;
        if tables.scores.len() > weights.vocabulary {
            return Err(ModelError::Damaged("pieces"));
        }
        let lengths = tables.offsets.windows(2).map(|pair| (pair[1] - pair[0]) as usize);
        let mut pieces = Self {
            begin: tables.begin,
            end: tables.end,
            unknown: tables.unknown,
            text: tables.text.to_vec(),
            offsets: tables.offsets.clone(),
            scores: tables.scores.clone(),
            order: Vec::new(),
            normalized: tables.normalized.clone(),
            longest: lengths.max().unwrap_or_default(),
            unknown_score: tables.scores.iter().copied().fold(f32::INFINITY, f32::min) - UNKNOWN,
        };
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by(|a, b| pieces.bytes(*a).cmp(pieces.bytes(*b)));
        pieces.order = order;
        Ok(pieces)
    }

    /// The numbers of a text's pieces between those of its beginning and end, at most `most` in all.
    pub fn of(&self, text: &str, most: usize) -> Vec<u32> {
        let mut numbers = vec![self.begin];
        numbers.extend(self.cut(&self.spaced(text)));
        numbers.truncate(most.saturating_sub(1));
        numbers.push(self.end);
        numbers
    }

    /// Normalised, one mark for each run of spaces and one in front.
    fn spaced(&self, text: &str) -> String {
        let mut spaced = String::from(SPACE);
        for c in text.chars() {
            let own = c.encode_utf8(&mut [0; 4]).to_owned();
            for c in self.normalized.get(&c).unwrap_or(&own).chars() {
                if c != ' ' {
                    spaced.push(c);
                } else if !spaced.ends_with(SPACE) {
                    spaced.push(SPACE);
                }
            }
        }
        spaced
    }

    fn cut(&self, text: &str) -> Vec<u32> {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        // The best score of each beginning of the text, its last piece, and where that begins.
        let mut best = vec![(NEVER, self.unknown, 0); ends.len()];
        best[0].0 = 0.0;
        for from in 0..ends.len() - 1 {
            let score = best[from].0;
            let mut offer = |to: usize, piece: u32, more: f32| {
                if score + more > best[to].0 {
                    best[to] = (score + more, piece, from);
                }
            };
            for to in from + 1..ends.len() {
                let bytes = &text.as_bytes()[ends[from]..ends[to]];
                if bytes.len() > self.longest {
                    break;
                }
                if let Some(piece) = self.number(bytes).filter(|piece| *piece != self.unknown) {
                    offer(to, piece, self.scores[piece as usize]);
                }
            }
            offer(from + 1, self.unknown, self.unknown_score);
        }
        let mut numbers = Vec::new();
        let mut at = ends.len() - 1;
        while at > 0 {
            numbers.push(best[at].1);
            at = best[at].2;
        }
        numbers.reverse();
        numbers
    }

    fn number(&self, bytes: &[u8]) -> Option<u32> {
        let at = self.order.binary_search_by(|piece| self.bytes(*piece).cmp(bytes)).ok()?;
        Some(self.order[at])
    }

    fn bytes(&self, piece: u32) -> &[u8] {
        &self.text[self.offsets[piece as usize] as usize..self.offsets[piece as usize + 1] as usize]
    }
}
