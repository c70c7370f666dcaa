//! The network: twelve layers of attention and feed-forward (BERT; Devlin et al. 2019), the mean over a text's pieces.
//!
//! Matrices are unpacked from 4 bits once; of the table of pieces only the rows that are asked for.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, s};

use crate::DIMENSIONS;
use crate::error::ModelError;
use crate::weights::{HEADS, INNER, LAYERS, POSITIONS, Weights, row_bytes, unpacked};

/// Pieces of a text that are read; the rest of a longer one is left out.
pub const LONGEST: usize = POSITIONS;
const HEAD: usize = DIMENSIONS / HEADS;
const LEAST_VARIANCE: f32 = 1e-12;

pub struct Encoder {
    /// The rows of all pieces, in 4 bits.
    pieces: Vec<u8>,
    /// Of each position, with the kind of token.
    positions: Array2<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

struct Linear {
    /// [from, to]
    weights: Array2<f32>,
    bias: Array1<f32>,
}

struct Norm {
    weight: Array1<f32>,
    bias: Array1<f32>,
}

impl Encoder {
    pub fn read(weights: &Weights<'_>) -> Result<Self, ModelError> {
        let kind = weights.plain("emb.type", "", DIMENSIONS * 2)?;
        let positions = weights.plain("emb.pos", "", POSITIONS * DIMENSIONS)?;
        let positions = Array2::from_shape_vec((POSITIONS, DIMENSIONS), positions);
        let kind = Array1::from_vec(kind[..DIMENSIONS].to_vec());
        Ok(Self {
            pieces: weights.packed("emb.word", "", weights.vocabulary * DIMENSIONS)?.to_vec(),
            positions: positions.map_err(|_| ModelError::Damaged("emb.pos"))? + &kind,
            norm: Norm::read(weights, "", "emb.ln.w", "emb.ln.b")?,
            layers: (0..LAYERS).map(|at| Layer::read(weights, &format!("l{at}."))).collect::<Result<_, _>>()?,
        })
    }

    /// The mean of what the pieces of each text become, a row a text.
    pub fn means(&self, texts: &[Vec<u32>]) -> Array2<f32> {
        let spans: Vec<(usize, usize)> = texts
            .iter()
            .scan(0, |at, text| {
                let from = *at;
                *at += text.len();
                Some((from, *at))
            })
            .collect();
        let mut x = Array2::zeros((spans.last().map_or(0, |(_, to)| *to), DIMENSIONS));
        let placed = texts.iter().flat_map(|text| text.iter().enumerate());
        for (mut row, (position, piece)) in x.rows_mut().into_iter().zip(placed) {
            row.assign(&self.piece(*piece));
            row += &self.positions.row(position);
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            layer.apply(&mut x, &spans);
        }
        let mut means = Array2::zeros((texts.len(), DIMENSIONS));
        for (mut row, (from, to)) in means.rows_mut().into_iter().zip(spans) {
            if let Some(mean) = x.slice(s![from..to, ..]).mean_axis(Axis(0)) {
                row.assign(&mean);
            }
        }
        means
    }

    fn piece(&self, piece: u32) -> Array1<f32> {
        let bytes = row_bytes(DIMENSIONS);
        let from = piece as usize * bytes;
        Array1::from_vec(unpacked(&self.pieces[from..from + bytes]))
    }
}

impl Layer {
    fn read(weights: &Weights<'_>, at: &str) -> Result<Self, ModelError> {
        let square = |weight, bias| Linear::read(weights, at, (weight, bias), (DIMENSIONS, DIMENSIONS));
        Ok(Self {
            query: square("q.w", "q.b")?,
            key: square("k.w", "k.b")?,
            value: square("v.w", "v.b")?,
            attended: square("ao.w", "ao.b")?,
            attended_norm: Norm::read(weights, at, "aln.w", "aln.b")?,
            inner: Linear::read(weights, at, ("fi.w", "fi.b"), (DIMENSIONS, INNER))?,
            outer: Linear::read(weights, at, ("fo.w", "fo.b"), (INNER, DIMENSIONS))?,
            outer_norm: Norm::read(weights, at, "oln.w", "oln.b")?,
        })
    }

    fn apply(&self, x: &mut Array2<f32>, spans: &[(usize, usize)]) {
        let (query, key, value) = (self.query.apply(x), self.key.apply(x), self.value.apply(x));
        let mut attended = Array2::zeros(x.raw_dim());
        for (from, to) in spans {
            for head in (0..DIMENSIONS).step_by(HEAD) {
                let part = s![*from..*to, head..head + HEAD];
                let (query, key, value) = (query.slice(part), key.slice(part), value.slice(part));
                attended.slice_mut(part).assign(&attention(query, key, value));
            }
        }
        *x += &self.attended.apply(&attended);
        self.attended_norm.apply(x);
        let mut inner = self.inner.apply(x);
        inner.mapv_inplace(gelu);
        *x += &self.outer.apply(&inner);
        self.outer_norm.apply(x);
    }
}

/// softmax(q kᵀ / √d) v
fn attention(query: ArrayView2<'_, f32>, key: ArrayView2<'_, f32>, value: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut shares = query.dot(&key.t()) / (HEAD as f32).sqrt();
    for mut row in shares.rows_mut() {
        let most = row.fold(f32::NEG_INFINITY, |most, x| most.max(*x));
        row.mapv_inplace(|x| (x - most).exp());
        let sum = row.sum();
        row /= sum;
    }
    shares.dot(&value)
}

impl Linear {
    fn read(
        weights: &Weights<'_>,
        at: &str,
        (weight, bias): (&'static str, &'static str),
        (from, to): (usize, usize),
    ) -> Result<Self, ModelError> {
        let rows = unpacked(weights.packed(weight, at, from * to)?);
        let rows = Array2::from_shape_vec((to, from), rows).map_err(|_| ModelError::Damaged(weight))?;
        let bias = Array1::from_vec(weights.plain(bias, at, to)?);
        Ok(Self { weights: rows.t().as_standard_layout().into_owned(), bias })
    }

    fn apply(&self, x: &Array2<f32>) -> Array2<f32> {
        x.dot(&self.weights) + &self.bias
    }
}

impl Norm {
    fn read(weights: &Weights<'_>, at: &str, weight: &'static str, bias: &'static str) -> Result<Self, ModelError> {
        let read = |name| weights.plain(name, at, DIMENSIONS).map(Array1::from_vec);
        Ok(Self { weight: read(weight)?, bias: read(bias)? })
    }

    /// Each row with mean 0 and variance 1, then scaled and moved.
    fn apply(&self, x: &mut Array2<f32>) {
        x.rows_mut().into_iter().for_each(|row| normalize(row, self.weight.view(), self.bias.view()));
    }
}

fn normalize(mut row: ArrayViewMut1<'_, f32>, weight: ArrayView1<'_, f32>, bias: ArrayView1<'_, f32>) {
    let mean = row.sum() / DIMENSIONS as f32;
    row -= mean;
    let deviation = (row.dot(&row) / DIMENSIONS as f32 + LEAST_VARIANCE).sqrt();
    row /= deviation;
    row *= &weight;
    row += &bias;
}

/// x Φ(x); the error function by Abramowitz and Stegun 7.1.26, whose error is under 2e-7.
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let erf = 1.0 - series * (-z * z).exp();
    0.5 * x * (1.0 + erf.copysign(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gelu_is_the_identity_far_above_nought_and_nothing_far_below() {
        for (x, expected) in [(0.0, 0.0), (10.0, 10.0), (-10.0, 0.0), (1.0, 0.841_344_8), (-0.5, -0.154_268_77)] {
            assert!((gelu(x) - expected).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn attention_is_a_mean_of_the_values_by_how_well_their_keys_fit() {
        let (far, near) = (Array2::from_elem((1, HEAD), -9.0), Array2::from_elem((1, HEAD), 9.0));
        let keys = ndarray::concatenate![Axis(0), far, near];
        let attended = attention(near.view(), keys.view(), keys.view());
        assert!(attended.iter().all(|x| (x - 9.0).abs() < 1e-6));
    }
}
