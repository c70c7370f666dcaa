//! The file of weights: sizes, the pieces of words, and named tensors, some as plain f32, some in 4 bits.
//!
//! A 4-bit tensor (llama.cpp's Q4_0) is a row of blocks of 32 weights: a scale as f16, then 16 bytes; the low half of
//! byte *j* is weight *j*, the high half weight *j* + 16, each less 8, times the scale. Not here: what the tensors do.

use std::collections::HashMap;

use crate::DIMENSIONS;
use crate::error::ModelError;

const MAGIC: &[u8; 4] = b"E5S1";
/// Weights in a block of 4 bits, and its bytes.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 18;
const F32: u8 = 0;
const BITS_4: u8 = 1;
pub const LAYERS: usize = 12;
pub const HEADS: usize = 12;
pub const INNER: usize = 1536;
pub const POSITIONS: usize = 512;
/// What the program is written for, in the order of the file's head: DIMENSIONS, LAYERS, HEADS, INNER; then the
/// vocabulary, POSITIONS, and 2 kinds of token, of which the first is used.
const SIZES: [(usize, usize); 5] = [(0, DIMENSIONS), (1, LAYERS), (2, HEADS), (3, INNER), (5, POSITIONS)];

/// The parts of a file, found; nothing is copied yet.
pub struct Weights<'a> {
    bytes: &'a [u8],
    pub vocabulary: usize,
    pub pieces: PieceTables<'a>,
    tensors: HashMap<&'a [u8], Tensor>,
}

/// What the file knows of pieces of words.
pub struct PieceTables<'a> {
    pub begin: u32,
    pub end: u32,
    pub unknown: u32,
    /// Where each piece begins in `text`, and the end of the last.
    pub offsets: Vec<u32>,
    /// The logarithm of how usual each piece is.
    pub scores: Vec<f32>,
    pub text: &'a [u8],
    /// What stands for a character, where it is not itself.
    pub normalized: HashMap<char, String>,
}

#[derive(Clone, Copy)]
struct Tensor {
    kind: u8,
    count: usize,
    from: usize,
}

impl<'a> Weights<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Foreign);
        }
        let mut rest = Rest { bytes, at: MAGIC.len() + 4 };
        let sizes = rest.numbers(7).ok_or(ModelError::Damaged("sizes"))?;
        if SIZES.iter().any(|(at, expected)| sizes[*at] as usize != *expected) {
            return Err(ModelError::Foreign);
        }
        // The smallest variance, and the size of a block: both stand in the program.
        rest.take(8).ok_or(ModelError::Damaged("sizes"))?;
        let pieces = pieces(&mut rest).ok_or(ModelError::Damaged("pieces"))?;
        let tensors = tensors(&mut rest).ok_or(ModelError::Damaged("tensors"))?;
        Ok(Self { bytes, vocabulary: sizes[4] as usize, pieces, tensors })
    }

    /// A tensor of `count` f32.
    pub fn plain(&self, name: &'static str, prefix: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.tensor(name, prefix, F32, count).ok_or(ModelError::Damaged(name))?;
        let (numbers, _) = bytes.as_chunks::<4>();
        Ok(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
    }

    /// The blocks of a tensor of `count` weights in 4 bits.
    pub fn packed(&self, name: &'static str, prefix: &str, count: usize) -> Result<&'a [u8], ModelError> {
        self.tensor(name, prefix, BITS_4, count).ok_or(ModelError::Damaged(name))
    }

    fn tensor(&self, name: &str, prefix: &str, kind: u8, count: usize) -> Option<&'a [u8]> {
        let tensor = self.tensors.get(format!("{prefix}{name}").as_bytes())?;
        let length = if kind == F32 { count * 4 } else { count / BLOCK * BLOCK_BYTES };
        let bytes = self.bytes.get(tensor.from..tensor.from.checked_add(length)?)?;
        (tensor.kind == kind && tensor.count == count).then_some(bytes)
    }
}

/// The weights of whole blocks, one after another.
pub fn unpacked(blocks: &[u8]) -> Vec<f32> {
    let mut weights = Vec::with_capacity(blocks.len() / BLOCK_BYTES * BLOCK);
    for block in blocks.as_chunks::<BLOCK_BYTES>().0 {
        let scale = half(u16::from_le_bytes([block[0], block[1]]));
        let weight = |half: u8| (f32::from(half) - 8.0) * scale;
        weights.extend(block[2..].iter().map(|byte| weight(byte & 0x0F)));
        weights.extend(block[2..].iter().map(|byte| weight(byte >> 4)));
    }
    weights
}

/// Bytes of one row of `width` weights in 4 bits.
pub fn row_bytes(width: usize) -> usize {
    width / BLOCK * BLOCK_BYTES
}

/// IEEE 754 binary16 → f32.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f32::from(bits & 0x3FF));
    match exponent {
        0 => sign * fraction * 2.0_f32.powi(-24),
        0x1F => 0.0,
        _ => sign * (1.0 + fraction / 1024.0) * 2.0_f32.powi(exponent - 15),
    }
}

fn pieces<'a>(rest: &mut Rest<'a>) -> Option<PieceTables<'a>> {
    let [count, begin, end, _padding, unknown] = rest.numbers(5)?.try_into().ok()?;
    let length = rest.long()?;
    let offsets = rest.numbers(usize::try_from(count).ok()?.checked_add(1)?)?;
    let scores: Vec<f32> = rest.numbers(offsets.len() - 1)?.into_iter().map(f32::from_bits).collect();
    let text = rest.take(length)?;
    let is_whole = offsets.is_sorted() && offsets.last().is_some_and(|last| *last as usize <= text.len());
    let is_known = [begin, end, unknown].iter().all(|id| *id < count) && scores.iter().all(|score| score.is_finite());
    let characters = rest.number()?;
    let length = rest.number()? as usize;
    let mut listed = Rest { bytes: rest.take(length)?, at: 0 };
    let mut normalized = HashMap::new();
    for _ in 0..characters {
        let from = char::from_u32(listed.number()?)?;
        let to = *listed.take(1)?.first()?;
        let to: Option<String> = listed.numbers(usize::from(to))?.into_iter().map(char::from_u32).collect();
        normalized.insert(from, to?);
    }
    (is_whole && is_known).then_some(PieceTables { begin, end, unknown, offsets, scores, text, normalized })
}

fn tensors<'a>(rest: &mut Rest<'a>) -> Option<HashMap<&'a [u8], Tensor>> {
    let count = rest.number()?;
    let mut tensors = HashMap::new();
    for _ in 0..count {
        let length = rest.take(2)?;
        let name = rest.take(usize::from(u16::from_le_bytes([length[0], length[1]])))?;
        let kind = *rest.take(1)?.first()?;
        let count = rest.number()? as usize;
        let from = rest.long()?;
        let _bytes = rest.long()?;
        tensors.insert(name, Tensor { kind, count, from });
    }
    Some(tensors)
}

/// What is still to be read.
struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        let (numbers, _) = self.take(count.checked_mul(4)?)?.as_chunks::<4>();
        Some(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_4_bits_is_32_weights() {
        let mut block = vec![0x00, 0x3C];
        block.extend([0xF8; 16]);
        let weights = unpacked(&block);
        assert_eq!(weights.len(), BLOCK);
        assert!(weights[..16].iter().all(|weight| *weight == 0.0) && weights[16..].iter().all(|weight| *weight == 7.0));
    }

    #[test]
    fn a_half_is_the_number_that_its_bits_say() {
        let known = [(0x3C00, 1.0), (0xC000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0x7C00, 0.0)];
        for (bits, number) in known {
            assert_eq!(half(bits), number, "{bits:#06x}");
        }
    }

    #[test]
    fn what_is_no_file_of_weights_is_refused() {
        assert!(matches!(Weights::read(b"to nie wagi"), Err(ModelError::Foreign)));
        assert!(matches!(Weights::read(b"E5S1\x01\0\0\0"), Err(ModelError::Damaged("sizes"))));
        let other = [&b"E5S1\x01\0\0\0"[..], &[7; 60]].concat();
        assert!(matches!(Weights::read(&other), Err(ModelError::Foreign)));
    }
}
