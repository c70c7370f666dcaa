//! Where a command writes to: stdout, or a file of its own.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

/// Into that file, or to stdout.
pub fn to(out: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    match out {
        Some(out) => whole(out, write),
        None => write(&mut io::stdout().lock()),
    }
}

/// Whole or not at all, and for its owner's eyes alone (a temporary file is).
fn whole(out: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = NamedTempFile::new_in(folder).with_context(|| format!("{}", folder.display()))?;
    let mut buffered = BufWriter::new(part);
    write(&mut buffered)?;
    let part = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
    part.as_file().sync_all()?;
    part.persist(out)?;
    Ok(())
}
