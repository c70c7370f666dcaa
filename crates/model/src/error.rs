//! What can be wrong with the model's files.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum ModelError {
    #[error("the model's file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("these are no weights that this program knows: expected e5-small-q4.bin as `cargo xtask model` brings it")]
    Foreign,
    #[error("the weights are damaged at \"{0}\": expected a whole file, as `cargo xtask model` brings it")]
    Damaged(&'static str),
}
