//! What a whole query means, by the sentence model that an installation may have (`crates/model`).
//!
//! It is opened and reads the edition's texts on a thread of its caller's. Until it is ready, and where it is not
//! installed, nothing is missing: every search answers without it. Not here: what its nearness weighs (`crates/search`).

use std::path::Path;
use std::sync::OnceLock;

use centrala_model::{Model, ModelIndex};

use crate::desk::Desk;
use crate::error::AppError;

/// Beside the weights: the texts of the edition that they were installed with, read already.
const PREPARED: &str = "texts.bin";

/// Empty until the model is ready.
#[derive(Default)]
pub(crate) struct SentenceModel(OnceLock<(Model, ModelIndex)>);

impl SentenceModel {
    /// How near each document is to a text, in the engine's order; none where there is no model, or not yet.
    pub(crate) fn nearness(&self, text: &str) -> Option<Vec<f32>> {
        let (model, index) = self.0.get()?;
        Some(index.scores(&model.embed(text)))
    }
}

impl Desk {
    /// Opens the model of `folder`, or the installed one, and lets it read what of the edition it has not read yet: minutes
    /// where the installation has not brought that along. Between a few texts `goes_on` is asked; what was read by then is
    /// kept. False where there is no model, or it has not come to the end.
    pub fn open_model(&self, folder: Option<&Path>, goes_on: impl FnMut() -> bool) -> Result<bool, AppError> {
        let folders = folder.map_or_else(|| self.folder.model_dirs(), |folder| vec![folder.to_path_buf()]);
        for folder in folders {
            let Some(model) = Model::open(&folder)? else { continue };
            let (own, prepared) = (self.folder.model_texts_file(), folder.join(PREPARED));
            let Some(index) = self.model_index(&model, &own, &prepared, goes_on)? else { return Ok(false) };
            // Opened twice, it is the same one.
            self.model.0.get_or_init(|| (model, index));
            return Ok(true);
        }
        Ok(false)
    }

    /// Lets the model of `folder` read this edition, and keeps that beside its weights for every desk that they are
    /// installed with. False where there is no model.
    pub fn prepare_model(&self, folder: &Path) -> Result<bool, AppError> {
        let Some(model) = Model::open(folder)? else { return Ok(false) };
        let prepared = folder.join(PREPARED);
        Ok(self.model_index(&model, &prepared, &prepared, || true)?.is_some())
    }

    fn model_index(
        &self,
        model: &Model,
        own: &Path,
        prepared: &Path,
        goes_on: impl FnMut() -> bool,
    ) -> Result<Option<ModelIndex>, AppError> {
        let texts = centrala_search::texts(&self.edition.content()?);
        Ok(ModelIndex::build(model, &texts, own, prepared, goes_on)?)
    }

    /// How near each document is to a text, for measuring relevance; none where no model is open.
    pub fn nearness(&self, text: &str) -> Option<Vec<f32>> {
        self.model.nearness(text)
    }
}
