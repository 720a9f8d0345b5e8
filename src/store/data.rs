//! The program's own folder: settings and the list of recent files. Only this folder is written without being asked.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::{Deserialize, Serialize};

use super::{StoreError, save};

/// What the program remembers between two runs. It never holds anything of a dataset but its path.
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

/// The settings in `folder`; the usual ones where there are none, or none that can be read.
pub fn load_settings(folder: &Path) -> Settings {
    let text = std::fs::read(folder.join("settings.json")).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Writes the settings to `folder`, which only its owner may open.
///
/// # Errors
/// If the system refuses.
pub fn save_settings(folder: &Path, settings: &Settings) -> Result<(), StoreError> {
    make_private(folder).map_err(|error| StoreError::Io {
        path: folder.into(),
        error,
    })?;
    let mut text = serde_json::to_vec_pretty(settings).unwrap_or_default();
    text.push(b'\n');
    save(&folder.join("settings.json"), &text)
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_bad_ones_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        assert_eq!(load_settings(&folder), Settings::default());
        let settings = Settings {
            zoom: 1.25,
            ..Settings::default()
        };
        save_settings(&folder, &settings).unwrap();
        assert_eq!(load_settings(&folder), settings);
        std::fs::write(folder.join("settings.json"), "{broken").unwrap();
        assert_eq!(load_settings(&folder), Settings::default());
    }
}
