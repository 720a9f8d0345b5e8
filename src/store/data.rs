//! The program's own folder: settings, the list of recent files, earlier versions, journals, locks. Only this folder is
//! written without being asked.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::{Deserialize, Serialize};

use super::earlier::Keep;
use super::{Store, StoreError};

/// What the program remembers between two runs. Of a dataset it holds the path alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Recent files, newest first.
    pub recent: Vec<PathBuf>,
    /// Whether the first start has happened.
    pub started: bool,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Text size, 1 = 100 %.
    pub zoom: f32,
    /// Whether the outline is shown.
    pub outline: bool,
    /// Whether the editor is shown.
    pub editor: bool,
    /// Whether the defence list is shown.
    pub defence: bool,
    /// Whether the legend is open.
    pub legend: bool,
    /// Width of the outline in points.
    pub outline_width: f32,
    /// Width of the editor in points.
    pub editor_width: f32,
    /// Height of the defence list in points.
    pub defence_height: f32,
    /// Width and height of the window in points.
    pub window: Option<[f32; 2]>,
    /// Whether the window filled the screen.
    pub maximized: bool,
    /// Whether the camera and panels move at once instead of gliding.
    pub reduced_motion: bool,
    /// How long earlier versions of datasets are kept.
    pub keep: Keep,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            started: false,
            theme: "system".into(),
            zoom: 1.0,
            outline: true,
            editor: true,
            defence: false,
            legend: true,
            outline_width: 272.0,
            editor_width: 352.0,
            defence_height: 272.0,
            window: None,
            maximized: false,
            reduced_motion: false,
            keep: Keep::default(),
        }
    }
}

/// The folder for settings: `LINKWRIGHT_DATA`, else the system's place for a program's data.
pub fn data_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("LINKWRIGHT_DATA") {
        return Some(folder.into());
    }
    let base = choose_base_strategy().ok()?;
    Some(base.data_dir().join("linkwright"))
}

impl Store {
    /// The settings; the usual ones where there are none, or none that can be read.
    pub fn settings(&self) -> Settings {
        let file = self.in_data(SETTINGS);
        let text = file.and_then(|file| self.bytes(&file).ok());
        serde_json::from_slice(&text.unwrap_or_default()).unwrap_or_default()
    }

    /// Keeps the settings. A program without a folder of its own keeps none.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let Some(file) = self.in_data(SETTINGS) else {
            return Ok(());
        };
        self.make_data_folder().map_err(StoreError::at(&file))?;
        let mut text = serde_json::to_vec_pretty(settings).unwrap_or_default();
        text.push(b'\n');
        self.replace(&file, &text)
    }

    /// The folder of the program's own, if it has one.
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// A path in the folder of the program's own.
    pub(super) fn in_data(&self, name: &str) -> Option<PathBuf> {
        Some(self.data()?.join(name))
    }

    /// Whether a path lies there: nobody but its owner may open it.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        self.data().is_some_and(|data| path.starts_with(data))
    }

    /// Makes a folder there, and has the disk confirm it: what lies in a folder is lost with its name.
    pub(super) fn make_own_folder(&self, folder: &Path) -> std::io::Result<()> {
        if self.is_folder(folder) {
            return Ok(());
        }
        self.disk.make_folder(folder)?;
        self.sync_above(folder)
    }

    /// Has the disk confirm the name of a folder there, and of those above it.
    pub(super) fn sync_above(&self, folder: &Path) -> std::io::Result<()> {
        let above = folder.ancestors().skip(1);
        let above = above.take_while(|above| self.is_own(above));
        let outside = self.data().and_then(Path::parent);
        for above in above.chain(outside) {
            self.disk.sync_folder(above)?;
        }
        Ok(())
    }

    /// Makes that folder, which only its owner may open.
    pub(super) fn make_data_folder(&self) -> std::io::Result<()> {
        match self.data() {
            Some(folder) => self.disk.make_folder(folder),
            None => Ok(()),
        }
    }
}

const SETTINGS: &str = "settings.json";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_bad_ones_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        let store = Store::system(Some(folder.clone()));
        assert_eq!(store.settings(), Settings::default());
        let settings = Settings {
            zoom: 1.25,
            ..Settings::default()
        };
        store.save_settings(&settings).unwrap();
        assert_eq!(store.settings(), settings);
        std::fs::write(folder.join("settings.json"), "{broken").unwrap();
        assert_eq!(store.settings(), Settings::default());
    }
}
