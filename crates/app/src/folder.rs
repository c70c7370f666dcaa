//! The desk's data folder: which file lies where, and the built-in edition that is put there at the first start.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use centrala_pack::{Edition, PackError};
use centrala_store::{Custody, DeskLock, FileKey, Passphrase, Store, keep_ballast, release_ballast};

use crate::error::AppError;

/// The edition made of `assets/content` when the program was built.
const BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/edition.sqlite"));
const BUILT_IN_KEY: &str = include_str!(concat!(env!("OUT_DIR"), "/edition.key"));

#[derive(Debug, Clone)]
pub struct DeskFolder {
    path: PathBuf,
    keychain_first: bool,
    passphrase: Option<Arc<Passphrase>>,
}

impl DeskFolder {
    /// A folder that was named: a new desk's key goes into a key file, and no keychain is asked unless the key is there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), keychain_first: false, passphrase: None }
    }

    /// The same folder, its key opened by this passphrase.
    pub fn unlocked_by(&self, typed: &str) -> Self {
        Self { passphrase: Some(Arc::new(Passphrase::new(typed))), ..self.clone() }
    }

    /// The platform's folder for this program's data (`~/.local/share/centrala` on Linux). A new desk's key goes into the
    /// keychain where that answers.
    pub fn of_this_platform() -> Result<Self, AppError> {
        let dirs = directories::ProjectDirs::from("pl", "lodz", "centrala").ok_or(AppError::NoDataFolder)?;
        Ok(Self { keychain_first: true, ..Self::new(dirs.data_local_dir()) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn desk_file(&self) -> PathBuf {
        self.path.join("desk.sqlite")
    }

    /// The key of the desk's file, made with the first file.
    pub(crate) fn key(&self) -> Result<FileKey, AppError> {
        Ok(self.custody(&self.desk_file()).key()?)
    }

    pub(crate) fn custody<'a>(&'a self, desk_file: &'a Path) -> Custody<'a> {
        Custody::beside(desk_file).keychain_first(self.keychain_first).with_passphrase(self.passphrase.as_deref())
    }

    /// The desk's file where there is one; makes nothing.
    pub(crate) fn existing_store(&self) -> Result<Store, AppError> {
        let file = self.desk_file();
        Ok(Store::open_existing(&file, &self.custody(&file).existing()?)?)
    }

    /// Holds some room back for when the disk is full, where there is enough of it.
    pub fn keep_ballast(&self) -> Result<(), AppError> {
        Ok(keep_ballast(&self.desk_file())?)
    }

    /// Whether some room was let go: saving again may succeed.
    pub fn release_ballast(&self) -> bool {
        release_ballast(&self.desk_file())
    }

    pub fn edition_file(&self) -> PathBuf {
        self.path.join("edition.sqlite")
    }

    pub(crate) fn settings_file(&self) -> PathBuf {
        self.path.join("settings.json")
    }

    pub fn index_dir(&self) -> PathBuf {
        self.path.join("index")
    }

    /// Where the sentence model may be: in this folder, beside the program, or one folder above it.
    pub(crate) fn model_dirs(&self) -> Vec<PathBuf> {
        let program = std::env::current_exe().unwrap_or_default();
        let installed = program.ancestors().skip(1).take(2).map(Path::to_path_buf);
        std::iter::once(self.path.clone()).chain(installed).map(|dir| dir.join("model")).collect()
    }

    /// The edition's texts as the model has read them.
    pub(crate) fn model_texts_file(&self) -> PathBuf {
        self.path.join("model-texts.bin")
    }

    pub(crate) fn prints_dir(&self) -> PathBuf {
        self.path.join("prints")
    }

    /// Removes the papers of an earlier day's work; one that a viewer holds open stays.
    pub fn clear_prints(&self) {
        for file in fs::read_dir(self.prints_dir()).into_iter().flatten().flatten() {
            let _ = fs::remove_file(file.path());
        }
    }

    /// For the one window that may work here; held until dropped.
    pub fn lock(&self) -> Result<DeskLock, AppError> {
        self.create()?;
        Ok(DeskLock::take(&self.path)?)
    }

    pub(crate) fn create(&self) -> Result<(), AppError> {
        // For its owner alone, as all that lies in it; one that is there already keeps its rights.
        let mut folder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.recursive(true).create(&self.path).map_err(|error| AppError::Store(error.into()))
    }

    /// The installed edition; the built-in one where none is installed, where it is not newer, or where it is damaged:
    /// then it is laid aside, for it may be the city's. One that a newer program wrote, or that cannot be read just now,
    /// is refused and left alone.
    pub(crate) fn edition(&self) -> Result<Edition, AppError> {
        let file = self.edition_file();
        match self.opened(&file) {
            Ok(edition) if edition.key() == BUILT_IN_KEY || edition.info().number > built_in_number() => {
                return Ok(edition);
            }
            Ok(_) => {}
            Err(PackError::NotAnEdition | PackError::Corrupt) => lay_aside(&file, &self.damaged_edition_file())?,
            Err(PackError::Io(_)) if !file.exists() => {}
            Err(error @ (PackError::NewerFormat { .. } | PackError::Io(_))) => return Err(error.into()),
        }
        install(BUILT_IN, &file).map_err(|error| AppError::Store(error.into()))?;
        Ok(Edition::open(&file)?)
    }

    /// Where an edition was laid that could not be used; the first one stays there, for it is the city's likelier.
    pub(crate) fn damaged_edition_file(&self) -> PathBuf {
        self.path.join("edition.damaged.sqlite")
    }

    /// An edition of which there is no index yet is new here: it is held against its key before one is made.
    fn opened(&self, file: &Path) -> Result<Edition, PackError> {
        let edition = Edition::open(file)?;
        let indices = fs::read_dir(self.index_dir()).into_iter().flatten().flatten();
        let is_known =
            indices.map(|index| index.file_name()).any(|name| name.to_string_lossy().starts_with(&edition.key()));
        if is_known { Ok(edition) } else { Edition::take_over(file) }
    }
}

/// The file keeps its bytes under another name. Where one lies there already, that one stays.
fn lay_aside(file: &Path, aside: &Path) -> Result<(), AppError> {
    if aside.exists() { Ok(()) } else { fs::rename(file, aside).map_err(|error| AppError::Store(error.into())) }
}

/// The key begins with the edition's number.
fn built_in_number() -> u32 {
    BUILT_IN_KEY.split('-').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Whole or not at all: temporary file, fsync, rename.
pub(crate) fn install(bytes: &[u8], file: &Path) -> io::Result<()> {
    let part = file.with_extension("part");
    fs::write(&part, bytes)?;
    fs::File::open(&part)?.sync_all()?;
    fs::rename(&part, file)
}
