//! How this desk is set up: theme, zoom, mode, name, keys.
//!
//! A plain file beside the desk's own, for the window needs it before that can be opened: whoever reads at 200 % or in
//! high contrast is asked for her passphrase so, too. Nothing in it is a resident's. Where it is missing, damaged or of
//! another program's making, each setting that cannot be read is the usual one: no desk fails to start over it.

use std::fs;

use centrala_domain::Settings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::desk::Desk;
use crate::error::AppError;
use crate::folder::{DeskFolder, install};

impl DeskFolder {
    /// As they were last saved, else the usual ones.
    pub fn settings(&self) -> Settings {
        let kept = fs::read(self.settings_file()).unwrap_or_default();
        read(&serde_json::from_slice(&kept).unwrap_or_default())
    }
}

impl Desk {
    pub fn settings(&self) -> Settings {
        self.folder.settings()
    }

    pub fn save_settings(&self, settings: &Settings) -> Result<(), AppError> {
        let text =
            serde_json::to_vec_pretty(settings).map_err(|error| AppError::Store(std::io::Error::from(error).into()))?;
        install(&text, &self.folder.settings_file()).map_err(|error| AppError::Store(error.into()))
    }
}

fn read(kept: &Value) -> Settings {
    Settings {
        theme: field(kept, "theme"),
        zoom: field(kept, "zoom"),
        mode: field(kept, "mode"),
        desk_name: field(kept, "desk_name"),
        keys: field(kept, "keys"),
    }
}

fn field<T: DeserializeOwned + Default>(kept: &Value, name: &str) -> T {
    kept.get(name).and_then(|value| T::deserialize(value).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use centrala_domain::{Theme, Zoom};
    use serde_json::json;

    use super::*;

    #[test]
    fn one_bad_setting_takes_no_other_with_it() {
        let kept = json!({ "theme": "pink", "zoom": 175, "mode": 7, "desk_name": "Okno 3", "keys": { "way": 1 }, "newer": [] });
        let settings = read(&kept);
        assert_eq!((settings.theme, settings.zoom), (Theme::System, Zoom::nearest(175)));
        assert_eq!(settings.desk_name.as_str(), "Okno 3");
        assert_eq!(read(&json!([1])), Settings::default());
        assert_eq!(read(&Value::Null), Settings::default());
    }
}
