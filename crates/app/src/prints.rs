//! `prints/`: the PDFs that were made, for as long as somebody may look at them. Nothing in them is personal, and nothing is
//! lost with them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, iter};

use tempfile::NamedTempFile;

const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) struct Prints(PathBuf);

impl Prints {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// The file of these bytes, for its owner alone.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.0)?;
        put(&self.0, name, bytes)
    }

    /// Removes what is older than a day. What a viewer holds open stays until the next time.
    pub(crate) fn forget_old(&self, now: SystemTime) {
        for file in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let made = file.metadata().and_then(|data| data.modified());
            if made.is_ok_and(|made| now.duration_since(made).is_ok_and(|age| age > KEPT)) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

/// Whole or not at all; readable by its owner. A file of that name with other bytes stays as it is (a viewer may hold it
/// open, the operator may want it), and this one gets a number.
pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut part = NamedTempFile::new_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    for name in names(name) {
        let file = folder.join(name);
        match part.persist_noclobber(&file) {
            Ok(_) => return Ok(file),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&file).is_ok_and(|there| there == bytes) {
                    return Ok(file);
                }
                part = taken.file;
            }
            Err(failed) => return Err(failed.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// "a.pdf", "a-2.pdf", "a-3.pdf" …
fn names(name: &str) -> impl Iterator<Item = String> {
    let stem = name.strip_suffix(".pdf").unwrap_or(name).to_owned();
    iter::once(name.to_owned()).chain((2..1000).map(move |number| format!("{stem}-{number}.pdf")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_paper_is_one_file_and_another_one_never_takes_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = put(folder.path(), "a.pdf", b"one").expect("written");
        assert_eq!(put(folder.path(), "a.pdf", b"one").expect("there"), first);
        put(folder.path(), "a.pdf", b"two").expect("beside it");
        assert_eq!(names_in(folder.path()), ["a-2.pdf", "a.pdf"]);
        assert_eq!(fs::read(first).expect("read"), b"one");
    }

    #[test]
    fn what_is_older_than_a_day_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let prints = Prints::new(folder.path().join("prints"));
        let made = prints.keep("a.pdf", b"old").expect("written");
        prints.keep("b.pdf", b"new").expect("written");
        let now = SystemTime::now();
        fs::File::options().write(true).open(made).expect("opened").set_modified(now - 2 * KEPT).expect("aged");
        prints.forget_old(now);
        assert_eq!(names_in(&folder.path().join("prints")), ["b.pdf"]);
    }
}
