//! The folder of local data: settings, the list of recent files, earlier versions, journals, locks. Only this folder is written
//! unasked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::{Deserialize, Serialize};

use super::earlier::Keep;
use super::{Store, StoreError};

/// What is remembered between two runs. Of a dataset only the path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Recent files, newest first.
    pub recent: Vec<PathBuf>,
    /// Whether the first start has happened.
    pub started: bool,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Text size, 1 = 100%.
    pub zoom: f32,
    /// Panels by name. One that is not here is as it is at the first start.
    pub panels: BTreeMap<String, PanelSettings>,
    /// Whether the legend is open.
    pub legend: bool,
    /// Width and height of the window in points.
    pub window: Option<[f32; 2]>,
    /// Whether the window filled the screen.
    pub maximized: bool,
    /// Whether the camera and panels move at once instead of gliding.
    pub reduced_motion: bool,
    /// Whether neighbours follow a dragged entity.
    pub neighbours_follow: bool,
    /// How long earlier versions of datasets are kept.
    pub keep: Keep,
}

/// What is remembered of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelSettings {
    /// Whether it is shown.
    pub open: bool,
    /// Its width at a side of the window, its height at the bottom, points.
    pub size: f32,
}

/// Panels as version 0.1.0 and older kept them: two keys for each.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OldPanels {
    outline: Option<bool>,
    outline_width: Option<f32>,
    editor: Option<bool>,
    editor_width: Option<f32>,
    defence: Option<bool>,
    defence_height: Option<f32>,
}

impl OldPanels {
    fn by_name(self) -> BTreeMap<String, PanelSettings> {
        let panels = [
            ("outline", self.outline.zip(self.outline_width)),
            ("editor", self.editor.zip(self.editor_width)),
            ("defence", self.defence.zip(self.defence_height)),
        ];
        let kept = panels.into_iter().filter_map(|(name, kept)| {
            let (open, size) = kept?;
            Some((name.to_owned(), PanelSettings { open, size }))
        });
        kept.collect()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            started: false,
            theme: "system".into(),
            zoom: 1.0,
            panels: BTreeMap::new(),
            legend: true,
            window: None,
            maximized: false,
            reduced_motion: false,
            neighbours_follow: false,
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
    /// The settings; the defaults if there are none that can be read.
    pub fn settings(&self) -> Settings {
        let file = self.in_data(SETTINGS);
        let text = file.and_then(|file| self.bytes(&file).ok());
        let text = text.unwrap_or_default();
        let mut settings: Settings = serde_json::from_slice(&text).unwrap_or_default();
        if settings.panels.is_empty() {
            let old: OldPanels = serde_json::from_slice(&text).unwrap_or_default();
            settings.panels = old.by_name();
        }
        settings
    }

    /// Saves the settings. Without a folder for local data, does nothing.
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

    /// The folder of local data, if there is one.
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// A path in the folder of local data.
    pub(super) fn in_data(&self, name: &str) -> Option<PathBuf> {
        Some(self.data()?.join(name))
    }

    /// Whether a path is there, where only its owner may open files.
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

    #[test]
    fn panels_of_older_settings_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().into()));
        let old = r#"{"zoom": 1.5, "outline": false, "editor": true, "defence": true, "legend": false,
            "outline_width": 300.0, "editor_width": 352.0, "defence_height": 99.5}"#;
        std::fs::write(folder.path().join(SETTINGS), old).unwrap();
        let settings = store.settings();
        assert_eq!((settings.zoom, settings.legend), (1.5, false));
        let panel = |open, size| Some(&PanelSettings { open, size }).copied();
        let kept = |name: &str| settings.panels.get(name).copied();
        assert_eq!(kept("outline"), panel(false, 300.0));
        assert_eq!(kept("editor"), panel(true, 352.0));
        assert_eq!(kept("defence"), panel(true, 99.5));
        // Written again, they are kept by name, and a panel of another version stays.
        let mut new = settings.clone();
        let other = PanelSettings {
            open: true,
            size: 200.0,
        };
        new.panels.insert("tables".into(), other);
        store.save_settings(&new).unwrap();
        assert_eq!(store.settings(), new);
    }
}
