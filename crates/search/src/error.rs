//! What can go wrong with an index. A damaged one is built again, so few of these reach an operator.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum SearchError {
    #[error("the search index cannot be read or written: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("the search index's folder cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("the search index is of another edition or format, or damaged")]
    Stale,
    #[error("the content for the search index cannot be read: {0}")]
    Content(Box<dyn std::error::Error + Send + Sync>),
}
